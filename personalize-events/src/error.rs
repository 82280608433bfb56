//! What can go wrong with a call, and how an answer's error is read.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// What the service answered, apart from its data.
///
/// Of an error it holds what the service says about it; of a success the request id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    status: u16,
    request_id: Option<String>,
    code: Option<String>,
    message: Option<String>,
}

impl Reply {
    /// Of an answer that is a success.
    pub(crate) fn success(status: u16, request_id: Option<String>) -> Self {
        Self {
            status,
            request_id,
            code: None,
            message: None,
        }
    }

    /// Of an answer that is an error, read as restJson1 demands: the code from the header
    /// `x-amzn-errortype`, else from the body's `code` or `__type`; a body that is no JSON tells
    /// nothing.
    pub(crate) fn error(
        status: u16,
        request_id: Option<String>,
        error_type: Option<&str>,
        body: &[u8],
    ) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        let text = |key: &str| body.get(key).and_then(Value::as_str);
        let first = |keys: &[&str]| keys.iter().find_map(|key| text(key));
        Self {
            status,
            request_id,
            code: error_type
                .or_else(|| first(&["code", "__type"]))
                .map(bare_code)
                .filter(|code| !code.is_empty())
                .map(str::to_owned),
            message: first(&["message", "Message", "errorMessage"]).map(str::to_owned),
        }
    }

    /// The request id alone.
    #[must_use]
    pub fn into_request_id(self) -> Option<String> {
        self.request_id
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The id by which AWS's support finds the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The error's code, such as `ThrottlingException`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The error's message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

/// `aws.protocoltests#FooError:http://…` is `FooError`.
fn bare_code(text: &str) -> &str {
    let text = text.split_once(':').map_or(text, |(code, _)| code);
    text.split_once('#').map_or(text, |(_, code)| code).trim()
}

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
    pub fn from_reply(reply: &Reply) -> Self {
        Self {
            code: reply.code.clone(),
            message: reply.message.clone(),
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
///         Error::Timeout { .. } => "put the users again: a put replaces",
///         _ if error.code() == Some("ThrottlingException") => "slow down",
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
        reply: Box<Reply>,
    },
    /// No answer came within the time set in [`Config`](crate::Config).
    #[non_exhaustive]
    Timeout {
        /// The time that was set.
        after: Duration,
    },
    /// The request could not be sent, or the answer not be received.
    Transport(TransportError),
}

/// Why a request could not be sent or its answer not be received.
#[derive(Debug)]
pub struct TransportError(Box<dyn std::error::Error + Send + Sync>);

impl TransportError {
    pub(crate) fn new(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {}

impl<E> Error<E> {
    /// What the service says, if it was the service that refused.
    pub fn as_service(&self) -> Option<&E> {
        match self {
            Self::Service { error, .. } => Some(error),
            Self::Timeout { .. } | Self::Transport(_) => None,
        }
    }

    /// Whether no answer came in time; the service may have stored the data all the same.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout { .. })
    }

    /// The HTTP status of the answer, if one came.
    pub fn status(&self) -> Option<u16> {
        self.reply().map(Reply::status)
    }

    /// The error code of the answer, such as `InvalidInputException`.
    pub fn code(&self) -> Option<&str> {
        self.reply().and_then(Reply::code)
    }

    /// The id by which AWS's support finds the request.
    pub fn request_id(&self) -> Option<&str> {
        self.reply().and_then(Reply::request_id)
    }

    fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Service { reply, .. } => Some(reply),
            Self::Timeout { .. } | Self::Transport(_) => None,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service { error, reply } => {
                write!(f, "{error} (HTTP {}", reply.status)?;
                if let Some(id) = reply.request_id() {
                    write!(f, ", request id {id}")?;
                }
                f.write_str(")")
            }
            Self::Timeout { after } => write!(f, "no answer came within {after:?}"),
            Self::Transport(error) => write!(f, "the service could not be reached: {error}"),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for Error<E> {}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

#[cfg(test)]
mod tests;
