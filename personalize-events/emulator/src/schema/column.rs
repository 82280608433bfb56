//! A column of a schema, and the values that it accepts.

use serde::de::Deserialize;
use serde_json::Value;

use crate::dataset::{DatasetType, OptionalMember};

/// The maximum number of characters of a categorical value, with all its categories and separators, and of a string that
/// is neither categorical nor textual.
const MAX_STRING_CHARS: usize = 1000;

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) type_name: String,
    pub(super) nullable: bool,
    pub(super) textual: bool,
    /// Whether requests always have it outside of the properties, or may leave it out.
    pub(super) is_member: bool,
    /// The member that may have its value.
    pub(super) member: Option<&'static OptionalMember>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Type {
    Boolean,
    Int,
    Long,
    Float,
    Double,
    String,
}

#[derive(serde::Deserialize)]
pub(super) struct AvroField {
    pub(super) name: String,
    #[serde(rename = "type")]
    ty: Value,
    #[serde(default)]
    textual: Value,
}

impl Column {
    /// Returns a column of a dataset of this type, or every problem of its field.
    pub(super) fn new(dataset_type: DatasetType, field: AvroField) -> Result<Self, Vec<String>> {
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
            is_member: dataset_type.is_member(&name),
            member: dataset_type.optional_member(&name),
            name,
            ty,
            type_name: type_name.to_owned(),
            nullable: !nulls.is_empty(),
            textual,
        })
    }

    pub(super) fn missing(&self) -> String {
        format!("is missing, but the column {} is not nullable", self.name)
    }

    pub(super) fn validate(&self, value: &Value) -> Result<(), String> {
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
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Long | Self::Float | Self::Double)
    }

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
pub(super) fn key_of(column: &str) -> String {
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
