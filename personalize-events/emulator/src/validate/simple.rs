//! Checks of strings, numbers, blobs and timestamps, and of lengths.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::context::Context;
use crate::model::{Bounds, Constraints};
use crate::number::Number;
use crate::violation::Constraint;

/// Whether a valid JSON text has `\u` escapes that are not UTF-16. The parser does not decode the strings that it skips.
fn has_lone_surrogate(text: &str) -> bool {
    let mut characters = text.chars();
    let mut escaped: Vec<u16> = Vec::new();
    let mut is_lone = false;
    let mut end_of_escapes = |escaped: &mut Vec<u16>| {
        is_lone |= char::decode_utf16(escaped.drain(..)).any(|unit| unit.is_err());
    };
    while let Some(character) = characters.next() {
        let unit = match character {
            '\\' if characters.next() == Some('u') => {
                let digits: String = characters.by_ref().take(4).collect();
                u16::from_str_radix(&digits, 16).ok()
            }
            _ => None,
        };
        match unit {
            Some(unit) => escaped.push(unit),
            None => end_of_escapes(&mut escaped),
        }
    }
    end_of_escapes(&mut escaped);
    is_lone
}

impl Context {
    pub(super) fn string(&mut self, constraints: &Constraints, value: &Value) {
        let Some(text) = value.as_str() else {
            self.wrong_type(value, "a string");
            return;
        };
        let length = text.chars().count();
        self.length(
            constraints.length.as_ref(),
            length,
            ("character", "characters"),
        );
        if let Some(pattern) = &constraints.pattern
            && !pattern.matches(text)
        {
            let message = format!("does not match the pattern {}", pattern.source);
            self.violation(Constraint::Pattern, message);
        }
        if constraints.json {
            self.json_object(text);
        }
    }

    /// Checks that a text is a JSON object. The model requires only JSON; the service also rejects a text that was
    /// encoded twice ("Error parsing properties json").
    fn json_object(&mut self, text: &str) {
        let found = if serde_json::from_str::<IgnoredAny>(text).is_err() {
            "not valid JSON"
        } else if has_lone_surrogate(text) {
            "JSON with a `\\u` escape of half of a surrogate pair"
        } else {
            match text.trim_start().as_bytes().first() {
                Some(b'{') => return,
                Some(b'"') => "a JSON string (was the object encoded twice?)",
                Some(b'[') => "a JSON array",
                Some(b't' | b'f') => "a JSON boolean",
                Some(b'n') => "JSON null",
                Some(_) | None => "a JSON number",
            }
        };
        let message = format!("is {found}, but a JSON object is required");
        self.violation(Constraint::MediaType, message);
    }

    pub(super) fn length(
        &mut self,
        limits: Option<&Bounds<u64>>,
        found: usize,
        (singular, plural): (&str, &str),
    ) {
        let Some(&Bounds { min, max }) = limits else {
            return;
        };
        let noun = if found == 1 { singular } else { plural };
        let verb = |count| if count == 1 { "is" } else { "are" };
        let count = u64::try_from(found).unwrap_or(u64::MAX);
        if let Some(min) = min.filter(|min| count < *min) {
            let message = format!(
                "has {found} {noun}, but at least {min} {} required",
                verb(min)
            );
            self.violation(Constraint::Length, message);
        }
        if let Some(max) = max.filter(|max| count > *max) {
            let message = format!(
                "has {found} {noun}, but at most {max} {} allowed",
                verb(max)
            );
            self.violation(Constraint::Length, message);
        }
    }

    /// Checks an integer from `min` to `max`, and returns it if it is one.
    pub(super) fn integer(
        &mut self,
        (min, max): (i64, i64),
        constraints: &Constraints,
        value: &Value,
    ) -> Option<i64> {
        let number = value.as_i64().filter(|number| (min..=max).contains(number));
        match number {
            Some(number) => self.range(constraints.range.as_ref(), Number::Integer(number)),
            None => self.wrong_type(value, &format!("an integer from {min} to {max}")),
        }
        number
    }

    pub(super) fn float(&mut self, constraints: &Constraints, value: &Value) {
        let number = match (value.as_f64(), value.as_str()) {
            (Some(number), _) => number,
            (None, Some("NaN")) => f64::NAN,
            (None, Some("Infinity")) => f64::INFINITY,
            (None, Some("-Infinity")) => f64::NEG_INFINITY,
            (None, Some(_) | None) => {
                let expected = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";
                self.wrong_type(value, expected);
                return;
            }
        };
        self.range(constraints.range.as_ref(), Number::Float(number));
    }

    fn range(&mut self, limits: Option<&Bounds<Number>>, number: Number) {
        let Some(&Bounds { min, max }) = limits else {
            return;
        };
        if number.is_nan() {
            self.violation(Constraint::Range, "is NaN, which is outside of every range");
        }
        if let Some(min) = min.filter(|min| number < *min) {
            let message = format!("is too small: at least {min} is required");
            self.violation(Constraint::Range, message);
        }
        if let Some(max) = max.filter(|max| number > *max) {
            let message = format!("is too large: at most {max} is allowed");
            self.violation(Constraint::Range, message);
        }
    }

    pub(super) fn blob(&mut self, constraints: &Constraints, value: &Value) {
        match value.as_str().and_then(|text| STANDARD.decode(text).ok()) {
            Some(bytes) => self.length(constraints.length.as_ref(), bytes.len(), ("byte", "bytes")),
            None => self.wrong_type(value, "a base64 string"),
        }
    }

    pub(super) fn timestamp(&mut self, constraints: &Constraints, value: &Value) {
        let format = constraints.timestamp_format;
        if format.canonical(value).is_none() {
            self.wrong_type(value, format.description());
        }
    }

    pub(super) fn enum_value(&mut self, count: usize, is_value: bool) {
        if !is_value {
            let message = match count {
                1 => "is not the only value of its enum".to_owned(),
                _ => format!("is not one of the {count} values of its enum"),
            };
            self.violation(Constraint::Enum, message);
        }
    }
}
