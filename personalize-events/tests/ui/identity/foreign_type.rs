//! An ID of a type of another crate, and a struct around it.

use personalize_events::{IdValue, UserProperties};
use uuid::Uuid;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: Uuid,
    age: u8,
}

#[derive(IdValue)]
struct AccountId(Uuid);

fn main() {}
