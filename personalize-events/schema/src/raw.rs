//! The parts of a schema before validation: what could be read, and its positions.

use crate::column::{Attribute, Column};
use crate::column_type::Type;
use crate::place::Place;
use crate::suggestion::quoted;

/// A value and its position.
#[derive(Clone, Default)]
pub(crate) struct Placed<T> {
    pub(crate) place: Place,
    pub(crate) value: T,
}

/// A record. Parts that are missing or unreadable are `None`; the reader has reported them.
#[derive(Default)]
pub(crate) struct RawRecord {
    pub(crate) name: Option<Placed<String>>,
    pub(crate) namespace: Option<Placed<String>>,
    pub(crate) version: Option<Placed<String>>,
    pub(crate) fields: Option<Placed<Vec<RawColumn>>>,
    pub(crate) unknown_attributes: Vec<Attribute>,
}

/// A column. Parts that are missing or unreadable are `None`; the reader has reported them.
#[derive(Clone, Default)]
pub(crate) struct RawColumn {
    pub(crate) name: Option<Placed<String>>,
    pub(crate) ty: Option<Placed<Nullable>>,
    /// The position of `categorical` if it is true.
    pub(crate) categorical: Option<Place>,
    /// The position of `textual` if it is true.
    pub(crate) textual: Option<Place>,
    pub(crate) type_attributes: Vec<Attribute>,
    pub(crate) unknown_attributes: Vec<Attribute>,
}

/// The type of a column, and whether it may be null.
#[derive(Clone, Copy)]
pub(crate) struct Nullable {
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
}

impl RawColumn {
    /// A column that was not read from a text.
    pub(crate) fn new(column: Column) -> Self {
        let place = Place::default();
        let (ty, nullable) = (column.ty, column.nullable);
        Self {
            name: Some(Placed {
                place,
                value: column.name,
            }),
            ty: Some(Placed {
                place,
                value: Nullable { ty, nullable },
            }),
            categorical: column.categorical.then_some(place),
            textual: column.textual.then_some(place),
            type_attributes: without_places(column.type_attributes),
            unknown_attributes: without_places(column.unknown_attributes),
        }
    }

    /// Its name, for messages.
    pub(crate) fn quoted_name(&self) -> String {
        match &self.name {
            Some(name) => quoted(&name.value),
            None => "this column".to_owned(),
        }
    }

    /// The column, if all of it could be read.
    pub(crate) fn into_column(self) -> Option<Column> {
        let name = self.name?;
        let Nullable { ty, nullable } = self.ty?.value;
        Some(Column {
            place: name.place,
            name: name.value,
            ty,
            nullable,
            categorical: self.categorical.is_some(),
            textual: self.textual.is_some(),
            type_attributes: self.type_attributes,
            unknown_attributes: self.unknown_attributes,
        })
    }
}

fn without_places(attributes: Vec<Attribute>) -> Vec<Attribute> {
    let place = Place::default();
    let attributes = attributes.into_iter();
    attributes
        .map(|attribute| Attribute { place, ..attribute })
        .collect()
}
