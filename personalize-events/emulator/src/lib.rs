//! A local endpoint of Amazon Personalize Events, for tests and for work without an account.
//!
//! It verifies signatures (Signature Version 4), judges every request by the service's model, and
//! keeps the records it was sent. It is a second reading of that model, written without the code
//! of the client, so that client and emulator prove each other.
//!
//! As a library it starts on a free port, tells what arrived, and follows a script of faults:
//!
//! ```
//! use personalize_events_emulator::{Emulator, Fault};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::builder().credentials("id", "secret").start().await?;
//! emulator.inject_fault(Fault::error(400, "ThrottlingException", "Rate exceeded").times(2))?;
//! // … point a client at `emulator.url()`, send users with it …
//! let users = emulator.users("arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS");
//! let attempts = emulator.requests().len();
//! # let _ = (users, attempts);
//! # Ok(())
//! # }
//! ```
//!
//! As a program (`personalize-events-emulator --help`) it serves clients in any language. The default feature `program`
//! is needed only for that: `default-features = false` makes a dev-dependency lighter.
//!
//! # What it answers
//!
//! | request | answer |
//! |---|---|
//! | a valid one | the modelled code, no body |
//! | for no operation of the model | 404 `UnknownOperationException` |
//! | with a body of more than [`BODY_LIMIT`] bytes | 413 `RequestEntityTooLargeException` |
//! | not signed | 403 `MissingAuthenticationTokenException` |
//! | with a malformed `Authorization` | 403 `IncompleteSignatureException` |
//! | signed by an unknown key, or with the wrong session token | 403 `UnrecognizedClientException` |
//! | signed wrongly, for another service, or over 5 minutes off | 403 `InvalidSignatureException` |
//! | with a body of another type than JSON | 415 `UnsupportedMediaTypeException` |
//! | with a body that is not JSON | 400 `SerializationException` |
//! | that departs from the model, or from the schema of its dataset | 400 `InvalidInputException`, naming every departure |
//! | for a dataset that is not registered, where some are | 404 `ResourceNotFoundException` |
//!
//! Nothing of a request that is not answered with success is stored. A record takes the place of
//! the one with its id, within a request as well; events are appended.
//!
//! # What can be looked at over HTTP
//!
//! - `GET /_emulator/datasets/{ARN}/users` (`items`, `actions`): the records of a dataset as a
//!   JSON array; the ARN percent-encoded. 404 for a dataset that is neither registered nor was
//!   ever put to.
//! - `GET /_emulator/trackers/{ID}/events` (`action-interactions`): the same for a tracker.
//! - `POST /_emulator/faults`: a [`Fault`] in its JSON form, or an array of them. 204 if all make
//!   sense; otherwise 400, and none is taken.

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
