//! What crates generated for other models find behind their `crate::runtime`.
//!
//! All that a service needs which has the shapes and bindings of Amazon Personalize Events stands
//! in `personalize-events`; this crate passes it on. What only other models need belongs here, so
//! that nobody who uses `personalize-events` pays for it.

pub mod format;
pub mod http;
pub mod json;

mod blob;
mod document;
mod stream;
mod unknown;

pub use blob::Blob;
pub use document::{Document, DocumentError};
pub use http::{Operation, send};
pub use personalize_events::__private::*;
pub use personalize_events::{ConfigBuilder, ConfigError, Credentials};
pub use serde::Serializer;
pub use stream::{ByteStream, StreamError};
pub use unknown::{UnknownNumber, UnknownValue};
