//! Types in flattened structs. Their values are written where the file is not known, so each field
//! must declare the type that its values are checked against.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct A {
    #[personalize(flatten)]
    all: Float,
}

#[derive(UserProperties)]
struct Float {
    age: f32,
    #[personalize(categorical)]
    home_town: String,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct B {
    #[personalize(flatten)]
    all: Text,
}

#[derive(UserProperties)]
struct Text {
    age: u8,
    home_town: String,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct C {
    #[personalize(flatten)]
    all: Wide,
}

#[derive(UserProperties)]
struct Wide {
    age: u64,
    #[personalize(categorical)]
    home_town: String,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct D {
    #[personalize(flatten)]
    all: Unknown,
}

#[derive(UserProperties)]
struct Unknown {
    #[personalize(with = "write")]
    age: u8,
    #[personalize(categorical)]
    home_town: String,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct E {
    #[personalize(flatten)]
    all: Null,
}

#[derive(UserProperties)]
struct Null {
    age: Option<u8>,
    #[personalize(categorical)]
    home_town: String,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct F {
    #[personalize(flatten, skip_if = "LeftOut::is_empty")]
    all: LeftOut,
}

#[derive(UserProperties)]
struct LeftOut {
    age: u8,
    #[personalize(categorical)]
    home_town: String,
}

fn write(value: &u8, property: personalize_events::ValueWriter<'_>) {
    personalize_events::PropertyValue::write_property(value, property);
}

impl LeftOut {
    fn is_empty(&self) -> bool {
        self.home_town.is_empty()
    }
}

fn main() {}
