//! `#[personalize(serde)]`, compared with what serde writes.

use std::borrow::Cow;
use std::net::IpAddr;
use std::num::{NonZeroU8, Wrapping};

use personalize_events::{
    Category, EventProperties, ItemProperties, JsonString, Properties, UserProperties,
    ValidationError,
};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;

/// The keys that `serde_json` writes, except those of null and of empty lists, which are omitted here.
fn keys_in_serde(value: &impl Serialize) -> Vec<String> {
    let Value::Object(object) = serde_json::to_value(value).expect("JSON") else {
        panic!("no object");
    };
    let has_value =
        |value: &Value| !value.is_null() && value.as_array().is_none_or(|it| !it.is_empty());
    let members = object.into_iter().filter(|(_, value)| has_value(value));
    members.map(|(key, _)| key).collect()
}

fn keys(properties: &Result<JsonString, ValidationError>) -> Vec<String> {
    let text = properties.as_ref().expect("valid properties").as_str();
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        panic!("{text}");
    };
    object.into_iter().map(|(key, _)| key).collect()
}

/// Both ways return the same text, or the same violations.
fn assert_same<T: UserProperties + Serialize>(value: &T) {
    let dynamic = Properties::from_serialize(value);
    assert_eq!(
        value.to_properties(),
        UserProperties::to_properties(&dynamic)
    );
}

#[derive(Clone, Debug, Serialize, Category)]
#[personalize(serde)]
#[serde(rename_all = "kebab-case")]
enum Genre {
    FilmNoir,
    #[serde(rename = "sci-fi")]
    ScienceFiction,
    #[serde(rename(serialize = "TV", deserialize = "tv"))]
    TvShow,
}

#[derive(Debug, Serialize, UserProperties)]
#[personalize(serde)]
#[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"))]
struct Viewer {
    #[personalize(user_id)]
    #[serde(skip)]
    id: u64,
    videos_watched: u32,
    #[serde(rename = "top3Genres")]
    top_3_genres: Vec<Genre>,
    favourite: Option<Genre>,
    #[serde(skip_serializing)]
    _password_hash: &'static str,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    home_town: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<i8>,
    score: f64,
    rating: f32,
    subscribed: bool,
    initial: char,
    tags: Vec<String>,
    #[serde(flatten)]
    device: Device,
    r#type: Option<Box<str>>,
}

#[derive(Debug, Serialize, UserProperties)]
#[personalize(serde)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Device {
    operating_system: String,
    #[serde(rename(serialize = "screenWidth"))]
    width: u64,
}

fn viewer() -> Viewer {
    Viewer {
        id: 7,
        videos_watched: 45,
        top_3_genres: vec![Genre::FilmNoir, Genre::ScienceFiction, Genre::TvShow],
        favourite: None,
        _password_hash: "secret",
        home_town: String::new(),
        age: Some(34),
        score: 4.5,
        rating: 0.1,
        subscribed: true,
        initial: 'ß',
        tags: vec!["new".to_owned()],
        device: Device {
            operating_system: "x".to_owned(),
            width: u64::MAX,
        },
        r#type: Some("a".into()),
    }
}

#[test]
fn names_skipped_and_flattened_fields_are_those_of_serde() {
    let viewer = viewer();
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        r#"{"videosWatched":"45","top3Genres":"film-noir|sci-fi|TV","age":"34","score":"4.5","rating":"0.1","subscribed":"true","initial":"ß","tags":"new","OPERATING_SYSTEM":"x","screenWidth":"18446744073709551615","type":"a"}"#
    );
    let mut expected = keys_in_serde(&viewer);
    let mut found = keys(&viewer.to_properties());
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(viewer.to_user().unwrap().user_id(), "7");
    assert_same(&viewer);
}

macro_rules! cases {
    ($($name:ident $case:literal),*) => {$(
        #[derive(Serialize, UserProperties)]
        #[personalize(serde)]
        #[serde(rename_all = $case)]
        struct $name {
            age: u8,
            membership_years: u8,
            zip5_code: u8,
            number_of_videos_watched: u8,
        }

        let value = $name { age: 1, membership_years: 2, zip5_code: 3, number_of_videos_watched: 4 };
        let mut found = keys(&value.to_properties());
        found.sort();
        let mut expected = keys_in_serde(&value);
        expected.sort();
        assert_eq!(found, expected, "{}", $case);
    )*};
}

#[test]
fn each_case_of_serde_makes_the_same_keys() {
    cases! {
        Camel "camelCase",
        Pascal "PascalCase",
        Snake "snake_case",
        Screaming "SCREAMING_SNAKE_CASE",
        Lower "lowercase",
        Upper "UPPERCASE"
    }
}

macro_rules! category_cases {
    ($($name:ident $case:literal),*) => {$(
        #[derive(Clone, Copy, Serialize, Category)]
        #[personalize(serde)]
        #[serde(rename_all = $case)]
        enum $name {
            Drama,
            TVShow4K,
            Version1_0,
            RésuméÉté,
            r#Type,
            Old_,
        }

        for value in [
            $name::Drama,
            $name::TVShow4K,
            $name::Version1_0,
            $name::RésuméÉté,
            $name::Type,
            $name::Old_,
        ] {
            let in_serde = serde_json::to_value(value).unwrap();
            assert_eq!(Some(&*value.to_category()), in_serde.as_str(), "{}", $case);
        }
    )*};
}

#[test]
fn each_case_of_serde_makes_the_same_categories() {
    category_cases! {
        Camel "camelCase",
        Pascal "PascalCase",
        Snake "snake_case",
        Screaming "SCREAMING_SNAKE_CASE",
        Lower "lowercase",
        Upper "UPPERCASE",
        Kebab "kebab-case",
        ScreamingKebab "SCREAMING-KEBAB-CASE"
    }
}

