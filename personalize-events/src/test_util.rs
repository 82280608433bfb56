//! Responses, errors and results of records for the unit tests of an application, without a network.
//!
//! An application that calls the client through a trait of its own can be tested with an implementation that returns
//! what these functions create. To test the requests too, use the emulator: [`guide::testing`](mod@crate::guide::testing).
//!
//! ```toml
//! [dev-dependencies]
//! personalize-events = { path = "…/personalize-events/personalize-events", features = ["test-util"] }
//! ```
//!
//! # Example
//!
//! ```
//! use std::io;
//! use std::time::Duration;
//! use personalize_events::test_util::{self, TestResponse};
//! use personalize_events::{
//!     Client, CredentialsError, Error, PutUsersError, PutUsersRequest, PutUsersResponse, User,
//! };
//!
//! type PutResult = Result<PutUsersResponse, Error<PutUsersError>>;
//!
//! /// What the application needs of the client.
//! trait Users {
//!     async fn put(&self, request: &PutUsersRequest) -> PutResult;
//! }
//!
//! impl Users for Client {
//!     async fn put(&self, request: &PutUsersRequest) -> PutResult {
//!         self.put_users(request).await
//!     }
//! }
//!
//! /// The code under test: returns the status with which a web service answers.
//! async fn update(users: &impl Users, request: &PutUsersRequest) -> u16 {
//!     match users.put(request).await {
//!         Ok(_) => 204,
//!         Err(Error::Service { error: PutUsersError::InvalidInput(_), .. }) => 422,
//!         Err(error) if error.is_throttling() => 429,
//!         Err(error) if error.is_retryable() => 503,
//!         Err(_) => 500,
//!     }
//! }
//!
//! /// Returns what a function creates.
//! struct Fake<F>(F);
//!
//! impl<F: Fn() -> PutResult> Users for Fake<F> {
//!     async fn put(&self, _: &PutUsersRequest) -> PutResult {
//!         (self.0)()
//!     }
//! }
//!
//! // #[tokio::test]
//! # #[tokio::main]
//! # async fn main() -> Result<(), personalize_events::ValidationError> {
//! let request = PutUsersRequest::builder()
//!     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
//!     .users([User::builder().user_id("user-1")])
//!     .build()?;
//! let service_error = |status, code| Err(TestResponse::error(status, code, "…").into_error());
//! let refused = || io::Error::from(io::ErrorKind::ConnectionRefused);
//! for (result, expected) in [
//!     (Fake(&(|| Ok(TestResponse::success().into_response())) as &dyn Fn() -> PutResult), 204),
//!     (Fake(&|| service_error(400, "InvalidInputException")), 422),
//!     (Fake(&|| service_error(400, "ThrottlingException")), 429),
//!     (Fake(&|| service_error(503, "")), 503),
//!     (Fake(&|| Err(test_util::timeout_error(Duration::from_secs(60)).into())), 503),
//!     (Fake(&|| Err(test_util::connect_error(refused()).into())), 503),
//!     (Fake(&|| Err(CredentialsError::new("the vault is sealed").into())), 500),
//! ] {
//!     assert_eq!(update(&result, &request).await, expected);
//! }
//! # Ok(())
//! # }
//! ```

use std::error::Error as StdError;
use std::time::Duration;

use crate::bulk::{Record, RecordOutcome, RecordResult};
use crate::error::{Error, Limit, ResponseMetadata, TimeoutError, TransportError};
use crate::events::{FailedEvent, FailureReason, SessionEvent};
use crate::observer::{AttemptReport, CallReport, Outcome};
use crate::operation::OperationError;

/// The address in errors of connections.
const ADDRESS: &str = "https://personalize-events.eu-west-1.amazonaws.com";

/// A response of the service, to convert into metadata, the response of an operation, or its error.
///
/// It has the request id `test` and is the response to the first attempt, unless these are set.
///
/// # Example
///
/// ```
/// use personalize_events::test_util::TestResponse;
/// use personalize_events::{Error, PutUsersError, PutUsersResponse};
///
/// let response: PutUsersResponse = TestResponse::success().request_id("r-1").into_response();
/// assert_eq!(response.request_id(), Some("r-1"));
///
/// let error: Error<PutUsersError> =
///     TestResponse::error(404, "ResourceNotFoundException", "no such dataset").attempts(3).into_error();
/// assert_eq!((error.status(), error.attempts()), (Some(404), 3));
/// assert!(matches!(error.as_service(), Some(PutUsersError::ResourceNotFound(_))));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TestResponse(ResponseMetadata);

impl TestResponse {
    /// A success, with the status 200.
    pub fn success() -> Self {
        Self::new(200, "", "")
    }

