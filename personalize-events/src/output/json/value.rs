//! A tree of JSON in which no number loses a digit.
//!
//! `serde_json` would read numbers of any size only with its feature `arbitrary_precision`, which would change its numbers in
//! every crate of an application. Here it validates the text, and numbers are stored as their text.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::Error;

/// The limit on the nesting of values, which is that of `serde_json`.
const MAX_DEPTH: usize = 128;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as its text.
    Number(String),
    /// A string.
    String(String),
    /// A list.
    Array(Vec<Self>),
    /// An object; of equal keys the last one counts.
    Object(BTreeMap<String, Self>),
}

impl Value {
    /// Returns whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub(super) fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    /// Returns the string, if the value is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self {
            Some(text)
        } else {
            None
        }
    }

    fn number(&self) -> Option<&str> {
        if let Self::Number(text) = self {
            Some(text)
        } else {
            None
        }
    }

    pub(super) fn as_i64(&self) -> Option<i64> {
        self.number()?.parse().ok()
    }

    /// Returns the nearest number, if the value is a number in the range of the type.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        let number: Option<f64> = self.number()?.parse().ok();
        number.filter(|number| number.is_finite())
    }
}

/// Parses a body; `None` if it is empty.
///
/// # Errors
///
/// Returns an error if the body is not JSON.
pub fn parse(body: &[u8]) -> Result<Option<Value>, Error> {
    if body.trim_ascii().is_empty() {
        return Ok(None);
    }
    let text: &RawValue = serde_json::from_slice(body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Error::new(format!("is not JSON (line {line}, column {column})"))
    })?;
    let mut valid = Valid { rest: text.get() };
    valid.value(MAX_DEPTH).map(Some)
}

/// The rest of a text that is valid JSON, except for halves of surrogate pairs in strings.
struct Valid<'a> {
    rest: &'a str,
}

impl<'a> Valid<'a> {
    /// Removes the first bytes, which are ASCII or whole characters.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    /// The next byte after white space and separators, which have been validated.
    fn peek(&mut self) -> Option<u8> {
        let is_between = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | ',' | ':');
        self.rest = self.rest.trim_start_matches(is_between);
        self.rest.bytes().next()
    }

    fn value(&mut self, depth: usize) -> Result<Value, Error> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(Error::new(format!(
                "is nested in more than {MAX_DEPTH} levels"
            )));
        };
        match self.peek() {
            Some(b'{') => {
                self.take(1);
                let mut members = BTreeMap::new();
                while self.peek() == Some(b'"') {
                    members.insert(self.string()?, self.value(depth)?);
                }
                self.take(1);
                Ok(Value::Object(members))
            }
            Some(b'[') => {
                self.take(1);
                let mut elements = Vec::new();
                while self.peek().is_some_and(|byte| byte != b']') {
                    elements.push(self.value(depth)?);
                }
                self.take(1);
                Ok(Value::Array(elements))
            }
            Some(b'"') => self.string().map(Value::String),
            _ => Ok(self.literal()),
        }
    }

    fn string(&mut self) -> Result<String, Error> {
        let mut bytes = self.rest.bytes().enumerate().skip(1);
        let mut has_escapes = false;
        let mut end = self.rest.len();
        while let Some((index, byte)) = bytes.next() {
            match byte {
                b'"' => {
                    end = index + 1;
                    break;
                }
                b'\\' => {
                    has_escapes = true;
                    bytes.next();
                }
                _ => {}
            }
        }
        let quoted = self.take(end);
        if has_escapes {
            let invalid = |_| Error::new("has a string with half of a surrogate pair");
            return serde_json::from_str(quoted).map_err(invalid);
        }
        let text = quoted
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        Ok(text.unwrap_or_default().to_owned())
    }

    /// A number, `true`, `false` or `null`.
    fn literal(&mut self) -> Value {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        match self.take(end) {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            number => Value::Number(number.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with the tree of `serde_json`.
    fn same(value: &Value, expected: &serde_json::Value) -> bool {
        use serde_json::Value as Json;
        match (value, expected) {
            (Value::Null, Json::Null) => true,
            (Value::Bool(value), Json::Bool(expected)) => value == expected,
            (Value::String(value), Json::String(expected)) => value == expected,
            (Value::Number(text), Json::Number(expected)) => {
                let number: serde_json::Number = text.parse().unwrap();
                number == *expected
            }
            (Value::Array(values), Json::Array(expected)) => {
                let mut both = values.iter().zip(expected);
                values.len() == expected.len()
                    && both.all(|(value, expected)| same(value, expected))
            }
            (Value::Object(values), Json::Object(expected)) => {
                let mut both = values.iter().zip(expected);
                values.len() == expected.len()
                    && both.all(|((key, value), (name, expected))| {
                        key == name && same(value, expected)
                    })
            }
            _ => false,
        }
    }

    #[test]
    fn a_body_is_read_as_serde_json_reads_it() {
        for text in [
            "null",
            " true ",
            "-0.5e-3",
            "[]",
            "{}",
            "[[],{},[null,false],\"\"]",
            "\t{ \"a\" : [ 1 , -2.5 , 1E+2 ] ,\r\n \"b\\\"\\\\\":\"\\u00e9\\ud83d\\ude80 é🚀, : { [ \\\\\" }",
            "{\"a\":1,\"a\":{\"a\":2}}",
            "[\"\\\\\",\"x\"]",
        ] {
            let expected: serde_json::Value = serde_json::from_str(text).unwrap();
            let value = parse(text.as_bytes()).unwrap().unwrap();
            assert!(same(&value, &expected), "{text}: {value:?}");
        }
    }

    #[test]
    fn what_serde_json_rejects_is_an_error() {
        for text in [
            "{",
            "[1,]",
            "{\"a\":1,}",
            "[1 2]",
            "01",
            "1.",
            "+1",
            ".5",
            "nul",
            "NaN",
            "\"\\x\"",
            "\"\\ud800\"",
            "[1]x",
            "\"\n\"",
            "{\"a\" 1}",
            "{,}",
            "[,1]",
            "{1:2}",
        ] {
            assert!(
                serde_json::from_str::<serde_json::Value>(text).is_err(),
                "{text}"
            );
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse(b"\"\xff\"").is_err());
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(parse(nested(127).as_bytes()).is_ok());
        let error = parse(nested(300_000).as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the body is nested in more than 128 levels"
        );
    }

    #[test]
    fn numbers_have_all_digits() {
        let digits = "1234567890".repeat(40);
        for text in [
            digits.clone(),
            format!("-{digits}.{digits}e-999999"),
            "1e400".to_owned(),
        ] {
            let value = parse(text.as_bytes()).unwrap().unwrap();
            assert_eq!(value, Value::Number(text));
        }
        assert_eq!(Value::Number("1e400".to_owned()).as_f64(), None);
    }
}
