//! A schema before it is judged: what could be read of it, and where.

use crate::column::{Column, Extra, Type};
use crate::names::shown;
use crate::place::Place;

/// A value and where it was read.
#[derive(Clone)]
pub(crate) struct Placed<T> {
    pub(crate) place: Place,
    pub(crate) value: T,
}

/// A record; what could not be read is missing, and was reported.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) name: Option<Placed<String>>,
    pub(crate) namespace: Option<Placed<String>>,
    pub(crate) version: Option<Placed<String>>,
    pub(crate) fields: Option<Placed<Vec<Field>>>,
    pub(crate) extra: Vec<Extra>,
}

/// A column; what could not be read is missing, and was reported.
#[derive(Default)]
pub(crate) struct Field {
    pub(crate) name: Option<Placed<String>>,
    pub(crate) ty: Option<Placed<Shape>>,
    /// Where it says that it is categorical, if it does.
    pub(crate) categorical: Option<Place>,
    /// Where it says that it is textual, if it does.
    pub(crate) textual: Option<Place>,
    pub(crate) extra: Vec<Extra>,
}

/// The type of a column, and whether it may be null.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
}

impl Field {
    /// A column that was not read from a text.
    pub(crate) fn of(column: Column) -> Self {
        let place = Place::default();
        Self {
            name: Some(Placed {
                place,
                value: column.name,
            }),
            ty: Some(Placed {
                place,
                value: Shape {
                    ty: column.ty,
                    nullable: column.nullable,
                },
            }),
            categorical: column.categorical.then_some(place),
            textual: column.textual.then_some(place),
            extra: column
                .extra
                .into_iter()
                .map(|extra| Extra { place, ..extra })
                .collect(),
        }
    }

    /// Its name, for messages.
    pub(crate) fn shown(&self) -> String {
        match &self.name {
            Some(name) => shown(&name.value),
            None => "this column".to_owned(),
        }
    }

    /// The column, if all of it could be read.
    pub(crate) fn into_column(self) -> Option<Column> {
        let name = self.name?;
        let shape = self.ty?.value;
        Some(Column {
            place: name.place,
            name: name.value,
            ty: shape.ty,
            nullable: shape.nullable,
            categorical: self.categorical.is_some(),
            textual: self.textual.is_some(),
            extra: self.extra,
        })
    }
}
