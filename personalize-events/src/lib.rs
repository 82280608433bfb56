//! A typed, validating client for Amazon Personalize Events: it puts users, items, actions and
//! events.
//!
//! Amazon Personalize recommends items to users. Applications tell it about their users with
//! `PutUsers`: up to ten a call, each with `properties`, a string that holds JSON whose keys match
//! the columns of the dataset's schema. The service answers many mistakes in that string with
//! success. Here a struct becomes the right string, and what is wrong is refused before it is sent.
//!
//! ```no_run
//! use personalize_events::{Client, Config, PutUsersRequest, UserProperties};
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     number_of_videos_watched: u32, // "numberOfVideosWatched": NUMBER_OF_VIDEOS_WATCHED
//!     favourite_genres: Vec<String>, // "favouriteGenres": "Comedy|Drama"
//! }
//!
//! # async fn example(viewers: Vec<Viewer>) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(Config::from_env()?)?;
//! for batch in viewers.chunks(10) {
//!     let request = PutUsersRequest::builder()
//!         .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
//!         .users(batch.iter().map(Viewer::to_user))
//!         .build()?;
//!     client.put_users(&request).await?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Requests
//!
//! Each operation has a request with a builder, and a method of [`Client`] that sends it:
//! [`put_users`](Client::put_users), [`put_items`](Client::put_items),
//! [`put_actions`](Client::put_actions), [`put_events`](Client::put_events) and
//! [`put_action_interactions`](Client::put_action_interactions). What exists is valid: `build()`
//! checks every constraint of the service's model and gives [`ValidationError`], which names each violation
//! with its path. Builders take what is not valid yet, so a mistake in the fourth user is
//! `users[3].userId …`.
//!
//! Many records go through [`bulk`], which batches and paces them and tells the fate of each.
//!
//! # Properties
//!
//! [`UserProperties`], [`ItemProperties`], [`ActionProperties`], [`EventProperties`] and
//! [`ActionInteractionProperties`] are each a trait and the derive of it.
//! [`PropertyValue`](trait@PropertyValue) lists the types that fields can have. [`Properties`] are
//! those whose keys are known only at run time. The [`guide`] is a reference of all attributes, and the
//! way from a struct to its dataset.
//!
//! # Settings
//!
//! [`Config::from_env`] reads the variables of AWS's SDKs; [`ConfigBuilder`] has every setting, and what code
//! leaves unset is read from the environment. Bad settings are told all at once, before there is a client.
//!
//! # Credentials
//!
//! Built in are keys from code, from the environment, of containers (Amazon ECS, Amazon EKS Pod Identity) and of
//! instances (Amazon EC2, `IMDSv2`), and providers of your own ([`ProvideCredentials`](trait@ProvideCredentials)).
//! Profiles, roles to assume, SSO, `credential_process` and web identity are read by `aws-config`, whose result
//! the feature `aws-config` takes. [`guide::credentials`] has an example of each.
//!
//! # Errors
//!
//! A call that fails gives [`Error`]: what the service says, as an enum for each operation, with
//! code, message, status and request id; a timeout; no credentials; or that the service could not be
//! reached. Its text alone is enough to act on:
//!
//! ```text
//! AccessDeniedException: not authorized (HTTP 403, request id 8f9c…, 1 attempt); allow `personalize:PutUsers`
//! on the resource to the identity that the credentials are of, in its policies, and check that the resource is
//! of its account
//! ```
//!
//! A dataset of another region than the client's, or of another kind than the operation's (`/ITEMS` in
//! `put_users`), is refused before anything is sent ([`ConfigBuilder::check_dataset_arn`]).
//!
//! # Retries and limits
//!
//! What fails and may pass is sent again as AWS's SDKs do it (their standard mode of 2026-11-10): throttles
//! after a random part of 1 second, then 2, 4, … seconds, up to 20; the statuses 500, 502, 503 and 504,
//! timeouts and broken connections after a random part of 50 milliseconds, then 100, 200, …. All calls of a
//! client pay retries from one account, so that an outage is not met with three times the requests. A call
//! is sent three times at most, an attempt takes 10 seconds at most, a call 60, and 64 are in flight at
//! once: [`ConfigBuilder`] has a setting for each. Futures can be dropped at any time.
//!
//! That a request may arrive more than once does no harm: a put replaces the user, item or action, and an
//! event has an id from when its request was built. If a call has failed and [`Error::is_retryable`] says
//! so, send the same request later, not one that was built anew.
//!
//! A machine's clock that is wrong by more than four minutes is made up for, by the time that answers tell.
//!
//! # Tests
//!
//! The crate `personalize-events-emulator` is a local endpoint, in-process or as a program, that
//! verifies signatures, judges requests, keeps what it was sent, and fails as scripted: [`guide::testing`].
//!
//! # Logs and metrics
//!
//! With the feature `tracing` each call is a span, with a span for each attempt: operation, outcome, status, code,
//! request id, duration. An [`Observer`] is told the same, for metrics. Keys, tokens, ids of users and properties
//! are in no log, no `Debug` output and no error of this crate; a message of the service may repeat what it
//! was sent, and is in the text of its error only.
//!
//! # TLS
//!
//! HTTPS is spoken through rustls with `ring` and the certificates of the platform. No process-wide
//! provider is needed or set. With the feature `native-tls` and without `rustls` it is the platform's own
//! library. Without TLS requests go to this machine only, unless [`ConfigBuilder::allow_http`] says otherwise.
//! Proxies are those of the environment; [`ConfigBuilder::http_client`] takes an HTTP client of your own.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `rustls` (default) | HTTPS through rustls with `ring` |
//! | `native-tls` | HTTPS through the platform's library (OpenSSL on Linux), unless `rustls` is on as well |
//! | `blocking` | [`blocking::Client`](blocking/struct.Client.html), for programs without a runtime |
//! | `tracing` | spans of calls and attempts |
//! | `aws-config` | settings and credentials of `aws-config`, and every provider of `aws-credential-types` |
//!
//! Coming from AWS's SDK for Rust or from boto3: [`guide::migration`].

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod bulk;
mod client;
mod clock;
mod config;
mod credentials;
mod csv;
mod date_format;
mod endpoint;
mod error;
#[rustfmt::skip]
mod generated;
#[cfg(any(doc, doctest))]
pub mod guide;
mod http;
mod observer;
mod properties;
mod random;
mod rate_limiter;
mod retry;
mod runtime;
mod sign;
mod transport;
mod validation_error;

pub use client::Client;
pub use clock::Clock;
pub use config::{Config, ConfigBuilder};
#[cfg(feature = "aws-config")]
pub use credentials::SdkCredentialsProvider;
pub use credentials::{Credentials, ProvideCredentials};
pub use csv::{CsvError, CsvWriter};
pub use error::{
    ConfigError, CredentialsError, Error, ResponseMetadata, TimeoutError, TransportError, Unhandled,
};
pub use generated::*;
pub use observer::{AttemptReport, CallReport, Observer, Outcome};
pub use personalize_events_derive::*;
pub use properties::{
    Category, ColumnType, IdValue, Properties, PropertiesWriter, PropertyValue, ValueWriter,
};
pub use runtime::{Draft, JsonString, Timestamp};
pub use validation_error::{ValidationError, Violation, ViolationKind};

/// Items for code that the derives expand to and for crates that are generated from other models. Not stable.
#[doc(hidden)]
pub mod __private {
    pub use crate::error::{CallError, TransportError};
    pub use crate::properties::{
        Dataset, Displayed, InFile, check_column, check_flattened, check_keys,
    };
    pub use crate::runtime::*;
    pub use crate::transport::{Body, Call, Request, Response, Transport};
}
