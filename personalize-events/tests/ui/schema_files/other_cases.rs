//! A column that is stated must be the one of the file; a field without one finds its column whatever its case.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/mixed_case.json")]
struct Viewer {
    age: i32,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/mixed_case.json")]
struct Visitor {
    #[personalize(column = "AGE")]
    years: i32,
    plan_type: String,
}

fn main() {}
