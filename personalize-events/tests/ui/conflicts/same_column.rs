//! Keys that differ in `_` or case only.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    zip_code: String,
    #[personalize(rename = "ZIP_CODE")]
    postal_code: String,
    zipcode: String,
}

fn main() {}
