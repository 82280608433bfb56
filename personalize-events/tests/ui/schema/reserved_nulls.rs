//! Reserved columns that the developer guide lists without null.

use std::time::SystemTime;

use personalize_events::ItemProperties;

#[derive(ItemProperties)]
struct Film {
    creation_timestamp: Option<SystemTime>,
    length: u16,
}

#[derive(ItemProperties)]
struct Serial {
    #[personalize(flatten, skip_if = "Created::is_unknown")]
    created: Created,
    episodes: u16,
}

#[derive(ItemProperties)]
struct Created {
    creation_timestamp: SystemTime,
}

impl Created {
    fn is_unknown(&self) -> bool {
        self.creation_timestamp == SystemTime::UNIX_EPOCH
    }
}

fn main() {
    println!("{}", Film::schema());
    println!("{}", Serial::schema());
}
