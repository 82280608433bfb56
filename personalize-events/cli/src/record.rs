//! A record of the input and its values.

use std::str::FromStr;

use personalize_events::{PropertiesWriter, PropertyValue, ValueWriter};
use personalize_events_schema::Type;

use crate::column::{Column, Role};
use crate::dataset::Dataset;

/// A record whose columns are known at run time.
#[derive(Debug)]
pub(crate) struct Record<'d> {
    pub(crate) dataset: &'d Dataset,
    /// Empty for interactions, whose IDs are among the values.
    pub(crate) id: String,
    /// A value for each column; `None` for that of the ID.
    pub(crate) values: Vec<Option<Value>>,
    /// The ID of an event that has none of its own.
    pub(crate) derived_event_id: String,
}

/// A value that is not null.
#[derive(Debug)]
pub(crate) enum Value {
    /// The text of a string, a number, a boolean, or categories that are already joined.
    Text(String),
    Categories(Vec<String>),
}

/// The fields of a record in the input.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    pub(crate) known: Vec<Field>,
    /// The names of fields without a column, if these are ignored.
    pub(crate) ignored: Vec<String>,
    /// The members of events that are no columns.
    pub(crate) event_members: Vec<&'static str>,
}

/// A field that has a column.
#[derive(Debug)]
pub(crate) struct Field {
    /// The index of its column.
    pub(crate) column: usize,
    /// `None` for null, or what is wrong with the value.
    pub(crate) value: Result<Option<Value>, &'static str>,
    /// Where it is in the text of the record, in bytes.
    pub(crate) offset: usize,
}

impl Record<'_> {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The text of a column; `None` if it is null or the column of the ID.
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        match self.values.get(column)? {
            Some(Value::Text(text)) => Some(text),
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
        let values = self.dataset.columns.iter().zip(&self.values);
        for (column, value) in values.filter(|(column, _)| is_written(column)) {
            match (value, column.ty) {
                (None, _) => {}
                (Some(Value::Categories(categories)), _) => {
                    categories.write_property(self.slot(column, writer));
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
                    text.write_property(self.slot(column, writer));
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

    /// Writes the text of a number or boolean: as a JSON value if these are wanted, else as a string.
    fn write_text<T: FromStr + PropertyValue>(
        &self,
        text: &String,
        column: &Column,
        writer: &mut PropertiesWriter,
    ) {
        let slot = self.slot(column, writer);
        match text.parse::<T>() {
            Ok(value) if self.dataset.json_values => value.write_property(slot.as_json()),
            Ok(_) | Err(_) => text.write_property(slot),
        }
    }
}
