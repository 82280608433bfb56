//! Structs where the crate has another name, where names mean something else, and which macros
//! write.

use personalize_events::UserProperties;
use serde_json::json;

use crate::case::{Case, Sample, sample};

/// The crate under another name, and names of the prelude that mean something else.
mod films {
    #![expect(dead_code, reason = "what shadows those names is not used")]

    pub(crate) mod personalize {
        pub(crate) use personalize_events::*;
    }

    struct Result;
    struct String;
    struct Vec;
    struct Box;
    trait PropertyValue {}
    trait UserProperties {}
    mod personalize_events {}
    mod std {}

    #[derive(personalize::UserProperties)]
    #[personalize(crate = "crate::surroundings::films::personalize", values = "json")]
    pub(crate) struct Viewer<'a, T> {
        #[personalize(user_id)]
        pub(crate) id: Id<u64>,
        pub(crate) genres: &'a [Genre],
        pub(crate) minutes: Id<T>,
        #[personalize(flatten)]
        pub(crate) device: Device<'a>,
    }

    #[derive(personalize::UserProperties)]
    #[personalize(crate = "personalize")]
    pub(crate) struct Device<'a> {
        #[personalize(display, categorical, null_if_none)]
        pub(crate) name: Option<&'a str>,
    }

    #[derive(personalize::IdValue, personalize::PropertyValue)]
    #[personalize(crate = "personalize")]
    pub(crate) struct Id<T>(pub(crate) T);

    #[derive(personalize::Category)]
    #[personalize(crate = "self::personalize", rename_all = "UPPERCASE")]
    pub(crate) enum Genre {
        Some,
        None,
    }
}

pub(crate) type Elsewhere = films::Viewer<'static, i16>;

impl Case for Elsewhere {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("genres", "GENRES categorical or null"),
        ("minutes", "MINUTES int"),
        ("name", "NAME categorical or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let of = |id, genres, minutes, name| Self {
            id: films::Id(id),
            genres,
            minutes: films::Id(minutes),
            device: films::Device { name },
        };
        let genres = &[films::Genre::Some, films::Genre::None];
        vec![
            sample(
                "0",
                of(0, genres, i16::MIN, Some("\"ü\"")),
                json!({
                    "genres": "SOME|NONE", "minutes": -32768, "name": "\"ü\""
                }),
            ),
            sample(
                "18446744073709551615",
                of(u64::MAX, &[], 0, None),
                json!({
                    "minutes": 0, "name": null
                }),
            ),
        ]
    }
}

/// A macro that is handed names and types. These are as many columns as users may have.
macro_rules! wide {
    ($name:ident<$parameter:ident> {
        $id:ident, $($field:ident: $type:ty = $key:literal $column:literal),*
    }) => {
        #[derive(UserProperties)]
        pub(crate) struct $name<$parameter> {
            #[personalize(user_id)]
            $id: $parameter,
            $($field: $type),*
        }

        impl Case for $name<i64> {
            const COLUMNS: &'static [(&'static str, &'static str)] = &[$(($key, $column)),*];

            fn samples() -> Vec<Sample<Self>> {
                let full = Self { $id: i64::MIN, $($field: Some(Default::default())),* };
                let absent = Self { $id: i64::MAX, $($field: None),* };
                vec![
                    sample("-9223372036854775808", full, json!({ $($key: "0"),* })),
                    sample("9223372036854775807", absent, json!({})),
                ]
            }
        }
    };
}

wide!(Wide<I> {
    id,
    a: Option<i8> = "a" "A int or null",
    b: Option<i16> = "b" "B int or null",
    c: Option<i32> = "c" "C int or null",
    d: Option<i64> = "d" "D long or null",
    e: Option<u8> = "e" "E int or null",
    f: Option<u16> = "f" "F int or null",
    g: Option<u32> = "g" "G long or null",
    h: Option<Box<i8>> = "h" "H int or null",
    i: std::option::Option<i8> = "i" "I int or null",
    j: Option<f32> = "j" "J float or null",
    k: Option<f64> = "k" "K double or null",
    l: Option<i64> = "l" "L long or null",
    m: Option<i64> = "m" "M long or null",
    n: Option<i64> = "n" "N long or null",
    o: Option<i64> = "o" "O long or null",
    p: Option<i64> = "p" "P long or null",
    q: Option<i64> = "q" "Q long or null",
    r: Option<i64> = "r" "R long or null",
    s: Option<i64> = "s" "S long or null",
    t: Option<i64> = "t" "T long or null",
    r#u: Option<i64> = "u" "U long or null",
    v: Option<i64> = "v" "V long or null",
    w: Option<i64> = "w" "W long or null",
    x: Option<i64> = "x" "X long or null",
    y1: Option<i64> = "y1" "Y1 long or null"
});
