//! The types of values.

pub mod float;
mod idempotency_token;
mod json_string;
mod redacted;
mod timestamp;
mod unknown;

pub use idempotency_token::idempotency_token;
pub(crate) use json_string::JSON_STRING;
pub use json_string::JsonString;
pub use redacted::Redacted;
pub use timestamp::{Timestamp, TimestampError};
pub use unknown::{UnknownNumber, UnknownValue};
