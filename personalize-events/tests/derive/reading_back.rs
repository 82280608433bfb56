//! That what is written reads back, and that its length is what is checked.

use personalize_events::{PropertiesWriter, UserProperties, ViolationKind};
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert_eq, proptest};
use proptest::strategy::Strategy;
use serde_json::Value;

/// What a record holds, of every kind of value.
#[derive(Clone, Debug, PartialEq)]
struct Sample {
    name: String,
    age: Option<i64>,
    visits: u64,
    score: f64,
    on: bool,
    tags: Vec<String>,
}

fn samples() -> impl Strategy<Value = Sample> {
    let score = any::<f64>().prop_filter("finite", |score| score.is_finite());
    let tags = vec(
        "[^|]{1,8}".prop_filter("a category", |tag| tag != "null"),
        0..4,
    );
    let fields = (
        any::<String>(),
        any::<Option<i64>>(),
        any::<u64>(),
        score,
        any::<bool>(),
        tags,
    );
    fields.prop_map(|(name, age, visits, score, on, tags)| Sample {
        name,
        age,
        visits,
        score,
        on,
        tags,
    })
}

macro_rules! sent {
    ($name:ident as $values:literal) => {
        #[derive(UserProperties)]
        #[personalize(values = $values)]
        struct $name {
            name: String,
            age: Option<i64>,
            visits: u64,
            score: f64,
            on: bool,
            tags: Vec<String>,
        }

        impl From<Sample> for $name {
            fn from(sample: Sample) -> Self {
                let Sample {
                    name,
                    age,
                    visits,
                    score,
                    on,
                    tags,
                } = sample;
                Self {
                    name,
                    age,
                    visits,
                    score,
                    on,
                    tags,
                }
            }
        }
    };
}

sent!(AsStrings as "string");
sent!(Native as "json");

/// What a reader of the JSON makes of it, given how numbers and booleans are read.
fn decode(text: &str, number: fn(&Value) -> String) -> Sample {
    let object: Value = serde_json::from_str(text).expect("JSON");
    let string = |key: &str| object[key].as_str().expect("a string").to_owned();
    let tags = object.get("tags").map(|_| string("tags"));
    Sample {
        name: string("name"),
        age: object
            .get("age")
            .map(|age| number(age).parse().expect("as it was")),
        visits: number(&object["visits"]).parse().expect("as it was"),
        score: number(&object["score"]).parse().expect("as it was"),
        on: number(&object["on"]).parse().expect("as it was"),
        tags: tags.map_or_else(Vec::new, |tags| {
            tags.split('|').map(str::to_owned).collect()
        }),
    }
}

fn of_string(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

fn of_native(value: &Value) -> String {
    assert!(value.is_number() || value.is_boolean(), "{value}");
    value.to_string()
}

/// A number after this reader of JSON, which may be off in the last digit.
fn as_read(number: f64) -> f64 {
    let text = serde_json::to_string(&number).expect("finite");
    serde_json::from_str(&text).expect("a number")
}

/// The length that is found when no text is short enough.
fn length_found(properties: &impl UserProperties) -> usize {
    struct Tight<'a, P>(&'a P);
    impl<P: UserProperties> UserProperties for Tight<'_, P> {
        const MAX_LENGTH: usize = 0;

        fn write_properties(&self, properties: &mut PropertiesWriter) {
            self.0.write_properties(properties);
        }
    }
    let invalid = Tight(properties).to_properties().expect_err("too long");
    let ViolationKind::Length { found, .. } = invalid.violations()[0].kind() else {
        panic!("{invalid}");
    };
    *found
}

proptest! {
    #[test]
    fn what_is_written_decodes_to_the_same_and_is_measured_in_scalar_values(sample in samples()) {
        let strings = AsStrings::from(sample.clone());
        let text = strings.to_properties().unwrap();
        prop_assert_eq!(&decode(text.as_str(), of_string), &sample);
        prop_assert_eq!(length_found(&strings), text.as_str().chars().count());

        let native = Native::from(sample.clone());
        let text = native.to_properties().unwrap();
        let score = as_read(sample.score);
        prop_assert_eq!(decode(text.as_str(), of_native), Sample { score, ..sample });
        prop_assert_eq!(length_found(&native), text.as_str().chars().count());
    }
}
