//! Reserved columns have the types that the service requires.

use personalize_events::{
    ActionProperties, Category, EventProperties, ItemProperties, ValueWriter, PropertyValue,
};

#[derive(ActionProperties)]
struct Action {
    value: f64,
    channel: Vec<String>,
}

#[derive(ActionProperties)]
struct Repeated {
    #[personalize(with = "days")]
    repeat_frequency: u8,
    channel: Vec<String>,
}

fn days(days: &u8, property: ValueWriter<'_>) {
    days.write_property(property);
}

#[derive(Category)]
enum Kind {
    Discount,
}

#[derive(ActionProperties)]
struct Typed {
    r#type: Kind,
    weight: f64,
}

#[derive(EventProperties)]
struct Watched {
    event_value: f64,
}

#[derive(ItemProperties)]
struct Film {
    creation_timestamp: u64,
    length: u16,
}

fn main() {
    println!("{}", Action::schema());
    println!("{}", Repeated::schema());
    println!("{}", Typed::schema());
    println!("{}", Watched::schema());
    println!("{}", Film::schema());
}
