//! Operations that are left out because they reach unsupported features.

use personalize_events_ast::ShapeId;

use crate::diagnostics::Diagnostic;

/// What to do with operations that reach unsupported features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsupported {
    /// Report each reason as a problem.
    Reject,
    /// Leave the operations out, and list them.
    Skip,
}

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The id of the operation.
    pub operation: ShapeId,
    /// The unsupported features that it reaches.
    pub reasons: Vec<Diagnostic>,
}
