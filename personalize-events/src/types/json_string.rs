//! JSON text that is sent as a JSON string.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use personalize_events_schema::record_kind::RecordKind;
use serde::{Serialize, Serializer};

/// The text of a JSON value, which is sent as a string: `{"age":"34"}`.
///
/// The builder that accepts it validates that it is JSON, and its length. `Debug` shows only the length, because properties
/// are user data.
///
/// # Example
///
/// ```
/// use personalize_events::User;
///
/// let user = User::builder()
///     .user_id("user-1")
///     .properties(r#"{"numberOfVideosWatched":"45"}"#)
///     .build()
///     .unwrap();
/// assert_eq!(user.properties().unwrap().as_str(), r#"{"numberOfVideosWatched":"45"}"#);
/// ```
#[derive(Clone)]
pub struct JsonString(Form);

#[derive(Clone)]
enum Form {
    /// A text from the user.
    Given(String),
    /// The text of an object that this crate wrote, so it need not be parsed.
    Object(Quoted),
}

/// A text encoded as a JSON string.
#[derive(Clone)]
struct Quoted {
    /// The kind of records for which the keys were checked.
    kind: &'static RecordKind,
    string: String,
    /// The decoded text, if it was requested.
    text: OnceLock<String>,
    /// The number of its characters, if it was requested.
    chars: OnceLock<usize>,
}

/// The name by which [`write_json`](crate::body::write_json) recognizes a value whose alternate `Display` is a JSON string.
pub(crate) const JSON_STRING: &str = "personalize_events::JsonString";

impl JsonString {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Form::Given(text) => text,
            Form::Object(quoted) => quoted.text.get_or_init(|| quoted.unquoted()),
        }
    }

    /// The text, without caching it.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Form::Given(text) => text.into(),
            Form::Object(quoted) => quoted.text(),
        }
    }

    /// Wraps the text of an object that the caller has encoded as a JSON string, and whose keys are those of the
    /// properties of such records.
    pub(crate) fn object(kind: &'static RecordKind, string: String) -> Self {
        let (text, chars) = (OnceLock::new(), OnceLock::new());
        Self(Form::Object(Quoted {
            kind,
            string,
            text,
            chars,
        }))
    }

    /// The kind of records for which this crate wrote it, if it did.
    pub(crate) fn written_for(&self) -> Option<&'static RecordKind> {
        match &self.0 {
            Form::Given(_) => None,
            Form::Object(quoted) => Some(quoted.kind),
        }
    }

    /// The number of bytes in a JSON string, if this is known to be the text of an object.
    pub(crate) fn quoted_length(&self) -> Option<usize> {
        match &self.0 {
            Form::Given(_) => None,
            Form::Object(quoted) => Some(quoted.string.len() - r#""""#.len()),
        }
    }

    /// The number of characters of the text (Unicode scalar values), which is counted without decoding it.
    pub(crate) fn count_chars(&self) -> usize {
        match &self.0 {
            Form::Given(text) => text.chars().count(),
            Form::Object(quoted) => *quoted.chars.get_or_init(|| quoted.count_chars()),
        }
    }
}

impl Quoted {
    fn text(&self) -> Cow<'_, str> {
        let cached = self.text.get();
        cached.map_or_else(|| self.unquoted().into(), Into::into)
    }

    /// Counts an escape sequence as one character, and those of a surrogate pair as one together.
    fn count_chars(&self) -> usize {
        let is_start = |byte: &&u8| !(0x80..0xc0).contains(*byte);
        let (mut rest, mut count) = (self.string.as_bytes(), 0);
        loop {
            let plain = rest.iter().take_while(|byte| **byte != b'\\').count();
            count += rest[..plain].iter().filter(is_start).count();
            rest = match &rest[plain..] {
                [
                    _,
                    b'u',
                    b'd' | b'D',
                    b'c'..=b'f' | b'C'..=b'F',
                    _,
                    _,
                    low @ ..,
                ] => low,
                [_, b'u', _, _, _, _, other @ ..] | [_, _, other @ ..] => {
                    count += 1;
                    other
                }
                _ => return count - r#""""#.len(),
            };
        }
    }

    fn unquoted(&self) -> String {
        serde_json::from_str(&self.string).expect("a valid JSON string")
    }
}

