//! The emulator's own reading of a dataset's Avro schema, and validation of records against it.
//!
//! AWS does not document what the service does with properties that do not match the schema, only that they must. The
//! rules here are our choice: a key is the name of a column in any case, with or without `_`, a column that is not
//! nullable is required, a key without a column is an error, and numbers and booleans may be sent as such or as strings.
//! A column for which a request has a member, such as `EVENT_VALUE`, need not be among the properties.
//!
//! AWS documents that keys are names in camel case, and that names that differ only in `_` are equal. It does not
//! document how the key of `ContentText` or `TOP_3` is written.
//!
//! The reading is strict where AWS is silent: it rejects a property without a column, and a record that leaves out a
//! column that is not nullable.

use std::collections::HashMap;

use serde::de::Deserialize;
use serde_json::{Map, Value};

use crate::dataset::{DatasetType, fold};
use crate::described::schema_text;
use crate::model::RecordMapping;
use crate::object::Object;
use crate::violation::{Constraint, Violation};

/// The member with the properties of a record.
const PROPERTIES: &str = "properties";
/// The members of events that are also among their properties in AWS's own examples, in lower case.
const EVENT_MEMBERS: [&str; 2] = ["itemid", "eventvalue"];
/// The maximum number of characters of a categorical value, with all its categories and separators, and of a string that
/// is neither categorical nor textual.
const MAX_STRING_CHARS: usize = 1000;

/// The columns of a dataset.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    dataset_type: DatasetType,
    columns: Vec<Column>,
    /// The index of each column, by its name without `_` and case.
    indexes: HashMap<String, usize>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    ty: Type,
    type_name: String,
    nullable: bool,
    textual: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Type {
    Boolean,
    Int,
    Long,
    Float,
    Double,
    String,
}

/// The part of an Avro record that is read.
#[derive(serde::Deserialize)]
struct AvroRecord {
    name: Option<String>,
    fields: Vec<AvroField>,
}

#[derive(serde::Deserialize)]
struct AvroField {
    name: String,
    #[serde(rename = "type")]
    ty: Value,
    #[serde(default)]
    textual: Value,
}

impl Schema {
    /// Parses the Avro schema of a dataset of this type, or returns every reason why it is invalid.
    pub(crate) fn parse(dataset_type: DatasetType, text: &str) -> Result<Self, Vec<String>> {
        let text = schema_text(text).map_err(|problem| vec![problem])?;
        let record: AvroRecord =
            serde_json::from_str(&text).map_err(|error| vec![error.to_string()])?;
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
            match Column::new(field) {
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
            let path = format!("{}[{index}].{PROPERTIES}", mapping.list);
            let text = record.get(PROPERTIES).and_then(Value::as_str);
            let properties: Object = match text.map(serde_json::from_str).transpose() {
                Ok(properties) => properties.unwrap_or_default(),
                // It is JSON, but a number is out of range or the nesting is too deep.
                Err(error) => {
                    let message = format!("cannot be compared with the schema: {error}");
                    violations.push(Violation::new(&path, Constraint::Schema, message));
                    continue;
                }
            };
            let mut problems = self.problems(record, &properties.values);
            let twice = |key| (key, "occurs more than once".to_owned());
            problems.extend(properties.repeated.into_iter().map(twice));
            violations.extend(problems.into_iter().map(|(key, message)| {
                Violation::new(&format!("{path}.{key}"), Constraint::Schema, message)
            }));
        }
        violations
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
                None if is_event && EVENT_MEMBERS.contains(&name.as_str()) => Ok(()),
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
            let name = &column.name;
            let is_filled = column.nullable
                || key.is_some()
                || self.dataset_type.is_member(name)
                || is_event && has_member(record, name);
            if !is_filled {
                let message = format!("is missing, but the column {name} is not nullable");
                problems.push((key_of(name), message));
            }
        }
        problems
    }
}

/// Whether an event has a member for a column.
fn has_member(event: &Value, column: &str) -> bool {
    let member = match fold(column).as_str() {
        "eventvalue" => "/eventValue",
        "impression" => "/impression",
        "recommendationid" => "/recommendationId",
        "eventattributionsource" => "/metricAttribution/eventAttributionSource",
        _ => return false,
    };
    event.pointer(member).is_some_and(|value| !value.is_null())
}

