//! Documentation only: from a struct to a dataset, into production, and over from another client.
//!
//! - [`derive`](mod@derive): what the derives make of a struct, and every attribute with an
//!   example.
//! - [`dataset`]: schema, bulk import, single requests and tests, in the order in which they are
//!   needed.
//! - [`bulk`]: what is there already, and what changes from now on: quotas, checkpoints, replays.
//! - [`credentials`]: where keys come from, with an example for each setting.
//! - [`testing`]: an application against a local endpoint that fails as told.
//! - [`migration`]: from AWS's SDK for Rust and from boto3, call by call.
//!
//! The modules hold no code. They are there only where documentation is built.

pub mod bulk;
pub mod credentials;
pub mod dataset;
pub mod derive;
pub mod migration;
pub mod testing;
