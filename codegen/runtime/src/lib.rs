//! The runtime of crates that are generated from other models, where it is `crate::runtime`.
//!
//! It re-exports the runtime of `personalize-events`, which supports the shapes and bindings of that service, and adds
//! the support for all others. Users of `personalize-events` do not build it.

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
pub use stream::{ByteStream, StreamError};
pub use unknown::{UnknownNumber, UnknownValue};
