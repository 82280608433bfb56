//! Compares the fields of a struct with the columns of the schema in a file.
//!
//! Names are compared here, where the fields are known; types by the compiler, which knows those.

use heck::ToSnakeCase;
use personalize_events_schema::Column;
use personalize_events_schema::names::is_same_column;
use personalize_events_schema::record_kind::RecordKind;
use proc_macro2::Span;

use crate::engine::column::Name;
use crate::engine::container::Container;
use crate::engine::errors::Errors;
use crate::engine::input::{Content, Part};
use crate::engine::schema_file::SchemaFile;

/// Reads the schema that a struct names, and finds the column of each property in it.
pub(crate) fn find(
    kind: &RecordKind,
    container: &Container,
    parts: &mut [Part<'_>],
    errors: &mut Errors,
) -> Option<SchemaFile> {
    let attr = container.schema.clone()?;
    // A column that seems to be missing may belong to a field with an error, or to a flattened one,
    // whose columns only the compiler knows.
    let is_complete = errors.is_empty() && !parts.iter().any(Part::is_flattened);
    let file = SchemaFile::read(kind, attr, errors)?;
    let mut unfilled = unfilled(kind, &file, parts);
    let mut meant = Vec::new();
    for part in parts.iter_mut() {
        if let Content::Property { name, column, .. } = &mut part.content {
            match find_column(&file, name, &unfilled) {
                Ok(found) => {
                    // The name in the file, which differs only in `_` and case, is that of the dataset.
                    found.name().clone_into(&mut name.column);
                    column.reserved = kind.dataset_type().reserved_column(found.name());
                    column.in_schema = Some(found.clone());
                }
                Err(mismatch) => {
                    errors.at(mismatch.span, mismatch.message);
                    meant.extend(mismatch.meant);
                }
            }
        }
    }
    unfilled.retain(|column| is_complete && !meant.contains(column));
    for column in unfilled {
        let (position, name) = (file.position_of(column), column.name());
        let field = if name == name.to_ascii_uppercase() {
            name.to_ascii_lowercase()
        } else {
            name.to_snake_case()
        };
        let message =
            format!("{position}: the column `{name}` has no field; add a field `{field}`");
        errors.at(file.attr.span(), message);
    }
    Some(file)
}

/// The columns that need a property and have none.
fn unfilled<'a>(kind: &RecordKind, file: &'a SchemaFile, parts: &[Part<'_>]) -> Vec<&'a Column> {
    let has_field = |column: &Column| {
        let mut properties = parts.iter().filter_map(Part::property);
        properties.any(|(name, _)| is_same_column(&name.column, column.name()))
    };
    let columns = file.schema.columns().iter();
    let properties = columns.filter(|column| file.is_property(kind, column));
    properties.filter(|column| !has_field(column)).collect()
}

/// The error of a property without a column.
struct Mismatch<'a> {
    span: Span,
    message: String,
    /// The column that was probably meant.
    meant: Option<&'a Column>,
}

/// Finds the column of a property; a suggestion is one of the unfilled columns.
fn find_column<'a>(
    file: &'a SchemaFile,
    name: &Name,
    unfilled: &[&'a Column],
) -> Result<&'a Column, Mismatch<'a>> {
    let span = name.column_span;
    let (wanted, shown) = (&name.column, file.attr.value());
    let Some(found) = file.schema.column_for_key(wanted) else {
        let meant = file.schema.did_you_mean(wanted);
        let meant = meant.filter(|meant| unfilled.contains(meant));
        let suggestion = match meant {
            Some(meant) => format!("did you mean `{}`?", meant.name()),
            None => "add it there, or leave the field out with #[personalize(skip)]".to_owned(),
        };
        let message = format!("{shown} has no column `{wanted}`; {suggestion}");
        return Err(Mismatch {
            span,
            message,
            meant,
        });
    };
    let in_schema = found.name();
    if name.is_column_stated && in_schema != wanted {
        let position = file.position_of(found);
        let message = format!(
            "the column in {position} is named `{in_schema}`; change it to #[personalize(column = \"{in_schema}\")]"
        );
        let meant = None;
        return Err(Mismatch {
            span,
            message,
            meant,
        });
    }
    Ok(found)
}
