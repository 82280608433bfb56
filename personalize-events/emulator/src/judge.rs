//! Whether a JSON value is what the model says: an interpreter that walks value and shape side by
//! side and notes every departure.

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::model::{Field, Kind, Length, Limits, Member, Model, Operation, Range};
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
            Kind::Whole { least, most } => self.whole((*least, *most), limits, value),
            Kind::Number => self.number(limits, value),
            Kind::Timestamp => {
                if !value.is_number() {
                    self.wrong_type(value, "a number of seconds since the Unix epoch");
                }
            }
            Kind::String => match value.as_str() {
                Some(text) => self.string(limits, text),
                None => self.wrong_type(value, "a string"),
            },
            Kind::List(element) => self.list(element, limits, value),
            Kind::Structure(fields) => self.structure(fields, value),
        }
    }

    fn structure(&mut self, fields: &[Field], value: &Value) {
        let Some(object) = value.as_object() else {
            self.wrong_type(value, "an object");
            return;
        };
        for field in fields {
            let step = if self.path.is_empty() {
                field.name.clone()
            } else {
                format!(".{}", field.name)
            };
            self.below(&step, |judge| match present(object, &field.name) {
                Some(value) => judge.member(&field.member, value),
                None if field.required => judge.violation(Constraint::Required, "is required"),
                None => {}
            });
        }
    }

    fn list(&mut self, element: &Member, limits: &Limits, value: &Value) {
        let Some(values) = value.as_array() else {
            self.wrong_type(value, "an array");
            return;
        };
        self.length(limits.length, values.len(), ("element", "elements"));
        for (index, value) in values.iter().enumerate() {
            self.below(&format!("[{index}]"), |judge| judge.member(element, value));
        }
    }

    fn string(&mut self, limits: &Limits, text: &str) {
        let length = text.chars().count();
        self.length(limits.length, length, ("character", "characters"));
        if let Some(pattern) = &limits.pattern
            && !pattern.matches(text)
        {
            let message = format!("does not match the pattern {pattern}");
            self.violation(Constraint::Pattern, message);
        }
        if limits.json {
            self.json(text);
        }
    }

    /// The model says only that the text is JSON; that the service wants an object is known from
    /// its answer to texts that were encoded twice ("Error parsing properties json").
    fn json(&mut self, text: &str) {
        if serde_json::from_str::<IgnoredAny>(text).is_err() {
            self.violation(
                Constraint::MediaType,
                "is not JSON, a JSON object is needed",
            );
            return;
        }
        let found = match text.trim_start().as_bytes().first() {
            Some(b'{') => return,
            Some(b'"') => "a JSON string (was the object encoded twice?)",
            Some(b'[') => "a JSON array",
            Some(b't' | b'f') => "a JSON boolean",
            Some(b'n') => "JSON null",
            Some(_) | None => "a JSON number",
        };
        let message = format!("is {found}, a JSON object is needed");
        self.violation(Constraint::MediaType, message);
    }

    fn length(&mut self, limit: Option<Length>, found: usize, (one, many): (&str, &str)) {
        let Some(Length { min, max }) = limit else {
            return;
        };
        let noun = if found == 1 { one } else { many };
        let is_are = |count| if count == 1 { "is" } else { "are" };
        let found_u64 = u64::try_from(found).unwrap_or(u64::MAX);
        if let Some(min) = min.filter(|min| found_u64 < *min) {
            let message = format!("has {found} {noun}, at least {min} {} needed", is_are(min));
            self.violation(Constraint::Length, message);
        }
        if let Some(max) = max.filter(|max| found_u64 > *max) {
            let message = format!("has {found} {noun}, at most {max} {} allowed", is_are(max));
            self.violation(Constraint::Length, message);
        }
    }

    fn whole(&mut self, (least, most): (i64, i64), limits: &Limits, value: &Value) {
        match value.as_i64() {
            Some(number) if (least..=most).contains(&number) => {
                self.range(limits.range, value.as_f64().unwrap_or_default());
            }
            Some(_) | None => {
                let needed = format!("a whole number from {least} to {most}");
                self.wrong_type(value, &needed);
            }
        }
    }

    fn number(&mut self, limits: &Limits, value: &Value) {
        match (value.as_f64(), value.as_str()) {
            (Some(number), _) => self.range(limits.range, number),
            (None, Some("NaN")) => self.range(limits.range, f64::NAN),
            (None, Some("Infinity")) => self.range(limits.range, f64::INFINITY),
            (None, Some("-Infinity")) => self.range(limits.range, f64::NEG_INFINITY),
            (None, Some(_) | None) => {
                let needed = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";
                self.wrong_type(value, needed);
            }
        }
    }

    fn range(&mut self, limit: Option<Range>, number: f64) {
        let Some(Range { min, max }) = limit else {
            return;
        };
        if number.is_nan() {
            self.violation(Constraint::Range, "is not a number, so it is in no range");
        }
        if let Some(min) = min.filter(|min| number < *min) {
            let message = format!("is too small, at least {min} is needed");
            self.violation(Constraint::Range, message);
        }
        if let Some(max) = max.filter(|max| number > *max) {
            let message = format!("is too large, at most {max} is allowed");
            self.violation(Constraint::Range, message);
        }
    }
}

/// The value of a member that is there: `null` means that it is not.
fn present<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).filter(|value| !value.is_null())
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

#[cfg(test)]
mod tests;
