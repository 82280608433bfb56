//! Keys of flattened structs that collide.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    zip_code: String,
    #[personalize(flatten)]
    address: Address,
}

#[derive(UserProperties)]
struct Address {
    town: String,
    #[personalize(flatten)]
    postal: Postal,
}

#[derive(UserProperties)]
struct Postal {
    #[personalize(rename = "ZIP_CODE")]
    code: String,
}

#[derive(UserProperties)]
struct Pair {
    #[personalize(flatten)]
    one: Address,
    #[personalize(flatten)]
    other: Postal,
}

fn main() {}
