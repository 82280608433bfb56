//! A type with a hand-written value and no declared column.

use personalize_events::{ValueWriter, PropertyValue, UserProperties};

struct Stars(u8);

impl PropertyValue for Stars {
    fn write_property(&self, property: ValueWriter<'_>) {
        self.0.write_property(property);
    }
}

#[derive(UserProperties)]
struct Viewer {
    stars: Option<Stars>,
}

fn main() {
    println!("{}", Viewer::schema());
}
