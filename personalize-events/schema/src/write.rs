//! From a schema to its text.

use std::fmt::{self, Write};

use serde_json::Value;

use crate::column::{Column, Extra};
use crate::{MAX_SCHEMA_LEN, Schema};

/// Where there is white space.
struct Layout {
    /// Before a key of the record.
    key: &'static str,
    /// Before a column.
    column: &'static str,
    /// Before the end of the columns.
    columns: &'static str,
    /// Before the end of the record.
    record: &'static str,
    /// Behind `:`, and behind `,` in a column.
    space: &'static str,
}

/// A column in each line.
const WIDE: Layout = Layout {
    key: "\n  ",
    column: "\n    ",
    columns: "\n  ",
    record: "\n",
    space: " ",
};

/// No white space at all.
const TIGHT: Layout = Layout {
    key: "",
    column: "",
    columns: "",
    record: "",
    space: "",
};

/// Writes a schema; without white space if it would be too long with it.
pub(crate) fn json(schema: &Schema) -> String {
    let wide = with(&WIDE, schema);
    if wide.chars().count() <= MAX_SCHEMA_LEN {
        wide
    } else {
        with(&TIGHT, schema)
    }
}

fn with(layout: &Layout, schema: &Schema) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
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
    for Extra {
        key: name, json, ..
    } in &schema.extra
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
    for (mark, marked) in [
        ("categorical", column.categorical),
        ("textual", column.textual),
    ] {
        if marked {
            write!(text, ",{space}\"{mark}\":{space}true")?;
        }
    }
    for Extra { key, json, .. } in &column.extra {
        let key = Value::from(key.as_str());
        write!(text, ",{space}{key}:{space}{json}")?;
    }
    text.write_str("}")
}
