//! Column attributes on the struct, and a schema on a field.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(categorical, column_type = "int", nullable)]
struct Viewer {
    #[personalize(schema = "tests/schemas/users.json")]
    age: u8,
}

fn main() {}
