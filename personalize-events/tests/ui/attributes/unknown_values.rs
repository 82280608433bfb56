//! Unknown values of `values` and `rename_all`.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(values = "numbers", rename_all = "kebab-case")]
struct Viewer {
    #[personalize(values = "raw")]
    age: u8,
}

fn main() {}
