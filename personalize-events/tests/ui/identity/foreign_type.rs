//! An ID of a type that may display less than it contains, and a struct around it.

use std::net::IpAddr;

use personalize_events::{IdValue, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: IpAddr,
    age: u8,
}

#[derive(IdValue)]
struct AccountId(IpAddr);

fn main() {}
