//! JSON text that travels inside a JSON string.

use std::fmt;
use std::hash::{Hash, Hasher};

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
pub struct Json {
    text: String,
    /// It was written here, as the text of an object: nobody has to read it to know that.
    is_object: bool,
}

impl Json {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text of an object, which the caller has written.
    pub(crate) fn object(text: String) -> Self {
        Self {
            text,
            is_object: true,
        }
    }

    /// Whether it is known to be the text of an object.
    pub(super) fn is_object(&self) -> bool {
        self.is_object
    }
}

/// Texts are equal however they came about.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        let is_object = false;
        Self { text, is_object }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Json> for String {
    fn from(json: Json) -> Self {
        json.text
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.text.len())
    }
}
