//! The file of an import has the columns of the schema.

use personalize_events::{CsvWriter, Properties, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: u64,
    country: String,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct Visitor {
    #[personalize(user_id)]
    id: u64,
    age: u8,
    #[personalize(flatten)]
    row: Properties,
}

fn main() {
    let _ = CsvWriter::<_, Viewer>::users(Vec::new());
    let _ = CsvWriter::<_, Visitor>::users(Vec::new());
}