    /// An error with this status, code and message. A response of a proxy has the code `""`.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::new(status, code, message)
    }

    fn new(status: u16, code: &str, message: &str) -> Self {
        Self(ResponseMetadata::for_test(status, code, message)).request_id("test")
    }

    /// Sets the request id.
    pub fn request_id(self, request_id: &str) -> Self {
        Self(self.0.with_request_id(request_id))
    }

    /// Sets how often the request was sent.
    pub fn attempts(self, attempts: u32) -> Self {
        Self(self.0.after(attempts))
    }

    /// Converts it into its metadata.
    #[must_use]
    pub fn into_metadata(self) -> ResponseMetadata {
        self.0
    }

    /// Converts it into the response of an operation, such as [`PutUsersResponse`](crate::PutUsersResponse).
    #[must_use]
    pub fn into_response<R: From<ResponseMetadata>>(self) -> R {
        self.0.into()
    }

    /// Converts it into the error of a call, such as `Error<PutUsersError>`. The code determines the variant.
    #[must_use]
    pub fn into_error<E: OperationError>(self) -> Error<E> {
        Error::service(E::from_metadata(&self.0), self.0, None)
    }
}

/// The error of a call whose attempt has timed out.
#[must_use]
pub fn timeout_error(timeout: Duration) -> TimeoutError {
    TimeoutError::new(Limit::Attempt, timeout).after(1)
}

/// The error of a call that could not connect, such as with an [`io::Error`](std::io::Error) as its cause.
#[must_use]
pub fn connect_error(cause: impl StdError + Send + Sync + 'static) -> TransportError {
    TransportError::connect(ADDRESS.to_owned(), cause).after(1)
}

/// The error of a call whose connection ended before the response arrived.
#[must_use]
pub fn send_error(cause: impl StdError + Send + Sync + 'static) -> TransportError {
    TransportError::send(ADDRESS.to_owned(), cause).after(1)
}

/// The error of a call whose connection ended within the response.
#[must_use]
pub fn body_error(cause: impl StdError + Send + Sync + 'static) -> TransportError {
    TransportError::read(cause).after(1)
}

/// The result of a record in a bulk run.
///
/// # Example
///
/// ```
/// use std::sync::Arc;
/// use personalize_events::bulk::{RecordOutcome, RecordResult};
/// use personalize_events::test_util::{self, TestResponse};
/// use personalize_events::User;
///
/// /// The code under test: returns the line of a record to send again.
/// fn line_to_repeat(result: &RecordResult<u32, User>) -> Option<u32> {
///     matches!(result.outcome, RecordOutcome::NotDelivered(_)).then_some(result.tag)
/// }
///
/// let error = TestResponse::error(503, "", "").into_error();
/// let outcome = RecordOutcome::NotDelivered(Arc::new(error));
/// assert_eq!(line_to_repeat(&test_util::record_result(0, 17, outcome)), Some(17));
/// assert_eq!(line_to_repeat(&test_util::record_result(1, 18, RecordOutcome::Stored)), None);
/// ```
#[must_use]
pub fn record_result<T, R: Record>(
    position: u64,
    tag: T,
    outcome: RecordOutcome<R>,
) -> RecordResult<T, R> {
    RecordResult {
        position,
        tag,
        outcome,
    }
}

/// A tracked event that is not stored, for [`on_failure`](crate::events::EventTrackerBuilder::on_failure).
///
/// # Example
///
/// ```
/// use personalize_events::events::{FailedEvent, FailureReason, Session};
/// use personalize_events::{Event, test_util};
///
/// /// The code under test: whether an event is to be sent again.
/// fn may_be_repeated(failed: &FailedEvent) -> bool {
///     !matches!(failed.reason, FailureReason::Invalid(_) | FailureReason::Rejected(_))
/// }
///
/// let event = Session::anonymous().event(Event::now("click"))?;
/// assert!(may_be_repeated(&test_util::failed_event(event, FailureReason::Dropped)));
/// # Ok::<(), personalize_events::ValidationError>(())
/// ```
#[must_use]
pub fn failed_event(event: SessionEvent, reason: FailureReason) -> FailedEvent {
    FailedEvent::new(event, reason, false)
}

/// The report of a first attempt without a response; its fields can be set.
#[must_use]
pub fn attempt_report(operation: &'static str, outcome: Outcome) -> AttemptReport<'static> {
    AttemptReport {
        operation,
        attempt: 1,
        outcome,
        status: None,
        code: None,
        request_id: None,
        duration: Duration::ZERO,
        wait: None,
    }
}

/// The report of a call with one attempt and without a response; its fields can be set.
///
/// # Example
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use personalize_events::{CallReport, Observer, Outcome, test_util};
///
/// #[derive(Debug, Default)]
/// struct Failures(AtomicU64);
///
/// impl Observer for Failures {
///     fn call(&self, report: &CallReport<'_>) {
///         if report.outcome != Outcome::Success {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let failures = Failures::default();
/// failures.call(&test_util::call_report("PutUsers", Outcome::Success));
/// let mut report = test_util::call_report("PutUsers", Outcome::ServiceError);
/// report.status = Some(503);
/// failures.call(&report);
/// assert_eq!(failures.0.into_inner(), 1);
/// ```
#[must_use]
pub fn call_report(operation: &'static str, outcome: Outcome) -> CallReport<'static> {
    CallReport {
        operation,
        attempts: 1,
        outcome,
        status: None,
        code: None,
        request_id: None,
        duration: Duration::ZERO,
    }
}
