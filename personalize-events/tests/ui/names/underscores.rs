//! The key loses underscores around words.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    _private: String,
    foo__bar: String,
    trailing_: String,
    __: String,
}

fn main() {}
