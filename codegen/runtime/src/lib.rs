//! The runtime of crates that are generated from other models, where it is `crate::runtime`.
//!
//! It re-exports the runtime of `personalize-events`, which supports the shapes and bindings of that service, and adds
//! the support for all others. Users of `personalize-events` do not build it.
//!
//! A generated client holds [`Transports`]: one for each endpoint that its operations have. Endpoints are the standard ones
//! of the region unless the client has [`http::EndpointRule`]s; an endpoint URL of the application replaces all of them.
//! Part of an ARN in a request may precede the host name: [`http::ArnEndpoint`].
//! [`ClientSettings`] can disable the host prefixes of operations.

pub mod format;
pub mod http;
pub mod waiter;

mod bearer_token;
mod big_number;
mod blob;
mod document;
mod paginator;
mod settings;
#[cfg(feature = "sigv4a")]
mod sigv4a;
mod stream;
mod streaming_blob;
mod transports;

pub use bearer_token::{BearerToken, ProvideBearerToken};
pub use big_number::{BigDecimal, BigInteger, BigNumberError};
pub use blob::Blob;
pub use document::{Document, DocumentError};
pub use http::{Operation, send};
pub use paginator::{Paginated, PaginatedItems, Paginator, PaginatorItems};
pub use personalize_events::__private::*;
pub use personalize_events::{
    Clock, ConfigBuilder, ConfigError, Credentials, CredentialsError, ProvideCredentials,
    TimeoutError,
};
pub use settings::{ClientSettings, RequestSettings};
pub use stream::{ByteStream, StreamError};
pub use streaming_blob::StreamingBlob;
pub use transports::Transports;
pub use waiter::{FinalPoll, Waiter, WaiterError};
