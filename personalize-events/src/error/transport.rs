//! Errors of the client and the connection, as opposed to errors that the service returns.

use std::error::Error;
use std::fmt;
use std::io;

use super::causes::fmt_causes;
use super::timeout::Attempts;

type Cause = Box<dyn Error + Send + Sync>;

/// A request could not be sent, or its response could not be received.
///
/// Its causes are those of the HTTP client, and the last one is often an [`io::Error`]:
///
/// ```
/// use std::error::Error;
/// use std::io;
/// use personalize_events::TransportError;
///
/// fn io_kind(error: &TransportError) -> Option<io::ErrorKind> {
///     let mut cause = error.source();
///     while let Some(error) = cause {
///         if let Some(error) = error.downcast_ref::<io::Error>() {
///             return Some(error.kind());
///         }
///         cause = error.source();
///     }
///     None
/// }
/// ```
#[derive(Debug)]
pub struct TransportError {
    step: Step,
    cause: Option<Cause>,
    attempts: u32,
}

#[derive(Clone, Debug)]
enum Step {
    /// The request is invalid, for this reason unless there is a cause.
    Build(Option<String>),
    /// No connection to this address was established.
    Connect(String),
    /// The connection to this address ended before the response.
    Send(String),
    Read,
}

impl TransportError {
    /// The request is invalid for this reason.
    #[doc(hidden)]
    pub fn invalid(problem: impl Into<String>) -> Self {
        Self {
            step: Step::Build(Some(problem.into())),
            cause: None,
            attempts: 0,
        }
    }

    /// The request could not be built.
    pub(crate) fn build(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::at(Step::Build(None), cause)
    }

    /// No connection to an address was established.
    pub(crate) fn connect(address: String, cause: impl Error + Send + Sync + 'static) -> Self {
        Self::at(Step::Connect(address), cause)
    }

    /// The connection to an address ended before the response arrived.
    pub(crate) fn send(address: String, cause: impl Error + Send + Sync + 'static) -> Self {
        Self::at(Step::Send(address), cause)
    }

    /// The response is incomplete or invalid.
    #[doc(hidden)]
    pub fn read(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::at(Step::Read, cause)
    }

    /// The error of a call outside of a Tokio runtime, where timers and connections would panic.
    #[doc(hidden)]
    pub fn check_runtime() -> Result<(), Self> {
        let message = "this thread is in no Tokio runtime; call the client within one that has I/O and time enabled, as with \
                       #[tokio::main], or use `blocking::Client`";
        tokio::runtime::Handle::try_current()
            .map(drop)
            .map_err(|_| Self::invalid(message))
    }

    fn at(step: Step, cause: impl Error + Send + Sync + 'static) -> Self {
        Self {
            step,
            cause: Some(Box::new(cause)),
            attempts: 0,
        }
    }

    /// Sets the number of the attempt that failed.
    #[doc(hidden)]
    #[must_use]
    pub fn after(mut self, attempts: u32) -> Self {
        self.attempts = match self.step {
            // This attempt was not sent.
            Step::Build(_) => attempts.saturating_sub(1),
            Step::Connect(_) | Step::Send(_) | Step::Read => attempts,
        };
        self
    }

    /// Returns how often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns whether the request could not be built, such as for a dataset of another type or region than those of the
    /// call, or outside of a Tokio runtime. It was not sent, and a retry fails as well.
    #[must_use]
    pub fn is_builder(&self) -> bool {
        matches!(self.step, Step::Build(_))
    }

    /// Returns whether no connection was established in the last attempt, such as for a host that cannot be resolved, a
    /// refused connection or an invalid certificate. Nothing of the request was sent in that attempt.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.step, Step::Connect(_))
    }

    /// Returns whether the operating system ended the connection because the other side did not respond. Timeouts of
    /// [`Config`](crate::Config) are a [`TimeoutError`](crate::TimeoutError) instead;
    /// [`Error::is_timeout`](crate::Error::is_timeout) returns `true` for both.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.source().is_some_and(is_timeout_of_system)
    }

    /// Returns whether a response arrived and its body is incomplete or invalid. The service may have stored the data.
    #[must_use]
    pub fn is_body(&self) -> bool {
        matches!(self.step, Step::Read)
    }

    /// Returns whether a retry may succeed: not if the request could not be built.
    pub(crate) fn is_retryable(&self) -> bool {
        !self.is_builder()
    }
}

/// Why the body of a request cannot be sent. It is the cause of an error of the HTTP library.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct PayloadError(String);

impl PayloadError {
    /// Creates an error from a message without user data.
    #[must_use]
    pub fn new(message: String) -> Self {
        Self(message)
    }

    /// Finds it among the causes of an error.
    pub(crate) fn among<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Self> {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            cause = error.source();
        }
        None
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for PayloadError {}

/// Returns whether the system's own timeout is among an error and its causes.
pub(crate) fn is_timeout_of_system(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let error_of_system = error.downcast_ref::<io::Error>();
        if error_of_system.is_some_and(|error| {
            error.kind() == io::ErrorKind::TimedOut && error.raw_os_error().is_some()
        }) {
            return true;
        }
        cause = error.source();
    }
    false
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.step {
            Step::Build(None) => f.write_str("the request could not be built")?,
            Step::Build(Some(problem)) => write!(f, "the request could not be built: {problem}")?,
            Step::Connect(address) => write!(f, "the service could not be reached at {address}")?,
            Step::Send(address) => write!(f, "no response was received from {address}")?,
            Step::Read => f.write_str("the response could not be read")?,
        }
        if self.attempts > 0 {
            write!(f, " ({})", Attempts(self.attempts))?;
        }
        fmt_causes(self, f)
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let cause = self.cause.as_deref()?;
        Some(cause)
    }
}
