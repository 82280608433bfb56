//! The parts that shapes of several types have: traits, references, ids, and the entries of an
//! object.

use indexmap::IndexMap;

use super::Reader;
use crate::{Entry, Node, Object, Position, Reference, ShapeId, Trait, Traits};

impl Reader {
    pub(super) fn traits(&mut self, node: Option<&Node>) -> Traits {
        let entries = self.entries(node, "traits");
        entries
            .iter()
            .filter_map(|entry| {
                let id = self.id(&entry.key, entry.at)?;
                let node = entry.node.clone();
                Some((id, Trait { at: entry.at, node }))
            })
            .collect()
    }

    pub(super) fn named_references(
        &mut self,
        node: Option<&Node>,
        key: &str,
    ) -> IndexMap<String, Reference> {
        let entries = self.entries(node, key);
        entries
            .iter()
            .filter_map(|entry| Some((entry.key.clone(), self.reference(&entry.node, key)?)))
            .collect()
    }

    pub(super) fn references(&mut self, node: Option<&Node>, key: &str) -> Vec<Reference> {
        let Some(node) = node else {
            return Vec::new();
        };
        let Some(items) = node.as_array() else {
            self.problem(
                node.at,
                format!("`{key}` must be an array, found {}", node.describe()),
            );
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.reference(item, key))
            .collect()
    }

    pub(super) fn reference(&mut self, node: &Node, what: &str) -> Option<Reference> {
        let what = format!("a reference in `{what}`");
        let object = self.object(node, &what);
        let mut fields = Fields::new(node, object);
        let target = self.target(node, &mut fields, &what);
        self.leftover(fields, &what);
        target
    }

    pub(super) fn target(
        &mut self,
        node: &Node,
        fields: &mut Fields<'_>,
        what: &str,
    ) -> Option<Reference> {
        let Some(target) = fields.take("target") else {
            if node.as_object().is_some() {
                self.problem(node.at, format!("{what} needs the key `target`"));
            }
            return None;
        };
        let Some(text) = target.as_str() else {
            self.problem(
                target.at,
                format!("`target` must be a shape id, found {}", target.describe()),
            );
            return None;
        };
        Some(Reference {
            at: target.at,
            target: self.id(text, target.at)?,
        })
    }

    pub(super) fn id(&mut self, text: &str, at: Position) -> Option<ShapeId> {
        let id = ShapeId::parse(text);
        if id.is_none() {
            self.problem(
                at,
                format!("`{text}` is no shape id; one looks like `com.example#Name`"),
            );
        }
        id
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

    pub(super) fn leftover(&mut self, fields: Fields<'_>, what: &str) {
        for entry in fields.left {
            self.problem(
                entry.at,
                format!("{what} has no key `{}` in Smithy JSON AST", entry.key),
            );
        }
    }
}

/// The entries of an object that nobody has taken yet.
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
