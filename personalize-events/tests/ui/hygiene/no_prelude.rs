//! Nothing is in scope.
#![no_implicit_prelude]

#[::std::prelude::v1::derive(::personalize_events::UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: ::std::string::String,
    tags: ::std::vec::Vec<&'static str>,
}

fn main() {
    let viewer = Viewer {
        id: ::std::convert::From::from("user-1"),
        tags: ::std::vec!["a"],
    };
    let user = ::personalize_events::UserProperties::to_user(&viewer).unwrap();
    ::std::assert_eq!(user.properties().unwrap().as_str(), r#"{"tags":"a"}"#);
}
