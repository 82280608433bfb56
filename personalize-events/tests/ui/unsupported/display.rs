//! Types that do not implement `Display`.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(display)]
    tags: Vec<String>,
    #[personalize(display)]
    unit: Option<()>,
}

fn main() {}