#[test]
fn an_attribute_of_this_crate_decides() {
    #[derive(Serialize, UserProperties)]
    #[personalize(serde, rename_all = "camelCase")]
    #[serde(rename_all = "kebab-case")]
    struct Viewer {
        membership_years: u8,
        #[serde(skip)]
        #[personalize(rename = "sent")]
        secret: u8,
        #[serde(rename = "a b")]
        #[personalize(rename = "c")]
        renamed: u8,
        #[serde(skip_serializing_if = "is_one")]
        #[personalize(skip_if = "is_two")]
        one: u8,
        #[serde(rename = "LastSeen")]
        #[personalize(column = "LAST_SEEN")]
        seen: u8,
        #[serde(with = "double")]
        #[personalize(
            with = "personalize_events::PropertyValue::write_property",
            column_type = "int"
        )]
        doubled: u8,
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    fn is_one(value: &u8) -> bool {
        *value == 1
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as the derive calls it")]
    fn is_two(value: &u8) -> bool {
        *value == 2
    }

    mod double {
        #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
        pub(super) fn serialize<S: serde::Serializer>(
            value: &u8,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            serializer.serialize_u8(value * 2)
        }
    }

    let viewer = Viewer {
        membership_years: 1,
        secret: 1,
        renamed: 1,
        one: 1,
        seen: 1,
        doubled: 1,
    };
    assert_eq!(
        viewer.to_properties().unwrap().as_str(),
        r#"{"membershipYears":"1","sent":"1","c":"1","one":"1","LastSeen":"1","doubled":"1"}"#
    );
    assert!(Viewer::schema().contains(r#"{"name": "LAST_SEEN", "type": "int"}"#));
    assert!(
        serde_json::to_string(&viewer)
            .unwrap()
            .contains(r#""doubled":2"#)
    );
}

#[test]
fn a_skipped_field_may_be_null_in_the_schema() {
    #[derive(Serialize, UserProperties)]
    #[personalize(serde)]
    struct Visitor {
        #[serde(skip_serializing_if = "String::is_empty")]
        #[personalize(categorical)]
        country: String,
        #[serde(skip)]
        _loaded: Option<std::time::Instant>,
    }
    let visitor = Visitor {
        country: String::new(),
        _loaded: None,
    };
    assert_eq!(visitor.to_properties().unwrap().as_str(), "{}");
    let schema = Visitor::schema();
    assert!(schema.contains(r#""COUNTRY", "type": ["null", "string"]"#));
    assert!(!schema.contains("LOADED"));
}

#[test]
fn lifetimes_parameters_and_kinds_of_records_make_no_difference() {
    #[derive(Serialize, ItemProperties, EventProperties)]
    #[personalize(serde)]
    #[serde(rename_all = "camelCase")]
    struct Film<'a, T, const N: usize>
    where
        T: Clone,
    {
        #[serde(rename = "originalTitle", bound = "T: Serialize")]
        title: &'a T,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        #[personalize(nullable)]
        genres: &'a [Genre],
        #[serde(skip)]
        _cache: [u8; N],
    }

    let film = Film {
        title: &"Up",
        genres: &[],
        _cache: [0; 2],
    };
    let text = r#"{"originalTitle":"Up"}"#;
    assert_eq!(ItemProperties::to_properties(&film).unwrap().as_str(), text);
    assert_eq!(
        EventProperties::to_properties(&film).unwrap().as_str(),
        text
    );
    let dynamic = Properties::from_serialize(&serde_json::json!({"originalTitle": "Up"}));
    assert_eq!(
        ItemProperties::to_properties(&dynamic).unwrap().as_str(),
        text
    );
}

#[test]
fn numbers_in_lists_addresses_and_wrapped_values_are_the_same_in_both_ways() {
    #[derive(Serialize, UserProperties)]
    #[personalize(serde)]
    struct Viewer {
        years: Vec<i64>,
        address: IpAddr,
        devices: NonZeroU8,
        watched: Wrapping<u16>,
        boxed: Box<str>,
        town: Cow<'static, str>,
    }

    assert_same(&Viewer {
        years: vec![-1, 2024],
        address: IpAddr::from([127, 0, 0, 1]),
        devices: NonZeroU8::MIN,
        watched: Wrapping(7),
        boxed: "a".into(),
        town: "Ulm".into(),
    });
}

fn genre() -> impl Strategy<Value = Genre> {
    prop_oneof![
        Just(Genre::FilmNoir),
        Just(Genre::ScienceFiction),
        Just(Genre::TvShow)
    ]
}

proptest! {
    /// Whatever the values are: with all of them valid, or with the same violations.
    #[test]
    fn the_derive_and_from_serialize_write_the_same(
        (videos_watched, age, width) in any::<(u32, Option<i8>, u64)>(),
        (score, rating) in (proptest::num::f64::ANY, proptest::num::f32::ANY),
        (subscribed, initial) in any::<(bool, char)>(),
        top_3_genres in proptest::collection::vec(genre(), 0..4),
        favourite in proptest::option::of(genre()),
        home_town in "\\PC{0,8}",
        operating_system in any::<String>(),
        tags in proptest::collection::vec("[a|nul]{0,4}", 0..4),
        kind in proptest::option::of("\\PC{0,4}"),
    ) {
        let viewer = Viewer {
            videos_watched,
            top_3_genres,
            favourite,
            home_town,
            age,
            score,
            rating,
            subscribed,
            initial,
            tags,
            device: Device { operating_system, width },
            r#type: kind.map(Into::into),
            ..viewer()
        };
        assert_same(&viewer);
    }
}
