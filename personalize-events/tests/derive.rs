//! The derives as their users see them.

#[path = "derive/categories.rs"]
mod categories;
#[path = "derive/columns.rs"]
mod columns;
#[path = "derive/dynamic.rs"]
mod dynamic;
#[path = "derive/flatten.rs"]
mod flatten;
#[path = "derive/from_serialize.rs"]
mod from_serialize;
#[path = "derive/hygiene.rs"]
pub mod hygiene; // public, so that its lints are those of a public item
#[path = "derive/identity.rs"]
mod identity;
#[path = "derive/kinds.rs"]
mod kinds;
#[path = "derive/manual.rs"]
mod manual;
#[path = "derive/names.rs"]
mod names;
#[path = "derive/reading_back.rs"]
mod reading_back;
#[path = "derive/sending.rs"]
mod sending;
#[path = "derive/serde_attributes.rs"]
mod serde_attributes;
#[path = "derive/values.rs"]
mod values;

use std::fmt::Display;

use personalize_events::{
    PropertiesWriter, PutUsersRequest, UserIdentity, UserProperties, ValidationError, ViolationKind,
};

const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

#[derive(UserProperties)]
struct Viewer<'a> {
    #[personalize(user_id)]
    id: &'a str,
    number_of_videos_watched: u32,
    score: f64,
    subscribed: bool,
    favourite_genres: Vec<String>,
    membership: Option<&'a str>,
    #[personalize(rename = "zip5Code")]
    zip_5_code: String,
    #[personalize(skip)]
    cache: Vec<u8>,
}

fn viewer(id: &str) -> Viewer<'_> {
    Viewer {
        id,
        number_of_videos_watched: 45,
        score: 4.5,
        subscribed: true,
        favourite_genres: vec!["Horror".to_owned(), "Action".to_owned()],
        membership: Some("gold"),
        zip_5_code: "12345".to_owned(),
        cache: vec![1, 2, 3],
    }
}

fn lines(invalid: &ValidationError) -> Vec<String> {
    invalid
        .violations()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_struct_becomes_a_user() {
    let viewer = viewer("user-1");
    let user = viewer.to_user().unwrap();
    assert_eq!(user.user_id(), "user-1");
    assert_eq!(
        user.properties().unwrap().as_str(),
        concat!(
            r#"{"numberOfVideosWatched":"45","score":"4.5","subscribed":"true","#,
            r#""favouriteGenres":"Horror|Action","membership":"gold","zip5Code":"12345"}"#
        )
    );
    assert_eq!(viewer.cache, [1, 2, 3]);
}

#[test]
fn absent_values_and_empty_collections_are_left_out() {
    let viewer = Viewer {
        favourite_genres: Vec::new(),
        membership: None,
        ..viewer("user-1")
    };
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        r#"{"numberOfVideosWatched":"45","score":"4.5","subscribed":"true","zip5Code":"12345"}"#
    );
}

#[test]
fn every_violation_is_reported_with_its_key() {
    let invalid = Viewer {
        score: f64::INFINITY,
        favourite_genres: ["Horror", "Sci|Fi", "Film|Noir"]
            .map(str::to_owned)
            .to_vec(),
        ..viewer("")
    }
    .to_user()
    .unwrap_err();
    assert_eq!(
        lines(&invalid),
        [
            "userId has 0 characters, but at least 1 is required",
            "properties.score is infinite or NaN, but only finite numbers can be sent",
            "properties.favouriteGenres has `|` in category 1; `|` separates categories and cannot be escaped",
            "properties.favouriteGenres has `|` in category 2; `|` separates categories and cannot be escaped",
        ]
    );
    assert_eq!(invalid.violations()[1].kind(), &ViolationKind::NotFinite);
    assert!(!format!("{invalid} {invalid:?}").contains("Noir"));
}

#[test]
fn only_properties_above_the_limit_are_a_violation() {
    let with = |length: usize| Viewer {
        zip_5_code: "é".repeat(length),
        ..viewer("user-1")
    };
    let rest = with(0).to_properties().unwrap().as_str().len();
    let limit = <Viewer<'_> as UserProperties>::MAX_LENGTH;
    assert!(with(limit - rest).to_user().is_ok());
    let found = limit + 1;
    let invalid = with(found - rest).to_user().unwrap_err();
    assert_eq!(
        lines(&invalid),
        [format!(
            "properties has {found} characters, but at most {limit} are allowed"
        )]
    );
}

