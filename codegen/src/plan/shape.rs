//! The shapes that have a file, each planned on its own.

use personalize_events_ast::ShapeId;

use super::{Context, Item, enumeration, operation, structure, union};
use crate::ir;

/// A shape that has a file.
#[derive(Clone, Copy)]
pub(super) enum Shape<'a> {
    Structure(&'a ir::Structure),
    Union(&'a ir::Union),
    Enum(&'a ir::Enum),
    Error(&'a ir::ErrorShape),
    Operation(&'a ir::Operation),
}

impl<'a> Shape<'a> {
    /// In the order in which files get their names.
    pub(super) fn all(service: &'a ir::Service) -> impl Iterator<Item = Self> {
        let structures = service.structures.iter().map(Self::Structure);
        structures
            .chain(service.unions.iter().map(Self::Union))
            .chain(service.enums.iter().map(Self::Enum))
            .chain(service.errors.iter().map(Self::Error))
            .chain(service.operations.iter().map(Self::Operation))
    }

    pub(super) fn id(self) -> &'a ShapeId {
        match self {
            Self::Structure(shape) | Self::Union(shape) => &shape.id,
            Self::Enum(shape) => &shape.id,
            Self::Error(shape) => &shape.structure.id,
            Self::Operation(shape) => &shape.id,
        }
    }

    /// The name after which its file is called.
    pub(super) fn name<'n>(self, context: &'n Context<'_>) -> &'n str {
        match self {
            Self::Operation(shape) => &context.names.operation(&shape.id).base,
            Self::Structure(_) | Self::Union(_) | Self::Enum(_) | Self::Error(_) => {
                context.names.type_of(self.id())
            }
        }
    }

    pub(super) fn items(self, context: &Context<'_>) -> Vec<Item> {
        match self {
            Self::Structure(shape) => vec![Item::Structure(structure::nested(context, shape))],
            Self::Union(shape) => vec![Item::Union(union::union(context, shape))],
            Self::Enum(shape) => vec![Item::Enum(enumeration::enumeration(context, shape))],
            Self::Error(shape) => vec![Item::Error(operation::error(context, shape))],
            Self::Operation(shape) => operation::operation(context, shape),
        }
    }
}
