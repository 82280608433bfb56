//! What is said of texts, numbers, bytes and timestamps, and how lengths are told.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::Judge;
use crate::model::{Length, Limits, Range};
use crate::number::Number;
use crate::violation::Constraint;

impl Judge<'_> {
    pub(super) fn string(&mut self, limits: &Limits, text: &str) {
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

    pub(super) fn length(
        &mut self,
        limit: Option<Length>,
        found: usize,
        (one, many): (&str, &str),
    ) {
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

    /// Whether it is a whole number from `least` to `most`, for those who ask more of it.
    pub(super) fn whole(
        &mut self,
        (least, most): (i64, i64),
        limits: &Limits,
        value: &Value,
    ) -> bool {
        match value.as_i64() {
            Some(number) if (least..=most).contains(&number) => {
                self.range(limits.range.as_ref(), Number::Whole(number));
                true
            }
            Some(_) | None => {
                let needed = format!("a whole number from {least} to {most}");
                self.wrong_type(value, &needed);
                false
            }
        }
    }

    pub(super) fn number(&mut self, limits: &Limits, value: &Value) {
        let number = match (value.as_f64(), value.as_str()) {
            (Some(number), _) => number,
            (None, Some("NaN")) => f64::NAN,
            (None, Some("Infinity")) => f64::INFINITY,
            (None, Some("-Infinity")) => f64::NEG_INFINITY,
            (None, Some(_) | None) => {
                let needed = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";
                self.wrong_type(value, needed);
                return;
            }
        };
        self.range(limits.range.as_ref(), Number::Real(number));
    }

    fn range(&mut self, limit: Option<&Range>, number: Number) {
        let Some(&Range { min, max }) = limit else {
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

    pub(super) fn blob(&mut self, limits: &Limits, value: &Value) {
        match value.as_str().and_then(|text| STANDARD.decode(text).ok()) {
            Some(bytes) => self.length(limits.length, bytes.len(), ("byte", "bytes")),
            None => self.wrong_type(value, "a string of base64"),
        }
    }

    pub(super) fn timestamp(&mut self, limits: &Limits, value: &Value) {
        if limits.timestamp.instant(value).is_none() {
            self.wrong_type(value, limits.timestamp.needed());
        }
    }

    pub(super) fn none_of(&mut self, count: usize) {
        let message = match count {
            1 => "is not the one value of its enum".to_owned(),
            _ => format!("is none of the {count} values of its enum"),
        };
        self.violation(Constraint::Enum, message);
    }
}
