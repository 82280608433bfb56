//! What can go wrong with a call.

use std::fmt;

use crate::retry::RetryKind;

mod causes;
mod codes;
mod config;
mod credentials;
mod metadata;
mod timeout;
mod transport;

pub(crate) use causes::with_causes;
pub(crate) use codes::{ErrorCode, ErrorKind};
pub use config::ConfigError;
pub use credentials::CredentialsError;
pub use metadata::ResponseMetadata;
use timeout::Attempts;
pub(crate) use timeout::Limit;
pub use timeout::TimeoutError;
pub use transport::{CallError, TransportError};

/// An error that the service's model does not state for the operation, such as
/// `ThrottlingException` or `AccessDeniedException`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unhandled {
    code: Option<String>,
    message: Option<String>,
}

impl Unhandled {
    /// From what the service answered.
    #[must_use]
    pub fn from_metadata(metadata: &ResponseMetadata) -> Self {
        Self {
            code: metadata.code().map(str::to_owned),
            message: metadata.message().map(str::to_owned),
        }
    }

    /// The code; `None` where the answer has none, as that of a proxy may.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code().unwrap_or("an error without a code"))?;
        match self.message() {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Unhandled {}

/// Why a call gave no response.
///
/// `E` holds the errors that the service's model states for the operation, such as
/// [`PutUsersError`](crate::PutUsersError).
///
/// # Example
///
/// ```
/// use personalize_events::{Error, PutUsersError};
///
/// fn advice(error: &Error<PutUsersError>) -> &'static str {
///     match error {
///         Error::Service { error: PutUsersError::ResourceNotFound(_), .. } => "check the ARN",
///         _ if error.is_throttling() => "slow down",
///         _ if error.is_retryable() => "put the users again: a put replaces",
///         _ => "read the message",
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The service refused.
    #[non_exhaustive]
    Service {
        /// What it says.
        error: E,
        /// What came with it: status, request id, code, message.
        metadata: Box<ResponseMetadata>,
    },
    /// It took longer than [`Config`](crate::Config) allows.
    Timeout(TimeoutError),
    /// There was nothing to sign with.
    Credentials(CredentialsError),
    /// The request could not be sent, or the answer not be received.
    Transport(TransportError),
}

impl<E> Error<E> {
    /// That the service refused. The metadata has been read: of its data nothing is kept.
    pub(crate) fn service(error: E, metadata: ResponseMetadata) -> Self {
        Self::Service {
            error,
            metadata: Box::new(metadata.without_data()),
        }
    }

    /// What the service says, if it was the service that refused.
    pub fn as_service(&self) -> Option<&E> {
        match self {
            Self::Service { error, .. } => Some(error),
            Self::Timeout(_) | Self::Credentials(_) | Self::Transport(_) => None,
        }
    }

    /// Whether no answer came in time; the service may have stored the data all the same.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_))
    }

    /// Whether the service asks for fewer requests, as with the code `ThrottlingException`. The codes
    /// are those of AWS's SDKs; the status 429 alone says nothing.
    pub fn is_throttling(&self) -> bool {
        self.metadata().and_then(RetryKind::of) == Some(RetryKind::Throttling)
    }

    /// Whether the same request may succeed if it is sent again, after a while: throttles, the statuses
    /// 500, 502, 503 and 504, timeouts, and connections that were not made or broke off. The client has sent it
    /// again already, as often as its settings allow ([`Error::attempts`]): what is left is to wait longer. The
    /// service may have stored the data all the same.
    ///
    /// Sources: the standard mode of [AWS's retry
    /// behavior](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use personalize_events::{Client, Error, PutUsersError, PutUsersRequest};
    /// # async fn example(client: &Client, request: &PutUsersRequest) -> Result<(), Error<PutUsersError>> {
    /// let mut result = client.put_users(request).await;
    /// if result.as_ref().is_err_and(Error::is_retryable) {
    ///     tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    ///     result = client.put_users(request).await;
    /// }
    /// # result.map(drop)
    /// # }
    /// ```
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Service { metadata, .. } => RetryKind::of(metadata).is_some(),
            Self::Timeout(_) => true,
            Self::Credentials(_) => false,
            Self::Transport(error) => error.is_retryable(),
        }
    }

    /// How often the request was sent; 0 if it was not.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Service { metadata, .. } => metadata.attempts(),
            Self::Timeout(error) => error.attempts(),
            Self::Credentials(error) => error.attempts(),
            Self::Transport(error) => error.attempts(),
        }
    }

    /// The HTTP status of the answer, if one came.
    pub fn status(&self) -> Option<u16> {
        self.metadata().map(ResponseMetadata::status)
    }

    /// The error code of the answer, such as `InvalidInputException`.
    pub fn code(&self) -> Option<&str> {
        self.metadata().and_then(ResponseMetadata::code)
    }

    /// The id by which AWS's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        self.metadata().and_then(ResponseMetadata::request_id)
    }

    fn metadata(&self) -> Option<&ResponseMetadata> {
        match self {
            Self::Service { metadata, .. } => Some(metadata),
            Self::Timeout(_) | Self::Credentials(_) | Self::Transport(_) => None,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service { error, metadata } => {
                write!(f, "{error} (HTTP {}", metadata.status())?;
                if let Some(id) = metadata.request_id() {
                    write!(f, ", request id {id}")?;
                }
                write!(f, ", {})", Attempts(metadata.attempts()))?;
                match metadata.hint() {
                    Some(hint) => write!(f, "; {hint}"),
                    None => Ok(()),
                }
            }
            Self::Timeout(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for Error<E> {}

#[doc(hidden)]
impl<E> From<CallError> for Error<E> {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Timeout(error) => Self::Timeout(error),
            CallError::Credentials(error) => Self::Credentials(error),
            CallError::Transport(error) => Self::Transport(error),
        }
    }
}

impl<E> From<TimeoutError> for Error<E> {
    fn from(error: TimeoutError) -> Self {
        Self::Timeout(error)
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

#[cfg(test)]
mod tests;
