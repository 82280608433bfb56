//! Guides: documentation only, without code.
//!
//! - [`derive`](mod@derive): reference of the derives and their attributes.
//! - [`serde`](mod@serde): structs that serde serializes.
//! - [`dataset`]: from a struct to a dataset: schema, import, single calls, tests.
//! - [`bulk`]: backfilling and incremental updates: quotas, checkpoints, the command.
//! - [`incremental`]: only what has changed, from a nightly dump, a table or a stream; what it costs, and deletion.
//! - [`events`]: sessions, anonymous visitors, recommendations, and what the service drops.
//! - [`credentials`]: sources of credentials, with an example for each.
//! - [`testing`]: testing an application against a local endpoint.
//! - [`rules`]: which records are refused, and where.
//! - [`migration`]: migrating from AWS's SDK for Rust and from boto3.

pub mod bulk;
pub mod credentials;
pub mod dataset;
pub mod derive;
pub mod events;
pub mod incremental;
pub mod migration;
pub mod rules;
pub mod serde;
pub mod testing;
