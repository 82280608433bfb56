//! The results.

use std::collections::BTreeMap;

use personalize_events_codegen::EndpointReport;

/// What became of a model.
pub(super) struct Row {
    /// The name of the file, without `.json`.
    pub(super) name: String,
    /// The name of the crate.
    pub(super) package: String,
    /// The numbers of the output, or nothing if the model is refused.
    pub(super) generated: Option<Generated>,
}

pub(super) struct Generated {
    pub(super) operations: usize,
    pub(super) left_out: usize,
    /// What became of the model's endpoint tests.
    pub(super) endpoints: EndpointReport,
}

/// Problems that prevent generation: of each kind, the models that have it.
pub(super) type Reasons = BTreeMap<String, Vec<String>>;
