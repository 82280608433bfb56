//! What a schema is not refused for, but should be looked at.

use crate::column::{Column, Extra, Type};
use crate::diagnostic::Diagnostic;
use crate::names::{did_you_mean, fold};
use crate::place::Place;
use crate::{DatasetType, NAMESPACE, Schema, VERSION};

/// The keys of a column that the guide describes.
const COLUMN: [&str; 4] = ["name", "type", "categorical", "textual"];

/// The keys of a record that the guide describes.
const RECORD: [&str; 5] = ["type", "name", "namespace", "fields", "version"];

/// All warnings, in the order of the text.
pub(crate) fn warnings(schema: &Schema) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    documented(
        &mut remarks,
        "namespace",
        schema.namespace.as_deref(),
        NAMESPACE,
        schema.places.namespace,
    );
    documented(
        &mut remarks,
        "version",
        schema.version.as_deref(),
        VERSION,
        schema.places.version,
    );
    undescribed(&mut remarks, &schema.extra, &RECORD);
    for column in &schema.columns {
        undescribed(&mut remarks, &column.extra, &COLUMN);
        if schema.dataset_type.reserved_column(&column.name).is_none() {
            metadata(&mut remarks, schema.dataset_type, column);
        }
    }
    if schema.dataset_type.needs_metadata() && schema.metadata().all(is_unused) {
        let message = format!(
            "the guide asks for one metadata column in {} that is a number or a categorical string",
            schema.dataset_type
        );
        remarks.push(Diagnostic::new(schema.places.fields, message));
    }
    remarks.sort_by_key(Diagnostic::position);
    remarks
}

/// What all examples of the guide have.
fn documented(
    remarks: &mut Vec<Diagnostic>,
    key: &str,
    found: Option<&str>,
    expected: &str,
    place: Place,
) {
    let found = match found {
        Some(found) if found == expected => return,
        Some(found) => format!("`{key}` is {found:?}"),
        None => format!("the record has no `{key}`"),
    };
    let message = format!("{found}; in all examples of the guide it is {expected:?}");
    remarks.push(Diagnostic::new(place, message));
}

fn undescribed(remarks: &mut Vec<Diagnostic>, extra: &[Extra], known: &[&'static str]) {
    for Extra { place, key, .. } in extra {
        let hint = did_you_mean(key, known);
        let message = format!(
            "the guide does not describe the key {key:?}{hint} What the service does with it is \
             not documented"
        );
        remarks.push(Diagnostic::new(*place, message));
    }
}

fn metadata(remarks: &mut Vec<Diagnostic>, dataset_type: DatasetType, column: &Column) {
    let name = &column.name;
    let alike = dataset_type
        .reserved_columns()
        .iter()
        .find(|keyword| fold(keyword.name) == fold(name));
    if let Some(keyword) = alike {
        let message = format!(
            "`{name}` is read as metadata; if you mean the keyword, write `{}`",
            keyword.name
        );
        remarks.push(Diagnostic::new(column.place, message));
    }
    if !is_unused(column) {
        return;
    }
    let message = if column.ty == Type::Boolean {
        format!(
            "`{name}` is boolean, which the service neither trains on nor filters by; a string of \
             \"True\" and \"False\" or an int of 0 and 1 would do"
        )
    } else {
        let or_textual = if dataset_type.allows_textual() {
            " or textual"
        } else {
            ""
        };
        format!(
            "`{name}` is a string that is not categorical{or_textual}: the service stores it, but \
             does not train on it"
        )
    };
    remarks.push(Diagnostic::new(column.place, message));
}

fn is_unused(column: &Column) -> bool {
    !column.ty.is_number() && !column.categorical && !column.textual
}
