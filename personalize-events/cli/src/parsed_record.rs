//! A record that has been parsed, with its problems.

use std::sync::Arc;

use personalize_events::{ColumnType, ValidationError, ViolationKind};

use crate::column::Role;
use crate::dataset::Dataset;
use crate::event;
use crate::input::RawRecord;
use crate::problem::Problems;
use crate::record::{Field, Fields, Record, Value};
use crate::warnings::Warnings;

/// A record that may have problems.
pub(crate) struct ParsedRecord<'d, 'r> {
    raw: &'r RawRecord,
    record: Record<'d>,
    /// The offset of each column in the text.
    offsets: Vec<usize>,
    /// Whether each column has a problem already. Its violations are not reported too.
    has_problem: Vec<bool>,
    /// The names of fields that are ignored.
    ignored: Vec<String>,
    problems: Problems,
    warnings: Arc<Warnings>,
}

impl<'d, 'r> ParsedRecord<'d, 'r> {
    /// Checks that each column has a value that its schema allows; `problems` are those found so far.
    pub(crate) fn new(
        dataset: &'d Dataset,
        raw: &'r RawRecord,
        fields: Fields,
        mut problems: Problems,
        warnings: Arc<Warnings>,
        derived_event_id: String,
    ) -> Self {
        let mut offsets: Vec<Option<usize>> = vec![None; dataset.columns.len()];
        let mut has_problem = vec![false; dataset.columns.len()];
        let mut values: Vec<Option<Value>> = dataset.columns.iter().map(|_| None).collect();
        for Field {
            column: index,
            value,
            offset,
        } in fields.known
        {
            let column = &dataset.columns[index];
            if offsets[index].replace(offset).is_some() {
                problems.add_duplicate(offset, &column.name);
            }
            let problem = match value {
                Ok(None) if !column.nullable => &format!("is null, but {}", column.requirement),
                Ok(Some(Value::Categories(_)))
                    if column.form != ColumnType::CATEGORICAL
                        && column.role != Role::Impression =>
                {
                    "is a list, but its column is not categorical"
                }
                Ok(value) => {
                    values[index] = value;
                    continue;
                }
                Err(problem) => problem,
            };
            has_problem[index] = true;
            problems.add(offset, || format!("{} {problem}", column.name));
        }
        for (index, column) in dataset.columns.iter().enumerate() {
            if offsets[index].is_none() && !column.nullable {
                has_problem[index] = true;
                problems.add_missing(column);
            }
        }
        let lacking = |index: usize| values[index].is_none() && !has_problem[index];
        if let Some(session) = event::lacks_session(dataset, lacking) {
            has_problem[session] = true;
            problems.add(0, || event::NO_SESSION.to_owned());
        }
        for member in fields.event_members {
            warnings.leave_out_member(member);
        }
        let id = match dataset.id.and_then(|id| values[id].take()) {
            Some(Value::Text(id)) => id,
            Some(Value::Categories(_)) | None => String::new(),
        };
        Self {
            raw,
            record: Record {
                dataset,
                id,
                values,
                derived_event_id,
            },
            offsets: offsets.into_iter().map(Option::unwrap_or_default).collect(),
            has_problem,
            ignored: fields.ignored,
            problems,
            warnings,
        }
    }

    /// Whether no problem has been found so far.
    pub(crate) fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    /// Builds something from the record, or returns all its problems.
    pub(crate) fn build<T>(
        mut self,
        build: impl FnOnce(&Record<'d>) -> Result<T, Vec<ValidationError>>,
    ) -> Result<T, Problems> {
        let result = build(&self.record);
        for error in result.as_ref().err().into_iter().flatten() {
            self.add_violations(error);
        }
        match result {
            Ok(value) if self.problems.is_empty() => {
                let Self {
                    raw,
                    record,
                    offsets,
                    ..
                } = &self;
                self.warnings.add(raw, record, offsets, &self.ignored);
                Ok(value)
            }
            Ok(_) | Err(_) => Err(self.problems),
        }
    }

    fn add_violations(&mut self, error: &ValidationError) {
        let dataset = self.record.dataset;
        for violation in error.violations() {
            let text = || violation_text(violation.kind());
            let text_in = |column: usize| match dataset.columns[column].role {
                Role::Impression => {
                    let text = text().replace("category", "item");
                    text.replace("categories", "items")
                }
                Role::Id | Role::Timestamp | Role::Other => text(),
            };
            match dataset.column_at(violation.path()) {
                None => self
                    .problems
                    .add(0, || format!("{} {}", violation.path(), text())),
                Some((column, _)) if self.has_problem[column] => {}
                Some((column, rest)) => self.problems.add(self.offsets[column], || {
                    format!("{}{rest} {}", dataset.columns[column].name, text_in(column))
                }),
            }
        }
    }
}

/// The message of a violation, with hints for those who have a file and no code.
fn violation_text(kind: &ViolationKind) -> String {
    if let ViolationKind::NullTextId = kind {
        let text = "is the text `null`, and the service has dropped a record with such an ID without an \
                    error; set the actual ID, or allow it with --allow-null-text";
        return text.to_owned();
    }
    if let ViolationKind::NullTextCategory { index, .. } = kind {
        return format!(
            "has the text `null` as category {index}, which the service may treat as null; remove it, \
             or allow it with --allow-null-text"
        );
    }
    if let ViolationKind::Fraction { .. } = kind {
        return format!(
            "{kind}; remove it (pandas adds `.0` if a value of the column is missing: use its type Int64)"
        );
    }
    if let ViolationKind::WrongType {
        column_type: "a timestamp",
        ..
    } = kind
    {
        return format!("{kind}; convert dates, in Python with int(date.timestamp())");
    }
    if let ViolationKind::PlaceholderId = kind {
        let text = kind.to_string();
        return text.replace("`allow_placeholder_ids`", "--allow-placeholder-ids");
    }
    if let ViolationKind::SessionIdIsUserId = kind {
        let text = "is the user ID, and then what a visitor did before signing in cannot be joined to the user; set the ID of \
                    the visit, or remove the column and derive sessions with --session-from";
        return text.to_owned();
    }
    kind.to_string()
}
