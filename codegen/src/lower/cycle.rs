//! Structures that cannot be: what has to hold itself has no end.

use std::collections::{HashMap, HashSet};

use personalize_events_ast::ShapeId;

use super::Lowering;
use crate::ir::{Service, Structure, Type};

impl Lowering<'_> {
    /// Refuses structures that are required in themselves, be it by way of others.
    pub(super) fn refuse_endless(&mut self, service: &Service) {
        let needed: HashMap<&ShapeId, Vec<&ShapeId>> = service
            .structures
            .iter()
            .map(|shape| (&shape.id, needed(shape)))
            .collect();
        // What is known to have an end: it needs only what has one.
        let mut finite: HashSet<&ShapeId> = HashSet::new();
        let mut needed_by: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::new();
        let mut missing: HashMap<&ShapeId, usize> = HashMap::new();
        for (id, needs) in &needed {
            missing.insert(id, needs.len());
            for need in needs {
                needed_by.entry(need).or_default().push(id);
            }
        }
        let mut open: Vec<&ShapeId> = missing
            .iter()
            .filter_map(|(id, count)| (*count == 0).then_some(*id))
            .collect();
        while let Some(id) = open.pop() {
            finite.insert(id);
            for other in needed_by.remove(id).unwrap_or_default() {
                let count = missing.entry(other).or_default();
                *count = count.saturating_sub(1);
                if *count == 0 {
                    open.push(other);
                }
            }
        }
        for shape in &service.structures {
            if !finite.contains(&shape.id) {
                let message = format!(
                    "`{}` needs itself, so that none can ever be made; let a member of the circle be \
                     optional",
                    shape.id
                );
                self.refuse(shape.at, &shape.id, message);
            }
        }
    }
}

/// The structures that a structure cannot be without.
fn needed(shape: &Structure) -> Vec<&ShapeId> {
    let mut needed = Vec::new();
    for member in &shape.members {
        if let (true, Type::Structure(id)) = (member.presence.is_required(), &member.target.ty) {
            needed.push(id);
        }
    }
    needed
}
