//! Attributes that variants and enums do not accept.

use personalize_events::Category;

#[derive(Category)]
#[personalize(rename_all = "Title Case", rename = "Genres", values = "json")]
enum Genre {
    #[personalize(skip)]
    Horror,
    #[personalize(rename_all = "lowercase")]
    Action,
    #[personalize()]
    Drama,
    #[personalize(rename = 7)]
    Null,
}

fn main() {}
