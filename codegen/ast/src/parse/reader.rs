//! Reads objects and collects problems.

use crate::{Entry, Node, Object, Position, Problem, ShapeId};

/// The problems that were found, and the shape that is being read.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) shape: Option<ShapeId>,
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn problem(&mut self, at: Position, message: impl Into<String>) {
        self.problems.push(Problem {
            at,
            shape: self.shape.clone(),
            message: message.into(),
        });
    }

    pub(super) fn entries<'a>(&mut self, node: Option<&'a Node>, key: &str) -> &'a [Entry] {
        node.and_then(|node| self.object(node, &format!("`{key}`")))
            .map_or(&[], |object| &object.0)
    }

    pub(super) fn object<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a Object> {
        let object = node.as_object();
        if object.is_none() {
            self.problem(
                node.at,
                format!("{what} must be an object, found {}", node.describe()),
            );
        }
        object
    }

    pub(super) fn unknown_keys(&mut self, fields: Fields<'_>, what: &str) {
        for entry in fields.left {
            self.problem(
                entry.at,
                format!("{what} has no key `{}` in Smithy JSON AST", entry.key),
            );
        }
    }
}

/// The entries of an object that were not taken yet.
pub(super) struct Fields<'a> {
    pub(super) at: Position,
    left: Vec<&'a Entry>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(node: &Node, object: Option<&'a Object>) -> Self {
        Self {
            at: node.at,
            left: object.map_or_else(Vec::new, |object| object.0.iter().collect()),
        }
    }

    pub(super) fn take(&mut self, key: &str) -> Option<&'a Node> {
        let index = self.left.iter().position(|entry| entry.key == key)?;
        Some(&self.left.remove(index).node)
    }
}
