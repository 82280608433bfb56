//! Infinite recursion: structures that require themselves, so that no value can be built.

use std::collections::HashSet;

use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;

use super::context::Lowering;
use crate::ir::{Service, Type};

impl Lowering<'_> {
    /// Reports structures that require themselves, directly or through others.
    pub(super) fn reject_infinite_recursion(&mut self, service: &Service) {
        let mut graph: DiGraphMap<_, ()> = DiGraphMap::new();
        for shape in &service.structures {
            for member in &shape.members {
                if let Type::Structure(required) = &member.target.ty
                    && member.presence.is_required()
                {
                    graph.add_edge(&shape.id, required, ());
                }
            }
        }
        let mut infinite = HashSet::new();
        // A component comes after those that it requires.
        for component in kosaraju_scc(&graph) {
            let mut required = component.iter().flat_map(|id| graph.neighbors(id));
            if required.any(|id| component.contains(&id) || infinite.contains(id)) {
                infinite.extend(component);
            }
        }
        for shape in &service.structures {
            if infinite.contains(&shape.id) {
                let message = format!(
                    "`{}` is infinitely recursive; make one member optional",
                    shape.id
                );
                self.report(shape.at, &shape.id, message);
            }
        }
    }
}
