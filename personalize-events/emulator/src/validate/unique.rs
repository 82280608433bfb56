//! Whether the elements of a list differ: by what they mean, not by how they are written. Each is
//! spelled so that equal values are equal texts, which takes the time of reading them once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::Value;

use super::{Judge, in_order, present};
use crate::model::{Field, Kind, Member, Model};
use crate::violation::Constraint;

impl Judge<'_> {
    pub(super) fn unique(&mut self, element: &Member, values: &[Value]) {
        let mut seen = HashMap::new();
        for (index, value) in values.iter().enumerate() {
            let mut spelling = Spelling {
                model: self.model,
                text: String::new(),
            };
            spelling.member(element, value);
            match seen.entry(spelling.text) {
                Entry::Occupied(first) => {
                    let first = first.get();
                    let message =
                        format!("has equal elements at {first} and {index}, all must differ");
                    self.violation(Constraint::UniqueItems, message);
                    return;
                }
                Entry::Vacant(place) => {
                    place.insert(index);
                }
            }
        }
    }
}

struct Spelling<'a> {
    model: &'a Model,
    text: String,
}

impl Spelling<'_> {
    fn member(&mut self, member: &Member, value: &Value) {
        match (self.model.shapes.get(&member.target), value) {
            (Some(Kind::Timestamp), _) => match member.limits.timestamp.instant(value) {
                Some(instant) => self.text.push_str(&instant),
                None => self.plain(value),
            },
            (Some(Kind::Number), Value::Number(number)) => {
                // Adding zero makes one zero of the two.
                let number = number.as_f64().unwrap_or_default() + 0.0;
                self.text.push_str(&number.to_string());
            }
            (Some(Kind::List(list)), Value::Array(values)) => {
                self.text.push('[');
                for value in values {
                    self.member(&list.element, value);
                    self.text.push(',');
                }
                self.text.push(']');
            }
            (Some(Kind::Map(map)), Value::Object(object)) => {
                self.text.push('{');
                for (key, value) in in_order(object) {
                    self.plain(&Value::from(key.as_str()));
                    self.text.push(':');
                    self.member(&map.value, value);
                    self.text.push(',');
                }
                self.text.push('}');
            }
            (Some(Kind::Structure(fields) | Kind::Union(fields)), Value::Object(_)) => {
                self.fields(fields, value);
            }
            (
                Some(
                    Kind::Boolean
                    | Kind::Whole { .. }
                    | Kind::Number
                    | Kind::String
                    | Kind::Blob
                    | Kind::Document
                    | Kind::Enum(_)
                    | Kind::IntEnum(_)
                    | Kind::List(_)
                    | Kind::Map(_)
                    | Kind::Structure(_)
                    | Kind::Union(_),
                )
                | None,
                _,
            ) => self.plain(value),
        }
    }

    /// The members that the model has and that are there: nothing else tells two apart.
    fn fields(&mut self, fields: &[Field], value: &Value) {
        let Some(object) = value.as_object() else {
            return;
        };
        self.text.push('{');
        for field in fields {
            if let Some(value) = present(object, &field.key) {
                self.plain(&Value::from(field.key.as_str()));
                self.text.push(':');
                self.member(&field.member, value);
                self.text.push(',');
            }
        }
        self.text.push('}');
    }

    fn plain(&mut self, value: &Value) {
        self.text.push_str(&value.to_string());
    }
}
