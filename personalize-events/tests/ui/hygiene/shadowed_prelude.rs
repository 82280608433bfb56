//! Names of the prelude, and of crates, mean something else.
#![allow(dead_code, reason = "what shadows them is not used")]

use ::personalize_events::UserProperties;

struct Option;
struct Result;
struct String;
struct Vec;
struct Some;
struct Box;
trait PropertyValue {}
trait IdValue {}
mod std {}
mod core {}
mod personalize_events {}

#[derive(UserProperties)]
struct Viewer<'a, T> {
    #[personalize(user_id)]
    id: u64,
    name: &'a str,
    tag: T,
}

fn main() {
    let viewer = Viewer { id: 7, name: "x", tag: true };
    let user = viewer.to_user().unwrap();
    assert_eq!(user.user_id(), "7");
    assert_eq!(user.properties().unwrap().as_str(), r#"{"name":"x","tag":"true"}"#);
}
