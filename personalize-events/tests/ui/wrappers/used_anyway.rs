//! Whoever uses a wrapper that is wrong is told about the wrapper only.

use personalize_events::{IdValue, PropertyValue, UserProperties};

#[derive(PropertyValue, IdValue)]
struct Account(u8, u8);

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: Account,
    account: Option<Account>,
}

fn main() {}
