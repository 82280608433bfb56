//! Columns that are not in upper case must be specified exactly.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/mixed_case.json")]
struct Viewer {
    age: i32,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/mixed_case.json")]
struct Visitor {
    #[personalize(column = "age", rename = "age")]
    years: i32,
    plan_type: String,
}

fn main() {}
