//! Keys that differ only in `_` or case.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    zip_code: String,
    #[personalize(rename = "ZIP_CODE")]
    postal_code: String,
    zipcode: String,
}

fn main() {}
