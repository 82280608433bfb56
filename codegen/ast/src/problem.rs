//! Problems in the text of a model.

use personalize_events_schema::spanned_json;

use crate::{Position, ShapeId};

/// A part of the text that is not Smithy JSON AST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub at: Position,
    /// The shape around it, if there is one.
    pub shape: Option<ShapeId>,
    /// What is wrong and how to correct it.
    pub message: String,
}

impl From<spanned_json::Problem> for Problem {
    fn from(problem: spanned_json::Problem) -> Self {
        let shape = match problem.path.as_slice() {
            [key, id, ..] if **key == *"shapes" => ShapeId::parse(id),
            _ => None,
        };
        Self {
            at: problem.at,
            shape,
            message: problem.message,
        }
    }
}
