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
//! emulator.inject_fault(Fault::throttling().times(2))?;
//! // … send users with a client whose endpoint is `emulator.url()` …
//! let users = "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS";
//! if let Some(user) = emulator.user(users, "user-1") {
//!     assert_eq!(user.properties()["age"], "34");
//!     assert_eq!(emulator.call_counts()["PutUsers"], 3);
//! }
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
//! | to another host or of a web page from another origin | 403 `HostNotAllowed`, `OriginNotAllowed` |
//! | for no operation of the model | 404 `UnknownOperationException` |
//! | with a body of more than [`BODY_LIMIT`] bytes | 413 `RequestEntityTooLargeException` |
//! | whose head or body takes more than [`READ_TIMEOUT`] | 408 `RequestTimeoutException` |
//! | that arrives with too many others with large bodies | 503 `ServiceUnavailable` |
//! | not signed | 403 `MissingAuthenticationTokenException` |
//! | with a malformed `Authorization` | 403 `IncompleteSignatureException` |
//! | signed with an unknown key or the wrong session token | 403 `UnrecognizedClientException` |
//! | with a wrong signature, for another service, or more than 5 minutes off | 403 `InvalidSignatureException` |
//! | with a body of another type than JSON | 415 `UnsupportedMediaTypeException` |
//! | with a body that is not JSON | 400 `SerializationException` |
//! | that violates the model or the schema of its dataset | 400 `InvalidInputException` with every violation |
//! | for the ARN of something else than a dataset of the operation's type | 400 `InvalidInputException` |
//! | for a dataset that is not registered, if any is | 404 `ResourceNotFoundException` |
//! | for a tracker that is not registered, if any is | the same, or 400 `InvalidInputException` for `PutEvents` |
//! | with records for which no space is left | 400 `EmulatorStorageLimitReached` |
//!
//! Only requests that succeed are stored. A record replaces the one with the same id, also within a request. Events are
//! appended, and one with the `eventId` of an earlier event of the tracker is stored apart, because the service ignores it
//! ([`Emulator::repeated_events`]).
//!
//! A signature must cover `host` and the headers in its `SignedHeaders`, and its date is in `x-amz-date` or `date`. Other
//! headers may be unsigned, as for AWS.
//!
//! AWS does not document what the service returns for the ARN of a dataset of another type, a dataset group or a schema.
//! That it is rejected, and the code, are inferences.
//!
//! # Datasets, trackers and schemas
//!
//! A dataset has the ARN `arn:aws:personalize:{region}:{account}:dataset/{group}/{type}`. `PutUsers` requires the type
//! `USERS`, `PutItems` `ITEMS` and `PutActions` `ACTIONS`. The properties of records must match the
//! [schema](EmulatorBuilder::schema) of their dataset.
//!
//! Events name a tracker. It can be registered [with schemas](EmulatorBuilder::tracker_schema) of its own, one for events and
//! one for action interactions (`--tracker ID=FILE`), or [with its dataset group](EmulatorBuilder::tracker)
//! (`--tracker ID=ARN`), whose datasets of the types `INTERACTIONS` and `ACTION_INTERACTIONS` have the schemas. A schema of
//! these types for a dataset without a tracker of its group is an error at the start.
//!
//! AWS documents that data must match the schema, and not what the service does if it does not. The emulator rejects a
//! property without a column, a value that does not have the type of its column, a column that is not nullable and has no
//! value, and an `eventValue` without the column `EVENT_VALUE`.
//!
//! # Differences from the service
//!
//! - Two events with the same time and the same properties are two events. The service uses one of them; AWS does not
//!   document which other members must be equal.
//! - An event without an `eventId` is stored without one. The service generates an ID.
//! - Impressions, recommendation IDs and attribution sources need no column. In a Domain dataset group the service requires
//!   one for impressions; in other groups AWS documents uses without any.
//! - The size of an event is not limited. AWS documents 10 KB, and not what is counted.
//! - No rate is limited. [`Fault::throttling`] has the error of a request that exceeds the rate.
//!
//! # Hosts and web pages
//!
//! Browsers can send requests of any web page to this machine. So that no page can read records or inject faults, the
//! emulator answers requests only
//!
//! - whose `Host` is `localhost` or a loopback address, or, if it listens on an address that other machines can reach, any
//!   IP address, or a host of [`EmulatorBuilder::allow_host`] (`--allow-host`), with any port;
//! - without an `Origin` other than that host, and without a `Sec-Fetch-Site` other than `same-origin` or `none`.
//!
//! In a container that others reach as `emulator`, start the program with `--listen 0.0.0.0:8686 --allow-remote
//! --allow-host emulator`.
//!
//! # Limits
//!
//! | what | limit |
//! |---|---|
//! | stored records | [`MAX_STORED_RECORDS`] with [`MAX_STORED_BYTES`] together, or [others](EmulatorBuilder::max_stored_records); further ones are rejected |
//! | recorded requests | [`MAX_RECORDED_REQUESTS`] with [`MAX_RECORDED_BYTES`] together; the oldest are removed |
//! | pending faults | [`MAX_PENDING_FAULTS`] with [`MAX_FAULT_BYTES`] of texts; further ones are rejected |
//! | the body of a request | [`BODY_LIMIT`] |
//! | bodies that are being read | [`MAX_INCOMPLETE_BYTES`] together; further requests are rejected |
//! | the time in which a request arrives | [`READ_TIMEOUT`] for its head, and for its body |
//!
//! # Endpoints of the emulator
//!
//! - `GET /_emulator/datasets/{ARN}/users` (or `items`, `actions`) returns the records of a dataset as a JSON array. The
//!   ARN is percent-encoded. The response is 404 for a dataset that is neither registered nor has records.
//! - `GET /_emulator/trackers/{ID}/events` (or `action-interactions`) does the same for a tracker. Each event has the
//!   `sessionId` and `userId` of its request. `repeated-events` (or `repeated-action-interactions`) are those with the
//!   `eventId` of an earlier one.
//! - `GET /_emulator/trackers/{ID}/sessions` returns the sessions of a tracker in the order of their first event, each as an
//!   object with its `sessionId`, `userIds`, `events` and `actionInteractions`, in the order of their arrival.
//! - `POST /_emulator/faults` injects a [`Fault`] in its JSON form, or an array of them. The response is 204 if all are
//!   valid; otherwise it is 400, and none is injected.

