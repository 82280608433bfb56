//! What goes wrong without the service having a say, and at which step.

use std::fmt;

use super::causes::with_causes;
use super::timeout::Attempts;
use super::{CredentialsError, TimeoutError};

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a request could not be sent or its answer not be received.
#[derive(Debug)]
pub struct TransportError {
    step: Step,
    cause: Cause,
    attempts: u32,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Make,
    Reach,
    Read,
}

impl TransportError {
    /// There was nothing to send.
    #[doc(hidden)]
    pub fn unmade(cause: impl Into<Cause>) -> Self {
        Self::at(Step::Make, cause)
    }

    /// No answer came.
    pub(crate) fn unreached(cause: impl Into<Cause>) -> Self {
        Self::at(Step::Reach, cause)
    }

    /// An answer came, and is not what it should be.
    #[doc(hidden)]
    pub fn unread(cause: impl Into<Cause>) -> Self {
        Self::at(Step::Read, cause)
    }

    fn at(step: Step, cause: impl Into<Cause>) -> Self {
        Self {
            step,
            cause: cause.into(),
            attempts: 0,
        }
    }

    /// That it is about the attempt of this number.
    #[doc(hidden)]
    #[must_use]
    pub fn after(mut self, attempts: u32) -> Self {
        self.attempts = match self.step {
            // It was not sent this time.
            Step::Make => attempts.saturating_sub(1),
            Step::Reach | Step::Read => attempts,
        };
        self
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether it may go better another time: not if there was nothing to send.
    pub(crate) fn is_retryable(&self) -> bool {
        match self.step {
            Step::Make => false,
            Step::Reach | Step::Read => true,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = match self.step {
            Step::Make => "the request could not be made",
            Step::Reach => "the service could not be reached",
            Step::Read => "the answer could not be read",
        };
        write!(f, "{failed}: {}", with_causes(&*self.cause))?;
        match self.attempts {
            0 => Ok(()),
            made => write!(f, " ({})", Attempts(made)),
        }
    }
}

impl std::error::Error for TransportError {}

/// Why a call has no answer, whatever the operation.
#[derive(Debug)]
pub enum CallError {
    /// It took longer than was allowed.
    Timeout(TimeoutError),
    /// There was nothing to sign with.
    Credentials(CredentialsError),
    /// Any other reason.
    Transport(TransportError),
}

impl CallError {
    /// That so many attempts were made.
    pub(crate) fn after(self, attempts: u32) -> Self {
        match self {
            Self::Timeout(error) => Self::Timeout(error.after(attempts)),
            Self::Credentials(error) => Self::Credentials(error.after(attempts)),
            Self::Transport(error) => Self::Transport(error.after(attempts)),
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CallError {}

impl From<TransportError> for CallError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<CredentialsError> for CallError {
    fn from(error: CredentialsError) -> Self {
        Self::Credentials(error)
    }
}

impl From<TimeoutError> for CallError {
    fn from(error: TimeoutError) -> Self {
        Self::Timeout(error)
    }
}
