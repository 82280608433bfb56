//! The emulator's own reading of a dataset's Avro schema, and validation of records against it.
//!
//! AWS does not document what the service does with properties that do not match the schema, only that they must. The
//! rules here are our choice: a key is the name of a column in any case, with or without `_`, a column that is not
//! nullable is required, a key without a column is an error, and numbers and booleans may be sent as such or as strings.
//! A column for which a request has a member, such as `EVENT_VALUE`, need not be among the properties. Whether an event has
//! an item and a user is not checked, although their columns are not nullable: AWS documents both members as optional. A
//! column `SESSION_ID` has the session of the request, because the service rejects its key among the properties.
//!
//! AWS documents that keys are names in camel case, and that names that differ only in `_` are equal. It does not
//! document how the key of `ContentText` or `TOP_3` is written.
//!
//! The reading is strict where AWS is silent: it rejects a property without a column, a record that leaves out a column
//! that is not nullable, and an `eventValue` without the column `EVENT_VALUE`, which AWS documents that it corresponds to.
//! The properties may have an `eventValue` even then, as in AWS's own examples. `eventType`, `recommendationId`,
//! `impression` and `metricAttribution` need no column: AWS documents uses of the last three that do not require one, and
//! its examples have schemas without the first. AWS also documents that a Domain dataset group requires a column for
//! impressions; the emulator does not know the kind of a group.

use std::collections::HashMap;

use serde_json::{Map, Value};

use self::column::{AvroField, Column, key_of};
use crate::dataset::{DatasetType, fold};
use crate::described::schema_text;
use crate::model::RecordMapping;
use crate::object::Object;
use crate::violation::{Constraint, Violation};

mod column;

/// The member with the properties of a record.
const PROPERTIES: &str = "properties";
/// The member and the column with the value of an event.
const EVENT_VALUE: &str = "EVENT_VALUE";

/// The columns of a dataset.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    dataset_type: DatasetType,
    columns: Vec<Column>,
    /// The index of each column, by its name without `_` and case.
    indexes: HashMap<String, usize>,
}

/// The part of an Avro record that is read.
#[derive(serde::Deserialize)]
struct AvroRecord {
    name: Option<String>,
    fields: Vec<AvroField>,
}

impl AvroRecord {
    fn parse(text: &str) -> Result<Self, Vec<String>> {
        let text = schema_text(text).map_err(|problem| vec![problem])?;
        serde_json::from_str(&text).map_err(|error| vec![error.to_string()])
    }

    fn has_column(&self, name: &str) -> bool {
        let name = fold(name);
        self.fields.iter().any(|field| fold(&field.name) == name)
    }
}

impl Schema {
    /// Parses the Avro schema of a dataset of this type, or returns every reason why it is invalid.
    pub(crate) fn parse(dataset_type: DatasetType, text: &str) -> Result<Self, Vec<String>> {
        Self::of_record(dataset_type, AvroRecord::parse(text)?)
    }

    /// Parses the Avro schema of a dataset of Interactions or Action interactions. The name of its record determines the
    /// type or, if it is that of none, the column of the action.
    pub(crate) fn parse_of_tracker(text: &str) -> Result<Self, Vec<String>> {
        let record = AvroRecord::parse(text)?;
        let dataset_type = match record.name.as_deref().and_then(DatasetType::of_record) {
            Some(named) if named.has_trackers() => named,
            Some(other) => {
                return Err(vec![format!(
                    "its record is named {}, so that it is for a dataset of type {}; a tracker has schemas of \
                     INTERACTIONS and ACTION_INTERACTIONS",
                    record.name.unwrap_or_default(),
                    other.name()
                )]);
            }
            None if record.has_column("ACTION_ID") && !record.has_column("ITEM_ID") => {
                DatasetType::ActionInteractions
            }
            None => DatasetType::Interactions,
        };
        Self::of_record(dataset_type, record)
    }

    pub(crate) fn dataset_type(&self) -> DatasetType {
        self.dataset_type
    }

