//! The current path of a validation and the violations found so far.

use serde_json::Value;

use crate::violation::{Constraint, Violation};

#[derive(Default)]
pub(super) struct Context {
    pub(super) path: String,
    pub(super) violations: Vec<Violation>,
}

impl Context {
    pub(super) fn violation(&mut self, constraint: Constraint, message: impl Into<String>) {
        self.violations
            .push(Violation::new(&self.path, constraint, message));
    }

    pub(super) fn wrong_type(&mut self, value: &Value, expected: &str) {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        let message = format!("is {found}, but {expected} is required");
        self.violation(Constraint::Type, message);
    }
}
