//! A displayed value is a string.

use std::net::Ipv4Addr;

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(display)]
    address: Ipv4Addr,
}

fn main() {
    println!("{}", Viewer::schema());
}
