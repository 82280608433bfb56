//! The façade: everything that generated code may name, and nothing else.

mod check;
mod collection;
mod constraint;
mod draft;
mod json;
mod operation;
mod pattern;
mod redacted;
mod scope;
mod timestamp;
mod token;
mod validate;

pub(crate) mod body;
pub mod float;

pub use serde::{self, Serialize};

#[cfg(feature = "blocking")]
pub use crate::blocking::Client as BlockingClient;
pub use crate::client::Client;
pub use crate::csv::{CsvWriter, IdColumn};
pub use crate::error::{Error, ResponseMetadata, Unhandled};
pub use crate::properties::{
    IdValue, Properties, PropertiesPart, PropertiesSchema, PropertiesWriter, write_properties,
};
pub use crate::validation_error::ValidationError;
pub use check::check_length;
pub use constraint::{Bound, Constraint};
pub use draft::{Draft, Drafted};
pub use json::JsonString;
pub use operation::{DatasetArn, Operation, OperationError, Service};
pub use pattern::{Pattern, Step};
pub use redacted::Redacted;
pub use scope::Scope;
pub use timestamp::Timestamp;
pub use token::idempotency_token;
pub use validate::{Build, Validate, build};
