//! Column attributes on fields that are not properties.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id, plain)]
    id: String,
    #[personalize(skip, column_type = "int")]
    age: u8,
    #[personalize(nullable, flatten)]
    address: Address,
    #[personalize(flatten, categorical)]
    device: Address,
}

#[derive(UserProperties)]
struct Address {
    town: String,
}

fn main() {}
