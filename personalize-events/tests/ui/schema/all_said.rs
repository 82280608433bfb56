//! Not a mistake: what else is in this folder is refused only because it is asked for.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    age: u8,
    #[personalize(categorical)]
    country: String,
}

#[derive(UserProperties)]
struct NeverAsked {
    country: String,
}

fn main() {
    println!("{}", Viewer::schema());
    let _ = NeverAsked { country: String::new() }.to_properties();
}
