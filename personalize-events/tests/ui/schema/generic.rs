//! Type parameters are known only where the schema is requested.

use personalize_events::{PropertyValue, UserProperties};

#[derive(UserProperties)]
struct Viewer<T> {
    age: u8,
    home: T,
}

fn show<T: PropertyValue>() {
    println!("{}", Viewer::<T>::schema());
}

fn main() {
    show::<u32>();
    show::<char>();
}