mod access;
mod admin;
mod body;
mod builder;
mod constraints;
mod credentials;
mod dataset;
mod date_format;
mod described;
mod emulator;
mod fault;
mod fault_queue;
mod model;
mod model_reader;
mod number;
mod object;
mod pattern;
mod random;
mod record;
mod request_log;
mod response;
mod schema;
mod server;
mod service;
mod session;
mod signature;
mod start_error;
mod state;
mod store;
mod timestamp;
mod tracker;
mod validate;
mod violation;

pub use body::{BODY_LIMIT, MAX_INCOMPLETE_BYTES, READ_TIMEOUT};
pub use builder::EmulatorBuilder;
pub use emulator::Emulator;
pub use fault::{Fault, FaultError, Reset};
pub use fault_queue::{MAX_FAULT_BYTES, MAX_PENDING_FAULTS};
pub use model::{Model, ModelError, Operation, UnsupportedOperation};
pub use record::{StoredAction, StoredActionInteraction, StoredEvent, StoredItem, StoredUser};
pub use request_log::{MAX_RECORDED_BYTES, MAX_RECORDED_REQUESTS, RecordedRequest};
pub use session::StoredSession;
pub use start_error::StartError;
pub use store::{MAX_STORED_BYTES, MAX_STORED_RECORDS};
pub use violation::{Constraint, Violation};
