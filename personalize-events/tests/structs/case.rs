//! The manual expectations of each struct: its columns, and values with their stored properties.

use personalize_events_schema::{Column, Type};
use serde_json::{Map, Value};

/// A struct of the table.
pub(crate) trait Case: Sized {
    /// The key of each property with its column: `("age", "AGE int or null")`.
    const COLUMNS: &'static [(&'static str, &'static str)];
    /// The keys of columns that no value fills.
    const NEVER: &'static [&'static str] = &[];
    /// The columns of `optional_columns`, which are strings.
    const OPTIONAL: &'static [&'static str] = &[];

    /// Values of the struct; the first fills every column that can be filled.
    fn samples() -> Vec<Sample<Self>>;
}

/// A value of a struct and its expected properties.
pub(crate) struct Sample<C> {
    pub(crate) id: &'static str,
    pub(crate) value: C,
    pub(crate) properties: Map<String, Value>,
}

pub(crate) fn sample<C>(id: &'static str, value: C, properties: Value) -> Sample<C> {
    let Value::Object(properties) = properties else {
        panic!("properties are an object, not {properties}");
    };
    Sample {
        id,
        value,
        properties,
    }
}

/// The key of a property and its expected column.
pub(crate) struct Expected {
    pub(crate) key: &'static str,
    pub(crate) column: Column,
}

/// The expected columns of a struct.
pub(crate) fn expected_columns<C: Case>() -> Vec<Expected> {
    let columns = C::COLUMNS.iter().map(|(key, text)| Expected {
        key,
        column: column(text),
    });
    columns.collect()
}

/// `AGE int`, `GENRES categorical or null`
fn column(text: &str) -> Column {
    let (rest, nullable) = match text.strip_suffix(" or null") {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (name, ty) = rest.split_once(' ').expect("a name and a type");
    let column = match ty {
        "categorical" => Column::new(name, Type::String).categorical(),
        "textual" => Column::new(name, Type::String).textual(),
        ty => Column::new(name, ty.parse().expect("a type of columns")),
    };
    column.with_nullable(nullable)
}
