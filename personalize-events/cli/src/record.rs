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
    /// Empty for interactions, whose IDs are among the values.
    pub(crate) id: Range<usize>,
    /// A value for each column; `None` for that of the ID.
    pub(crate) values: Vec<Option<Value>>,
    /// The ID of an event that has none of its own.
    pub(crate) derived_event_id: String,
}

/// A value that is not null.
#[derive(Debug)]
pub(crate) enum Value {
    /// Where the text of a string, a number, a boolean, or categories that are already joined is in that of all values.
    Text(Range<usize>),
    Categories(Vec<String>),
}

impl Record {
    pub(crate) fn new(dataset: &Arc<Dataset>) -> Self {
        Self {
            dataset: Arc::clone(dataset),
            text: String::new(),
            id: 0..0,
            values: dataset.columns.iter().map(|_| None).collect(),
            derived_event_id: String::new(),
        }
    }

    /// Adds the text of a value.
    pub(crate) fn add_text(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    pub(crate) fn id(&self) -> &str {
        &self.text[self.id.clone()]
    }

    /// The text of a column; `None` if it is null or the column of the ID.
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        match self.values.get(column)? {
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
        let values = self.dataset.columns.iter().zip(&self.values).enumerate();
        for (index, (column, value)) in values.filter(|(_, (column, _))| is_written(column)) {
            match value {
                None => {}
                Some(Value::Categories(categories)) => {
                    categories.write_property(self.slot(column, writer));
                }
                Some(Value::Text(text)) => {
                    self.write_text(&self.text[text.clone()], index, writer);
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

    fn write_text(&self, text: &str, index: usize, writer: &mut PropertiesWriter) {
        let dataset = &*self.dataset;
        let column = &dataset.columns[index];
        // The file of an import has the column of the ID apart.
        let position = index - usize::from(dataset.id.is_some_and(|id| id < index));
        let has_settings = column.role == Role::Timestamp || dataset.allow_null_text;
        if !has_settings && writer.text_at(position, text) {
            return;
        }
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
