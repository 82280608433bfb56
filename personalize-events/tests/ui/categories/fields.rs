//! A category variant with fields.

use personalize_events::Category;

#[derive(Category)]
enum Genre {
    Horror(u8),
    Action { score: f32 },
    Drama,
}

fn main() {}
