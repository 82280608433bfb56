//! Structs of every form, checked against a file: with shadowed names, without a prelude, and in macros
//! that pass types and texts on.

#![no_implicit_prelude]

use ::personalize_events::{EventProperties, PropertyValue, UserProperties};

mod films {
    pub(crate) use ::personalize_events as client;
}

struct Option;
struct ColumnType;
#[allow(non_camel_case_types)]
type u8 = i32;
type Perhaps<T> = ::std::option::Option<T>;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json", crate = "films::client")]
struct Viewer<'a, T: PropertyValue = u32, const N: usize = 2>
where
    T: ::std::marker::Copy,
{
    age: Perhaps<u8>,
    watched_seconds: T,
    score: f64,
    genres: Perhaps<Perhaps<::std::vec::Vec<&'a str>>>,
    country: [&'a str; N],
    #[personalize(display)]
    nickname: ::std::option::Option<char>,
}

macro_rules! visitor {
    ($name:ident<$lifetime:lifetime>, $file:expr, $($field:ident as $column:literal: $ty:ty),*) => {
        #[derive(UserProperties)]
        #[personalize(schema = $file)]
        struct $name<$lifetime> {
            nickname: &$lifetime str,
            $(#[personalize(column = $column)] $field: $ty),*
        }
    };
}

visitor! {
    Visitor<'x>, "tests/schemas/../schemas/users.json",
    years as "AGE": Perhaps<u8>,
    watched as "WATCHED_SECONDS": u32,
    r#move as "SCORE": f64,
    likes as "GENRES": &'x [&'x str],
    home as "COUNTRY": &'x str
}

trait Home {
    type Town;
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct Guest
where
    Self: Home,
{
    age: u8,
    home_town: <Self as Home>::Town,
}

impl Home for Guest {
    type Town = &'static str;
}

/// A member of the event fills the column `EVENT_VALUE`, but a property may fill it too.
#[derive(EventProperties)]
#[personalize(schema = "tests/schemas/interactions.json")]
struct Watched<'a> {
    #[personalize(flatten)]
    rated: Rated,
    #[personalize(skip)]
    film: &'a str,
}

#[derive(EventProperties)]
struct Rated {
    event_value: Perhaps<f32>,
    #[personalize(categorical)]
    device: ::std::string::String,
}

fn main() {
    let viewer: Viewer<'_> = Viewer {
        age: ::std::option::Option::None,
        watched_seconds: 1,
        score: 4.5,
        genres: ::std::option::Option::None,
        country: ["NZ", "GB"],
        nickname: ::std::option::Option::None,
    };
    let visitor = Visitor {
        nickname: "Jo",
        years: ::std::option::Option::None,
        watched: 1,
        r#move: 4.5,
        likes: &[],
        home: "NZ",
    };
    let guest = Guest {
        age: 34,
        home_town: "Wellington",
    };
    let watched = Watched {
        rated: Rated {
            event_value: ::std::option::Option::None,
            device: ::std::convert::From::from("TV"),
        },
        film: "film-1",
    };
    ::std::assert!(viewer.to_properties().is_ok() && visitor.to_properties().is_ok());
    ::std::assert!(guest.to_properties().is_ok() && watched.to_properties().is_ok());
    ::std::assert_eq!(Viewer::<'_, u32, 2>::schema(), Visitor::schema());
}
