//! What crates generated for other models find behind their `crate::runtime`.
//!
//! All that a service needs which has the shapes and bindings of Amazon Personalize Events stands
//! in `personalize-events`; this crate passes it on. What only other models need belongs here, so
//! that nobody who uses `personalize-events` pays for it.

mod unknown;

pub use personalize_events::__private::*;
pub use personalize_events::{ConfigBuilder, ConfigError, Credentials};
pub use serde::Serializer;
pub use unknown::UnknownValue;
