//! A record of the input, its values and its problems.

use std::str::FromStr;

use personalize_events::{
    ColumnType, IdValue as _, PropertiesWriter, PropertyValue, ValidationError, ViolationKind,
};
use personalize_events_schema::Type;

use crate::dataset::{Column, Dataset};

/// A record whose columns are known at run time.
#[derive(Debug)]
pub(crate) struct Record {
    dataset: &'static Dataset,
    id: String,
    /// A value for each column; `None` for that of the ID.
    values: Vec<Option<Value>>,
}

/// A value that is not null.
#[derive(Debug)]
pub(crate) enum Value {
    /// The text of a string, a number, a boolean, or categories that are already joined.
    Text(String),
    Categories(Vec<String>),
}

/// A field of the input.
#[derive(Debug)]
pub(crate) struct Field {
    /// The index of its column.
    pub(crate) column: usize,
    /// `None` for null.
    pub(crate) value: Option<Value>,
    /// Where it is in the text of the record, in bytes.
    pub(crate) offset: usize,
}

/// What is wrong with a record, without its values.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where it is in the text of the record, in bytes.
    pub(crate) offset: usize,
    pub(crate) text: String,
}

impl Problem {
    pub(crate) fn new(offset: usize, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { offset, text }
    }

    pub(crate) fn duplicate(offset: usize, column: &str) -> Self {
        Self::new(
            offset,
            format!("{column} appears twice; remove one of them"),
        )
    }

    pub(crate) fn missing(column: &str) -> Self {
        Self::new(
            0,
            format!("{column} is missing, but its column is not nullable"),
        )
    }
}

/// A record that may have problems.
#[derive(Debug)]
pub(crate) struct ParsedRecord {
    record: Record,
    /// The offset of each column in the text.
    offsets: Vec<usize>,
    problems: Vec<Problem>,
}

impl ParsedRecord {
    /// Checks that each column has a value that its schema allows; `problems` are those found so far.
    pub(crate) fn new(
        dataset: &'static Dataset,
        fields: Vec<Field>,
        mut problems: Vec<Problem>,
    ) -> Self {
        let mut offsets: Vec<Option<usize>> = vec![None; dataset.columns.len()];
        let mut values: Vec<Option<Value>> = dataset.columns.iter().map(|_| None).collect();
        for Field {
            column: index,
            value,
            offset,
        } in fields
        {
            let column = &dataset.columns[index];
            if offsets[index].replace(offset).is_some() {
                problems.push(Problem::duplicate(offset, column.name));
            }
            let problem = match &value {
                None if !column.nullable => "is null, but its column is not nullable",
                Some(Value::Categories(_)) if column.form != ColumnType::CATEGORICAL => {
                    "is a list, but its column is not categorical"
                }
                None | Some(_) => {
                    values[index] = value;
                    continue;
                }
            };
            problems.push(Problem::new(offset, format!("{} {problem}", column.name)));
        }
        for (column, offset) in dataset.columns.iter().zip(&offsets) {
            if offset.is_none() && !column.nullable {
                problems.push(Problem::missing(column.name));
            }
        }
        let id = match values[dataset.id].take() {
            Some(Value::Text(id)) => id,
            Some(Value::Categories(_)) | None => String::new(),
        };
        Self {
            record: Record {
                dataset,
                id,
                values,
            },
            offsets: offsets.into_iter().map(Option::unwrap_or_default).collect(),
            problems,
        }
    }

    /// Whether no problem has been found so far.
    pub(crate) fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }

    /// Builds something from the record, or returns all its problems.
    pub(crate) fn build<T>(
        self,
        build: impl FnOnce(&Record) -> Result<T, ValidationError>,
    ) -> Result<T, Vec<Problem>> {
        match build(&self.record) {
            Ok(value) if self.problems.is_empty() => Ok(value),
            Ok(_) => Err(self.problems),
            Err(error) => Err(self.with_violations(&error)),
        }
    }

    fn with_violations(self, error: &ValidationError) -> Vec<Problem> {
        let Self {
            record,
            offsets,
            mut problems,
        } = self;
        let parsed = problems.len();
        for violation in error.violations() {
            let text = violation_text(violation.kind());
            let Some(column) = record.dataset.column_at(violation.path()) else {
                problems.push(Problem::new(0, format!("{} {text}", violation.path())));
                continue;
            };
            let name = format!("{} ", record.dataset.columns[column].name);
            // A column that could not be parsed has its problem already.
            if problems[..parsed]
                .iter()
                .all(|problem| !problem.text.starts_with(&name))
            {
                problems.push(Problem::new(offsets[column], name + &text));
            }
        }
        problems.sort_by_key(|problem| problem.offset);
        problems
    }
}

impl Record {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn write(&self, writer: &mut PropertiesWriter) {
        self.id.check_id(self.dataset.id_member, writer);
        for (column, value) in self.dataset.columns.iter().zip(&self.values) {
            match (value, column.ty) {
                (None, _) => {}
                (Some(Value::Categories(categories)), _) => {
                    categories.write_property(writer.key(column.key).column(column.form));
                }
                (Some(Value::Text(text)), Type::Int | Type::Long) => {
                    self.write_text::<i64>(text, column, writer);
                }
                (Some(Value::Text(text)), Type::Float | Type::Double) => {
                    self.write_text::<f64>(text, column, writer);
                }
                (Some(Value::Text(text)), Type::Boolean) => {
                    self.write_text::<bool>(text, column, writer);
                }
                (Some(Value::Text(text)), Type::String | _) => {
                    text.write_property(writer.key(column.key).column(column.form));
                }
            }
        }
    }

    /// Writes the text of a number or boolean: as a JSON value if these are wanted, else as a string.
    fn write_text<T: FromStr + PropertyValue>(
        &self,
        text: &String,
        column: &Column,
        writer: &mut PropertiesWriter,
    ) {
        let slot = writer.key(column.key).column(column.form);
        match text.parse::<T>() {
            Ok(value) if self.dataset.json_values => value.write_property(slot.as_json()),
            Ok(_) | Err(_) => text.write_property(slot),
        }
    }
}

/// The message of a violation, with hints for those who have a file and no code.
fn violation_text(kind: &ViolationKind) -> String {
    if let ViolationKind::NullTextId = kind {
        let text =
            "is the text `null`, and the service silently drops such records; set the actual ID";
        return text.to_owned();
    }
    if let ViolationKind::NullTextCategory { index } = kind {
        return format!(
            "has the text `null` as category {index}, which the service may treat as null; remove it"
        );
    }
    kind.to_string()
}
