//! Merges the shapes of several files, and traits that are applied outside of the shape.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

use super::edit::{combine, entries_mut, equal, get_mut, is_part, member_mut, traits_mut};
use super::reader::{Fields, Reader};
use crate::{Entry, Node, Object, ShapeId, Value};

/// The shapes by id.
pub(super) type Shapes<'a> = IndexMap<&'a str, Cow<'a, Entry>>;

/// Traits for members that a shape does not define, by the name of the member: it may inherit them from a mixin. Each node is
/// like a member, with the key `traits`.
pub(super) type Applied<'a> = HashMap<&'a str, IndexMap<&'a str, Node>>;

impl Reader {
    /// The shapes of all files, with the traits that are applied to them.
    pub(super) fn merged<'a>(&mut self, files: &[&'a [Entry]]) -> (Shapes<'a>, Applied<'a>) {
        let mut shapes = Shapes::new();
        let mut applications = Vec::new();
        for entry in files.iter().copied().flatten() {
            if type_of(&entry.node) == Some("apply") {
                applications.push(entry);
                continue;
            }
            match shapes.entry(entry.key.as_str()) {
                Slot::Vacant(slot) => {
                    slot.insert(Cow::Borrowed(entry));
                }
                Slot::Occupied(mut slot) => self.same_shape(slot.get_mut(), entry),
            }
        }
        let mut applied = Applied::new();
        for entry in applications {
            self.apply(entry, &mut shapes, &mut applied);
        }
        (shapes, applied)
    }

    /// A shape may be in several files if nothing differs but its traits, which are merged.
    fn same_shape(&mut self, first: &mut Cow<'_, Entry>, second: &Entry) {
        self.shape = ShapeId::parse(&second.key);
        if equal(&without_traits(&first.node), &without_traits(&second.node)) {
            let first = &mut first.to_mut().node;
            self.add_traits(first, traits(&second.node));
            for (name, member) in members(&second.node) {
                if let Some(first) = member_mut(first, name) {
                    self.add_traits(first, traits(member));
                }
            }
        } else {
            let message = format!(
                "`{}` is defined twice with different content; remove or rename one",
                second.key
            );
            self.problem(second.at, message);
        }
        self.shape = None;
    }

    /// Adds the traits of a shape of the type `apply`.
    fn apply<'a>(&mut self, entry: &'a Entry, shapes: &mut Shapes<'a>, applied: &mut Applied<'a>) {
        let (id, member) = match entry.key.split_once('$') {
            Some((id, member)) => (id, Some(member)),
            None => (entry.key.as_str(), None),
        };
        if self.id(id, entry.at).is_none() {
            return;
        }
        self.shape = ShapeId::parse(id);
        let mut fields = Fields::new(&entry.node, entry.node.as_object());
        fields.take("type");
        let traits = self.entries(fields.take("traits"), "traits");
        self.unknown_keys(fields, "a shape of type `apply`");
        match (shapes.get_mut(id), member) {
            (None, _) => {
                let message = format!(
                    "traits are applied to `{id}`, which no file defines; add the file that defines it"
                );
                self.problem(entry.at, message);
            }
            (Some(shape), None) => self.add_traits(&mut shape.to_mut().node, traits),
            (Some(shape), Some(member)) => {
                let shape = &mut shape.to_mut().node;
                if let Some(member) = member_mut(shape, member) {
                    self.add_traits(member, traits);
                } else {
                    let members = applied.entry(id).or_default();
                    let empty = || Node::new(entry.at, Value::Object(Object(Vec::new())));
                    self.add_traits(members.entry(member).or_insert_with(empty), traits);
                }
            }
        }
        self.shape = None;
    }

    /// Adds traits to a shape or member. A trait that it has already must be a list, which is extended, or have the same
    /// value.
    fn add_traits(&mut self, to: &mut Node, traits: &[Entry]) {
        if traits.is_empty() {
            return;
        }
        // What is no object is a problem of its own.
        let Some(present) = traits_mut(to) else {
            return;
        };
        for entry in traits {
            let Some(found) = get_mut(present, &entry.key) else {
                present.push(entry.clone());
                continue;
            };
            if !combine(found, &entry.node) {
                let message = format!(
                    "the trait `{}` is applied twice with different values; remove one",
                    entry.key
                );
                self.problem(entry.at, message);
            }
        }
    }
}

/// The type of a shape, if it is a string.
pub(super) fn type_of(shape: &Node) -> Option<&str> {
    shape.as_object()?.get("type")?.as_str()
}

/// The traits of a shape or member.
pub(super) fn traits(of: &Node) -> &[Entry] {
    let traits = of.as_object().and_then(|object| object.get("traits"));
    traits
        .and_then(Node::as_object)
        .map_or(&[], |object| &object.0)
}

/// The members of a shape; those of lists and maps are `member`, `key` and `value`.
fn members(shape: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let entries = shape.as_object().map_or(&[][..], |object| &object.0);
    let named = entries.iter().filter(|entry| entry.key == "members");
    let named = named.filter_map(|entry| entry.node.as_object());
    let fixed = entries.iter().filter(|entry| is_part(&entry.key));
    named
        .flat_map(|members| &members.0)
        .chain(fixed)
        .map(|entry| (entry.key.as_str(), &entry.node))
}

/// The shape without its traits and those of its members.
fn without_traits(shape: &Node) -> Node {
    let mut shape = shape.clone();
    let remove = |node: &mut Node| {
        if let Some(entries) = entries_mut(node) {
            entries.retain(|entry| entry.key != "traits");
        }
    };
    remove(&mut shape);
    for entry in entries_mut(&mut shape).into_iter().flatten() {
        if is_part(&entry.key) {
            remove(&mut entry.node);
        } else if entry.key == "members" {
            for member in entries_mut(&mut entry.node).into_iter().flatten() {
                remove(&mut member.node);
            }
        }
    }
    shape
}
