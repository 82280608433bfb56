//! The header of a CSV: which column each field is for.

use crate::dataset::Dataset;
use crate::problem::Problems;
use crate::warnings::Warnings;

use super::csv_fields::CsvField;
use super::object::ObjectReader;
use super::reader::REASON_COLUMN;

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The column of the schema with this index.
    Column(usize),
    /// JSON with several columns.
    Properties,
    /// Why the record was rejected by an earlier run.
    Reason,
    Ignored,
}

/// Returns the target of each field.
pub(super) fn targets(
    names: &[CsvField<'_>],
    objects: &ObjectReader,
    warnings: &Warnings,
    problems: &mut Problems,
) -> Vec<Target> {
    let dataset = &objects.dataset;
    let mut found = vec![false; dataset.columns.len()];
    let mut has_properties = false;
    let targets = names.iter().map(
        |CsvField {
             text: name, offset, ..
         }| {
            if let Some(index) = dataset.column(name) {
                if std::mem::replace(&mut found[index], true) {
                    problems.add_duplicate(*offset, &dataset.columns[index].name);
                }
                Target::Column(index)
            } else if objects.is_properties(name) {
                if std::mem::replace(&mut has_properties, true) {
                    problems.add_duplicate(*offset, name);
                }
                Target::Properties
            } else if name == REASON_COLUMN {
                Target::Reason
            } else if let Some(member) = dataset.event_member(name) {
                warnings.leave_out_member(member);
                Target::Ignored
            } else {
                if objects.ignore_unknown {
                    warnings.ignore_column(name);
                } else {
                    problems.add(*offset, || dataset.unknown_column(name, false));
                }
                Target::Ignored
            }
        },
    );
    let targets = targets.collect();
    for (column, is_found) in dataset.columns.iter().zip(found) {
        if !is_found && !column.nullable && !has_properties {
            problems.add_missing(column);
        }
    }
    targets
}

/// Returns what is wrong with a first line that has no column of the schema. The message does not repeat the line, which
/// may be a record.
pub(super) fn no_columns(text: &str, dataset: &Dataset) -> String {
    if text.trim_start().starts_with(['{', '[']) {
        return "the input looks like JSON; for JSON Lines, pass --format jsonl".to_owned();
    }
    if text.to_ascii_lowercase().starts_with("sep=") {
        return "the first line sets a separator for Excel; remove it, and separate fields by commas".to_owned();
    }
    let has_column = |separator: &&(char, &str)| {
        let names = text.split(separator.0).map(|name| name.trim_matches('"'));
        names.into_iter().any(|name| dataset.column(name).is_some())
    };
    let mut separators = SEPARATORS.iter();
    let without_commas = |it: &&(char, &str)| !text.contains(',') && text.contains(it.0);
    let separator = separators
        .find(has_column)
        .or_else(|| SEPARATORS[..3].iter().find(without_commas));
    match separator {
        Some((separator, name)) => {
            let option = match separator {
                '\t' => "--tabs".to_owned(),
                ' '.. => format!("-d '{separator}'"),
                _ => "-d SEPARATOR".to_owned(),
            };
            format!(
                "the fields of the first line are separated by {name}, but commas are required; export the file again \
                 with commas, or convert it, for example with `csvformat {option}` of csvkit"
            )
        }
        None => "the first line has no column of the schema; add a header with the column names"
            .to_owned(),
    }
}

/// Separators of other dialects, with their names in messages. A line without commas and column names may use the first
/// three.
const SEPARATORS: [(char, &str); 7] = [
    (';', "`;`"),
    ('\t', "tabs"),
    ('|', "`|`"),
    (':', "`:`"),
    (' ', "spaces"),
    ('\u{1}', "the character U+0001"),
    ('\u{1f}', "the character U+001F"),
];
