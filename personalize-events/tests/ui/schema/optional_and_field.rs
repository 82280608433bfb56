//! A column that has a field, and is in `optional_columns` too.

use personalize_events::EventProperties;

#[derive(EventProperties)]
struct Rating {
    event_value: f32,
}

#[derive(EventProperties)]
#[personalize(optional_columns = "EVENT_VALUE")]
struct Event {
    #[personalize(flatten)]
    rating: Rating,
}

fn main() {
    println!("{}", Event::schema());
}
