//! Infinite recursion: structures that require themselves, so that no value can be built.

use std::collections::HashMap;

use personalize_events_ast::ShapeId;

use super::context::Lowering;
use crate::ir::{Service, Structure, Type};

impl Lowering<'_> {
    /// Reports structures that require themselves, directly or through others (Kahn's algorithm).
    pub(super) fn reject_infinite_recursion(&mut self, service: &Service) {
        let mut required_by: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::new();
        // How many required structures have not been found to be finite.
        let mut open: HashMap<&ShapeId, usize> = HashMap::new();
        let mut finite = Vec::new();
        for shape in &service.structures {
            let mut count = 0;
            for required in required(shape) {
                required_by.entry(required).or_default().push(&shape.id);
                count += 1;
            }
            open.insert(&shape.id, count);
            if count == 0 {
                finite.push(&shape.id);
            }
        }
        while let Some(id) = finite.pop() {
            for other in required_by.remove(id).unwrap_or_default() {
                if let Some(count) = open.get_mut(other) {
                    *count -= 1;
                    if *count == 0 {
                        finite.push(other);
                    }
                }
            }
        }
        for shape in &service.structures {
            if open.get(&shape.id) != Some(&0) {
                let message = format!(
                    "`{}` is infinitely recursive; make one member optional",
                    shape.id
                );
                self.report(shape.at, &shape.id, message);
            }
        }
    }
}

/// The structures that a value of this structure must contain.
fn required(shape: &Structure) -> impl Iterator<Item = &ShapeId> {
    let required = shape
        .members
        .iter()
        .filter(|member| member.presence.is_required());
    required.filter_map(|member| {
        if let Type::Structure(id) = &member.target.ty {
            Some(id)
        } else {
            None
        }
    })
}
