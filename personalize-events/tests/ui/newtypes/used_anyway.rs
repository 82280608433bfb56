//! Uses of an invalid newtype cause no further errors.

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