impl Column {
    /// Returns a column, or every problem of its field.
    fn new(field: AvroField) -> Result<Self, Vec<String>> {
        let AvroField { name, ty, textual } = field;
        let types = ty
            .as_array()
            .map_or(std::slice::from_ref(&ty), Vec::as_slice);
        // Avro's long form of a type is an object with its name as `type`.
        let types = types.iter().map(|ty| ty.get("type").unwrap_or(ty));
        let (nulls, types): (Vec<&Value>, Vec<&Value>) =
            types.partition(|ty| ty.as_str() == Some("null"));
        let single = match types[..] {
            [ty] if nulls.len() < 2 => ty
                .as_str()
                .and_then(|name| Some((Type::deserialize(ty).ok()?, name))),
            _ => None,
        };
        let textual = match &textual {
            Value::Null => Some(false),
            Value::Bool(textual) => Some(*textual),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        };
        let type_problem = single.is_none().then(|| {
            format!(
                "the type of the field `{name}` must be boolean, int, long, float, double or string, \
                 or one of them with null"
            )
        });
        let textual_problem = textual
            .is_none()
            .then(|| format!("`textual` of the field `{name}` must be true or false"));
        let (Some((ty, type_name)), Some(textual)) = (single, textual) else {
            return Err(type_problem.into_iter().chain(textual_problem).collect());
        };
        Ok(Self {
            name,
            ty,
            type_name: type_name.to_owned(),
            nullable: !nulls.is_empty(),
            textual,
        })
    }

    fn validate(&self, value: &Value) -> Result<(), String> {
        let Self {
            name, type_name, ..
        } = self;
        let length = value.as_str().map_or(0, |text| text.chars().count());
        if value.is_null() && self.nullable {
            Ok(())
        } else if value.is_null() {
            Err(format!("is null, but the column {name} is not nullable"))
        } else if !self.ty.accepts(value) {
            let fraction = if self.ty.has_fraction(value) {
                ", because it has a fraction"
            } else {
                ""
            };
            Err(format!(
                "does not have the type {type_name} of the column {name}{fraction}"
            ))
        } else if self.ty == Type::String && !self.textual && length > MAX_STRING_CHARS {
            Err(format!(
                "has {length} characters, but at most {MAX_STRING_CHARS} are allowed in the column {name}, which is \
                 not textual"
            ))
        } else {
            Ok(())
        }
    }
}

impl Type {
    /// Whether a value is a decimal number in a column of integers.
    fn has_fraction(self, value: &Value) -> bool {
        let is_decimal = match value {
            Value::String(text) => text.contains('.') && text.parse::<f64>().is_ok(),
            Value::Number(number) => number.is_f64(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
        };
        matches!(self, Self::Int | Self::Long) && is_decimal
    }

    fn accepts(self, value: &Value) -> bool {
        match value {
            Value::String(text) => match self {
                Self::Boolean => matches!(text.as_str(), "true" | "false"),
                Self::Int => text.parse::<i32>().is_ok(),
                Self::Long => text.parse::<i64>().is_ok(),
                Self::Float => text.parse().is_ok_and(f32::is_finite),
                Self::Double => text.parse().is_ok_and(f64::is_finite),
                Self::String => true,
            },
            Value::Number(number) => match self {
                Self::Int => number.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
                Self::Long => number.as_i64().is_some(),
                Self::Float => number.to_string().parse().is_ok_and(f32::is_finite),
                Self::Double => number.as_f64().is_some_and(f64::is_finite),
                Self::Boolean | Self::String => false,
            },
            Value::Bool(_) => self == Self::Boolean,
            Value::Null | Value::Array(_) | Value::Object(_) => false,
        }
    }
}

/// The key of a column in messages, in camel case: `NUMBER_OF_VIDEOS_WATCHED` → `numberOfVideosWatched`.
fn key_of(column: &str) -> String {
    let mut key = String::with_capacity(column.len());
    for word in column.split('_').filter(|word| !word.is_empty()) {
        let start = key.len();
        if word.contains(|letter: char| letter.is_ascii_lowercase()) {
            key.push_str(word);
        } else {
            key.push_str(&word.to_ascii_lowercase());
        }
        match key.get_mut(start..=start) {
            Some(first) if start == 0 => first.make_ascii_lowercase(),
            Some(first) => first.make_ascii_uppercase(),
            None => {}
        }
    }
    key
}

#[cfg(test)]
mod tests;
