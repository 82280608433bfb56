//! The records of the topic: replace [`Viewer`] with yours.

use personalize_events::{User, UserProperties, ValidationError};
use serde::Deserialize;
use serde_json::error::Category;

/// The value of a message, which is JSON. A put replaces the whole user, so that it has all properties each time.
#[derive(Deserialize, UserProperties)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[personalize(serde)] // the keys are those of serde
struct Viewer {
    #[personalize(user_id)]
    user_id: String,
    videos_watched: u64,
    favourite_genres: Vec<String>,
}

/// Reads the user in a message. The error does not quote the message, since it is logged.
pub(crate) fn read(payload: Option<&[u8]>) -> Result<Result<User, ValidationError>, String> {
    let Some(payload) = payload else {
        // The API cannot delete users: a data deletion job can.
        return Err(
            "the message has no value, which deletes its key, but users cannot be deleted by calls"
                .to_owned(),
        );
    };
    let viewer: Viewer = serde_json::from_slice(payload).map_err(|error| {
        let problem = match error.classify() {
            Category::Data => "a value is missing, unknown or of the wrong type",
            Category::Eof => "the JSON is incomplete",
            Category::Syntax | Category::Io => "the JSON is malformed",
        };
        format!(
            "{problem} at line {}, column {}",
            error.line(),
            error.column()
        )
    })?;
    Ok(viewer.to_user())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_message_is_a_user() {
        let json = br#"{"userId": "viewer-1", "videosWatched": 3, "favouriteGenres": ["Comedy", "Drama"]}"#;
        let user = read(Some(json)).unwrap().unwrap();
        assert_eq!(user.user_id(), "viewer-1");
        let properties =
            serde_json::from_str::<serde_json::Value>(user.properties().unwrap().as_str());
        assert_eq!(
            properties.unwrap(),
            serde_json::json!({"videosWatched": "3", "favouriteGenres": "Comedy|Drama"})
        );
    }

    #[test]
    fn reasons_do_not_quote_the_message() {
        let messages = [
            (
                r#"{"userId": "secret"}"#,
                "a value is missing, unknown or of the wrong type at line 1, column 20",
            ),
            (
                r#"{"secret": 1}"#,
                "a value is missing, unknown or of the wrong type at line 1, column 9",
            ),
            (
                r#"{"videosWatched": "secret"}"#,
                "a value is missing, unknown or of the wrong type at line 1, column 26",
            ),
            (
                r#"{"userId": "secret"#,
                "the JSON is incomplete at line 1, column 18",
            ),
            ("secret", "the JSON is malformed at line 1, column 1"),
        ];
        for (message, reason) in messages {
            assert_eq!(read(Some(message.as_bytes())).unwrap_err(), reason);
        }
        assert!(
            read(None)
                .unwrap_err()
                .starts_with("the message has no value")
        );
        let json = br#"{"userId": "secret", "videosWatched": 3, "favouriteGenres": ["Sec|ret"]}"#;
        let reason = read(Some(json)).unwrap().unwrap_err().to_string();
        assert!(!reason.to_lowercase().contains("sec"), "{reason}");
    }
}
