//! A type whose values are written by hand, and which does not say its column.

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
