//! The text of a schema, which may be a string in a response of `DescribeSchema`.

use std::borrow::Cow;

use serde_json::Value;

/// The maximum number of characters of a schema, as in the API reference of `CreateSchema`.
const MAX_SCHEMA_CHARS: usize = 20_000;
/// The maximum number of bytes of a response, whose string may escape each character of a schema.
const MAX_RESPONSE_BYTES: usize = 16 * MAX_SCHEMA_CHARS;

/// Returns the text of a schema, or why it is not read.
pub(crate) fn schema_text(text: &str) -> Result<Cow<'_, str>, String> {
    let too_long = |length: usize| {
        format!("it has {length} characters, but at most {MAX_SCHEMA_CHARS} are allowed")
    };
    if text.len() > MAX_RESPONSE_BYTES {
        return Err(too_long(text.chars().count()));
    }
    // What is not JSON is reported when the schema is parsed.
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let schema = described(&value).map_or(Cow::Borrowed(text), |it| Cow::Owned(it.to_owned()));
    match schema.chars().count() {
        ..=MAX_SCHEMA_CHARS => Ok(schema),
        length => Err(too_long(length)),
    }
}

/// The schema in the whole response, in its member `schema`, or in the string alone.
fn described(value: &Value) -> Option<&str> {
    if value.is_string() {
        return value.as_str();
    }
    let schema = schema_member(value)?;
    schema.as_str().or_else(|| schema_member(schema)?.as_str())
}

/// The member `schema` of an object that is not a schema itself. Some clients capitalize it.
fn schema_member(value: &Value) -> Option<&Value> {
    let members = value.as_object()?;
    let mut found = members.iter();
    let (_, found) = found.find(|(key, _)| key.eq_ignore_ascii_case("schema"))?;
    (!members.contains_key("fields")).then_some(found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::schema_text;

    #[test]
    fn the_schema_is_read_from_each_part_of_a_response() {
        let schema = r#"{"type": "record", "fields": [], "schema": "an attribute"}"#;
        let whole = json!({"schema": {"name": "films", "schema": schema}});
        for text in [
            schema.to_owned(),
            whole.to_string(),
            whole["schema"].to_string(),
            whole["schema"]["schema"].to_string(),
            json!({"Schema": schema}).to_string(),
        ] {
            assert_eq!(schema_text(&text).as_deref(), Ok(schema));
        }
    }

    #[test]
    fn a_schema_that_is_too_long_is_rejected() {
        let schema = |length| " ".repeat(length);
        assert!(schema_text(&schema(20_000)).is_ok());
        assert!(schema_text(&json!({"schema": "\n".repeat(20_000)}).to_string()).is_ok());
        for length in [20_001, 1_000_000] {
            let expected = format!("it has {length} characters, but at most 20000 are allowed");
            assert_eq!(schema_text(&schema(length)), Err(expected));
        }
    }
}
