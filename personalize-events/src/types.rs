//! The types of values.

pub mod float;
mod idempotency_token;
mod redacted;
mod timestamp;

pub use idempotency_token::idempotency_token;
pub use redacted::Redacted;
pub use timestamp::Timestamp;
