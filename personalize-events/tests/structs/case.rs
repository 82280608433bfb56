//! What is said by hand about each struct of the table: its columns, and values with what a reader
//! of the dataset finds of them.

use personalize_events_schema::{Column, Type};
use serde_json::{Map, Value};

/// A struct of the table.
pub(crate) trait Case: Sized {
    /// The key of each property with its column: `("age", "AGE int or null")`.
    const COLUMNS: &'static [(&'static str, &'static str)];
    /// The keys of columns that no value fills.
    const NEVER: &'static [&'static str] = &[];

    /// Values of the struct; the first fills every column that can be filled.
    fn samples() -> Vec<Sample<Self>>;
}

/// A value of a struct, and what has to be held of it.
pub(crate) struct Sample<C> {
    pub(crate) id: &'static str,
    pub(crate) value: C,
    pub(crate) properties: Map<String, Value>,
}

/// The value, its id, and its properties as the object that they are.
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

/// The key of a property, and its column.
pub(crate) struct Told {
    pub(crate) key: &'static str,
    pub(crate) column: Column,
}

/// The columns of a struct as they were said.
pub(crate) fn told<C: Case>() -> Vec<Told> {
    let told = C::COLUMNS.iter().map(|(key, said)| Told {
        key,
        column: column(said),
    });
    told.collect()
}

/// `AGE int`, `GENRES categorical or null`
fn column(said: &str) -> Column {
    let (rest, nullable) = match said.strip_suffix(" or null") {
        Some(rest) => (rest, true),
        None => (said, false),
    };
    let (name, what) = rest.split_once(' ').expect("a name and a type");
    let column = match what {
        "categorical" => Column::new(name, Type::String).categorical(),
        "textual" => Column::new(name, Type::String).textual(),
        ty => Column::new(name, ty.parse().expect("a type of columns")),
    };
    column.with_nullable(nullable)
}
