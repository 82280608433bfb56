//! Users have at most 25 metadata columns, including flattened ones.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: u64,
    age: u8,
    #[personalize(flatten)]
    details: Details,
}

#[derive(UserProperties)]
struct Details {
    column_a: u8,
    column_a2: u8,
    column_a3: u8,
    column_a4: u8,
    column_a5: u8,
    column_b: u8,
    column_b2: u8,
    column_b3: u8,
    column_b4: u8,
    column_b5: u8,
    column_c: u8,
    column_c2: u8,
    column_c3: u8,
    column_c4: u8,
    column_c5: u8,
    column_d: u8,
    column_d2: u8,
    column_d3: u8,
    column_d4: u8,
    column_d5: u8,
    column_e: u8,
    column_e2: u8,
    column_e3: u8,
    column_e4: u8,
    column_e5: u8,
}

fn main() {
    println!("{}", Viewer::schema());
}
