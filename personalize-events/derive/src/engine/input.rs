//! A struct of properties that has been read.

use personalize_events_schema::ReservedColumn;
use syn::{ExprPath, GenericArgument, Generics, Ident, PathArguments, Type};

use crate::engine::column::{Column, Name};
use crate::engine::container::Container;
use crate::engine::field_attrs::Sent;
use crate::engine::schema_file::SchemaFile;

/// A valid struct.
pub(crate) struct Input<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) container: Container,
    /// The schema that the columns are checked against.
    pub(crate) schema_file: Option<SchemaFile>,
    /// Columns of the schema that members of the record fill, if they are set.
    pub(crate) optional_columns: Vec<&'static ReservedColumn>,
    /// In the order of the fields.
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) id: Option<Id<'a>>,
}

impl Input<'_> {
    /// Whether a field has the properties of another struct.
    pub(crate) fn flattens(&self) -> bool {
        self.parts.iter().any(Part::is_flattened)
    }
}

/// A field that is written unless `skip_if` returns true.
pub(crate) struct Part<'a> {
    pub(crate) member: Member<'a>,
    pub(crate) content: Content,
    pub(crate) skip_if: Option<ExprPath>,
}

impl Part<'_> {
    pub(crate) fn is_flattened(&self) -> bool {
        matches!(self.content, Content::Flattened)
    }

    /// The names and the column of a property; `None` for a flattened field.
    pub(crate) fn property(&self) -> Option<(&Name, &Column)> {
        match &self.content {
            Content::Property { name, column, .. } => Some((name, column)),
            Content::Flattened => None,
        }
    }
}

/// What a field adds to the properties.
pub(crate) enum Content {
    /// One property.
    Property {
        name: Name,
        column: Box<Column>,
        sent: Sent,
    },
    /// The properties of its type.
    Flattened,
}

/// The field with the ID.
pub(crate) struct Id<'a> {
    pub(crate) member: Member<'a>,
    /// Whether the ID is the `Display` text of the field.
    pub(crate) display: bool,
    pub(crate) allow_null_text: bool,
}

/// A field that is sent.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
}

impl<'a> Member<'a> {
    /// The `T` of an `Option<T>`, recognized by its name.
    pub(crate) fn option_type(self) -> Option<&'a Type> {
        let mut ty = self.ty;
        while let Type::Group(group) = ty {
            ty = &group.elem;
        }
        let Type::Path(path) = ty else {
            return None;
        };
        let last = path.path.segments.last();
        let option = last.filter(|last| last.ident == "Option")?;
        let PathArguments::AngleBracketed(arguments) = &option.arguments else {
            return None;
        };
        let Some(GenericArgument::Type(ty)) = arguments.args.first() else {
            return None;
        };
        Some(ty)
    }
}
