//! The struct is no column, and a field has no schema.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(categorical, column_type = "int", nullable)]
struct Viewer {
    #[personalize(schema = "tests/schemas/users.json")]
    age: u8,
}

fn main() {}
