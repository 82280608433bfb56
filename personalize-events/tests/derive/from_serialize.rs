//! Properties of any type that implements serde's `Serialize`.

use std::collections::{BTreeMap, HashMap};

use personalize_events::{ItemProperties, Properties, UserProperties, Violation};
use serde::ser::{Error as _, SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

fn text(value: &impl Serialize) -> String {
    let properties = Properties::from_serialize(value);
    let text = UserProperties::to_properties(&properties).expect("valid properties");
    text.as_str().to_owned()
}

fn violations(value: &impl Serialize) -> Vec<String> {
    let properties = Properties::from_serialize(value);
    let error = UserProperties::to_properties(&properties).expect_err("invalid properties");
    error.violations().iter().map(ToString::to_string).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Genre {
    FilmNoir,
    #[serde(rename = "sci|fi")]
    ScienceFiction,
    Remake(u16),
    Sequel {
        of: u16,
    },
    Double(u16, u16),
}

#[derive(Serialize)]
struct Minutes(u32);

#[derive(Serialize)]
struct Nothing;

#[test]
fn each_value_is_its_text_or_omitted() {
    #[derive(Serialize)]
    struct All<'a> {
        text: &'a str,
        letter: char,
        smallest: i8,
        negative: i64,
        widest: i128,
        byte: u8,
        long: u64,
        widest_unsigned: u128,
        float: f32,
        double: f64,
        whole: f64,
        yes: bool,
        genre: Genre,
        minutes: Minutes,
        some: Option<Minutes>,
        boxed: Box<str>,
        tags: Vec<&'a str>,
        years: [u16; 2],
        mixed: (char, bool, f32, Genre, Minutes),
        none: Option<u8>,
        none_in_some: Option<Box<Option<u8>>>,
        unit: (),
        nothing: Nothing,
        empty: Vec<u8>,
    }
    let all = All {
        text: "a \"b\" \\ ü\n",
        letter: 'ß',
        smallest: -128,
        negative: i64::MIN,
        widest: i128::MIN,
        byte: 255,
        long: u64::MAX,
        widest_unsigned: u128::MAX,
        float: 0.1,
        double: 12345.678,
        whole: 1.0,
        yes: true,
        genre: Genre::FilmNoir,
        minutes: Minutes(45),
        some: Some(Minutes(1)),
        boxed: "b".into(),
        tags: vec!["new", "old"],
        years: [1999, 2024],
        mixed: ('x', false, 0.5, Genre::FilmNoir, Minutes(1)),
        none: None,
        none_in_some: Some(Box::new(None)),
        unit: (),
        nothing: Nothing,
        empty: Vec::new(),
    };
    let expected = json!({
        "text": "a \"b\" \\ ü\n",
        "letter": "ß",
        "smallest": "-128",
        "negative": "-9223372036854775808",
        "widest": "-170141183460469231731687303715884105728",
        "byte": "255",
        "long": "18446744073709551615",
        "widest_unsigned": "340282366920938463463374607431768211455",
        "float": "0.1",
        "double": "12345.678",
        "whole": "1.0",
        "yes": "true",
        "genre": "film-noir",
        "minutes": "45",
        "some": "1",
        "boxed": "b",
        "tags": "new|old",
        "years": "1999|2024",
        "mixed": "x|false|0.5|film-noir|1",
    });
    let found: Value = serde_json::from_str(&text(&all)).unwrap();
    assert_eq!(found, expected);
}

#[test]
fn keys_are_those_that_serde_writes_in_its_order() {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Viewer {
        #[serde(skip)]
        _id: u8,
        videos_watched: u32,
        #[serde(rename = "homeTown")]
        town: &'static str,
        #[serde(skip_serializing_if = "str::is_empty")]
        nickname: &'static str,
        #[serde(flatten)]
        device: Device,
        #[serde(flatten)]
        more: BTreeMap<String, u8>,
    }

    #[derive(Serialize)]
    struct Device {
        brand: &'static str,
    }

    let viewer = Viewer {
        _id: 1,
        videos_watched: 45,
        town: "Ulm",
        nickname: "",
        device: Device { brand: "x" },
        more: BTreeMap::from([("score".to_owned(), 3)]),
    };
    assert_eq!(
        text(&viewer),
        r#"{"videosWatched":"45","homeTown":"Ulm","brand":"x","score":"3"}"#
    );
}

#[test]
fn a_struct_can_be_a_map_wrapped_tagged_or_json() {
    #[derive(Serialize)]
    struct Wrapped<T>(T);

    #[derive(Serialize)]
    #[serde(tag = "membership")]
    enum Visitor {
        Member { since: u16 },
    }

    let map = BTreeMap::from([("a", Some(1)), ("b", None)]);
    assert_eq!(text(&map), r#"{"a":"1"}"#);
    assert_eq!(text(&Some(Wrapped(&map))), r#"{"a":"1"}"#);
    assert_eq!(text(&BTreeMap::from([('c', 1)])), r#"{"c":"1"}"#);
    assert_eq!(text(&HashMap::<String, u8>::new()), "{}");
    assert_eq!(
        text(&Visitor::Member { since: 2019 }),
        r#"{"membership":"Member","since":"2019"}"#
    );
    assert_eq!(
        text(&json!({"age": 34, "tags": ["a", "b"], "score": 4.5, "none": null})),
        r#"{"age":"34","score":"4.5","tags":"a|b"}"#
    );
}

#[test]
fn everything_that_no_column_can_have_is_reported_with_its_path() {
    struct Bytes;

    impl Serialize for Bytes {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(b"secret")
        }
    }

    #[derive(Serialize)]
    struct Household {
        address: BTreeMap<&'static str, &'static str>,
        orders: Vec<BTreeMap<&'static str, u8>>,
        lists: Vec<Vec<u8>>,
        optional: Vec<Option<u8>>,
        picture: Bytes,
        genre: Genre,
        genres: Vec<Genre>,
        score: f64,
        scores: Vec<f32>,
        tags: Vec<&'static str>,
        #[serde(rename = "zip code")]
        zip_code: u8,
        #[serde(rename = "userId")]
        id: u8,
        fine: u8,
    }

    let household = Household {
        address: BTreeMap::from([("city", "secret")]),
        orders: vec![BTreeMap::new(), BTreeMap::from([("secret", 1)])],
        lists: vec![vec![1]],
        optional: vec![Some(1), None],
        picture: Bytes,
        genre: Genre::Remake(1),
        genres: vec![
            Genre::FilmNoir,
            Genre::Sequel { of: 1 },
            Genre::Double(1, 2),
            Genre::ScienceFiction,
        ],
        score: f64::NAN,
        scores: vec![1.0, f32::INFINITY],
        tags: vec!["a|b", "", "null"],
        zip_code: 1,
        id: 2,
        fine: 3,
    };
    let starts = [
        "properties.address is an object, but a property is one value or a list of them; flatten it with \
         `#[serde(flatten)]`, or omit it",
        "properties.orders[0] is an object",
        "properties.orders[1] is an object",
        "properties.lists[0] is a list in a list",
        "properties.optional[1] is null",
        "properties.picture is bytes",
        "properties.genre is an enum variant with data",
        "properties.genres[1] is an enum variant with data",
        "properties.genres[2] is an enum variant with data",
        "properties.genres has `|` in category 3",
        "properties.score is infinite or NaN",
        "properties.scores[1] is infinite or NaN",
        "properties.tags has `|` in category 0",
        "properties.tags has an empty category 1",
        "properties.tags has the text `null` as category 2",
        "properties.zip code is not a valid column name",
        "properties.userId is not allowed among these properties",
    ];
    let found = violations(&household);
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
        assert!(!found.contains("secret"), "{found}");
    }
}

#[test]
fn what_has_no_fields_is_rejected() {
    let message = "properties is neither a struct nor a map; the fields of one are the properties";
    assert_eq!(violations(&1), [message]);
    assert_eq!(violations(&"x"), [message]);
    assert_eq!(violations(&None::<BTreeMap<String, u8>>), [message]);
    assert_eq!(violations(&[("a", 1)]), [message]);
    assert_eq!(violations(&()), [message]);
    assert_eq!(violations(&Nothing), [message]);
    assert_eq!(violations(&Genre::FilmNoir), [message]);
    assert_eq!(violations(&Genre::Sequel { of: 1 }), [message]);
}

/// A map with the same key twice, or with keys of any type.
struct Entries<K>(Vec<(K, u8)>);

impl<K: Serialize> Serialize for Entries<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[test]
fn no_value_replaces_another() {
    let twice = Entries(vec![("age", 1), ("AGE", 2), ("age", 3)]);
    let found = violations(&twice);
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("properties.AGE is for the same column as `age`"));
    assert!(found[1].starts_with("properties.age is for the same column as `AGE`"));
}

#[test]
fn keys_are_strings() {
    let message = "properties has a key that is not a string; use strings as keys";
    assert_eq!(
        violations(&Entries(vec![(vec!["secret"], 1), (vec![], 2)])),
        [message]
    );
    assert_eq!(violations(&Entries(vec![(None::<u8>, 1)])), [message]);
    // Numbers are converted, as by `serde_json`, but no column has such a name.
    let found = violations(&Entries(vec![(1, 1)]));
    assert!(found[0].starts_with("properties.1 is not a valid column name"));
}

#[test]
fn an_error_of_serialize_is_a_violation_without_its_text() {
    struct Fails;

    impl Serialize for Fails {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("secret"))
        }
    }

    #[derive(Serialize)]
    struct Viewer {
        lock: Fails,
        locks: Vec<Fails>,
        score: f64,
    }

    let message = "cannot be serialized: its `Serialize` implementation returned an error";
    let viewer = Viewer {
        lock: Fails,
        locks: vec![Fails],
        score: f64::NAN,
    };
    assert_eq!(
        violations(&viewer),
        [
            format!("properties.lock {message}"),
            format!("properties.locks[0] {message}"),
            "properties.score is infinite or NaN, but only finite numbers can be sent".to_owned(),
        ]
    );
    assert_eq!(violations(&Fails), [format!("properties {message}")]);
}

