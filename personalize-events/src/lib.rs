//! A typed, validating client for Amazon Personalize Events.

mod client;
mod config;
mod credentials;
mod endpoint;
mod error;
mod generated;
mod invalid;
mod properties;
mod runtime;
mod sign;
mod transport;

pub use client::Client;
pub use config::{Config, ConfigBuilder, ConfigError};
pub use credentials::Credentials;
pub use error::{Error, Reply, TransportError, Unhandled};
pub use generated::*;
pub use invalid::{Invalid, Reason, Violation};
pub use personalize_events_derive::{
    ActionInteractionProperties, ActionProperties, EventProperties, ItemProperties, UserProperties,
};
pub use properties::{Category, IdValue, PropertiesWriter, Property, PropertyValue};
pub use runtime::{Draft, Json, Timestamp};

/// What code outside of this crate may name although people should not: the derives' expansions
/// and the crates generated for other models. No promise of stability.
#[doc(hidden)]
pub mod __private {
    pub use crate::runtime::*;
    pub use crate::transport::Transport;
}