#[test]
fn a_request_accepts_structs_and_reports_the_invalid_ones() {
    let mut viewers = ["a", "b", "c", "d"].map(viewer);
    viewers[3].score = f64::NAN;
    let request = |viewers: &[Viewer<'_>]| {
        PutUsersRequest::builder()
            .dataset_arn(DATASET)
            .users(viewers.iter().map(Viewer::to_user))
            .build()
    };
    let invalid = request(&viewers).unwrap_err();
    assert_eq!(invalid.violations().len(), 1);
    assert_eq!(invalid.violations()[0].path(), "users[3].properties.score");
    assert_eq!(request(&viewers[..3]).unwrap().users().len(), 3);
}

#[test]
fn properties_can_be_had_without_an_id() {
    #[derive(UserProperties)]
    struct Anonymous {
        age: u8,
    }
    let properties = Anonymous { age: 34 }.to_properties().unwrap();
    assert_eq!(properties.as_str(), r#"{"age":"34"}"#);
}

#[test]
fn a_struct_without_fields_is_an_empty_object() {
    #[derive(UserProperties)]
    struct Nobody {}
    assert_eq!(Nobody {}.to_properties().unwrap().as_str(), "{}");
}

#[test]
fn an_identity_can_be_written_by_hand() {
    #[derive(UserProperties)]
    struct Account<K> {
        #[personalize(skip)]
        key: K,
        age: u8,
    }
    impl<K: Display> UserIdentity for Account<K> {
        fn user_id(&self) -> String {
            format!("account-{}", self.key)
        }
    }
    let account = Account { key: 'k', age: 34 };
    assert_eq!(account.to_user().unwrap().user_id(), "account-k");
}

#[test]
fn generics_are_bounded_where_they_are_used() {
    #[derive(UserProperties)]
    struct Tagged<'a, I, T: Copy, const N: usize>
    where
        I: Clone,
    {
        #[personalize(user_id)]
        id: I,
        tag: &'a T,
        tags: Option<[T; N]>,
        names: [&'a str; N],
    }
    let tagged = Tagged {
        id: 7_u64,
        tag: &"x",
        tags: Some(["y", "z"]),
        names: ["one", "two"],
    };
    let user = tagged.to_user().unwrap();
    assert_eq!(user.user_id(), "7");
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"tag":"x","tags":"y|z","names":"one|two"}"#
    );
}

#[test]
fn a_field_of_unsized_type_is_a_property() {
    #[derive(UserProperties)]
    struct Noted<T: ?Sized> {
        age: u8,
        note: T,
    }
    let noted: &Noted<[&str]> = &Noted {
        age: 34,
        note: ["a", "b"],
    };
    let properties = noted.to_properties().unwrap();
    assert_eq!(properties.as_str(), r#"{"age":"34","note":"a|b"}"#);
}

#[test]
fn a_raw_identifier_is_the_name_without_its_prefix() {
    #[derive(UserProperties)]
    struct Typed {
        #[personalize(user_id)]
        r#struct: String,
        r#type: &'static str,
    }
    let typed = Typed {
        r#struct: "user-1".to_owned(),
        r#type: "film",
    };
    let user = typed.to_user().unwrap();
    assert_eq!(user.user_id(), "user-1");
    assert_eq!(user.properties().unwrap().as_str(), r#"{"type":"film"}"#);
}

#[test]
fn properties_can_be_written_by_hand() {
    struct Either(bool);
    impl UserProperties for Either {
        fn write_properties(&self, properties: &mut PropertiesWriter) {
            properties.property("kind", if self.0 { "left" } else { "right" });
            properties.property("tags", ["a", "b"].as_slice());
        }
    }
    assert_eq!(
        Either(false).to_properties().unwrap().as_str(),
        r#"{"kind":"right","tags":"a|b"}"#
    );
}
