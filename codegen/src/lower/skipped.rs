//! Operations that are left out because they reach unsupported features.

use personalize_events_ast::ShapeId;

use crate::diagnostics::Diagnostic;

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The id of the operation.
    pub operation: ShapeId,
    /// The unsupported features that it reaches.
    pub reasons: Vec<Diagnostic>,
}
