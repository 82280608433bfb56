//! JSON text that travels inside a JSON string.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

/// The text of a JSON value, which the service takes as a string: `{"age":"34"}`.
///
/// Whether it is JSON, and short enough, is checked by the builder that takes it. `Debug` shows
/// its length only: properties are user data.
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
    /// As somebody gave it.
    Given(String),
    /// The text of an object, which was written here: nobody has to read it to know that.
    Object(Quoted),
}

/// A text, written as a JSON string.
#[derive(Clone)]
struct Quoted {
    string: String,
    /// The text itself, for who asks for it.
    text: OnceLock<String>,
}

/// By this name a serializer can tell that what it is given displays itself as a JSON string too.
pub(super) const NAME: &str = "personalize_events::JsonString";

impl JsonString {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Form::Given(text) => text,
            Form::Object(quoted) => quoted.text.get_or_init(|| quoted.unquoted()),
        }
    }

    /// The text, which is not kept if it has to be made.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Form::Given(text) => text.into(),
            Form::Object(quoted) => quoted.text(),
        }
    }

    /// The text of an object, which the caller has written as a JSON string.
    pub(crate) fn object(string: String) -> Self {
        let text = OnceLock::new();
        Self(Form::Object(Quoted { string, text }))
    }

    /// If it is known to be the text of an object, how many bytes it takes in a JSON string.
    pub(crate) fn quoted_length(&self) -> Option<usize> {
        match &self.0 {
            Form::Given(_) => None,
            Form::Object(quoted) => Some(quoted.string.len() - r#""""#.len()),
        }
    }
}

impl Quoted {
    fn text(&self) -> Cow<'_, str> {
        let kept = self.text.get();
        kept.map_or_else(|| self.unquoted().into(), Into::into)
    }

    fn unquoted(&self) -> String {
        serde_json::from_str(&self.string).expect("it was written as a JSON string")
    }
}

/// The text; with `#`, as a JSON string.
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

/// Texts are equal however they came about.
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
            Form::Given(text) => serializer.serialize_newtype_struct(NAME, text),
            Form::Object(quoted) => serializer.serialize_newtype_struct(NAME, quoted),
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
    use crate::{ItemProperties, Properties, User, UserProperties};

    #[test]
    fn what_was_written_for_another_kind_is_measured_against_the_limit_of_this_one() {
        let mut properties = Properties::new();
        properties.insert("a", "x".repeat(24_000));
        let of_item = ItemProperties::to_properties(&properties).unwrap();
        let user = User::builder().user_id("user-1").properties(of_item);
        assert_eq!(
            user.build().unwrap_err().to_string(),
            "properties has 24008 characters, at most 24000 are allowed"
        );
    }

    #[test]
    fn the_characters_of_the_text_count_and_not_those_of_the_body() {
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
        let problem = UserProperties::to_properties(&properties).unwrap_err();
        assert_eq!(
            problem.to_string(),
            "properties has 24001 characters, at most 24000 are allowed"
        );
    }
}
