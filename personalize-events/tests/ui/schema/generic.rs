//! What parameters stand for is known only where the schema is asked for.

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
