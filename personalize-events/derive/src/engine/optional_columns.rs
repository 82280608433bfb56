//! `optional_columns = "…"`: reserved columns that members of the record fill, for the schema.

use personalize_events_schema::ReservedColumn;
use personalize_events_schema::record_kind::RecordKind;

use crate::engine::container::Container;
use crate::engine::errors::Errors;

/// Finds the columns that a struct lists, in the order of the list.
pub(crate) fn find(
    kind: &RecordKind,
    container: &Container,
    errors: &mut Errors,
) -> Vec<&'static ReservedColumn> {
    let Some(attr) = &container.optional_columns else {
        return Vec::new();
    };
    if container.schema.is_some() {
        let message = "`optional_columns` has no effect beside `schema`, whose file has all columns; \
                       add the columns to the file, and remove `optional_columns`";
        errors.at(attr.span(), message);
        return Vec::new();
    }
    let optional = optional(kind);
    let dataset = kind.dataset_type();
    let Some(example) = optional.first() else {
        let message = "`optional_columns` is only for events and action interactions; remove it, and add a \
                       field for each column";
        errors.at(attr.span(), message);
        return Vec::new();
    };
    let mut found = Vec::new();
    for name in attr.value().split(',').map(str::trim) {
        let column = optional.iter().find(|column| column.name == name);
        let message = match column {
            Some(column) if !found.contains(column) => {
                found.push(*column);
                continue;
            }
            Some(_) => format!("`{name}` is listed twice; remove one"),
            None if name.is_empty() => format!(
                "a name is missing; separate the names by single commas, or write one, such as `{}`",
                example.name
            ),
            None => format!(
                "`{name}` is no optional column of {dataset}; use {}",
                list(&optional)
            ),
        };
        errors.at(attr.span(), message);
    }
    found
}

/// The columns that some records fill beside their properties.
fn optional(kind: &RecordKind) -> Vec<&'static ReservedColumn> {
    let of_every_record: Vec<_> = kind.columns_of_every_record().collect();
    let columns = kind.dataset_type().reserved_columns().iter();
    columns
        .filter(|column| {
            kind.is_sent_beside_properties(column) && !of_every_record.contains(column)
        })
        .collect()
}

/// `IMPRESSION` or `RECOMMENDATION_ID`
fn list(columns: &[&ReservedColumn]) -> String {
    let mut names: Vec<_> = columns
        .iter()
        .map(|column| format!("`{}`", column.name))
        .collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        format!("{} or {last}", names.join(", "))
    }
}
