//! Errors of the client and the connection, as opposed to errors that the service returns.

use std::fmt;

use super::timeout::Attempts;
use super::with_causes;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A request could not be sent, or its response could not be received.
#[derive(Debug)]
pub struct TransportError {
    step: Step,
    cause: Cause,
    attempts: u32,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Build,
    Reach,
    Read,
}

impl TransportError {
    /// The request could not be built.
    #[doc(hidden)]
    pub fn build(cause: impl Into<Cause>) -> Self {
        Self::at(Step::Build, cause)
    }

    /// No response arrived.
    pub(crate) fn reach(cause: impl Into<Cause>) -> Self {
        Self::at(Step::Reach, cause)
    }

    /// The response is incomplete or invalid.
    #[doc(hidden)]
    pub fn read(cause: impl Into<Cause>) -> Self {
        Self::at(Step::Read, cause)
    }

    /// The error of a call outside of a Tokio runtime, where timers and connections would panic.
    pub(crate) fn check_runtime() -> Result<(), Self> {
        let message = "this thread is in no Tokio runtime; call the client within one that has I/O and time enabled, as with \
                       #[tokio::main], or use `blocking::Client`";
        tokio::runtime::Handle::try_current()
            .map(drop)
            .map_err(|_| Self::build(message))
    }

    fn at(step: Step, cause: impl Into<Cause>) -> Self {
        Self {
            step,
            cause: cause.into(),
            attempts: 0,
        }
    }

    /// Sets the number of the attempt that failed.
    #[doc(hidden)]
    #[must_use]
    pub fn after(mut self, attempts: u32) -> Self {
        self.attempts = match self.step {
            // This attempt was not sent.
            Step::Build => attempts.saturating_sub(1),
            Step::Reach | Step::Read => attempts,
        };
        self
    }

    /// Returns how often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns whether a retry may succeed: not if the request could not be built.
    pub(crate) fn is_retryable(&self) -> bool {
        match self.step {
            Step::Build => false,
            Step::Reach | Step::Read => true,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = match self.step {
            Step::Build => "the request could not be built",
            Step::Reach => "the service could not be reached",
            Step::Read => "the response could not be read",
        };
        write!(f, "{failed}: {}", with_causes(&*self.cause))?;
        match self.attempts {
            0 => Ok(()),
            made => write!(f, " ({})", Attempts(made)),
        }
    }
}

impl std::error::Error for TransportError {}
