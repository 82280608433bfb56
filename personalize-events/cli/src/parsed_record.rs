//! A record that has been parsed, with its problems.

use std::ops::Range;
use std::sync::Arc;

use personalize_events::{ColumnType, ValidationError, ViolationKind};

use crate::column::Role;
use crate::dataset::Dataset;
use crate::event;
use crate::findings::Findings;
use crate::input::RawRecord;
use crate::problem::Problems;
use crate::record::{Field, Record, Value};

/// A record that may have problems. The next one is parsed into the same memory.
pub(crate) struct ParsedRecord {
    record: Record,
    /// The names of fields without a column, if these are ignored.
    pub(crate) ignored: Vec<String>,
    /// The members of events that are no columns.
    pub(crate) event_members: Vec<&'static str>,
    problems: Problems,
    /// What was found in this and earlier records.
    pub(crate) findings: Findings,
}

impl ParsedRecord {
    pub(crate) fn new(dataset: &Arc<Dataset>) -> Self {
        Self {
            record: Record::new(dataset),
            ignored: Vec::new(),
            event_members: Vec::new(),
            problems: Problems::default(),
            findings: Findings::new(dataset),
        }
    }

    /// Removes the record, so that the fields of the next one can be added.
    pub(crate) fn clear(&mut self) {
        self.record.text.clear();
        self.record.categories.clear();
        self.record.fields.fill(Field::default());
        self.ignored.clear();
        self.event_members.clear();
        if !self.problems.is_empty() {
            self.problems = Problems::default();
        }
    }

    /// Adds the text of a value.
    pub(crate) fn add_text(&mut self, text: &str) -> Range<usize> {
        self.record.add_text(text)
    }

    /// Adds the categories of a list.
    pub(crate) fn add_categories(&mut self, categories: Vec<String>) -> Range<usize> {
        self.record.add_categories(categories)
    }

    /// Adds a field whose value is a part of the text that was added first.
    #[inline]
    pub(crate) fn add_part(&mut self, index: usize, part: Range<usize>) {
        let offset = part.start;
        match &mut self.record.fields[index] {
            Field {
                value,
                offset: found @ None,
                ..
            } if !part.is_empty() => {
                *value = Some(Value::Text(part));
                *found = Some(offset);
            }
            _ => {
                let value = (!part.is_empty()).then_some(Value::Text(part));
                self.add_field(index, Ok(value), offset);
            }
        }
    }

    /// Adds a field at an offset in the text of the record: its value, `None` for null, or what is wrong with it.
    pub(crate) fn add_field(
        &mut self,
        index: usize,
        value: Result<Option<Value>, &'static str>,
        offset: usize,
    ) {
        let column = &self.record.dataset.columns[index];
        let field = &mut self.record.fields[index];
        if field.offset.replace(offset).is_some() {
            self.problems.add_duplicate(offset, &column.name);
        }
        match value {
            Ok(None) if !column.nullable => {
                let requirement = column.requirement;
                self.add_problem(index, offset, &format!("is null, but {requirement}"));
            }
            Ok(Some(Value::Categories(_)))
                if column.form != ColumnType::CATEGORICAL && column.role != Role::Impression =>
            {
                let problem = "is a list, but its column is not categorical";
                self.add_problem(index, offset, problem);
            }
            Ok(value) => field.value = value,
            Err(problem) => self.add_problem(index, offset, problem),
        }
    }

    #[cold]
    fn add_problem(&mut self, index: usize, offset: usize, problem: &str) {
        self.record.fields[index].has_problem = true;
        let name = &self.record.dataset.columns[index].name;
        self.problems.add(offset, || format!("{name} {problem}"));
    }

    /// Checks that each column has a value that its schema requires; `problems` are those of the text.
    pub(crate) fn finish(&mut self, mut problems: Problems, derived_event_id: Option<String>) {
        let record = &mut self.record;
        if let Some(id) = derived_event_id {
            record.derived_event_id = id;
        }
        let dataset = &*record.dataset;
        if !problems.is_empty() {
            problems.append(std::mem::take(&mut self.problems));
            self.problems = problems;
        }
        for (column, field) in dataset.columns.iter().zip(&mut record.fields) {
            if !column.nullable && field.offset.is_none() {
                field.has_problem = true;
                self.problems.add_missing(column);
            }
        }
        let lacking = |index: usize| {
            let field = &record.fields[index];
            field.value.is_none() && !field.has_problem
        };
        if let Some(session) = event::lacks_session(dataset, lacking) {
            record.fields[session].has_problem = true;
            self.problems.add(0, || event::NO_SESSION.to_owned());
        }
        for member in self.event_members.drain(..) {
            self.findings.leave_out_member(member);
        }
    }

    /// The ID, which may be invalid. It is empty if it is missing.
    pub(crate) fn id(&self) -> &str {
        self.record.id()
    }

    /// Whether no problem has been found so far.
    pub(crate) fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    /// Builds something from the record, whose text is `raw`, or returns all its problems.
    pub(crate) fn build<T>(
        &mut self,
        raw: &RawRecord<'_>,
        build: impl FnOnce(&Record) -> Result<T, Vec<ValidationError>>,
    ) -> Result<T, Problems> {
        let result = build(&self.record);
        for error in result.as_ref().err().into_iter().flatten() {
            self.add_violations(error);
        }
        match result {
            Ok(value) if self.problems.is_empty() => {
                self.findings.add(raw, &self.record, &self.ignored);
                Ok(value)
            }
            Ok(_) | Err(_) => Err(std::mem::take(&mut self.problems)),
        }
    }

    fn add_violations(&mut self, error: &ValidationError) {
        let dataset = Arc::clone(&self.record.dataset);
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
                Some((column, _)) if self.record.fields[column].has_problem => {}
                Some((column, rest)) => {
                    let offset = self.record.fields[column].offset.unwrap_or_default();
                    self.problems.add(offset, || {
                        format!("{}{rest} {}", dataset.columns[column].name, text_in(column))
                    });
                }
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
