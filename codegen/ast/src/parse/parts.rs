//! The parts of shapes of several types: traits, references and ids.

use indexmap::IndexMap;

use super::reader::{Fields, Reader};
use crate::{Node, Position, Reference, ShapeId, Trait, Traits};

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
        self.unknown_keys(fields, &what);
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
                format!("`{text}` is not a shape id such as `com.example#Name`"),
            );
        }
        id
    }
}
