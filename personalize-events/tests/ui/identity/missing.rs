//! A struct without an ID field.

use personalize_events::{UserIdentity, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    age: u8,
}

fn main() {
    <Viewer as UserIdentity>::user_id(&Viewer { age: 34 });
}
