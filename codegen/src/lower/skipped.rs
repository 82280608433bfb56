//! Operations that are left out because they reach something that is not supported or wrong.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use personalize_events_ast::{Kind, Model, Reference, ShapeId};

use super::reach::reached;
use crate::diagnostics::Diagnostic;
use crate::report::parts;

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The id of the operation.
    pub operation: ShapeId,
    /// The unsupported features and the problems that it reaches.
    pub reasons: Vec<Diagnostic>,
}

impl Skipped {
    /// What is unsupported or wrong, each reason once and without help.
    #[must_use]
    pub fn summary(&self) -> String {
        let titles = self.reasons.iter().map(|reason| parts(&reason.message).0);
        let mut seen = HashSet::new();
        let titles: Vec<&str> = titles.filter(|title| seen.insert(*title)).collect();
        titles.join("; ")
    }
}

/// The operations to leave out, with the problems that they reach.
pub(crate) type LeftOut = IndexMap<ShapeId, Vec<Diagnostic>>;

/// Adds the operations that reach these problems. Returns false if a problem would remain: it is not one of shapes that
/// operations reach, or these operations are left out already.
pub(crate) fn leave_out(model: &Model, problems: &[Diagnostic], left_out: &mut LeftOut) -> bool {
    let mut by_shape: HashMap<&ShapeId, Vec<&Diagnostic>> = HashMap::new();
    for problem in problems {
        let Some(shape) = &problem.shape else {
            return false;
        };
        by_shape.entry(shape).or_default().push(problem);
    }
    let mut open: HashSet<&ShapeId> = by_shape.keys().copied().collect();
    let shapes = model.shapes.values();
    let services = shapes.clone().filter_map(|shape| {
        if let Kind::Service(service) = &shape.kind {
            Some(&service.errors)
        } else {
            None
        }
    });
    let common: Vec<&Reference> = services.flatten().collect();
    let before = left_out.len();
    for shape in shapes {
        let Kind::Operation(operation) = &shape.kind else {
            continue;
        };
        let reached = reached(model, shape, operation, &common);
        let mut reasons = Vec::new();
        for (id, problems) in &by_shape {
            if reached.contains(id) {
                open.remove(id);
                reasons.extend(problems.iter().copied().cloned());
            }
        }
        if !reasons.is_empty() && !left_out.contains_key(&shape.id) {
            reasons.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
            left_out.insert(shape.id.clone(), reasons);
        }
    }
    open.is_empty() && left_out.len() > before
}