#[test]
fn timestamp_columns_are_checked_and_null_text_can_be_allowed() {
    let film = json!({"creationTimestamp": 1_700_000_000_000_i64, "tags": ["null"]});
    let mut properties = Properties::from_serialize(&film);
    let error = ItemProperties::to_properties(&properties).unwrap_err();
    let paths: Vec<&str> = error.violations().iter().map(Violation::path).collect();
    assert_eq!(paths, ["properties.creationTimestamp", "properties.tags"]);
    properties
        .insert("creationTimestamp", 1_700_000_000)
        .allow_null_text();
    assert!(ItemProperties::to_properties(&properties).is_ok());
}

/// A number as `serde_json` serializes it if any crate of the program enables its feature `arbitrary_precision`.
struct Exact(&'static str);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = "$serde_json::private::Number";
        let mut number = serializer.serialize_struct(name, 1)?;
        number.serialize_field(name, self.0)?;
        number.end()
    }
}

#[test]
fn numbers_in_the_form_of_arbitrary_precision_are_numbers() {
    let row = BTreeMap::from([
        ("age", vec![Exact("34")]),
        ("years", vec![Exact("-1"), Exact("4.50")]),
    ]);
    assert_eq!(text(&row), r#"{"age":"34","years":"-1|4.50"}"#);
    let numbers = [
        ("a", "-170141183460469231731687303715884105728"),
        ("b", "340282366920938463463374607431768211455"),
        ("c", "19.90"),
        ("e", "0.8414709848078965"),
    ];
    let row: BTreeMap<_, _> = numbers.map(|(key, number)| (key, Exact(number))).into();
    assert_eq!(
        serde_json::from_str::<BTreeMap<&str, &str>>(&text(&row)).unwrap(),
        numbers.into()
    );
    assert_eq!(
        text(&BTreeMap::from([("a", Exact("1E16"))])),
        text(&BTreeMap::from([("a", 1e16)]))
    );
    for digits in ["0.12345678901234567890", "1e400", "1234567890123456789.5"] {
        assert_eq!(
            violations(&BTreeMap::from([("a", Exact(digits))])).len(),
            1,
            "{digits}"
        );
    }
}
