//! The errors of calls, settings and credentials.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;

use crate::generated::ServiceError;
use crate::retry::RetryKind;

mod causes;
mod codes;
mod config;
mod credentials;
mod metadata;
mod service_text;
mod timeout;
mod transport;
mod unhandled;

pub(crate) use causes::{fmt_causes, with_causes};
pub(crate) use codes::{ErrorCode, ErrorKind};
pub use config::ConfigError;
pub use credentials::CredentialsError;
pub use metadata::ResponseMetadata;
pub use service_text::ServiceText;
use timeout::Attempts;
pub(crate) use timeout::Limit;
pub use timeout::TimeoutError;
pub(crate) use transport::is_timeout_of_system;
pub use transport::{PayloadError, TransportError};
pub use unhandled::Unhandled;

/// The error of a call.
///
/// Its `Display` escapes control characters of the service's message and cuts messages of more than 1,000 characters;
/// the methods of the errors return them unchanged. `{error:#}` appends the causes, which `source` returns.
///
/// `E` is the enum of the errors that the service's model declares for the operation, such as
/// [`PutUsersError`](crate::PutUsersError). The error of each operation converts into `Error` without a parameter, whose
/// `E` is [`ServiceError`], the enum of the errors of all operations.
///
/// # Example
///
/// A function that calls several operations:
///
/// ```
/// use personalize_events::{Client, Error, PutItemsRequest, PutUsersRequest};
///
/// async fn put(
///     client: &Client,
///     users: &PutUsersRequest,
///     items: &PutItemsRequest,
/// ) -> Result<(), Error> {
///     client.put_users(users).await?;
///     client.put_items(items).await?;
///     Ok(())
/// }
/// ```
///
/// The errors of an operation:
///
/// ```
/// use personalize_events::{Error, PutUsersError};
///
/// fn remedy(error: &Error<PutUsersError>) -> &'static str {
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
pub enum Error<E = ServiceError> {
    /// The service returned an error.
    #[non_exhaustive]
    Service {
        /// The error.
        error: E,
        /// Status, request id, code and message of the response.
        metadata: Box<ResponseMetadata>,
    },
    /// A timeout of [`Config`](crate::Config) elapsed.
    Timeout(TimeoutError),
    /// No credentials were available to sign with.
    Credentials(CredentialsError),
    /// The request could not be built ([`is_builder`](TransportError::is_builder)) or sent, or the response could not be
    /// received.
    Transport(TransportError),
}

impl<E> Error<E> {
    /// Creates the error of an error response and drops the headers and body of `metadata`, which are user data.
    pub(crate) fn service(error: E, mut metadata: ResponseMetadata, hint: Option<String>) -> Self {
        metadata.headers = Vec::new();
        metadata.body = Vec::new();
        metadata.hint = hint;
        Self::Service {
            error,
            metadata: Box::new(metadata),
        }
    }

    /// Converts the error of the service, if the service returned one.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::{Error, PutUsersError};
    ///
    /// fn text(error: Error<PutUsersError>) -> Error<String> {
    ///     error.map_service_error(|error| error.to_string())
    /// }
    /// ```
    pub fn map_service_error<F>(self, convert: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Service { error, metadata } => Error::Service {
                error: convert(error),
                metadata,
            },
            Self::Timeout(error) => Error::Timeout(error),
            Self::Credentials(error) => Error::Credentials(error),
            Self::Transport(error) => Error::Transport(error),
        }
    }

    /// Returns the error of the service, if the service returned one.
    pub fn as_service(&self) -> Option<&E> {
        match self {
            Self::Service { error, .. } => Some(error),
            Self::Timeout(_) | Self::Credentials(_) | Self::Transport(_) => None,
        }
    }

    /// Returns whether a timeout elapsed, of [`Config`](crate::Config) or of the operating system. The service may have
    /// stored the data nevertheless, or may store it later.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Transport(error) => error.is_timeout(),
            Self::Service { .. } | Self::Credentials(_) => false,
        }
    }

    /// Returns whether the service throttled the request, such as with the code `ThrottlingException`. The codes are
    /// those of AWS's SDKs; the status 429 alone is not throttling.
    pub fn is_throttling(&self) -> bool {
        self.metadata().and_then(RetryKind::of) == Some(RetryKind::Throttling)
    }

    /// Returns whether the same request may succeed later: after throttling, the statuses 500, 502, 503 and 504,
    /// timeouts, and failed or broken connections. `ResourceInUseException` is not among them,
    /// although [`bulk`](crate::bulk) retries it.
    ///
    /// The client has already retried as often as its settings allow ([`Error::attempts`]), so wait longer before you
    /// send the request again. The service may have stored the data nevertheless, or may store it later.
    ///
    /// Source: the standard mode of [AWS's retry
    /// behavior](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Service { metadata, .. } => RetryKind::of(metadata).is_some(),
            Self::Timeout(_) => true,
            Self::Credentials(_) => false,
            Self::Transport(error) => error.is_retryable(),
        }
    }

    /// Returns how often the request was sent; 0 if it was not sent.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Service { metadata, .. } => metadata.attempts(),
            Self::Timeout(error) => error.attempts(),
            Self::Credentials(error) => error.attempts(),
            Self::Transport(error) => error.attempts(),
        }
    }

    /// Returns the HTTP status, if a response arrived.
    pub fn status(&self) -> Option<u16> {
        self.metadata().map(ResponseMetadata::status)
    }

    /// Returns the error code of the response, such as `InvalidInputException`.
    pub fn code(&self) -> Option<&str> {
        self.metadata().and_then(ResponseMetadata::code)
    }

    /// Returns the request id, which AWS Support asks for.
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
                    write!(f, ", request id {}", ServiceText(id))?;
                }
                write!(f, ", {})", Attempts(metadata.attempts()))?;
                match &metadata.hint {
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

impl<E: fmt::Debug + fmt::Display> StdError for Error<E> {
    /// Returns the cause of the variant's error: the variants are not a level of their own.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            // `Display` shows the error of the service.
            Self::Service { .. } => None,
            Self::Timeout(error) => error.source(),
            Self::Credentials(error) => error.source(),
            Self::Transport(error) => error.source(),
        }
    }
}

/// The error of a call that has received no error response.
#[doc(hidden)]
pub type CallError = Error<Infallible>;

impl CallError {
    /// Converts the error into that of an operation.
    #[doc(hidden)]
    #[must_use]
    pub fn into_error<E>(self) -> Error<E> {
        match self {
            Self::Timeout(error) => Error::Timeout(error),
            Self::Credentials(error) => Error::Credentials(error),
            Self::Transport(error) => Error::Transport(error),
        }
    }

    /// Sets the number of attempts.
    pub(crate) fn after(self, attempts: u32) -> Self {
        match self {
            Self::Timeout(error) => Self::Timeout(error.after(attempts)),
            Self::Credentials(error) => Self::Credentials(error.after(attempts)),
            Self::Transport(error) => Self::Transport(error.after(attempts)),
        }
    }
}

impl<E> From<TimeoutError> for Error<E> {
    fn from(error: TimeoutError) -> Self {
        Self::Timeout(error)
    }
}

impl<E> From<CredentialsError> for Error<E> {
    fn from(error: CredentialsError) -> Self {
        Self::Credentials(error)
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

#[cfg(test)]
mod tests;
