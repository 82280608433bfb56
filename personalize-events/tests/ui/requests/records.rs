//! Structs with a derive are not records of a request.

use personalize_events::{PutUsersRequest, User, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: u64,
    age: u8,
}

fn main() {
    let viewers = vec![Viewer { id: 1, age: 34 }];
    let _ = PutUsersRequest::builder().users(&viewers);
    let _ = PutUsersRequest::builder().users(viewers);
    let _ = User::builder().properties(Viewer { id: 1, age: 34 });
}
