//! What goes wrong without the service having a say, and at which step.

use std::fmt;
use std::time::Duration;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a request could not be sent or its answer not be received.
#[derive(Debug)]
pub struct TransportError {
    step: Step,
    cause: Cause,
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
        Self {
            step: Step::Make,
            cause: cause.into(),
        }
    }

    /// No answer came.
    pub(crate) fn unreached(cause: impl Into<Cause>) -> Self {
        Self {
            step: Step::Reach,
            cause: cause.into(),
        }
    }

    /// An answer came, and is not what it should be.
    #[doc(hidden)]
    pub fn unread(cause: impl Into<Cause>) -> Self {
        Self {
            step: Step::Read,
            cause: cause.into(),
        }
    }

    /// Whether it may go better another time: not if there was nothing to send.
    pub(super) fn is_retryable(&self) -> bool {
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
        write!(f, "{failed}: {}", self.cause)?;
        let mut cause = self.cause.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {}

/// Why a call has no answer, whatever the operation.
#[derive(Debug)]
pub enum CallError {
    /// It took longer than was allowed.
    Timeout {
        /// The time that was set.
        after: Duration,
    },
    /// Any other reason.
    Transport(TransportError),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout { after } => write!(f, "no answer came within {after:?}"),
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
