//! The account of traits: those that were accepted on request, and those whose namespaces are ignored.

use std::collections::{BTreeMap, BTreeSet};

use personalize_events_ast::{Position, ShapeId};

/// What became of the traits that the generator does not know.
#[derive(Debug)]
pub(crate) struct Account<'a> {
    /// The traits to accept although they are unknown.
    allowed: &'a [ShapeId],
    /// Those that the model has.
    accepted: BTreeSet<&'a ShapeId>,
    /// The places of traits in ignored namespaces, by namespace and reason.
    ignored: BTreeMap<(&'static str, &'static str), BTreeSet<Position>>,
}

/// A namespace whose traits were ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The namespace.
    pub namespace: &'static str,
    /// Why its traits make no difference.
    pub reason: &'static str,
    /// The number of traits that were ignored.
    pub count: usize,
}

impl<'a> Account<'a> {
    pub(crate) fn new(allowed: &'a [ShapeId]) -> Self {
        Self {
            allowed,
            accepted: BTreeSet::new(),
            ignored: BTreeMap::new(),
        }
    }

    /// Whether an unknown trait is to be accepted.
    pub(super) fn accepts(&mut self, id: &ShapeId) -> bool {
        let allowed = self.allowed.iter().find(|allowed| *allowed == id);
        self.accepted.extend(allowed);
        allowed.is_some()
    }

    pub(super) fn ignore(&mut self, namespace: (&'static str, &'static str), at: Position) {
        self.ignored.entry(namespace).or_default().insert(at);
    }

    /// The unknown traits that were accepted, in the order of their ids.
    pub(crate) fn accepted(&self) -> Vec<ShapeId> {
        self.accepted.iter().copied().cloned().collect()
    }

    /// The traits that were to be accepted, but are known or not in the model.
    pub(crate) fn needless(&self) -> impl Iterator<Item = &'a ShapeId> {
        let allowed = self.allowed.iter();
        allowed.filter(|id| !self.accepted.contains(id))
    }

    /// The namespaces whose traits were ignored, in their order.
    pub(crate) fn ignored(&self) -> Vec<Ignored> {
        let rows = self.ignored.iter();
        rows.map(|((namespace, reason), places)| Ignored {
            namespace,
            reason,
            count: places.len(),
        })
        .collect()
    }
}
