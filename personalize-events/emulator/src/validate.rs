//! Validation of inputs: walks a JSON value and its shape in parallel and collects every violation.

use serde_json::Value;

use self::context::Context;
use self::object::{present, sorted_entries};
use self::unique::first_duplicate;
use crate::model::{Constraints, Field, List, Map, Member, Model, Operation, Type};
use crate::violation::{Constraint, Violation};

mod context;
mod documented;
mod object;
mod simple;
mod unique;

impl Model {
    /// Returns every violation of the model in the input of `operation`, in the order of the model, and then those of the
    /// rules that only the documentation of the service states; `None` if the model does not have the operation or it is
    /// [unsupported](Model::unsupported).
    ///
    /// Unknown members of a structure are ignored, and `null` counts as absent, as in every service of this
    /// protocol.
    #[must_use]
    pub fn validate(&self, operation: &str, input: &Value) -> Option<Vec<Violation>> {
        let operation = self.operation(operation)?;
        Some(validate_input(self, operation, input, false))
    }
}

/// Validates the input of an operation; `allow_null_text` allows the text `null` as an ID.
pub(crate) fn validate_input(
    model: &Model,
    operation: &Operation,
    input: &Value,
    allow_null_text: bool,
) -> Vec<Violation> {
    let mut validator = Validator::new(model, String::new());
    if let Some(Type::Structure(fields)) =
        operation.input.as_ref().and_then(|id| model.shapes.get(id))
    {
        validator.structure(fields, input);
    }
    let mut violations = validator.context.violations;
    if let Some(records) = &operation.records {
        violations.extend(documented::check(records, allow_null_text, input));
    }
    violations
}

/// Validates the value of a member with this path.
pub(crate) fn validate_member(
    model: &Model,
    member: &Member,
    path: &str,
    value: &Value,
) -> Vec<Violation> {
    let mut validator = Validator::new(model, path.to_owned());
    validator.member(member, value);
    validator.context.violations
}

struct Validator<'a> {
    model: &'a Model,
    context: Context,
}

impl<'a> Validator<'a> {
    fn new(model: &'a Model, path: String) -> Self {
        let context = Context {
            path,
            violations: Vec::new(),
        };
        Self { model, context }
    }

    /// Validates with `step` appended to the path.
    fn at(&mut self, step: &str, validate: impl FnOnce(&mut Self)) {
        let length = self.context.path.len();
        self.context.path.push_str(step);
        validate(self);
        self.context.path.truncate(length);
    }

    /// Validates with the name of a member appended to the path.
    fn at_field(&mut self, field: &Field, validate: impl FnOnce(&mut Self)) {
        let separator = if self.context.path.is_empty() {
            ""
        } else {
            "."
        };
        self.at(&format!("{separator}{}", field.name), validate);
    }

    fn member(&mut self, member: &Member, value: &Value) {
        let constraints = &member.constraints;
        let context = &mut self.context;
        // A model is read only if it has all targets.
        let Some(shape) = self.model.shapes.get(&member.target) else {
            return;
        };
        match shape {
            Type::Boolean => {
                if !value.is_boolean() {
                    context.wrong_type(value, "a boolean");
                }
            }
            Type::Integer { min, max } => {
                context.integer((*min, *max), constraints, value);
            }
            Type::Float => context.float(constraints, value),
            Type::Timestamp => context.timestamp(constraints, value),
            Type::Blob => context.blob(constraints, value),
            Type::Document => {}
            Type::String => context.string(constraints, value),
            Type::Enum(values) => {
                context.string(constraints, value);
                if let Some(text) = value.as_str() {
                    context.enum_value(values.len(), values.contains(text));
                }
            }
            Type::IntEnum(values) => {
                let limits = (i32::MIN.into(), i32::MAX.into());
                if let Some(number) = context.integer(limits, constraints, value) {
                    context.enum_value(values.len(), values.contains(&number));
                }
            }
            Type::List(list) => self.list(list, constraints, value),
            Type::Map(map) => self.map(map, constraints, value),
            Type::Structure(fields) => self.structure(fields, value),
            Type::Union(fields) => self.union(fields, value),
        }
    }

    fn structure(&mut self, fields: &[Field], value: &Value) {
        let Some(object) = value.as_object() else {
            self.context.wrong_type(value, "an object");
            return;
        };
        for field in fields {
            self.at_field(field, |this| match present(object, &field.key) {
                Some(value) => this.member(&field.member, value),
                None if field.required => {
                    this.context.violation(Constraint::Required, "is required");
                }
                None => {}
            });
        }
    }

    /// Checks that exactly one member is set and that the model has it. An unknown member is not ignored, because
    /// it could be the one that is set; only `__type` is.
    fn union(&mut self, fields: &[Field], value: &Value) {
        let Some(object) = value.as_object() else {
            self.context.wrong_type(value, "an object");
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
            [_] => self
                .context
                .violation(Constraint::Type, "has a member that is not in the union"),
            _ => {
                let message = format!("has {} members, but exactly 1 is required", set.len());
                self.context.violation(Constraint::Type, message);
            }
        }
        for field in fields {
            if let Some(value) = present(object, &field.key) {
                self.at_field(field, |this| this.member(&field.member, value));
            }
        }
    }

    fn list(&mut self, list: &List, constraints: &Constraints, value: &Value) {
        let Some(values) = value.as_array() else {
            self.context.wrong_type(value, "an array");
            return;
        };
        self.context.length(
            constraints.length.as_ref(),
            values.len(),
            ("element", "elements"),
        );
        if list.unique
            && let Some((first, second)) = first_duplicate(self.model, &list.element, values)
        {
            let message =
                format!("has equal elements at {first} and {second}, but all must differ");
            self.context.violation(Constraint::UniqueItems, message);
        }
        for (index, value) in values.iter().enumerate() {
            if !(list.sparse && value.is_null()) {
                self.at(&format!("[{index}]"), |this| {
                    this.member(&list.element, value);
                });
            }
        }
    }

    /// Validates entries in the order of their keys. A path has the index of an entry, not its key, because keys
    /// are user data.
    fn map(&mut self, map: &Map, constraints: &Constraints, value: &Value) {
        let Some(object) = value.as_object() else {
            self.context.wrong_type(value, "an object");
            return;
        };
        self.context.length(
            constraints.length.as_ref(),
            object.len(),
            ("entry", "entries"),
        );
        for (index, (key, value)) in sorted_entries(object).into_iter().enumerate() {
            self.at(&format!("[{index}].key"), |this| {
                this.member(&map.key, &Value::from(key.as_str()));
            });
            if !(map.sparse && value.is_null()) {
                self.at(&format!("[{index}].value"), |this| {
                    this.member(&map.value, value);
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
