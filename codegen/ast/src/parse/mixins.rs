//! Resolves mixins: shapes get the members, properties and traits of their mixins.

use std::borrow::Cow;
use std::collections::HashSet;

use super::edit::{entries_mut, equal, get_mut, is_part, member_mut, traits_mut};
use super::merge::{Applied, Shapes, traits, type_of};
use super::reader::Reader;
use crate::{Entry, Node, Object, Position, ShapeId, Value};

/// The trait of mixins.
const MIXIN: &str = "smithy.api#mixin";

impl Reader {
    /// Resolves the mixins of all shapes, and applies traits to members that come from them.
    pub(super) fn resolve_mixins<'a>(&mut self, shapes: &mut Shapes<'a>, applied: &Applied<'a>) {
        let users = shapes.iter().filter(|(id, shape)| {
            !references(&shape.node).is_empty() || applied.contains_key(**id)
        });
        let users: Vec<&str> = users.map(|(id, _)| *id).collect();
        let (mut done, mut open) = (HashSet::new(), HashSet::new());
        for id in users {
            let mut stack = vec![id];
            while let Some(&id) = stack.last() {
                open.insert(id);
                let found = references(&shapes[id].node);
                let next = found.iter().find_map(|(target, at)| {
                    let (&target, shape) = shapes.get_key_value(*target)?;
                    let is_resolved = done.contains(target) || references(&shape.node).is_empty();
                    (!is_resolved).then_some((target, *at))
                });
                match next {
                    Some((target, _)) if !open.contains(target) => {
                        stack.push(target);
                        continue;
                    }
                    Some((target, at)) => {
                        self.shape = ShapeId::parse(id);
                        let message = format!(
                            "the mixin `{target}` has `{id}` as a mixin itself, directly or by others; remove one"
                        );
                        self.problem(at, message);
                    }
                    None if done.contains(id) => {}
                    None => self.resolve(id, shapes, applied),
                }
                done.insert(id);
                stack.pop();
            }
        }
        self.shape = None;
    }

    /// Resolves the mixins of one shape. Its mixins are resolved.
    fn resolve<'a>(&mut self, id: &'a str, shapes: &mut Shapes<'a>, applied: &Applied<'a>) {
        self.shape = ShapeId::parse(id);
        let shape = &shapes[id];
        let mut resolved = Node::new(shape.node.at, Value::Object(Object(Vec::new())));
        for (target, at) in references(&shape.node) {
            let mixin = shapes.get(target).map(|mixin| &mixin.node);
            if let Some(mixin) = self.mixin(mixin, (target, at), &shape.node) {
                self.inherit(&mut resolved, &mixin);
            }
        }
        self.inherit(&mut resolved, &shape.node);
        for (name, traits_of_member) in applied.get(id).into_iter().flatten() {
            if let Some(member) = member_mut(&mut resolved, name) {
                replace_traits(member, traits(traits_of_member));
            } else {
                let message = format!(
                    "traits are applied to the member `{name}`, which `{id}` does not have"
                );
                self.problem(traits_of_member.at, message);
            }
        }
        let entry = Entry {
            key: shape.key.clone(),
            at: shape.at,
            node: resolved,
        };
        shapes.insert(id, Cow::Owned(entry));
    }

    /// What shapes of the type of `shape` inherit from a mixin.
    fn mixin(
        &mut self,
        mixin: Option<&Node>,
        (target, at): (&str, Position),
        shape: &Node,
    ) -> Option<Node> {
        let mut problem = |message: String| {
            self.problem(at, message);
            None
        };
        let Some(mixin) = mixin else {
            return problem(format!(
                "the mixin `{target}` does not exist; define it or correct the id"
            ));
        };
        let Some(own) = traits(mixin).iter().find(|entry| entry.key == MIXIN) else {
            return problem(format!(
                "`{target}` is no mixin: it does not have the trait `{MIXIN}`; add it"
            ));
        };
        let (Some(found), Some(expected)) = (type_of(mixin), type_of(shape)) else {
            return None;
        };
        if found != expected {
            return problem(format!(
                "the mixin `{target}` is a shape of type `{found}`; the mixins of a shape of type `{expected}` must be \
                 of that type"
            ));
        }
        let forbidden = mixin.as_object()?.0.iter().find(|entry| match found {
            "operation" => matches!(entry.key.as_str(), "input" | "output"),
            "resource" => !matches!(entry.key.as_str(), "type" | "traits" | "mixins"),
            _ => false,
        });
        if let Some(entry) = forbidden {
            return problem(format!(
                "the mixin `{target}` has the key `{}`, which a mixin of type `{found}` must not have",
                entry.key
            ));
        }
        let local = own
            .node
            .as_object()
            .and_then(|object| object.get("localTraits"));
        let local = local.and_then(Node::as_array).unwrap_or_default();
        let is_local = |key: &str| key == MIXIN || local.iter().any(|id| id.as_str() == Some(key));
        let mut mixin = mixin.clone();
        entries_mut(&mut mixin)?.retain(|entry| entry.key != "mixins");
        traits_mut(&mut mixin)?.retain(|entry| !is_local(&entry.key));
        Some(mixin)
    }

    /// Adds the properties of `shape`, which replace or extend those that are inherited.
    fn inherit(&mut self, inherited: &mut Node, shape: &Node) {
        let entries = shape.as_object().map_or(&[][..], |object| &object.0);
        for entry in entries {
            if entry.key == "traits" {
                replace_traits(inherited, traits(shape));
                continue;
            }
            let Some(target) = entries_mut(inherited) else {
                return;
            };
            let Some(found) = get_mut(target, &entry.key) else {
                target.push(entry.clone());
                continue;
            };
            if is_part(&entry.key) {
                self.inherit_member(found, entry);
                continue;
            }
            match (&mut found.value, &entry.node.value) {
                (Value::Object(found), Value::Object(more)) if entry.key == "members" => {
                    for member in &more.0 {
                        match get_mut(&mut found.0, &member.key) {
                            Some(found) => self.inherit_member(found, member),
                            None => found.0.push(member.clone()),
                        }
                    }
                }
                (Value::Array(found), Value::Array(more)) => {
                    for node in more {
                        if !found.iter().any(|found| equal(found, node)) {
                            found.push(node.clone());
                        }
                    }
                }
                (Value::Object(found), Value::Object(more)) => {
                    for entry in &more.0 {
                        match get_mut(&mut found.0, &entry.key) {
                            Some(found) => *found = entry.node.clone(),
                            None => found.0.push(entry.clone()),
                        }
                    }
                }
                _ => *found = entry.node.clone(),
            }
        }
    }

    /// A member may be defined again with the same target; its traits replace those that are inherited.
    fn inherit_member(&mut self, inherited: &mut Node, member: &Entry) {
        let target = |node: &Node| Some(node.as_object()?.get("target")?.as_str()?.to_owned());
        let (before, after) = (target(inherited), target(&member.node));
        if before == after {
            replace_traits(inherited, traits(&member.node));
        } else if let (Some(before), Some(after)) = (before, after) {
            let message = format!(
                "the member `{}` targets `{after}`, and that of a mixin targets `{before}`; they must be the same",
                member.key
            );
            self.problem(member.at, message);
        }
    }
}

/// The mixins of a shape with their positions. What has another form is a problem when the shape is read.
fn references(shape: &Node) -> Vec<(&str, Position)> {
    let mixins = shape.as_object().and_then(|object| object.get("mixins"));
    let mixins = mixins.and_then(Node::as_array).unwrap_or_default().iter();
    let targets = mixins.filter_map(|node| node.as_object()?.get("target"));
    targets
        .filter_map(|target| Some((target.as_str()?, target.at)))
        .collect()
}

/// Whether a shape is a mixin.
pub(super) fn is_mixin(shape: &Node) -> bool {
    traits(shape).iter().any(|entry| entry.key == MIXIN)
}

/// Adds traits to a shape or member, instead of those that it has.
fn replace_traits(of: &mut Node, traits: &[Entry]) {
    if traits.is_empty() {
        return;
    }
    let Some(present) = traits_mut(of) else {
        return;
    };
    for entry in traits {
        match present.iter_mut().find(|found| found.key == entry.key) {
            Some(found) => *found = entry.clone(),
            None => present.push(entry.clone()),
        }
    }
}
