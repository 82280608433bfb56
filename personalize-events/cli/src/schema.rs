//! The command `schema check`.

use std::fmt::Write as _;
use std::path::PathBuf;

use personalize_events_schema::Schema;

use crate::dataset;
use crate::progress::eprintln;
use crate::report::{ExitStatus, println};

/// Prints every problem of each schema, or its columns if it is valid.
pub(crate) fn check(files: &[PathBuf]) -> ExitStatus {
    let mut status = ExitStatus::Success;
    for file in files {
        match dataset::read(file) {
            Ok(schema) => {
                for warning in schema.warnings() {
                    eprintln(&format!("{}:{warning} (warning)", file.display()));
                }
                println(&format!("{}: {}", file.display(), table(&schema)));
            }
            Err(error) => {
                eprintln(&format!("{error:#}"));
                status = ExitStatus::SomeRejected;
            }
        }
    }
    status
}

/// Formats the type of the dataset, and the name and type of each column with its key, or the member of calls that has its
/// values.
fn table(schema: &Schema) -> String {
    let columns = schema.columns();
    let mut text = format!("{}, {} columns", schema.dataset_type(), columns.len());
    if let Some(max) = schema.max_event_types() {
        let _ = write!(text, ", at most {max} event types");
    }
    let widths = columns.iter().map(|column| column.name().len());
    let width = widths.max().unwrap_or_default();
    for column in columns {
        let (name, key) = (column.name(), column.key());
        let mut ty = if column.is_categorical() {
            "categories".to_owned()
        } else if column.is_textual() {
            "textual".to_owned()
        } else {
            column.ty().to_string()
        };
        if column.is_nullable() {
            ty += " or null";
        }
        let reserved = schema.dataset_type().reserved_column(name);
        let member = reserved.and_then(|reserved| reserved.member);
        let (key, note) = match member {
            Some(member) => (member, ""),
            None if key.is_unambiguous() => (key.as_str(), ""),
            None => (key.as_str(), " (ambiguous: set it with --key)"),
        };
        let _ = write!(text, "\n  {name:width$}  {ty:22}  {key}{note}");
    }
    text
}
