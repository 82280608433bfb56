//! A macro writes the struct; fields, types and keys are handed to it, and some are its own.

use personalize_events::UserProperties;

macro_rules! viewer {
    ($name:ident { $($key:literal $field:ident: $type:ty),* }) => {
        #[derive(UserProperties)]
        struct $name {
            #[personalize(user_id)]
            id: u64,
            $(#[personalize(rename = $key)] $field: $type,)*
            age: u8,
        }
    };
}

viewer!(Viewer { "top10Weeks" top_10_weeks: Option<u32> });

fn main() {
    let viewer = Viewer { id: 7, top_10_weeks: Some(3), age: 34 };
    let user = viewer.to_user().unwrap();
    assert_eq!(user.properties().unwrap().as_str(), r#"{"top10Weeks":"3","age":"34"}"#);
}
