//! The emulator's own reading of a dataset's Avro schema, and validation of records against it.
//!
//! AWS does not document what the service does with properties that do not match the schema, only that they must. The
//! rules here are our choice: a key is the name of a column in camel case, a column that is not nullable is required, a
//! key without a column is an error, and numbers and booleans may be sent as such or as strings.
//!
//! The reading is strict where AWS is silent: it rejects a property without a column, and a record that leaves out a
//! column that is not nullable.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::model::RecordMapping;
use crate::violation::{Constraint, Violation};

/// The member with the properties of a record.
const PROPERTIES: &str = "properties";
/// The maximum number of characters of a categorical value, with all its categories and separators.
const MAX_CATEGORICAL_CHARS: usize = 1000;

/// The columns of a dataset.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    columns: Vec<Column>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    /// The key of the column's property.
    key: String,
    ty: Type,
    type_name: String,
    nullable: bool,
    categorical: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Deserialize)]
struct AvroRecord {
    fields: Vec<AvroField>,
}

#[derive(Deserialize)]
struct AvroField {
    name: String,
    #[serde(rename = "type")]
    ty: Value,
    #[serde(default)]
    categorical: bool,
}

impl Schema {
    /// Parses an Avro schema, or returns why it is invalid.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let record: AvroRecord = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut columns: Vec<Column> = Vec::new();
        for field in record.fields {
            let column = Column::new(field)?;
            if columns.iter().any(|other| other.key == column.key) {
                return Err(format!("the field `{}` is duplicate", column.name));
            }
            columns.push(column);
        }
        Ok(Self { columns })
    }

    /// Returns every violation of the schema in the records of an input.
    pub(crate) fn validate(&self, mapping: &RecordMapping, input: &Value) -> Vec<Violation> {
        let records = input.get(&mapping.list).and_then(Value::as_array);
        let mut violations = Vec::new();
        for (index, record) in records.into_iter().flatten().enumerate() {
            // Validation against the model has found that a text is a JSON object.
            let text = record.get(PROPERTIES).and_then(Value::as_str);
            let properties = text.and_then(|text| serde_json::from_str(text).ok());
            let problems = self.problems(mapping.id.as_deref(), &properties.unwrap_or_default());
            violations.extend(problems.into_iter().map(|(key, message)| {
                let path = format!("{}[{index}].{PROPERTIES}.{key}", mapping.list);
                Violation::new(&path, Constraint::Schema, message)
            }));
        }
        violations
    }

    /// Returns the keys that violate the schema, each with a message.
    fn problems(&self, id: Option<&str>, properties: &Map<String, Value>) -> Vec<(String, String)> {
        let found = properties.iter().filter_map(|(key, value)| {
            let column = self.columns.iter().find(|column| column.key == *key);
            let result = match column {
                _ if Some(key.as_str()) == id => {
                    Err("is the id, which must not be among the properties".to_owned())
                }
                None => Err("is not the key of a column in the schema".to_owned()),
                Some(column) => column.validate(value),
            };
            Some((key.clone(), result.err()?))
        });
        let required = self.columns.iter().filter(|column| {
            !column.nullable
                && Some(column.key.as_str()) != id
                && !properties.contains_key(&column.key)
        });
        let missing = required.map(|column| {
            let message = format!("is missing, but the column {} is not nullable", column.name);
            (column.key.clone(), message)
        });
        found.chain(missing).collect()
    }
}

