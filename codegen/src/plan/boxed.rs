//! Values behind a `Box`: structures and unions that contain themselves without a list or map in between, and structures
//! that would make a union or an enum of errors large.
//!
//! A value is large if Clippy's lint `large_enum_variant` could report it beside a variant without a value. Its size is
//! estimated for a machine of 64 bits; what Rust may need is rounded up. A structure that becomes large with a new member
//! is behind a `Box` in its unions from then on.

use std::collections::{HashMap, HashSet};

use personalize_events_ast::ShapeId;
use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;

use crate::ir::{ErrorShape, Member, Number, Presence, Service, Type};

/// What is behind a `Box`.
#[derive(Debug, Default)]
pub(crate) struct Boxed<'a> {
    /// The shape of a member, and the shape of its value.
    members: HashSet<(&'a ShapeId, &'a ShapeId)>,
    /// The errors in enums of errors.
    errors: HashSet<&'a ShapeId>,
}

/// The size in bytes from which a value is large: the default of Clippy's setting `enum-variant-size-threshold`.
const LARGE: usize = 200;

/// The size of a pointer, and the largest alignment of a value.
const WORD: usize = 8;

/// The size of a `String` or `Vec`.
const VEC: usize = 3 * WORD;

impl<'a> Boxed<'a> {
    pub(super) fn of(service: &'a Service) -> Self {
        let mut graph: DiGraphMap<&ShapeId, ()> = DiGraphMap::new();
        let shapes = service.structures.iter().map(|shape| (shape, false));
        let shapes = shapes.chain(service.unions.iter().map(|shape| (shape, true)));
        let shapes: HashMap<&ShapeId, _> = shapes
            .map(|(shape, is_union)| (&shape.id, (&shape.members, is_union)))
            .collect();
        for (id, (members, _)) in &shapes {
            graph.add_node(id);
            for member in *members {
                if let Type::Structure(held) | Type::Union(held) = &member.target.ty {
                    graph.add_edge(id, held, ());
                }
            }
        }
        let components = kosaraju_scc(&graph);
        let numbered = components.iter().enumerate();
        let component_of: HashMap<_, _> = numbered
            .flat_map(|(number, ids)| ids.iter().map(move |id| (*id, number)))
            .collect();
        let is_recursive = |(from, to, ()): &(&'a ShapeId, &'a ShapeId, &())| {
            component_of[from] == component_of[to]
        };
        let mut boxed = Self {
            members: graph
                .all_edges()
                .filter(is_recursive)
                .map(|(from, to, ())| (from, to))
                .collect(),
            errors: HashSet::new(),
        };
        // The values of a shape are in the same component or in an earlier one.
        let mut sizes = HashMap::new();
        for id in components.into_iter().flatten() {
            if let Some((members, is_union)) = shapes.get(id) {
                let size = boxed.size(id, members, *is_union, &sizes);
                sizes.insert(id, size);
            }
        }
        boxed.errors = service
            .errors
            .iter()
            .filter(|error| boxed.size_of_error(error, &sizes) > LARGE)
            .map(|error| &error.structure.id)
            .collect();
        boxed
    }

    /// Whether a member of a shape holds another behind a `Box`.
    pub(super) fn has(&self, shape: &ShapeId, held: &ShapeId) -> bool {
        self.members.contains(&(shape, held))
    }

    /// Whether an error is behind a `Box` in enums of errors.
    pub(super) fn has_error(&self, error: &ShapeId) -> bool {
        self.errors.contains(error)
    }

    /// The size of a structure or union, whose large variants are then behind a `Box`.
    fn size(
        &mut self,
        id: &'a ShapeId,
        members: &'a [Member],
        is_union: bool,
        sizes: &HashMap<&ShapeId, usize>,
    ) -> usize {
        let mut largest = 0;
        let mut sum = 0;
        for member in members {
            let mut size = self.size_of_value(id, &member.target.ty, sizes);
            if let Type::Structure(held) | Type::Union(held) = &member.target.ty
                && is_union
                && size > LARGE
            {
                self.members.insert((id, held));
                size = WORD;
            }
            largest = largest.max(size);
            sum += size_of_field(member, size);
        }
        if is_union {
            largest + WORD
        } else {
            sum.next_multiple_of(WORD)
        }
    }

    fn size_of_error(&self, error: &ErrorShape, sizes: &HashMap<&ShapeId, usize>) -> usize {
        let shape = &error.structure;
        let sizes = shape.members.iter().map(|member| {
            let size = self.size_of_value(&shape.id, &member.target.ty, sizes);
            size_of_field(member, size)
        });
        // Every error has a message.
        VEC + sizes.sum::<usize>()
    }

    /// The size of the value of a member of a shape.
    fn size_of_value(&self, shape: &ShapeId, ty: &Type, sizes: &HashMap<&ShapeId, usize>) -> usize {
        match ty {
            Type::Unit => 0,
            Type::Boolean | Type::Number(Number::Byte) => 1,
            Type::Number(Number::Short) => 2,
            Type::Number(Number::Integer | Number::Float) => 4,
            Type::Number(Number::Long | Number::Double) => WORD,
            Type::Timestamp(_) => 2 * WORD,
            Type::String
            | Type::Number(Number::BigInteger | Number::BigDecimal)
            | Type::Blob
            | Type::List { .. }
            | Type::Map { .. }
            | Type::Enum(_) => VEC,
            Type::Json => VEC + WORD,
            // Of `serde_json` with its feature `preserve_order`.
            Type::Document => 3 * VEC,
            // No union and no error has a stream.
            Type::Stream | Type::Source => LARGE,
            Type::Structure(held) | Type::Union(held) => {
                if self.has(shape, held) {
                    WORD
                } else {
                    sizes.get(held).copied().unwrap_or_default()
                }
            }
        }
    }
}

/// The size of a field whose value has a size; an `Option` may need an additional word.
fn size_of_field(member: &Member, size: usize) -> usize {
    match member.presence {
        Presence::Required | Presence::Default(_) => size,
        Presence::Optional | Presence::ClientOptional => {
            let is_vec = matches!(
                member.target.ty,
                Type::String
                    | Type::Number(Number::BigInteger | Number::BigDecimal)
                    | Type::Blob
                    | Type::List { .. }
            );
            let more = if is_vec { 0 } else { WORD };
            size.next_multiple_of(WORD) + more
        }
    }
}
