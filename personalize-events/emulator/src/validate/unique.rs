//! The trait `uniqueItems`: no two elements of a list have the same meaning, however they are written.

use std::collections::HashMap;

use serde_json::Value;

use super::object::{present, sorted_entries};
use crate::model::{Member, Model, Type};

/// Returns the indexes of the first element that equals an earlier one, the earlier one first.
///
/// Elements are compared by their [canonical text](canonical), which takes linear time.
pub(super) fn first_duplicate(
    model: &Model,
    element: &Member,
    values: &[Value],
) -> Option<(usize, usize)> {
    let mut seen = HashMap::new();
    values.iter().enumerate().find_map(|(index, value)| {
        let first = seen.insert(canonical(model, element, value), index)?;
        Some((first, index))
    })
}

/// Returns a text that is the same for equal values.
fn canonical(model: &Model, member: &Member, value: &Value) -> String {
    match (model.shapes.get(&member.target), value) {
        (Some(Type::Timestamp), _) => {
            let timestamp = member.constraints.timestamp_format.canonical(value);
            timestamp.unwrap_or_else(|| value.to_string())
        }
        (Some(Type::Float), Value::Number(number)) => {
            // The sum of -0.0 and 0.0 is 0.0.
            (number.as_f64().unwrap_or_default() + 0.0).to_string()
        }
        (Some(Type::List(list)), Value::Array(values)) => {
            let elements = values.iter();
            let elements = elements.map(|value| canonical(model, &list.element, value));
            format!("[{}]", elements.collect::<Vec<_>>().join(","))
        }
        (Some(Type::Map(map)), Value::Object(object)) => {
            let entries = sorted_entries(object).into_iter();
            braced(entries.map(|(key, value)| (key, canonical(model, &map.value, value))))
        }
        // Members that the model does not have are ignored.
        (Some(Type::Structure(fields) | Type::Union(fields)), Value::Object(object)) => {
            braced(fields.iter().filter_map(|field| {
                let value = present(object, &field.key)?;
                Some((&field.key, canonical(model, &field.member, value)))
            }))
        }
        (
            Some(
                Type::Boolean
                | Type::Integer { .. }
                | Type::Float
                | Type::String
                | Type::Blob
                | Type::Document
                | Type::Enum(_)
                | Type::IntEnum(_)
                | Type::List(_)
                | Type::Map(_)
                | Type::Structure(_)
                | Type::Union(_),
            )
            | None,
            _,
        ) => value.to_string(),
    }
}

fn braced<'a>(entries: impl Iterator<Item = (&'a String, String)>) -> String {
    let entries = entries.map(|(key, value)| format!("{}:{value}", Value::from(key.as_str())));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}