impl Column {
    fn new(field: AvroField) -> Result<Self, String> {
        let AvroField {
            name,
            ty,
            categorical,
        } = field;
        let types = ty
            .as_array()
            .map_or(std::slice::from_ref(&ty), Vec::as_slice);
        let (nulls, types): (Vec<&Value>, Vec<&Value>) =
            types.iter().partition(|ty| ty.as_str() == Some("null"));
        let single = match types[..] {
            [ty] => ty
                .as_str()
                .and_then(|name| Some((Type::deserialize(ty).ok()?, name))),
            _ => None,
        };
        let Some((ty, type_name)) = single else {
            return Err(format!(
                "the type of the field `{name}` must be boolean, int, long, float, double or string, \
                 or one of them with null"
            ));
        };
        Ok(Self {
            key: camel_case(&name),
            name,
            ty,
            type_name: type_name.to_owned(),
            nullable: !nulls.is_empty(),
            categorical,
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
            Err(format!(
                "does not have the type {type_name} of the column {name}"
            ))
        } else if self.categorical && length > MAX_CATEGORICAL_CHARS {
            Err(format!(
                "has {length} characters, but at most {MAX_CATEGORICAL_CHARS} are allowed in the categorical column \
                 {name}"
            ))
        } else {
            Ok(())
        }
    }
}

impl Type {
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

/// `NUMBER_OF_VIDEOS_WATCHED` → `numberOfVideosWatched`.
fn camel_case(column: &str) -> String {
    let mut key = String::with_capacity(column.len());
    for word in column.split('_').filter(|word| !word.is_empty()) {
        let start = key.len();
        key.push_str(&word.to_ascii_lowercase());
        if start > 0
            && let Some(first) = key.get_mut(start..=start)
        {
            first.make_ascii_uppercase();
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Schema, camel_case};
    use crate::Model;

    const SCHEMA: &str = r#"{
        "type": "record",
        "name": "Users",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [
            {"name": "USER_ID", "type": "string"},
            {"name": "AGE", "type": ["null", "int"]},
            {"name": "SCORE", "type": "double"},
            {"name": "MEMBER", "type": ["boolean", "null"]},
            {"name": "GENRES", "type": ["null", "string"], "categorical": true}
        ],
        "version": "1.0"
    }"#;

    fn messages(properties: &Value) -> Vec<String> {
        let schema = Schema::parse(SCHEMA).unwrap();
        let operation = Model::embedded().operation("PutUsers").unwrap();
        let records = operation.records.as_ref().unwrap();
        let input = json!({"users": [{"userId": "u", "properties": properties.to_string()}]});
        let violations = schema.validate(records, &input);
        violations.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_may_be_strings_or_numbers_and_booleans() {
        for properties in [
            json!({"score": "1.5"}),
            json!({"score": 1.5, "age": 34, "member": true, "genres": "a|b"}),
            json!({"score": "1e3", "age": "34", "member": "false"}),
            json!({"score": 1, "age": null, "member": null, "genres": null}),
        ] {
            assert_eq!(messages(&properties), Vec::<String>::new(), "{properties}");
        }
    }

    #[test]
    fn violations_are_reported_without_values() {
        let wrong = json!({
            "score": "NaN", "age": "3147483648", "member": "True", "genres": "g".repeat(1001),
            "AGE": "34"
        });
        assert_eq!(
            messages(&wrong),
            [
                "users[0].properties.AGE: is not the key of a column in the schema",
                "users[0].properties.age: does not have the type int of the column AGE",
                "users[0].properties.genres: has 1001 characters, but at most 1000 are allowed in the \
                 categorical column GENRES",
                "users[0].properties.member: does not have the type boolean of the column MEMBER",
                "users[0].properties.score: does not have the type double of the column SCORE",
            ]
        );
        assert_eq!(
            messages(&json!({})),
            ["users[0].properties.score: is missing, but the column SCORE is not nullable"]
        );
        assert_eq!(
            messages(&json!({"score": 1, "userId": "u"})),
            ["users[0].properties.userId: is the id, which must not be among the properties"]
        );
        assert_eq!(
            messages(&json!({"score": null, "genres": 1, "age": 1.5, "member": []})).len(),
            4
        );
    }

    #[test]
    fn keys_are_column_names_in_camel_case() {
        for (column, key) in [
            ("AGE", "age"),
            ("NUMBER_OF_VIDEOS_WATCHED", "numberOfVideosWatched"),
            ("CATEGORY_L2", "categoryL2"),
            ("ZIP_5_CODE", "zip5Code"),
        ] {
            assert_eq!(camel_case(column), key);
        }
    }

    #[test]
    fn an_invalid_schema_is_rejected() {
        for (text, part) in [
            ("{", "EOF"),
            ("{}", "missing field `fields`"),
            (
                r#"{"fields":[{"name":"A","type":{"type":"array"}}]}"#,
                "the field `A`",
            ),
            (
                r#"{"fields":[{"name":"A","type":["null"]}]}"#,
                "the field `A`",
            ),
            (
                r#"{"fields":[{"name":"A_B","type":"int"},{"name":"AB","type":"int"},{"name":"A_B","type":"int"}]}"#,
                "the field `A_B` is duplicate",
            ),
        ] {
            let error = Schema::parse(text).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
