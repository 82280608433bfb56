//! Recursion: members that need a `Box`, because their shape contains itself without a list or map in between.

use std::collections::{HashMap, HashSet};

use personalize_events_ast::ShapeId;
use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;

use crate::ir::{Service, Type};

/// Members whose values are behind a `Box`: the shape of the member, and the shape of its value.
pub(crate) type Boxed<'a> = HashSet<(&'a ShapeId, &'a ShapeId)>;

pub(super) fn boxed(service: &Service) -> Boxed<'_> {
    let mut graph: DiGraphMap<_, ()> = DiGraphMap::new();
    for shape in service.structures.iter().chain(&service.unions) {
        for member in &shape.members {
            if let Type::Structure(held) | Type::Union(held) = &member.target.ty {
                graph.add_edge(&shape.id, held, ());
            }
        }
    }
    let mut component_of = HashMap::new();
    for (index, component) in kosaraju_scc(&graph).into_iter().enumerate() {
        component_of.extend(component.into_iter().map(|id| (id, index)));
    }
    graph
        .all_edges()
        .filter(|(from, to, ())| component_of[from] == component_of[to])
        .map(|(from, to, ())| (from, to))
        .collect()
}
