//! A type of values whose column is textual, in a dataset without such columns.

use personalize_events::{ColumnType, PropertyValue, UserProperties, ValueWriter};

struct Biography(String);

impl PropertyValue for Biography {
    const COLUMN: ColumnType = ColumnType::TEXTUAL;

    fn write_property(&self, property: ValueWriter<'_>) {
        self.0.write_property(property);
    }
}

#[derive(UserProperties)]
struct Viewer {
    age: u8,
    biography: Biography,
}

fn main() {
    println!("{}", Viewer::schema());
}
