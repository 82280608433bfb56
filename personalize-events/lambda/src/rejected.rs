//! Messages that cannot be stored, however often they are sent.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use lambda_runtime::Error;
use personalize_events::ValidationError;

use crate::unreadable::UnreadableError;

/// A record that cannot be stored, with its message: what [`on_rejected`](crate::SqsHandler::on_rejected) is called with.
#[non_exhaustive]
pub struct Rejected<M> {
    /// The message, as Lambda has delivered it.
    pub message: M,
    /// Why the record, or the message, is rejected.
    pub reason: RejectReason,
}

/// Omits the message, which is user data.
impl<M> fmt::Debug for Rejected<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected")
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// Why a record is rejected.
///
/// `Display` and `Debug` show no data of the message and can be logged. The [`source`](StdError::source) may quote data.
#[derive(Clone)]
#[non_exhaustive]
pub enum RejectReason {
    /// The message cannot be read as the type of the mapping.
    Unreadable(UnreadableError),
    /// The mapping has returned this error. It is the [`source`](StdError::source); `Display` does not show it, because it
    /// may quote the message.
    Mapping(Arc<dyn StdError + Send + Sync>),
    /// The record violates the service's model or a documented limit and was not sent.
    Invalid(ValidationError),
    /// The service rejected the record on its own.
    Service(ServiceRejection),
}

impl RejectReason {
    pub(crate) fn of_mapping(error: Error) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(reason) => return *reason,
            Err(error) => error,
        };
        match error.downcast::<ValidationError>() {
            Ok(invalid) => Self::Invalid(*invalid),
            Err(error) => Self::Mapping(error.into()),
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Mapping(_) => f.write_str("the mapping returned an error"),
            Self::Invalid(error) => write!(f, "invalid: {error}"),
            Self::Service(error) => error.fmt(f),
        }
    }
}

/// As `Display`: an error may quote the message.
impl fmt::Debug for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl StdError for RejectReason {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Unreadable(error) => error.source(),
            Self::Mapping(error) => Some(&**error),
            Self::Invalid(_) => None,
            Self::Service(error) => error.source(),
        }
    }
}

/// The service rejected a record on its own, such as with `InvalidInputException`.
///
/// `Display` shows code, status and request ID. The [`source`](StdError::source) is the error of the call, which has the
/// service's message; that may quote the record.
#[derive(Clone)]
pub struct ServiceRejection {
    description: Arc<str>,
    error: Arc<dyn StdError + Send + Sync>,
}

impl ServiceRejection {
    pub(crate) fn new<E>(error: Arc<personalize_events::Error<E>>) -> Self
    where
        E: fmt::Debug + fmt::Display + Send + Sync + 'static,
    {
        Self {
            description: describe(&error).into(),
            error,
        }
    }
}

/// Describes an error that is about records, without the service's message, which may quote them.
pub(crate) fn describe<E>(error: &personalize_events::Error<E>) -> String {
    let code = error.code().unwrap_or("an error without a code");
    let status = error.status().map(|status| format!("HTTP {status}"));
    let id = error.request_id().map(|id| format!("request id {id}"));
    let metadata: Vec<String> = status.into_iter().chain(id).collect();
    format!("the service returned {code} ({})", metadata.join(", "))
}

impl fmt::Display for ServiceRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.description)
    }
}

/// As `Display`: the service's message may quote the record.
impl fmt::Debug for ServiceRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl StdError for ServiceRejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.error)
    }
}
