//! A list of records is not the output of a `CsvWriter`.

use personalize_events::{CsvWriter, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: u64,
    age: u8,
}

fn main() {
    let viewers = vec![Viewer { id: 1, age: 34 }];
    let _: CsvWriter<_, Viewer> = CsvWriter::users(viewers);
}
