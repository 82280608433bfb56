//! Writes a schema as text.

use std::fmt;

use serde_json::Value;

use crate::column::Column;
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
        let text = json(self, true);
        if text.chars().count() <= MAX_SCHEMA_LEN {
            text
        } else {
            json(self, false)
        }
    }
}

/// Writes the text of [`Schema::to_json`].
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

/// Writes a schema with one column in each line, or without white space.
fn json(schema: &Schema, is_wide: bool) -> String {
    let (space, line, end) = if is_wide {
        (" ", "\n  ", "\n")
    } else {
        ("", "", "")
    };
    let text = |text: &str| Value::from(text).to_string();
    let entry = |(name, json): (&str, &str)| format!("{}:{space}{json}", text(name));
    let columns = schema.columns.iter().map(|column| {
        let entries: Vec<String> = entries(column, space)
            .iter()
            .map(|(name, json)| entry((*name, json.as_str())))
            .collect();
        let indent = if is_wide { "\n    " } else { "" };
        format!("{indent}{{{}}}", entries.join(&format!(",{space}")))
    });
    let columns = columns.collect::<Vec<_>>().join(",");
    let columns = format!("[{columns}{line}]");
    let name = text(schema.name());
    let mut record = vec![("type", "\"record\"".to_owned()), ("name", name)];
    record.extend(schema.namespace().map(|it| ("namespace", text(it))));
    record.push(("fields", columns));
    record.extend(schema.version().map(|it| ("version", text(it))));
    let unknown = schema.unknown_attributes();
    record.extend(unknown.map(|(name, json)| (name, json.to_owned())));
    let record: Vec<String> = record
        .iter()
        .map(|(name, json)| format!("{line}{}", entry((*name, json.as_str()))))
        .collect();
    format!("{{{}{end}}}", record.join(","))
}

/// The names and JSON values of a column's attributes.
fn entries<'a>(column: &'a Column, space: &str) -> Vec<(&'a str, String)> {
    let ty = if column.nullable {
        format!("[\"null\",{space}\"{}\"]", column.ty)
    } else {
        format!("\"{}\"", column.ty)
    };
    let is_unknown = |known: &str| column.unknown_attributes().any(|(name, _)| name == known);
    let mut entries = vec![("name", format!("\"{}\"", column.name))];
    let known = [
        ("type", true, ty),
        ("categorical", column.categorical, "true".to_owned()),
        ("textual", column.textual, "true".to_owned()),
    ];
    let known = known.into_iter();
    let known = known.filter(|(name, is_set, _)| *is_set && !is_unknown(name));
    entries.extend(known.map(|(name, _, json)| (name, json)));
    let unknown = column.unknown_attributes();
    entries.extend(unknown.map(|(name, json)| (name, json.to_owned())));
    entries
}
