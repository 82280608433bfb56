//! Names in flattened structs.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct A {
    #[personalize(flatten)]
    all: Missing,
}

#[derive(UserProperties)]
struct Missing {
    age: u8,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct B {
    #[personalize(flatten)]
    all: Extra,
}

#[derive(UserProperties)]
struct Extra {
    age: u8,
    #[personalize(categorical)]
    home_town: String,
    shoe_size: u8,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct C {
    #[personalize(flatten)]
    all: Misspelled,
}

#[derive(UserProperties)]
struct Misspelled {
    age: u8,
    #[personalize(categorical)]
    hometown: String,
}

fn main() {}
