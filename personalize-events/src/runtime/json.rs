//! JSON text that travels inside a JSON string.

use std::fmt;

use serde::Serialize;

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
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Json(String);

impl Json {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<Json> for String {
    fn from(json: Json) -> Self {
        json.0
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.0.len())
    }
}
