//! Looks at schemas.

use std::fmt::Write as _;
use std::path::PathBuf;

use personalize_events_schema::Schema;

use crate::dataset;
use crate::progress::eprintln;
use crate::report::Outcome;

/// Says everything that is wrong with each, and what it has.
pub(crate) fn check(files: &[PathBuf]) -> Outcome {
    let mut outcome = Outcome::Complete;
    for file in files {
        match dataset::read(file) {
            Ok(schema) => {
                for warning in schema.warnings() {
                    eprintln(&format!("{}:{warning} (warning)", file.display()));
                }
                println(&format!("{}: {}", file.display(), table(&schema)));
            }
            Err(failure) => {
                eprintln(&failure.to_string());
                outcome = Outcome::SomeRejected;
            }
        }
    }
    outcome
}

fn println(text: &str) {
    use std::io::Write as _;

    let _ = writeln!(std::io::stdout(), "{text}");
}

/// The kind, and for each column its type and key.
fn table(schema: &Schema) -> String {
    let columns = schema.columns();
    let mut text = format!("{}, {} columns", schema.dataset_type(), columns.len());
    let width = columns
        .iter()
        .map(|column| column.name().len())
        .max()
        .unwrap_or_default();
    for column in columns {
        let key = column.key();
        let mut ty = column.ty().to_string();
        if column.is_categorical() {
            "categories".clone_into(&mut ty);
        }
        if column.is_textual() {
            "running text".clone_into(&mut ty);
        }
        if column.is_nullable() {
            ty += " or null";
        }
        let unclear = if key.is_unambiguous() {
            ""
        } else {
            " (not clear from the name: say it with --key)"
        };
        let _ = write!(
            text,
            "\n  {:width$}  {ty:22}  {key}{unclear}",
            column.name()
        );
    }
    text
}
