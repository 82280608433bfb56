//! The output of generation.

use crate::diagnostics::Diagnostics;
use crate::endpoint::EndpointReport;
use crate::lower::Skipped;
use crate::plan::Renamed;
use crate::traits::Ignored;

/// The generated files, and what to report about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The files of the folder `generated`.
    pub generated: Vec<File>,
    /// The root of the crate of derives; only for [`Host::Workspace`](crate::Host::Workspace).
    pub derive: Option<File>,
    /// The table of record kinds for the schema crate; only for [`Host::Workspace`](crate::Host::Workspace).
    pub record_kinds: Option<File>,
    /// The other files of the crate, with paths from its root; only for [`Host::Crate`](crate::Host::Crate).
    pub package: Vec<File>,
    /// The number of operations.
    pub operations: usize,
    /// The number of structures, errors included.
    pub structures: usize,
    /// How the endpoints were found.
    pub endpoints: EndpointReport,
    /// The operations that were left out.
    pub skipped: Vec<Skipped>,
    /// The namespaces whose traits were ignored, with the reason.
    pub ignored: Vec<Ignored>,
    /// The items that have another name than in the model, in the order of their IDs.
    pub renamed: Vec<Renamed>,
    /// Parts of the model that the client does not enforce.
    pub warnings: Diagnostics,
}

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path below its folder, with `/`.
    pub path: String,
    /// The text.
    pub contents: String,
}
