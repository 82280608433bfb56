//! Values written by a function or by hand do not declare their column.

use std::time::Duration;

use personalize_events::{ValueWriter, PropertyValue, UserProperties};

struct Stars(u8);

impl PropertyValue for Stars {
    fn write_property(&self, property: ValueWriter<'_>) {
        self.0.write_property(property);
    }
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer {
    age: Stars,
    #[personalize(with = "seconds")]
    watched_seconds: Duration,
    #[personalize(with = "seconds", column_type = "double")]
    score: Duration,
    genres: Vec<String>,
    country: String,
    nickname: String,
}

fn seconds(watched: &Duration, property: ValueWriter<'_>) {
    watched.as_secs().write_property(property);
}

fn main() {}
