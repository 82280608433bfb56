//! Columns that are known only at run time.

use personalize_events::{Properties, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    age: u8,
    #[personalize(flatten)]
    row: Properties,
}

fn main() {
    println!("{}", Viewer::schema());
}
