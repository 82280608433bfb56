//! A typed, validating client for Amazon Personalize Events.
//!
//! Amazon Personalize recommends items to users. This crate sends users, items, actions and events to its datasets:
//!
//! - structs become the JSON `properties` of a record, with keys that match the columns of the dataset's schema;
//! - requests are validated before they are sent, and every violation is reported with its path;
//! - failures are retried as in AWS's SDKs, with timeouts and a limit of concurrent calls;
//! - [`bulk`] sends any number of records and reports the outcome of each.
//!
//! # Putting users
//!
//! ```no_run
//! use personalize_events::{Client, Config, PutUsersRequest, UserProperties};
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     number_of_videos_watched: u32, // sent as "numberOfVideosWatched": "45"
//!     favourite_genres: Vec<String>, // sent as "favouriteGenres": "Comedy|Drama"
//! }
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let viewer = Viewer {
//!     id: "viewer-1".to_owned(),
//!     number_of_videos_watched: 45,
//!     favourite_genres: vec!["Comedy".to_owned(), "Drama".to_owned()],
//! };
//! let client = Client::new(Config::from_env()?)?;
//! let request = PutUsersRequest::builder()
//!     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
//!     .users([viewer.to_user()]) // 1 to 10 users
//!     .build()?;
//! client.put_users(&request).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Create one [`Client`] and reuse it: it pools connections, and its clones share them. Calls need a Tokio runtime with I/O and
//! time enabled; programs without one can use the feature `blocking`.
//!
//! # Other operations
//!
//! Each operation has a request with a builder, and a method of [`Client`]: [`put_users`](Client::put_users),
//! [`put_items`](Client::put_items), [`put_actions`](Client::put_actions), [`put_events`](Client::put_events) and
//! [`put_action_interactions`](Client::put_action_interactions). `build()` checks every constraint of the service's
//! model and returns a [`ValidationError`] that lists all violations, such as `users[3].userId …`.
//!
//! Setters of lists extend them, and each optional member has a second setter, `maybe_…`, for values that may be `None`:
//!
//! ```
//! use personalize_events::{Event, Timestamp, ValidationError};
//!
//! fn event(item_id: Option<&str>, shown: &[String], more: &[String]) -> Result<Event, ValidationError> {
//!     Event::builder()
//!         .event_type("watch")
//!         .sent_at(Timestamp::now())
//!         .maybe_item_id(item_id)
//!         .impression(shown)
//!         .impression(more) // in addition to those before
//!         .build()
//! }
//! # assert_eq!(event(None, &["a".into()], &["b".into()]).unwrap().impression().unwrap().len(), 2);
//! ```
//!
//! All events of a visit have the same [`Session`](events::Session); once the visitor has signed in, they have the user too:
//!
//! ```no_run
//! # use personalize_events::{Client, Event};
//! use personalize_events::events::Session;
//!
//! # async fn example(client: Client, view: Event, click: Event) -> Result<(), Box<dyn std::error::Error>> {
//! const TRACKER: &str = "12345678-1234-1234-1234-123456789012"; // of the dataset group's event tracker
//!
//! let mut session = Session::anonymous();
//! client.put_events(&session.request(TRACKER, [view])?).await?; // 1 to 10 events
//! session.identify("viewer-1")?; // has signed in
//! client.put_events(&session.request(TRACKER, [click])?).await?;
//! # Ok(())
//! # }
//! ```
//!
//! A service tracks events instead: [`events::EventTracker`] sends them in the background.
//!
//! [`guide::events`] explains sessions, recommendations, and what the service drops without an error. The example
//! `personalize-events/examples/events.rs` of the repository is a complete program.
//!
//! # Requests as JSON
//!
//! Requests, and the records in them, implement serde's `Serialize` and `Deserialize` in the form in which they are sent:
//!
//! ```
//! use personalize_events::{Event, User};
//!
//! let user: User = serde_json::from_str(r#"{"userId":"user-1","properties":{"age":"34"}}"#)?;
//! assert_eq!(user.properties().unwrap().as_str(), r#"{"age":"34"}"#);
//! let text = serde_json::to_string(&user)?;
//! assert_eq!(text, r#"{"userId":"user-1","properties":"{\"age\":\"34\"}"}"#);
//! assert_eq!(serde_json::from_str::<User>(&text)?, user);
//!
//! let error = serde_json::from_str::<Event>(r#"{"eventtype":"watch","sentAt":"now"}"#).unwrap_err();
//! assert!(error.to_string().starts_with("sentAt is a string, but a number of seconds is required; eventtype is not"));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Deserializing validates as `build()` does, and the error lists every violation without the values. Unknown keys and
//! keys that an object has twice are violations too, and the error names them. `properties` may be text or an object;
//! timestamps are numbers of seconds, rounded to milliseconds; `null` is the same as no value. `eventValue` has the precision
//! of `f32`. Numbers in a `properties` object are whole numbers of 64 bits, or have the precision of `f64`: write longer ones
//! as strings; those from 2⁵³ that are not whole numbers of 64 bits are violations. An ID that is the text `null` is a
//! violation, even if the builder that built the serialized value allowed it.
//!
//! An event without an `eventId` gets a random one, as in its builder. If the same text can be deserialized again, for
//! example after a crash, store the `eventId` in it, or the event counts twice.
//!
//! The format must be self-describing, as JSON is.
//!
//! # Properties
//!
//! The service often returns success for malformed `properties`, so generate them from a struct with a derive: [`UserProperties`],
//! [`ItemProperties`], [`ActionProperties`], [`EventProperties`] and [`ActionInteractionProperties`] are each a trait
//! and its derive. [`PropertyValue`](trait@PropertyValue) lists the types of fields. If the keys are known only at run
//! time, use [`Properties`]. The [`guide`] documents all attributes and explains how to create a dataset from a struct.
//!
//! # Many records
//!
//! [`bulk`] splits any number of records or events into batches, limits the rate, isolates bad records and reports the outcome of
//! each record. [`guide::incremental`] puts only what has changed since the last night, from a dump, a table or a stream.
//!
//! # Settings and credentials
//!
//! [`Config::from_env`] reads the environment variables of AWS's SDKs. [`ConfigBuilder`] has a method for each setting,
//! and reads those that are not set in code from the environment. Credentials come from code, the environment,
//! containers (Amazon ECS, Amazon EKS Pod Identity), instances (Amazon EC2, `IMDSv2`) or your own
//! [`ProvideCredentials`](trait@ProvideCredentials). The feature `aws-config-1` adds profiles, assumed roles, SSO,
//! `credential_process` and web identity. [`guide::credentials`] has an example of each.
//!
//! [`Client::customize`] derives a client with other timeouts, attempts or credentials, or another region or endpoint, for
//! one call or many. It shares connections and limits with its original. [`Client::config`] returns the settings.
//!
//! # Errors
//!
//! A failed call returns [`Error`]: an error of the service, as an enum per operation, a timeout, missing credentials or
//! a failed connection. The message explains how to fix the problem:
//!
//! ```text
//! AccessDeniedException: not authorized (HTTP 403, request id 8f9c…, 1 attempt); grant `personalize:PutUsers` on
//! the resource to the caller's IAM identity, and check that the resource belongs to the same account
//! ```
//!
//! `Display` of an error describes its own level, and [`source`](std::error::Error::source) returns its cause. The alternate
//! form, `{error:#}`, is complete on one line, such as for logs:
//!
//! ```text
//! the service could not be reached at https://personalize-events.eu-west-1.amazonaws.com (3 attempts): error sending
//! request: client error (Connect): tcp connect error: Connection refused (os error 111)
//! ```
//!
//! The error of each operation converts into [`Error`] without a parameter, so a function that calls several operations can
//! use `?`. A request that cannot be built is a [`ValidationError`], which does not convert into it. [`TransportError`]
//! distinguishes failed connections and broken responses, and an [`io::Error`](std::io::Error) is among its causes.
//!
//! A dataset in another region than the client's, or of another type than the operation's (`/ITEMS` in `put_users`), is
//! rejected before anything is sent, with a [`TransportError`] ([`ConfigBuilder::check_dataset_arn`]).
//!
//! # Retries and timeouts
//!
//! Transient failures are retried as in the AWS SDKs' standard mode (as of 2026-11-10). After throttling, the client
//! waits a random time of up to 1 second, then up to 2, 4, … and at most 20 seconds; after the statuses 500, 502, 503 and
//! 504, timeouts and broken connections up to 50 milliseconds, then up to 100, 200, …. All calls of a client share a retry
//! quota, so that retries do not triple the load during an outage. The defaults are 3 attempts, 10 seconds per attempt, 60 seconds per call and 64 concurrent
//! calls; [`ConfigBuilder`] has a setting for each. Dropping a future cancels its call.
//!
//! A request may arrive more than once without harm: a put replaces the user, item or action, and an event gets
//! its id when its request is built. If [`Error::is_retryable`] returns `true`, send the same request again later instead
//! of building it anew. After a timeout or a broken connection, the request may still arrive, up to 15 minutes later, and
//! overwrite a newer value of the same id that was put meanwhile: put the newer value again, or use [`bulk`], which does
//! ([order](bulk#order)).
//!
//! If the clock of the machine is wrong by more than four minutes, requests are signed with the time of the service.
//!
//! # Tests
//!
//! The crate `personalize-events-emulator` is a local endpoint, as a library and a program. It verifies signatures,
//! validates requests, records them and injects faults: [`guide::testing`]. For unit tests without a network, the feature
//! `test-util` has constructors of responses and errors: [`test_util`](test_util/index.html).
//!
//! # Logs and metrics
//!
//! With the feature `tracing`, each call is a span with a child span per attempt; the fields are operation, outcome,
//! status, code, request id and duration. An [`Observer`] receives the same data for metrics. Logs, `Debug` output and
//! errors of this crate contain no keys, tokens, user ids or properties. The message of the service may repeat parts of
//! the request and is part of its error only.
//!
//! # TLS and proxies
//!
//! HTTPS uses rustls with `ring` and the certificates of the platform; no process-wide `CryptoProvider` is required or
//! installed. With the feature `native-tls` and without `rustls`, it uses the TLS library of the platform. Without TLS,
//! requests go only to this machine, unless [`ConfigBuilder::allow_http`] is set.
//!
//! Proxies are read from `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, with user name and password in the URL if they need
//! them. On Linux, `SSL_CERT_FILE` or `SSL_CERT_DIR` replaces the certificates of the platform. For anything else, such as
//! client certificates, set your own HTTP client: `ConfigBuilder::http_client` (feature `reqwest-0_13`).
//!
//! # Features
//!
//! | feature | description |
//! |---|---|
//! | `rustls` (default) | HTTPS through rustls with `ring` |
//! | `native-tls` | HTTPS through the library of the platform (OpenSSL on Linux), unless `rustls` is enabled |
//! | `blocking` | [`blocking::Client`](blocking/struct.Client.html), `blocking::Bulk` and `blocking::EventTracker`, for programs without an async runtime |
//! | `tracing` | spans of calls and attempts |
//! | `spool` | `events::EventTracker::track_durable`: events on disk until they are stored, so that they survive a crash |
//! | `aws-config-1` | settings and credentials providers of `aws-config` 1: `Config::try_from(&sdk_config)`, `SdkCredentialsProvider` |
//! | `reqwest-0_13` | `ConfigBuilder::http_client` for your own client of `reqwest` 0.13 |
//! | `chrono`, `jiff`, `time` | date-times of these crates as values and as [`Timestamp`] |
//! | `rust_decimal`, `smol_str`, `url`, `uuid` | types of these crates as values: [`PropertyValue`](trait@PropertyValue) lists them |
//! | `test-util` | [`test_util`](test_util/index.html): constructors of responses and errors, for unit tests |
//!
//! A feature only adds items: it changes no signature, and none of its implementations can conflict with yours. A feature
//! whose types are in signatures of functions names the version of their crate; a newer version would be another feature.
//! Without features, signatures have types of the standard library, the traits of `serde` 1 and `Stream` of `futures-core`
//! 0.3.
//!
//! If you know AWS's SDK for Rust or boto3, see [`guide::migration`].

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
pub mod bulk;
mod client;
mod clock;
mod config;
mod credentials;
mod csv;
mod date_format;
mod deserialize;
mod endpoint;
mod error;
pub mod events;
#[rustfmt::skip]
mod generated;
#[cfg(any(doc, doctest))]
pub mod guide;
mod hex;
mod http;
mod implement;
mod observer;
mod operation;
mod output;
mod properties;
mod random;
mod rate_limiter;
mod retry;
mod runtime;
mod serialize;
mod short_text;
mod sign;
#[cfg(feature = "test-util")]
pub mod test_util;
mod transport;
mod types;
mod unanswered;
mod validation;

pub use client::Client;
pub use clock::Clock;
pub use config::{ClientCustomizer, Config, ConfigBuilder};
#[cfg(feature = "aws-config-1")]
pub use credentials::SdkCredentialsProvider;
pub use credentials::{
    Credentials, ProvideCredentials, ProvideCredentialsFn, provide_credentials_fn,
};
pub use csv::{CsvError, CsvWriter};
pub use error::{
    ConfigError, CredentialsError, Error, ResponseMetadata, TimeoutError, TransportError, Unhandled,
};
// `generated/mod.rs` is a list of names, which the generator writes.
pub use generated::*;
pub use observer::{AttemptReport, CallReport, Observer, Outcome};
pub use personalize_events_derive::{
    ActionInteractionProperties, ActionProperties, Category, EventProperties, IdValue,
    ItemProperties, PropertyValue, UserProperties,
};
pub use properties::{
    Category, ColumnType, IdValue, Properties, PropertiesWriter, PropertyValue, ValueWriter,
};
pub use types::{JsonString, Timestamp, TimestampError};
pub use validation::{Buildable, PathSegment, ValidationError, Violation, ViolationKind};

/// Items for code that the derives expand to and for crates that are generated from other models. Not stable.
#[doc(hidden)]
pub mod __private {
    pub use crate::endpoint::{Partition, RegionEndpoint};
    pub use crate::error::{CallError, PayloadError, TransportError};
    pub use crate::properties::{
        Dataset, Displayed, DisplayedId, InFile, check_column, check_flattened, check_keys,
    };
    pub use crate::runtime::*;
    pub use crate::sign::{Asymmetric, SignAsymmetric};
    pub use crate::transport::{
        Authorization, Body, Call, Exchange, OpenBody, Request, Response, Transport,
    };
}
