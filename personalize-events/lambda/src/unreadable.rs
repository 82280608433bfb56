//! Why a message cannot be read as the type of the mapping, without its data.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use serde_json::error::Category;

/// A message cannot be read as the type of the mapping.
///
/// `Display` shows where, and what is expected, without data of the message. The [`source`](StdError::source) is the error of
/// `serde_json` or `serde_dynamo`, which may quote it.
#[derive(Clone)]
pub struct UnreadableError(Cause);

#[derive(Clone)]
enum Cause {
    /// The text or bytes of this part of a message.
    Json(&'static str, Arc<serde_json::Error>),
    Item(Arc<serde_dynamo::Error>),
    Other(&'static str),
}

impl UnreadableError {
    pub(crate) fn json(part: &'static str, error: serde_json::Error) -> Self {
        Self(Cause::Json(part, Arc::new(error)))
    }

    pub(crate) fn item(error: serde_dynamo::Error) -> Self {
        Self(Cause::Item(Arc::new(error)))
    }

    pub(crate) fn other(message: &'static str) -> Self {
        Self(Cause::Other(message))
    }
}

impl fmt::Display for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Json(part, error) => {
                match error.classify() {
                    Category::Data => write!(f, "the {part} has a wrong field or type")?,
                    Category::Eof if error.line() == 1 && error.column() == 0 => {
                        write!(f, "the {part} is empty, and not JSON")?;
                    }
                    Category::Eof => write!(f, "the {part} ends before its JSON is complete")?,
                    Category::Syntax | Category::Io => write!(f, "the {part} is not JSON")?,
                }
                expectation(&error.to_string(), f)?;
                match (error.line(), error.column()) {
                    (0, _) => Ok(()),
                    (line, column) => write!(f, " (line {line}, column {column})"),
                }
            }
            Cause::Item(error) => {
                f.write_str("the new image has a wrong attribute or type")?;
                expectation(&error.to_string(), f)
            }
            Cause::Other(message) => f.write_str(message),
        }
    }
}

/// Writes the part of a message of serde that comes from the type and not from the data.
fn expectation(message: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(message, _)| message);
    let starts_with = |starts: &[&str]| starts.iter().any(|start| message.starts_with(start));
    let expected = if starts_with(&["missing field ", "duplicate field "]) {
        return write!(f, ": {message}");
    } else if message.contains("`, there are no ") {
        None // A type without fields or variants: what follows a comma is of the data.
    } else if starts_with(&["invalid ", "unknown "]) {
        message.rsplit_once(", expected ").map(|(_, it)| it)
    } else if starts_with(&["Failed to parse "]) {
        // Of `serde_dynamo`, as the next one.
        message.rsplit_once("' as ").map(|(_, it)| it)
    } else {
        message.strip_prefix("Expected ")
    };
    expected.map_or(Ok(()), |expected| write!(f, ": expected {expected}"))
}

/// As `Display`: the errors of serde may quote the message.
impl fmt::Debug for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl StdError for UnreadableError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0 {
            Cause::Json(_, error) => Some(&**error),
            Cause::Item(error) => Some(&**error),
            Cause::Other(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{StdError, UnreadableError};

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Viewer {
        id: String,
        age: u8,
        plan: Option<Plan>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Plan {
        Free,
        Paid,
    }

    #[test]
    fn a_message_about_json_has_what_is_expected_and_no_data() {
        for (body, expected) in [
            ("", "the body is empty, and not JSON (line 1, column 0)"),
            ("secret", "the body is not JSON (line 1, column 1)"),
            (
                r#"{"id":"secret"#,
                "the body ends before its JSON is complete (line 1, column 13)",
            ),
            (
                r#"{"id":"secret"}"#,
                "the body has a wrong field or type: missing field `age` (line 1, column 15)",
            ),
            (
                r#"{"id":"secret","id":"secret"}"#,
                "the body has a wrong field or type: duplicate field `id` (line 1, column 19)",
            ),
            (
                r#"{"id":"a","age":"secret, expected u9 at line 7"}"#,
                "the body has a wrong field or type: expected u8 (line 1, column 47)",
            ),
            (
                r#"{"id":"a","age":1,"plan":"secret"}"#,
                "the body has a wrong field or type: expected `free` or `paid` (line 1, column 33)",
            ),
            (
                r#"{"id":"a","secret":1}"#,
                "the body has a wrong field or type: expected one of `id`, `age`, `plan` (line 1, column 18)",
            ),
        ] {
            let error = serde_json::from_str::<Viewer>(body).unwrap_err();
            let error = UnreadableError::json("body", error);
            assert_eq!(error.to_string(), expected, "{body}");
            assert_eq!(format!("{error:?}"), expected);
            assert!(error.source().is_some());
        }
    }

    #[test]
    fn a_name_that_a_type_without_fields_does_not_have_is_not_shown() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Empty {}
        let error = serde_json::from_str::<Empty>(r#"{"a, expected secret":1}"#).unwrap_err();
        let text = UnreadableError::json("body", error).to_string();
        let expected = "the body has a wrong field or type (line 1, column 21)";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_message_of_the_application_is_not_shown() {
        #[derive(Debug)]
        struct Custom;
        impl<'de> Deserialize<'de> for Custom {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Err(serde::de::Error::custom(format!("no such plan: {text}")))
            }
        }
        let error = serde_json::from_str::<Custom>("\"secret\"").unwrap_err();
        let text = UnreadableError::json("data", error).to_string();
        assert_eq!(text, "the data has a wrong field or type");
    }

    #[test]
    fn a_message_about_an_image_has_no_data() {
        use serde_dynamo::{AttributeValue, Item, from_item};
        let string = |text: &str| AttributeValue::S(text.to_owned());
        let number = |text: &str| AttributeValue::N(text.to_owned());
        for (attributes, expected) in [
            (vec![("id", string("secret"))], ": missing field `age`"),
            (
                vec![("id", string("a")), ("age", string("secret"))],
                ": expected num",
            ),
            (
                vec![("id", string("a")), ("age", number("secret"))],
                ": expected an integer: invalid digit found in string",
            ),
            (
                vec![("id", string("a")), ("age", number("300"))],
                ": expected an integer: number too large to fit in target type",
            ),
        ] {
            let attributes = attributes.into_iter();
            let item = Item::from(
                attributes
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<std::collections::HashMap<_, _>>(),
            );
            let error = from_item::<_, Viewer>(item).unwrap_err();
            let expected = format!("the new image has a wrong attribute or type{expected}");
            assert_eq!(UnreadableError::item(error).to_string(), expected);
        }
    }
}
