//! Recursion: members that need a `Box`, because their shape contains itself without a list or map in between.

use std::collections::{HashMap, HashSet};

use personalize_events_ast::ShapeId;

use crate::ir::{Member, Service, Type};

/// Members whose values are behind a `Box`: the shape of the member, and the shape of its value.
pub(crate) type Boxed<'a> = HashSet<(&'a ShapeId, &'a ShapeId)>;

/// The shapes of the values of its members.
type Edges<'a> = HashMap<&'a ShapeId, Vec<&'a ShapeId>>;

pub(super) fn boxed(service: &Service) -> Boxed<'_> {
    let structures = service
        .structures
        .iter()
        .map(|shape| (&shape.id, &shape.members));
    let unions = service
        .unions
        .iter()
        .map(|shape| (&shape.id, &shape.members));
    let edges: Edges<'_> = structures
        .chain(unions)
        .map(|(id, members)| (id, direct(members)))
        .collect();
    let groups = groups(&edges);
    let mut boxed = Boxed::new();
    for (from, held) in &edges {
        for to in held {
            if groups.get(from) == groups.get(to) {
                boxed.insert((*from, *to));
            }
        }
    }
    boxed
}

fn direct(members: &[Member]) -> Vec<&ShapeId> {
    let types = members.iter().map(|member| &member.target.ty);
    let held = types.filter(|ty| matches!(ty, Type::Structure(_) | Type::Union(_)));
    held.filter_map(Type::shape).collect()
}

/// A number for each shape, equal for shapes that reach each other (Kosaraju's algorithm).
fn groups<'a>(edges: &Edges<'a>) -> HashMap<&'a ShapeId, usize> {
    let mut back: Edges<'a> = HashMap::new();
    for (from, held) in edges {
        for to in held {
            back.entry(to).or_default().push(from);
        }
    }
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    for start in edges.keys() {
        finish(start, edges, &mut seen, &mut order);
    }
    let mut groups = HashMap::new();
    for (group, start) in order.into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            if !groups.contains_key(id) {
                groups.insert(id, group);
                open.extend(back.get(id).into_iter().flatten());
            }
        }
    }
    groups
}

/// Adds the shapes that are reached from a shape in postorder.
fn finish<'a>(
    start: &'a ShapeId,
    edges: &Edges<'a>,
    seen: &mut HashSet<&'a ShapeId>,
    order: &mut Vec<&'a ShapeId>,
) {
    let mut open = vec![(start, false)];
    while let Some((id, left)) = open.pop() {
        if left {
            order.push(id);
        } else if seen.insert(id) {
            open.push((id, true));
            let held = edges.get(id).into_iter().flatten();
            open.extend(held.map(|id| (*id, false)));
        }
    }
}
