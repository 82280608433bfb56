//! The state of reading a model.

use std::collections::{HashMap, VecDeque};

use personalize_events_ast::{Model as Ast, Position, Reference, ShapeId, Traits};

use super::traits;
use crate::model::{Field, Type, UnsupportedOperation};

pub(super) struct Reader<'a> {
    pub(super) ast: &'a Ast,
    pub(super) shapes: HashMap<ShapeId, Type>,
    /// The shapes to read next. A queue instead of recursion, because a chain of shapes may be longer than the stack
    /// allows.
    pub(super) queue: VecDeque<&'a Reference>,
    pub(super) unsupported: Vec<UnsupportedOperation>,
    pub(super) problems: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(ast: &'a Ast) -> Self {
        Self {
            ast,
            shapes: HashMap::new(),
            queue: VecDeque::new(),
            unsupported: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn problem(&mut self, at: Position, shape: &ShapeId, message: &str) {
        self.problems.push(format_problem(at, Some(shape), message));
    }

    /// Reports every trait that is neither in `supported` nor ignored.
    pub(super) fn check_traits(&mut self, owner: &ShapeId, supported: &[&[&str]], traits: &Traits) {
        for (id, value) in traits {
            let is_supported = supported.iter().any(|ids| ids.contains(&id.as_str()));
            if !is_supported && !traits::is_ignored(id) {
                let message = format!("the trait `{id}` is not supported here");
                self.problem(value.at, owner, &message);
            }
        }
    }

    /// Returns the members of a structure that has been read.
    pub(super) fn fields(&self, id: Option<&ShapeId>) -> Option<&[Field]> {
        if let Type::Structure(fields) = self.shapes.get(id?)? {
            Some(fields)
        } else {
            None
        }
    }
}

pub(super) fn format_problem(at: Position, shape: Option<&ShapeId>, message: &str) -> String {
    let shape = shape.map(|id| format!("{id}: ")).unwrap_or_default();
    format!("{}:{}: {shape}{message}", at.line, at.column)
}