/// The text; with `#`, the JSON string.
impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.write_str(&self.string)
        } else {
            f.write_str(&self.text())
        }
    }
}

impl Serialize for Quoted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Compares the texts, whether they are encoded or not.
impl PartialEq for JsonString {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for JsonString {}

impl Hash for JsonString {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

impl Serialize for JsonString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Given(text) => serializer.serialize_newtype_struct(JSON_STRING, text),
            Form::Object(quoted) => serializer.serialize_newtype_struct(JSON_STRING, quoted),
        }
    }
}

impl From<String> for JsonString {
    fn from(text: String) -> Self {
        Self(Form::Given(text))
    }
}

impl From<&str> for JsonString {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<JsonString> for String {
    fn from(json: JsonString) -> Self {
        match json.0 {
            Form::Given(text) => text,
            Form::Object(quoted) => quoted.text().into_owned(),
        }
    }
}

impl fmt::Debug for JsonString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonString({} bytes)", self.text().len())
    }
}

#[cfg(test)]
mod tests {
    use personalize_events_schema::record_kind::RecordKind;

    use crate::{ItemProperties, Properties, User, UserProperties};

    #[test]
    fn an_escape_sequence_is_one_character_and_a_surrogate_pair_too() {
        for (string, count) in [
            (r#""{}""#, 2),
            (r#""aé€😀""#, 4),
            (r#""\\\"\\\\\"""#, 5),
            (r#""\n\/\b\f\r\t""#, 6),
            (r#""\\u0041""#, 6),
            (r#""\u0041\u00e9\uFFFF""#, 3),
            (r#""\ud83d\ude00\uD83D\uDE00x""#, 3),
            (r#""\ud7ff\ue000""#, 2),
            (r#""\\ud83d\\\ud83d\ude00\\""#, 9),
        ] {
            let json = super::JsonString::object(&RecordKind::USER, string.to_owned());
            assert_eq!(json.count_chars(), count, "{string}");
            assert_eq!(json.as_str().chars().count(), count, "{string}");
        }
    }

    proptest::proptest! {
        #[test]
        fn characters_are_counted_in_the_encoded_form(
            text in r#"(\PC|["\\\x01-\x1f]|\\u[0-9a-f]{4}){0,40}"#,
        ) {
            let json = super::JsonString::object(&RecordKind::USER, serde_json::to_string(&text).unwrap());
            proptest::prop_assert_eq!(json.count_chars(), text.chars().count());
        }
    }

    #[test]
    fn the_length_is_checked_against_the_limit_of_the_record_that_takes_it() {
        let mut properties = Properties::new();
        properties.insert("a", "x".repeat(24_000));
        let item_properties = ItemProperties::to_properties(&properties).unwrap();
        let user = User::builder()
            .user_id("user-1")
            .properties(item_properties);
        assert_eq!(
            user.build().unwrap_err().to_string(),
            "properties has 24008 characters, but at most 24000 are allowed"
        );
    }

    #[test]
    fn the_characters_of_the_text_are_counted_not_those_of_the_body() {
        let mut properties = Properties::new();
        // `\"` each in the text, and `\\\"` in the body.
        properties.insert("a", "\"".repeat(11_996));
        assert_eq!(
            properties
                .to_user("user-1")
                .unwrap()
                .properties()
                .unwrap()
                .as_str()
                .len(),
            24_000
        );
        properties.insert("a", "\"".repeat(11_996) + "x");
        let error = UserProperties::to_properties(&properties).unwrap_err();
        assert_eq!(
            error.to_string(),
            "properties has 24001 characters, but at most 24000 are allowed"
        );
    }
}
