//! The emulator's own reading of a dataset's schema: which columns there are, and whether the
//! properties of a record fit them.
//!
//! What the service does with properties that do not fit is not documented, only that data must
//! match the schema. Here is our choice: a key is a column's name in camel case, every column that
//! cannot be null has to be there, a key without a column is refused, and a number or boolean may
//! be sent as such or as a string.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::model::Records;
use crate::violation::{Constraint, Violation};

/// The member that holds a record's properties.
const PROPERTIES: &str = "properties";
/// How many characters a categorical value may have, all categories and separators together.
const CATEGORICAL: usize = 1000;

/// The columns of a dataset.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    columns: Vec<Column>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    /// The name of the property that fills it.
    key: String,
    ty: Type,
    nullable: bool,
    categorical: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Boolean,
    Int,
    Long,
    Float,
    Double,
    String,
}

/// A record of Avro, as far as it matters here.
#[derive(Deserialize)]
struct Record {
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    ty: Value,
    #[serde(default)]
    categorical: bool,
}

impl Schema {
    /// Reads the Avro schema of a dataset, or tells why it is none.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let record: Record = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut columns: Vec<Column> = Vec::new();
        for field in record.fields {
            let column = Column::read(field)?;
            if columns.iter().any(|other| other.key == column.key) {
                let name = column.name;
                return Err(format!("the field `{name}` stands there twice"));
            }
            columns.push(column);
        }
        Ok(Self { columns })
    }

    /// Everything in which the records of an input do not fit.
    pub(crate) fn judge(&self, records: &Records, input: &Value) -> Vec<Violation> {
        let list = input.get(&records.list).and_then(Value::as_array);
        let mut violations = Vec::new();
        for (index, record) in list.into_iter().flatten().enumerate() {
            let path = format!("{}[{index}].{PROPERTIES}", records.list);
            let text = record.get(PROPERTIES).and_then(Value::as_str);
            // The model's reading has made sure that a text is an object's.
            let properties = text.and_then(|text| serde_json::from_str(text).ok());
            let properties = properties.unwrap_or_default();
            self.record(&path, records.id.as_deref(), &properties, &mut violations);
        }
        violations
    }

    fn record(
        &self,
        path: &str,
        id: Option<&str>,
        properties: &Map<String, Value>,
        violations: &mut Vec<Violation>,
    ) {
        let mut found = |key: &str, message: String| {
            let path = format!("{path}.{key}");
            violations.push(Violation::new(&path, Constraint::Schema, message));
        };
        for (key, value) in properties {
            if Some(key.as_str()) == id {
                found(
                    key,
                    "is the id, which is not repeated among the properties".to_owned(),
                );
                continue;
            }
            match self.columns.iter().find(|column| column.key == *key) {
                None => found(key, "the schema has no column for it".to_owned()),
                Some(column) => {
                    if let Err(message) = column.judge(value) {
                        found(key, message);
                    }
                }
            }
        }
        let expected = self.columns.iter().filter(|column| {
            !column.nullable
                && Some(column.key.as_str()) != id
                && !properties.contains_key(&column.key)
        });
        for column in expected {
            let message = format!("is missing, the column {} cannot be null", column.name);
            found(&column.key, message);
        }
    }
}

impl Column {
    fn read(field: Field) -> Result<Self, String> {
        let Field {
            name,
            ty,
            categorical,
        } = field;
        let types = ty
            .as_array()
            .map_or(std::slice::from_ref(&ty), Vec::as_slice);
        let (nulls, types): (Vec<&Value>, Vec<&Value>) =
            types.iter().partition(|ty| ty.as_str() == Some("null"));
        let nullable = !nulls.is_empty();
        let ty = match types.as_slice() {
            [one] => one.as_str().and_then(Type::named),
            _ => None,
        };
        let ty = ty.ok_or_else(|| {
            format!(
                "the type of the field `{name}` must be boolean, int, long, float, double or string, \
                 or one of them with null"
            )
        })?;
        Ok(Self {
            key: camel_case(&name),
            name,
            ty,
            nullable,
            categorical,
        })
    }

