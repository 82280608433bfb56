//! Writes a schema as text.

use std::fmt::{self, Write};

use serde_json::Value;

use crate::column::{Attribute, Column};
use crate::schema::Schema;
use crate::validate::MAX_SCHEMA_LEN;

impl Schema {
    /// Returns the text for `CreateSchema`, with one column in each line.
    ///
    /// Equal schemas have equal texts. White space is left out if the text would otherwise exceed
    /// [`MAX_SCHEMA_LEN`] characters. `null` comes first in a union; `categorical` and `textual` are
    /// written only if they are true.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = with(&WIDE, self);
        if text.chars().count() <= MAX_SCHEMA_LEN {
            text
        } else {
            with(&TIGHT, self)
        }
    }
}

/// Writes the text of [`Schema::to_json`].
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

/// The white space between tokens.
struct Layout {
    /// Before a key of the record.
    key: &'static str,
    /// Before a column.
    column: &'static str,
    /// Before the end of the columns.
    columns: &'static str,
    /// Before the end of the record.
    record: &'static str,
    /// After `:`, and after `,` in a column.
    space: &'static str,
}

const WIDE: Layout = Layout {
    key: "\n  ",
    column: "\n    ",
    columns: "\n  ",
    record: "\n",
    space: " ",
};

const TIGHT: Layout = Layout {
    key: "",
    column: "",
    columns: "",
    record: "",
    space: "",
};

fn with(layout: &Layout, schema: &Schema) -> String {
    let mut text = String::new();
    // Writing to a `String` never fails.
    let _ = record(&mut text, layout, schema);
    text
}

fn record(text: &mut String, layout: &Layout, schema: &Schema) -> fmt::Result {
    let Layout { key, space, .. } = layout;
    write!(text, "{{{key}\"type\":{space}\"record\",")?;
    write!(text, "{key}\"name\":{space}\"{}\",", schema.dataset_type)?;
    if let Some(namespace) = &schema.namespace {
        let namespace = Value::from(namespace.as_str());
        write!(text, "{key}\"namespace\":{space}{namespace},")?;
    }
    write!(text, "{key}\"fields\":{space}[")?;
    for (index, it) in schema.columns.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(text, "{comma}{}", layout.column)?;
        column(text, layout, it)?;
    }
    write!(text, "{}]", layout.columns)?;
    if let Some(version) = &schema.version {
        let version = Value::from(version.as_str());
        write!(text, ",{key}\"version\":{space}{version}")?;
    }
    for Attribute {
        key: name, json, ..
    } in &schema.unknown_attributes
    {
        let name = Value::from(name.as_str());
        write!(text, ",{key}{name}:{space}{json}")?;
    }
    write!(text, "{}}}", layout.record)
}

fn column(text: &mut String, layout: &Layout, column: &Column) -> fmt::Result {
    let space = layout.space;
    let Column { name, ty, .. } = column;
    write!(text, "{{\"name\":{space}\"{name}\",{space}\"type\":{space}")?;
    if column.nullable {
        write!(text, "[\"null\",{space}\"{ty}\"]")?;
    } else {
        write!(text, "\"{ty}\"")?;
    }
    for (flag, is_set) in [
        ("categorical", column.categorical),
        ("textual", column.textual),
    ] {
        if is_set {
            write!(text, ",{space}\"{flag}\":{space}true")?;
        }
    }
    for Attribute { key, json, .. } in &column.unknown_attributes {
        let key = Value::from(key.as_str());
        write!(text, ",{space}{key}:{space}{json}")?;
    }
    text.write_str("}")
}