    fn of_record(dataset_type: DatasetType, record: AvroRecord) -> Result<Self, Vec<String>> {
        let required = dataset_type.name();
        if let Some(name) = &record.name
            && let Some(found) = DatasetType::of_record(name)
            && found != dataset_type
        {
            return Err(vec![format!(
                "its record is named {name}, so that it is for a dataset of type {}, not {required}",
                found.name()
            )]);
        }
        let mut problems = Vec::new();
        let mut names: Vec<String> = Vec::new();
        let mut columns: Vec<Column> = Vec::new();
        let mut indexes = HashMap::new();
        for field in record.fields {
            let name = field.name.clone();
            if let Some(other) = indexes.insert(fold(&name), names.len()) {
                let other = &names[other];
                problems.push(format!(
                    "the fields `{other}` and `{name}` have the same name, because `_` and case make no difference"
                ));
            }
            names.push(name);
            match Column::new(dataset_type, field) {
                Ok(column) => columns.push(column),
                Err(more) => problems.extend(more),
            }
        }
        let names = dataset_type.required_columns().iter();
        let missing: Vec<&str> = names
            .filter(|name| !indexes.contains_key(&fold(name)))
            .copied()
            .collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            problems.push(format!(
                "it lacks fields that a schema of the type {required} must have: {missing}"
            ));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            dataset_type,
            columns,
            indexes,
        })
    }

    /// Returns every violation of the schema in the records of an input.
    pub(crate) fn validate(&self, mapping: &RecordMapping, input: &Value) -> Vec<Violation> {
        let records = input.get(&mapping.list).and_then(Value::as_array);
        let mut violations = Vec::new();
        for (index, record) in records.into_iter().flatten().enumerate() {
            let record_path = format!("{}[{index}]", mapping.list);
            let mut add = |path: &str, message: String| {
                let path = format!("{record_path}.{path}");
                violations.push(Violation::new(&path, Constraint::Schema, message));
            };
            for (path, message) in self.member_problems(record) {
                add(path, message);
            }
            let text = record.get(PROPERTIES).and_then(Value::as_str);
            match text.map(serde_json::from_str).transpose() {
                Ok(properties) => {
                    let properties: Object = properties.unwrap_or_default();
                    let mut problems = self.problems(record, &properties.values);
                    let twice = |key| (key, "occurs more than once".to_owned());
                    problems.extend(properties.repeated.into_iter().map(twice));
                    for (key, message) in problems {
                        add(&format!("{PROPERTIES}.{key}"), message);
                    }
                }
                // It is JSON, but a number is out of range or the nesting is too deep.
                Err(error) => add(
                    PROPERTIES,
                    format!("cannot be compared with the schema: {error}"),
                ),
            }
        }
        violations
    }

    /// Returns the members that violate the schema, each with a message.
    fn member_problems(&self, record: &Value) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        for column in &self.columns {
            let Some(member) = column.member else {
                continue;
            };
            match member.value(record) {
                // A text fits into any column that a schema may have for it, except if the column has another type than
                // AWS documents.
                Some(value) if value.is_number() && column.ty.is_number() => {
                    problems.extend(column.validate(value).err().map(|it| (member.path, it)));
                }
                None if !column.nullable && !member.in_properties => {
                    problems.push((member.path, column.missing()));
                }
                Some(_) | None => {}
            }
        }
        if let Some(member) = self.dataset_type.optional_member(EVENT_VALUE)
            && member.value(record).is_some()
            && !self.indexes.contains_key(&fold(EVENT_VALUE))
        {
            let message = format!("requires the column {EVENT_VALUE}, which the schema lacks");
            problems.push((member.path, message));
        }
        problems
    }

    /// Returns the keys that violate the schema, each with a message.
    fn problems(&self, record: &Value, properties: &Map<String, Value>) -> Vec<(String, String)> {
        let is_event = self.dataset_type.has_trackers();
        // The key of each column that has a value.
        let mut keys: Vec<Option<&String>> = vec![None; self.columns.len()];
        let mut problems = Vec::new();
        for (key, value) in properties {
            let name = fold(key);
            let result = match self.indexes.get(&name) {
                _ if !is_event && self.dataset_type.is_member(key) => {
                    Err("is the id, which must not be among the properties".to_owned())
                }
                None if self.dataset_type == DatasetType::Interactions
                    && name == fold(EVENT_VALUE) =>
                {
                    Ok(())
                }
                None => Err("is not the key of a column in the schema".to_owned()),
                Some(index) => match keys[*index].replace(key) {
                    None => self.columns[*index].validate(value),
                    Some(other) => Err(format!(
                        "is for the same column as `{other}`, because `_` and case make no difference"
                    )),
                },
            };
            problems.extend(result.err().map(|message| (key.clone(), message)));
        }
        for (column, key) in self.columns.iter().zip(keys) {
            let is_filled = column.nullable
                || key.is_some()
                || column.is_member
                || column.member.is_some_and(|member| {
                    // One that cannot be among the properties is reported as a member.
                    !member.in_properties || member.value(record).is_some()
                });
            if !is_filled {
                problems.push((key_of(&column.name), column.missing()));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests;
