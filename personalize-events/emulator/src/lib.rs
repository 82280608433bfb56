//! A local endpoint of Amazon Personalize Events, for tests and for development without an account.
//!
//! It verifies signatures (Signature Version 4), validates requests against the service's model and stores their records.
//! It shares no code with the client: both are independent readings of the same model, so that each tests the other.
//!
//! The library starts it on a free port, returns what it received, and injects faults:
//!
//! ```
//! use personalize_events_emulator::{Emulator, Fault};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::builder().credentials("id", "secret").start().await?;
//! emulator.inject_fault(Fault::error(400, "ThrottlingException", "Rate exceeded").times(2))?;
//! // … send users with a client whose endpoint is `emulator.url()` …
//! let users = emulator.users("arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS");
//! let attempts = emulator.requests().len();
//! # let _ = (users, attempts);
//! # Ok(())
//! # }
//! ```
//!
//! The program (`personalize-events-emulator --help`) serves clients in any language. It needs the default feature
//! `program`, which dev-dependencies can disable with `default-features = false`.
//!
//! # Responses
//!
//! | request | response |
//! |---|---|
//! | valid | the status in the model, no body |
//! | for no operation of the model | 404 `UnknownOperationException` |
//! | with a body of more than [`BODY_LIMIT`] bytes | 413 `RequestEntityTooLargeException` |
//! | not signed | 403 `MissingAuthenticationTokenException` |
//! | with a malformed `Authorization` | 403 `IncompleteSignatureException` |
//! | signed with an unknown key or the wrong session token | 403 `UnrecognizedClientException` |
//! | with a wrong signature, for another service, or more than 5 minutes off | 403 `InvalidSignatureException` |
//! | with a body of another type than JSON | 415 `UnsupportedMediaTypeException` |
//! | with a body that is not JSON | 400 `SerializationException` |
//! | that violates the model or the schema of its dataset | 400 `InvalidInputException` with every violation |
//! | for a dataset that is not registered, if any is | 404 `ResourceNotFoundException` |
//!
//! Only requests that succeed are stored. A record replaces the one with the same id, also within a request; events are
//! appended.
//!
//! # Endpoints of the emulator
//!
//! - `GET /_emulator/datasets/{ARN}/users` (or `items`, `actions`) returns the records of a dataset as a JSON array. The
//!   ARN is percent-encoded. The response is 404 for a dataset that is neither registered nor has records.
//! - `GET /_emulator/trackers/{ID}/events` (or `action-interactions`) does the same for a tracker.
//! - `POST /_emulator/faults` injects a [`Fault`] in its JSON form, or an array of them. The response is 204 if all are
//!   valid; otherwise it is 400, and none is injected.

mod admin;
mod builder;
mod constraints;
mod credentials;
mod date_format;
mod emulator;
mod fault;
mod model;
mod model_reader;
mod number;
mod pattern;
mod request_log;
mod response;
mod schema;
mod server;
mod service;
mod signature;
mod state;
mod store;
mod timestamp;
mod validate;
mod violation;

pub use builder::{EmulatorBuilder, StartError};
pub use emulator::Emulator;
pub use fault::{Fault, FaultError, Reset};
pub use model::{Model, ModelError, Operation, UnsupportedOperation};
pub use request_log::{MAX_RECORDED_BYTES, MAX_RECORDED_REQUESTS, RecordedRequest};
pub use server::BODY_LIMIT;
pub use violation::{Constraint, Violation};
