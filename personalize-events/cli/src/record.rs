//! A record of the input and its values.

use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use personalize_events::{PropertiesWriter, PropertyValue, ValueWriter};
use personalize_events_schema::Type;

use crate::column::{Column, Role};
use crate::dataset::Dataset;

/// A record whose columns are known at run time.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) dataset: Arc<Dataset>,
    /// The texts of all values.
    pub(crate) text: String,
    /// The categories of all values that are lists.
    pub(crate) categories: Vec<String>,
    /// A field for each column.
    pub(crate) fields: Vec<Field>,
    /// The ID of an event that has none of its own.
    pub(crate) derived_event_id: String,
}

/// The value of a column, and where it was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Field {
    /// `None` if it is null, missing or invalid.
    pub(crate) value: Option<Value>,
    /// Where it is in the text of the input, unless it is missing.
    pub(crate) offset: Option<usize>,
    /// Whether it has a problem already. Its violations are not reported too.
    pub(crate) has_problem: bool,
}

/// A value that is not null.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Where the text of a string, a number, a boolean, or categories that are already joined is in that of all values.
    Text(Range<usize>),
    /// Where the categories are in those of all values.
    Categories(Range<usize>),
}

impl Record {
    pub(crate) fn new(dataset: &Arc<Dataset>) -> Self {
        Self {
            dataset: Arc::clone(dataset),
            text: String::new(),
            categories: Vec::new(),
            fields: vec![Field::default(); dataset.columns.len()],
            derived_event_id: String::new(),
        }
    }

    /// Adds the text of a value.
    pub(crate) fn add_text(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// Adds the categories of a list.
    pub(crate) fn add_categories(&mut self, categories: Vec<String>) -> Range<usize> {
        let start = self.categories.len();
        self.categories.extend(categories);
        start..self.categories.len()
    }

    /// The ID of a user, item or action. It is empty if it is missing.
    pub(crate) fn id(&self) -> &str {
        let id = self.dataset.id.and_then(|id| self.text(id));
        id.unwrap_or_default()
    }

    /// The texts of the columns in the order of the file of an import, if all values are texts that it can have.
    pub(crate) fn texts(&self) -> Option<impl Iterator<Item = Option<&str>>> {
        let is_text = self.categories.is_empty() && !self.dataset.allow_null_text;
        let columns = self.dataset.in_file.iter();
        is_text.then(|| columns.map(|column| self.text(*column)))
    }

    /// The text of a column; `None` if it is null.
    #[inline]
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        match &self.fields.get(column)?.value {
            Some(Value::Text(text)) => Some(&self.text[text.clone()]),
            Some(Value::Categories(_)) | None => None,
        }
    }

    pub(crate) fn allows_null_text(&self) -> bool {
        self.dataset.allow_null_text
    }

    /// Writes the values that are sent as properties, or all if the record is for an import.
    pub(crate) fn write(&self, writer: &mut PropertiesWriter) {
        self.write_columns(|column| column.member.is_none(), writer);
    }

    pub(crate) fn write_columns(
        &self,
        is_written: impl Fn(&Column) -> bool,
        writer: &mut PropertiesWriter,
    ) {
        let fields = self.dataset.columns.iter().zip(&self.fields);
        for (column, field) in fields.filter(|(column, _)| is_written(column)) {
            match &field.value {
                None => {}
                Some(Value::Categories(categories)) => {
                    let categories = &self.categories[categories.clone()];
                    categories.write_property(self.slot(column, writer));
                }
                Some(Value::Text(text)) => {
                    self.write_text(&self.text[text.clone()], column, writer);
                }
            }
        }
    }

    /// Starts the property of a column.
    fn slot<'w>(&self, column: &'w Column, writer: &'w mut PropertiesWriter) -> ValueWriter<'w> {
        let mut slot = writer.key(&column.key).column(column.form);
        if column.role == Role::Timestamp {
            slot = slot.timestamp();
        }
        if self.dataset.allow_null_text {
            slot = slot.allow_null_text();
        }
        slot
    }

    fn write_text(&self, text: &str, column: &Column, writer: &mut PropertiesWriter) {
        let slot = self.slot(column, writer);
        if !self.dataset.json_values {
            return text.write_property(slot);
        }
        match column.ty {
            Type::Int | Type::Long => write_json::<i64>(text, slot),
            Type::Float | Type::Double => write_json::<f64>(text, slot),
            Type::Boolean => write_json::<bool>(text, slot),
            Type::String | _ => text.write_property(slot),
        }
    }
}

/// Writes a number or boolean as a JSON value, if the text is one.
fn write_json<T: FromStr + PropertyValue>(text: &str, slot: ValueWriter<'_>) {
    match text.parse::<T>() {
        Ok(value) => value.write_property(slot.as_json()),
        Err(_) => text.write_property(slot),
    }
}
