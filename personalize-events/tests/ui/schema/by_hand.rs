//! A trait that is implemented by hand.

use personalize_events::{Properties, PropertiesWriter, UserProperties};

struct Viewer {
    age: u8,
}

impl UserProperties for Viewer {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        properties.property("age", &self.age);
    }
}

fn main() {
    println!("{}", Viewer::schema());
    println!("{}", <Properties as UserProperties>::schema());
}
