//! A type parameter is checked against the schema in a file where the struct is written.

use personalize_events::{PropertyValue, UserProperties};

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer<T, const N: usize> {
    age: i32,
    watched_seconds: T,
    score: f64,
    genres: Vec<String>,
    country: [String; N],
    nickname: String,
}

fn write<T: PropertyValue + Default, const N: usize>(country: [String; N]) {
    let viewer = Viewer {
        age: 34,
        watched_seconds: T::default(),
        score: 4.5,
        genres: Vec::new(),
        country,
        nickname: String::new(),
    };
    println!("{:?}", viewer.to_properties());
}

fn main() {
    write::<u32, 1>([String::new()]);
    write::<f64, 1>([String::new()]);
    write::<u32, 0>([]);
}
