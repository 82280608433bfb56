//! Whether a JSON value is what the model says: an interpreter that walks value and shape side by
//! side and notes every departure.

use serde_json::{Map as Object, Value};

use crate::model::{Field, Kind, Limits, List, Map, Member, Model, Operation};
use crate::violation::{Constraint, Violation};

/// Judges the input of an operation.
pub(crate) fn input(model: &Model, operation: &Operation, input: &Value) -> Vec<Violation> {
    let mut judge = Judge::new(model);
    if let Some(Kind::Structure(fields)) =
        operation.input.as_ref().and_then(|id| model.shapes.get(id))
    {
        judge.structure(fields, input);
    }
    judge.found
}

/// Judges one text as a value of `member`, which `path` names.
pub(crate) fn text(model: &Model, member: &Member, path: &str, text: &str) -> Vec<Violation> {
    let mut judge = Judge::new(model);
    path.clone_into(&mut judge.path);
    judge.member(member, &Value::from(text));
    judge.found
}

struct Judge<'a> {
    model: &'a Model,
    path: String,
    found: Vec<Violation>,
}

impl<'a> Judge<'a> {
    fn new(model: &'a Model) -> Self {
        Self {
            model,
            path: String::new(),
            found: Vec::new(),
        }
    }

    fn violation(&mut self, constraint: Constraint, message: impl Into<String>) {
        self.found
            .push(Violation::new(&self.path, constraint, message));
    }

    fn wrong_type(&mut self, value: &Value, needed: &str) {
        let message = format!("is {}, {needed} is needed", describe(value));
        self.violation(Constraint::Type, message);
    }

    /// Goes one step down and comes back.
    fn below(&mut self, step: &str, judge: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(step);
        judge(self);
        self.path.truncate(length);
    }

    fn member(&mut self, member: &Member, value: &Value) {
        let limits = &member.limits;
        // Loading a model reads every target, so that each is found.
        let Some(kind) = self.model.shapes.get(&member.target) else {
            return;
        };
        match kind {
            Kind::Boolean => {
                if !value.is_boolean() {
                    self.wrong_type(value, "a boolean");
                }
            }
            Kind::Whole { least, most } => {
                self.whole((*least, *most), limits, value);
            }
            Kind::Number => self.number(limits, value),
            Kind::Timestamp => self.timestamp(limits, value),
            Kind::Blob => self.blob(limits, value),
            Kind::Document => {}
            Kind::String => match value.as_str() {
                Some(text) => self.string(limits, text),
                None => self.wrong_type(value, "a string"),
            },
            Kind::Enum(values) => match value.as_str() {
                Some(text) => {
                    self.string(limits, text);
                    if !values.contains(text) {
                        self.none_of(values.len());
                    }
                }
                None => self.wrong_type(value, "a string"),
            },
            Kind::IntEnum(values) => {
                let bits = (i32::MIN.into(), i32::MAX.into());
                if self.whole(bits, limits, value)
                    && value
                        .as_i64()
                        .is_none_or(|number| !values.contains(&number))
                {
                    self.none_of(values.len());
                }
            }
            Kind::List(list) => self.list(list, limits, value),
            Kind::Map(map) => self.map(map, limits, value),
            Kind::Structure(fields) => self.structure(fields, value),
            Kind::Union(fields) => self.union(fields, value),
        }
    }

    fn structure(&mut self, fields: &[Field], value: &Value) {
        let Some(object) = value.as_object() else {
            self.wrong_type(value, "an object");
            return;
        };
        for field in fields {
            self.field(field, |judge| match present(object, &field.key) {
                Some(value) => judge.member(&field.member, value),
                None if field.required => judge.violation(Constraint::Required, "is required"),
                None => {}
            });
        }
    }

    /// Goes down to a member.
    fn field(&mut self, field: &Field, judge: impl FnOnce(&mut Self)) {
        if self.path.is_empty() {
            self.below(&field.name, judge);
        } else {
            self.below(&format!(".{}", field.name), judge);
        }
    }

    /// One member is set, and it is one of the model: what an unknown one means cannot be
    /// guessed, so that it is not ignored here. Only `__type` may stand beside it.
    fn union(&mut self, fields: &[Field], value: &Value) {
        let Some(object) = value.as_object() else {
            self.wrong_type(value, "an object");
            return;
        };
        let known = |key: &str| fields.iter().any(|field| field.key == key);
        let set: Vec<&str> = object
            .iter()
            .filter(|(key, value)| !value.is_null() && (*key != "__type" || known(key)))
            .map(|(key, _)| key.as_str())
            .collect();
        match set[..] {
            [key] if known(key) => {}
            [_] => self.violation(
                Constraint::Type,
                "has a member that the union does not have",
            ),
            _ => {
                let message = format!("has {} members, exactly 1 is needed", set.len());
                self.violation(Constraint::Type, message);
            }
        }
        for field in fields {
            if let Some(value) = present(object, &field.key) {
                self.field(field, |judge| judge.member(&field.member, value));
            }
        }
    }

    fn list(&mut self, list: &List, limits: &Limits, value: &Value) {
        let Some(values) = value.as_array() else {
            self.wrong_type(value, "an array");
            return;
        };
        self.length(limits.length, values.len(), ("element", "elements"));
        if list.unique {
            self.unique(&list.element, values);
        }
        for (index, value) in values.iter().enumerate() {
            if !(list.sparse && value.is_null()) {
                self.below(&format!("[{index}]"), |judge| {
                    judge.member(&list.element, value);
                });
            }
        }
    }

    /// The entries are counted in the order of their keys, which are no part of the path.
    fn map(&mut self, map: &Map, limits: &Limits, value: &Value) {
        let Some(object) = value.as_object() else {
            self.wrong_type(value, "an object");
            return;
        };
        self.length(limits.length, object.len(), ("entry", "entries"));
        for (index, (key, value)) in in_order(object).into_iter().enumerate() {
            self.below(&format!("[{index}].key"), |judge| {
                judge.member(&map.key, &Value::from(key.as_str()));
            });
            if !(map.sparse && value.is_null()) {
                self.below(&format!("[{index}].value"), |judge| {
                    judge.member(&map.value, value);
                });
            }
        }
    }
}

/// The value of a member that is there: `null` means that it is not.
fn present<'v>(object: &'v Object<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// The entries of an object in the order of their keys, whatever order its type keeps.
fn in_order(object: &Object<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = object.iter().collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}

fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

mod simple;
#[cfg(test)]
mod tests;
mod unique;