    fn judge(&self, value: &Value) -> Result<(), String> {
        let Self { name, ty, .. } = self;
        if value.is_null() {
            return if self.nullable {
                Ok(())
            } else {
                Err(format!("is null, the column {name} cannot be"))
            };
        }
        if !ty.takes(value) {
            return Err(format!(
                "does not fit the column {name}, which is {}",
                ty.name()
            ));
        }
        let length = value.as_str().map_or(0, |text| text.chars().count());
        if self.categorical && length > CATEGORICAL {
            return Err(format!(
                "has {length} characters, at most {CATEGORICAL} are allowed in the categorical column {name}"
            ));
        }
        Ok(())
    }
}

impl Type {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Boolean, "boolean"),
        (Self::Int, "int"),
        (Self::Long, "long"),
        (Self::Float, "float"),
        (Self::Double, "double"),
        (Self::String, "string"),
    ];

    fn named(name: &str) -> Option<Self> {
        let row = Self::ALL.into_iter().find(|row| row.1 == name)?;
        Some(row.0)
    }

    fn name(self) -> &'static str {
        let row = Self::ALL.into_iter().find(|row| row.0 == self);
        row.map_or("", |row| row.1)
    }

    fn takes(self, value: &Value) -> bool {
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
        let word = word.to_ascii_lowercase();
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !key.is_empty() => {
                key.push(first.to_ascii_uppercase());
                key.push_str(letters.as_str());
            }
            _ => key.push_str(&word),
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

    fn judged(properties: &Value) -> Vec<String> {
        let schema = Schema::parse(SCHEMA).unwrap();
        let operation = Model::embedded().operation("PutUsers").unwrap();
        let records = operation.records.as_ref().unwrap();
        let input = json!({"users": [{"userId": "u", "properties": properties.to_string()}]});
        let violations = schema.judge(records, &input);
        violations.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_fit_as_strings_and_as_numbers_and_booleans() {
        for properties in [
            json!({"score": "1.5"}),
            json!({"score": 1.5, "age": 34, "member": true, "genres": "a|b"}),
            json!({"score": "1e3", "age": "34", "member": "false"}),
            json!({"score": 1, "age": null, "member": null, "genres": null}),
        ] {
            assert_eq!(judged(&properties), Vec::<String>::new(), "{properties}");
        }
    }

    #[test]
    fn what_does_not_fit_is_named_and_not_repeated() {
        let wrong = json!({
            "score": "NaN", "age": "3147483648", "member": "True", "genres": "g".repeat(1001),
            "AGE": "34"
        });
        assert_eq!(
            judged(&wrong),
            [
                "users[0].properties.AGE: the schema has no column for it",
                "users[0].properties.age: does not fit the column AGE, which is int",
                "users[0].properties.genres: has 1001 characters, at most 1000 are allowed in the \
                 categorical column GENRES",
                "users[0].properties.member: does not fit the column MEMBER, which is boolean",
                "users[0].properties.score: does not fit the column SCORE, which is double",
            ]
        );
        assert_eq!(
            judged(&json!({})),
            ["users[0].properties.score: is missing, the column SCORE cannot be null"]
        );
        assert_eq!(
            judged(&json!({"score": 1, "userId": "u"})),
            ["users[0].properties.userId: is the id, which is not repeated among the properties"]
        );
        assert_eq!(
            judged(&json!({"score": null, "genres": 1, "age": 1.5, "member": []})).len(),
            4
        );
    }

    #[test]
    fn keys_are_columns_in_camel_case() {
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
    fn a_schema_that_is_none_is_refused() {
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
                "the field `A_B` stands there twice",
            ),
        ] {
            let error = Schema::parse(text).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
