//! Reference of the derives: what they make of a struct, and every `#[personalize(…)]`.
//!
//! A derive implements the trait of its name. It writes the fields of a struct as the `properties`
//! of a record, which is a text with a JSON object, and it knows the columns of the dataset that
//! the struct is for. What the struct alone shows to be wrong is refused when it is compiled. What
//! depends on a value is a violation: [`ValidationError`] tells all of them at once, before anything is
//! sent.
//!
//! | derive | for the `properties` of | dataset | ID | longest text |
//! |---|---|---|---|---|
//! | [`UserProperties`](macro@crate::UserProperties) | [`User`] | Users | `user_id` | 24,000 characters |
//! | [`ItemProperties`](macro@crate::ItemProperties) | [`Item`] | Items | `item_id` | 32,000 |
//! | [`ActionProperties`](macro@crate::ActionProperties) | [`Action`] | Actions | `action_id` | 32,000 |
//! | [`EventProperties`](macro@crate::EventProperties) | [`Event`] | Interactions | | 1,024 |
//! | [`ActionInteractionProperties`](macro@crate::ActionInteractionProperties) | [`ActionInteraction`] | Action interactions | | 1,024 |
//!
//! All have `to_properties`, the text, and `schema`, the text for `CreateSchema`. With a field that
//! is the ID there is a whole record, `to_user` (`to_item`, `to_action`), and a row of a bulk
//! import: [`CsvWriter`]. Events and action interactions have builders, which take the text.
//!
//! ```
//! use std::time::SystemTime;
//! use personalize_events::{Event, EventProperties, UserProperties};
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: u64,
//!     number_of_videos_watched: u32,
//!     favourite_genres: Vec<String>,
//!     age: Option<u8>,
//! }
//!
//! let viewer = Viewer {
//!     id: 7,
//!     number_of_videos_watched: 45,
//!     favourite_genres: vec!["Comedy".to_owned(), "Drama".to_owned()],
//!     age: None,
//! };
//! let user = viewer.to_user().unwrap();
//! assert_eq!(user.user_id(), "7");
//! assert_eq!(
//!     user.properties().unwrap().as_str(),
//!     r#"{"numberOfVideosWatched":"45","favouriteGenres":"Comedy|Drama"}"#
//! );
//!
//! #[derive(EventProperties)]
//! struct Watched {
//!     minutes: u16,
//! }
//!
//! let event = Event::builder()
//!     .event_type("watch")
//!     .sent_at(SystemTime::now())
//!     .properties(Watched { minutes: 12 }.to_properties())
//!     .build()
//!     .unwrap();
//! assert_eq!(event.properties().unwrap().as_str(), r#"{"minutes":"12"}"#);
//! ```
//!
//! # Names
//!
//! The column of a field is its name in capitals. The key of its property is its name in camel
//! case, as AWS documents it: `NUMBER_OF_VIDEOS_WATCHED` is filled by `numberOfVideosWatched`. How
//! names with digits, single letters or acronyms are converted is documented nowhere, and
//! converters differ: `last7d_views` becomes `last7dViews` or `last7DViews`. So a name is taken
//! only where all converters agree and where the column can be told from the key. Any other is
//! refused until [`rename`](#rename) or [`column`](#column) says what is meant:
//!
//! ```compile_fail
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     top_3_genres: Vec<String>, // `top3Genres` could be of `TOP3_GENRES`
//! }
//! ```
//!
//! A key is made of ASCII letters, digits and `_`, without a digit in front, since a schema is Avro
//! and these are Avro's names. Two fields cannot have one column. The service refuses columns whose
//! names differ in `_` only (developer guide, "schema formatting requirements"); that case is no
//! difference either is our caution.
//!
//! The ID is not repeated among the properties. The service refuses some keys among the properties
//! of events and action interactions, because they are told beside them: `eventType`, `impression`,
//! `recommendationId`, `sessionId`, `timestamp` and `userId`. `itemId` and `actionId` are refused
//! there too: they are members of the event.
//!
//! # Types and columns
//!
//! [`PropertyValue`](trait@crate::PropertyValue) lists the types that fields can have, how each is
//! sent, and what its column is. A value is sent as a string; a number can be sent as JSON has it,
//! see [`values`](#values). `None` and a collection without categories are left out; see
//! [`null_if_none`](#null_if_none). A column is nullable where the value may be absent: for an [`Option`], a
//! collection, and with [`skip_if`](#skip_if) or [`nullable`](#nullable).
//!
//! A column that the service knows by its name, such as `CREATION_TIMESTAMP` of items, has to have
//! the type that the service asks for. All others are metadata. The service takes 25 columns of
//! metadata in Users, 100 in Items, 10 in Actions and 5 in Interactions (developer guide, quotas),
//! and asks for one at least in the first three.
//!
//! The column of a string is not known from its type: [`categorical`](#categorical),
//! [`textual`](#textual) or [`plain`](#plain) says what it is. That, and what the service asks of
//! columns, matters only where the schema is asked for: by `schema()` or by [`CsvWriter`]. The
//! compiler finds it when it generates code: `cargo build` and `cargo test` tell, and `cargo check`
//! does not.
//!
//! ```compile_fail
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     country: String, // categorical or plain?
//! }
//!
//! println!("{}", Viewer::schema());
//! ```
//!
//! # Attributes
//!
//! All attributes are written in `#[personalize(…)]`, separated by commas.
//!
//! | on a field | effect |
//! |---|---|
//! | `user_id`, `item_id` or `action_id` | [The field is the ID](#user_id-item_id-action_id), not a property |
//! | `allow_null_text` | [The ID or a category may be the text `null`](#allow_null_text) |
//! | `rename = "…"` | [The key of the property](#rename) |
//! | `column = "…"` | [The name of the column](#column) |
//! | `column_type = "…"` | [The type of the column](#column_type), such as `int`; each value is checked |
//! | `categorical` | [The column is a string of categories](#categorical) |
//! | `textual` | [The column is a string of running text](#textual) |
//! | `plain` | [The column is a string that is not used for training](#plain) |
//! | `nullable` | [The column may be null](#nullable) |
//! | `values = "json"` or `"string"` | [Numbers and `bool` are sent as JSON values or as strings](#values) |
//! | `null` | [`None` and empty collections are sent as `null`](#null) |
//! | `display` | [The value is sent as its `Display`](#display) |
//! | `with = "path"` | [A function writes the value](#with) |
//! | `flatten` | [The properties of the value are added to the others](#flatten) |
//! | `skip` | [The field is left out](#skip) |
//! | `skip_if = "path"` | [The field is left out if a function returns `true`](#skip_if) |
//!
//! | on the struct | effect |
//! |---|---|
//! | `rename_all = "…"` | [The case of all keys](#rename_all) |
//! | `schema = "path"` | [The columns are checked against a schema file](#schema) |
//! | `values = "json"` | [Numbers and `bool` of all fields are sent as JSON values](#values) |
//! | `crate = "path"` | [The path of `personalize_events`](#crate) |
//!
//! # Attributes of fields
//!
//! ## `user_id`, `item_id`, `action_id`
//!
//! The field holds the ID, and is no property. Its type is an [`IdValue`](trait@crate::IdValue):
//! strings and integers are. One field at most is the ID, and besides `allow_null_text` it takes no
//! other attribute. An ID has 1 to 256 characters (the service's model).
//!
//! ```
//! use personalize_events::ItemProperties;
//!
//! #[derive(ItemProperties)]
//! struct Film {
//!     #[personalize(item_id)]
//!     id: String,
//!     year: u16,
//! }
//!
//! let film = Film { id: "film-1".to_owned(), year: 2009 }.to_item().unwrap();
//! assert_eq!(film.item_id(), "film-1");
//! assert_eq!(film.properties().unwrap().as_str(), r#"{"year":"2009"}"#);
//!
//! let invalid = Film { id: String::new(), year: 2009 }.to_item().unwrap_err();
//! assert_eq!(invalid.to_string(), "itemId has 0 characters, at least 1 must be there");
//! ```
//!
//! ## `allow_null_text`
//!
//! On the field that is the ID, or on one with categories: it may be the text `null`, which is a
//! violation otherwise. The text stands for nothing somewhere in the service: an event with the
//! `sessionId` `null` was answered with success and dropped
//! ([aws-sdk-js#3371](https://github.com/aws/aws-sdk-js/issues/3371)).
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     name: &'static str,
//!     tags: Vec<&'static str>,
//!     #[personalize(allow_null_text)]
//!     other_tags: Vec<&'static str>,
//! }
//!
//! let viewer = Viewer { name: "null", tags: vec!["null"], other_tags: vec!["null"] };
//! let invalid = viewer.to_user().unwrap_err();
//! let paths: Vec<&str> = invalid.violations().iter().map(|found| found.path()).collect();
//! assert_eq!(paths, ["userId", "properties.tags"]);
//! ```
//!
//! ## `rename`
//!
//! The key of the property, as it is sent. It is for a key that the field's name does not tell: where
//! both are alike without `_` and case, the column stays the field's name in capitals. A key of
//! another name is for another column, which is then made of the key: `membershipYears` fills
//! `MEMBERSHIP_YEARS`. Where that is not its name, say [`column`](#column) too.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(rename = "top3Genres")]
//!     top_3_genres: Vec<&'static str>,
//! }
//!
//! let viewer = Viewer { top_3_genres: vec!["Drama"] };
//! assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"top3Genres":"Drama"}"#);
//! assert!(Viewer::schema().contains(r#""name": "TOP_3_GENRES""#));
//! ```
//!
//! ## `column`
//!
//! The column. The key is made of it by the rule for names; where that cannot tell, say `rename`
//! too.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(column = "NUMBER_OF_VIDEOS_WATCHED")]
//!     watched: u32,
//!     #[personalize(column = "IS_2FA_ENABLED", rename = "is2faEnabled")]
//!     second_factor: bool,
//! }
//!
//! let viewer = Viewer { watched: 45, second_factor: true };
//! assert_eq!(
//!     viewer.to_properties().unwrap().as_str(),
//!     r#"{"numberOfVideosWatched":"45","is2faEnabled":"true"}"#
//! );
//! assert!(Viewer::schema().contains(r#"{"name": "IS_2FA_ENABLED", "type": "boolean"}"#));
//! ```
//!
//! ## `column_type`
//!
//! The type of the column: `"int"`, `"long"`, `"float"`, `"double"` or `"boolean"`. It is for types
//! of which no column holds all values, such as `u64`, and for strings that are numbers. Each value
//! is checked when it is written: whether it is of the type and within its bounds. In columns of
//! floating-point numbers the service has to round what has more digits. A column of strings is
//! `categorical`, `textual` or `plain` instead.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer<'a> {
//!     #[personalize(column_type = "long")]
//!     watched_bytes: u64,
//!     #[personalize(column_type = "int")]
//!     year_of_birth: &'a str, // from a form
//! }
//!
//! assert!(Viewer::schema().contains(r#"{"name": "WATCHED_BYTES", "type": "long"}"#));
//! assert!(Viewer::schema().contains(r#"{"name": "YEAR_OF_BIRTH", "type": "int"}"#));
//!
//! let viewer = Viewer { watched_bytes: 1 << 40, year_of_birth: "198x" };
//! assert_eq!(
//!     viewer.to_properties().unwrap_err().to_string(),
//!     "properties.yearOfBirth does not fit its column, which is int and takes whole numbers of 32 \
//!      bits, from -2147483648 to 2147483647"
//! );
//! ```
//!
//! ## `categorical`
//!
//! The column is a string with one category, or several with `|` between them. A value has at most
//! 1,000 characters (developer guide, quotas), counted here with the `|`. Collections, and types
//! that derive [`Category`](macro@crate::Category), are categorical without it. Numbers and `bool`
//! can be marked too, and are sent as strings. For `bool` that has a use: the service does not
//! filter by `boolean` columns.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(categorical)]
//!     country: String,
//!     #[personalize(categorical)]
//!     subscribed: bool,
//! }
//!
//! let viewer = Viewer { country: "NL".to_owned(), subscribed: true };
//! assert_eq!(
//!     viewer.to_properties().unwrap().as_str(),
//!     r#"{"country":"NL","subscribed":"true"}"#
//! );
//! assert!(
//!     Viewer::schema().contains(r#"{"name": "COUNTRY", "type": "string", "categorical": true}"#)
//! );
//!
//! let viewer = Viewer { country: "x".repeat(1001), subscribed: true };
//! assert_eq!(
//!     viewer.to_properties().unwrap_err().to_string(),
//!     "properties.country has 1001 characters, at most 1000 are allowed"
//! );
//! ```
//!
//! ## `textual`
//!
//! The column is a string that the service trains on as running text. Only Items have such a
//! column, and only one (developer guide, "custom datasets and schemas" and quotas). The quotas
//! name 20,000 characters for it, and 7,000 in Chinese and Japanese; that is not checked here.
//!
//! ```
//! use personalize_events::ItemProperties;
//!
//! #[derive(ItemProperties)]
//! struct Film {
//!     #[personalize(textual)]
//!     description: Option<String>,
//! }
//!
//! assert!(
//!     Film::schema()
//!         .contains(r#"{"name": "DESCRIPTION", "type": ["null", "string"], "textual": true}"#)
//! );
//! ```
//!
//! ## `plain`
//!
//! The column is a string that is neither categorical nor textual: the service takes it and does
//! not train on it.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(plain)]
//!     nickname: String,
//! }
//!
//! assert!(Viewer::schema().contains(r#"{"name": "NICKNAME", "type": "string"}"#));
//! ```
//!
//! ## `nullable`
//!
//! The column may be null, although the field always has a value. A column that is added to a
//! dataset later has to be (developer guide, "replacing a dataset's schema"). What is sent does not
//! change.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(nullable)]
//!     devices: u8,
//! }
//!
//! assert!(Viewer::schema().contains(r#"{"name": "DEVICES", "type": ["null", "int"]}"#));
//! assert_eq!(Viewer { devices: 2 }.to_properties().unwrap().as_str(), r#"{"devices":"2"}"#);
//! ```
//!
//! ## `values`
//!
//! With `"json"` a number or a `bool` is sent as JSON has it, with `"string"` as a string, which
//! is the default. On the struct it is for all fields that say nothing themselves. In a column of
//! strings values are strings, so it does not stand beside `categorical`, `textual` and `plain`.
//!
//! AWS's documentation calls properties a string map and quotes numbers; AWS's own samples send
//! bare numbers as well. Which of the two a type of column asks for is not documented.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! #[personalize(values = "json")]
//! struct Viewer {
//!     age: u8,
//!     #[personalize(values = "string")]
//!     score: f64,
//! }
//!
//! assert_eq!(
//!     Viewer { age: 34, score: 4.5 }.to_properties().unwrap().as_str(),
//!     r#"{"age":34,"score":"4.5"}"#
//! );
//! ```
//!
//! ## `null_if_none`
//!
//! `None`, and a collection without categories, is sent as JSON's `null` instead of being left out.
//! What the service makes of either, AWS does not document; it says that null is for columns which
//! are nullable, so this column is.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     age: Option<u8>,
//!     #[personalize(null_if_none)]
//!     height: Option<u8>,
//! }
//!
//! assert_eq!(
//!     Viewer { age: None, height: None }.to_properties().unwrap().as_str(),
//!     r#"{"height":null}"#
//! );
//! ```
//!
//! ## `display`
//!
//! The value is sent as its [`Display`](std::fmt::Display), as a string. It is for types of other
//! crates, and for an [`Option`] of them. Not beside `with`. To have a schema, say the column too.
//!
//! ```
//! use std::num::NonZeroU8;
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(display, column_type = "int")]
//!     household_size: NonZeroU8,
//! }
//!
//! let viewer = Viewer { household_size: NonZeroU8::MIN };
//! assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"householdSize":"1"}"#);
//! assert!(Viewer::schema().contains(r#"{"name": "HOUSEHOLD_SIZE", "type": "int"}"#));
//! ```
//!
//! ## `with`
//!
//! The value is written by a function `fn(&T, ValueWriter<'_>)`. It hands the [`ValueWriter`] to a value;
//! if it drops it, the property is left out. Not beside `display` and `null_if_none`. To have a schema, say
//! the column too, and [`nullable`](#nullable) if the function may leave it out: only of a type that
//! is spelled `Option` is that known.
//!
//! ```
//! use std::time::Duration;
//! use personalize_events::{ValueWriter, PropertyValue, UserProperties};
//!
//! fn minutes(duration: &Duration, property: ValueWriter<'_>) {
//!     (duration.as_secs() / 60).write_property(property);
//! }
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(with = "minutes", column_type = "int")]
//!     watched_minutes: Duration,
//! }
//!
//! let viewer = Viewer { watched_minutes: Duration::from_secs(300) };
//! assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"watchedMinutes":"5"}"#);
//! ```
//!
//! ## `flatten`
//!
//! The properties of the field stand among the others. Its type has the same trait: a struct that
//! derives it, or [`Properties`], whose keys are known only at run time and which therefore have no
//! schema. Besides `skip_if` it takes no other attribute. Two fields for one column are found here
//! too, by the compiler or else at run time. A flattened struct that has an ID of its own does not
//! send it: a record has the ID of the outer struct.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     age: u8,
//!     #[personalize(flatten)]
//!     address: Address,
//! }
//!
//! #[derive(UserProperties)]
//! struct Address {
//!     #[personalize(categorical)]
//!     town: String,
//! }
//!
//! let viewer = Viewer { age: 34, address: Address { town: "Ulm".to_owned() } };
//! assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"age":"34","town":"Ulm"}"#);
//! assert!(Viewer::schema().contains(r#""name": "TOWN""#));
//! ```
//!
//! ## `skip`
//!
//! The field is left out: no property, no column, any type. It takes no other attribute.
//!
//! ```
//! use std::time::Instant;
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     age: u8,
//!     #[personalize(skip)]
//!     loaded: Instant,
//! }
//!
//! let viewer = Viewer { age: 34, loaded: Instant::now() };
//! assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"age":"34"}"#);
//! ```
//!
//! ## `skip_if`
//!
//! The field is left out where a function `fn(&T) -> bool` says so. Its column is nullable.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(categorical, skip_if = "String::is_empty")]
//!     country: String,
//! }
//!
//! assert_eq!(Viewer { country: String::new() }.to_properties().unwrap().as_str(), "{}");
//! assert!(Viewer::schema().contains(r#""type": ["null", "string"]"#));
//! ```
//!
//! # Attributes of structs
//!
//! Besides these there is [`values`](#values), for all fields at once.
//!
//! ## `rename_all`
//!
//! The case of the keys: `"camelCase"`, `"PascalCase"`, `"snake_case"` or `"SCREAMING_SNAKE_CASE"`.
//! Columns stay capitals. AWS documents camel case only. There is code in use that sends the names
//! of columns as they are; whether its data arrives is not known, so do not rely on it.
//!
//! ```
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! #[personalize(rename_all = "SCREAMING_SNAKE_CASE")]
//! struct Viewer {
//!     membership_years: u8,
//! }
//!
//! let viewer = Viewer { membership_years: 3 };
//! assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"MEMBERSHIP_YEARS":"3"}"#);
//! ```
//!
//! ## `schema`
//!
//! The struct is checked against the schema in a file whenever it is compiled, and it is compiled
//! again when the file changes. The path starts at the folder of `Cargo.toml`. Each field has to
//! have a column of its name, each column a field unless it is told beside the properties, as the
//! ID is, and the column has to take every value that the field may have, null included. Strings
//! need no marks: the file says what the columns are, and values are checked against that. A field
//! whose type does not tell its column, as with `display`, `with` or a
//! [`PropertyValue`](trait@crate::PropertyValue) of your own, has to say it. `schema()` gives the
//! columns of the file, in the usual layout.
//!
//! A field whose type is a parameter of the struct is checked where the properties of such a struct
//! are written, by `cargo build` and not by `cargo check`.
//!
//! Of events, `schema()` without a file has `USER_ID`, `ITEM_ID`, `TIMESTAMP` and `EVENT_TYPE`
//! beside the properties (of action interactions `ACTION_ID` in place of `ITEM_ID`). The optional
//! columns that requests fill, such as `EVENT_VALUE`, `IMPRESSION` and `RECOMMENDATION_ID`, are yours
//! to choose: write the schema to a file, add them there, and check the struct against the file. A
//! schema of interactions cannot be exchanged later.
//!
//! ```
//! use personalize_events::{Category, UserProperties};
//!
//! #[derive(Category)]
//! enum Genre {
//!     Drama,
//!     Horror,
//! }
//!
//! #[derive(UserProperties)]
//! #[personalize(schema = "tests/schemas/users.json")]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     age: Option<u8>,
//!     watched_seconds: u32,
//!     score: f64,
//!     genres: Vec<Genre>,
//!     country: String,
//!     nickname: Option<String>,
//! }
//!
//! assert!(
//!     Viewer::schema().contains(r#"{"name": "COUNTRY", "type": "string", "categorical": true}"#)
//! );
//! ```
//!
//! A field that may be absent, for a column that cannot be null, is one of the differences that
//! stop the compiler:
//!
//! ```compile_fail
//! # use personalize_events::UserProperties;
//! #
//! #[derive(UserProperties)]
//! #[personalize(schema = "tests/schemas/users.json")]
//! struct Viewer {
//!     age: Option<u8>,
//!     watched_seconds: u32,
//!     score: Option<f64>, // {"name": "SCORE", "type": "double"}
//!     genres: Vec<String>,
//!     country: String,
//!     nickname: Option<String>,
//! }
//! ```
//!
//! ## `crate`
//!
//! The path of `personalize_events`, where it has another name or is exported by another crate. The
//! other derives take it as well.
//!
//! ```
//! use analytics::UserProperties;
//! use personalize_events as analytics;
//!
//! #[derive(UserProperties)]
//! #[personalize(crate = "analytics")]
//! struct Viewer {
//!     age: u8,
//! }
//!
//! assert_eq!(Viewer { age: 34 }.to_properties().unwrap().as_str(), r#"{"age":"34"}"#);
//! ```
//!
//! # Derives of values
//!
//! ## `Category`
//!
//! For an enum without fields, or for a struct with one field that is a category. It is a category
//! in a collection, and alone the value of a property; its column is categorical.
//!
//! Two variants cannot have one category, and none can be empty, be `null`, or have a `|`: the
//! service has no way to escape what separates categories.
//!
//! ```
//! use personalize_events::{Category, UserProperties};
//!
//! #[derive(Category)]
//! enum Genre {
//!     Comedy,
//!     Drama,
//! }
//!
//! #[derive(Category)]
//! struct Tag(String);
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     favourite: Genre,
//!     others: Vec<Genre>,
//!     tags: Vec<Tag>,
//! }
//!
//! let viewer = Viewer {
//!     favourite: Genre::Drama,
//!     others: vec![Genre::Comedy, Genre::Drama],
//!     tags: vec![Tag("a|b".to_owned())],
//! };
//! assert_eq!(
//!     viewer.to_properties().unwrap_err().to_string(),
//!     "properties.tags has `|` in its category 0; `|` separates categories and cannot be escaped"
//! );
//! let viewer = Viewer { tags: Vec::new(), ..viewer };
//! assert_eq!(
//!     viewer.to_properties().unwrap().as_str(),
//!     r#"{"favourite":"Drama","others":"Comedy|Drama"}"#
//! );
//! ```
//!
//! ## `rename_all` and `rename` of `Category`
//!
//! `rename_all` stands on the enum and is the case of all categories, in serde's words:
//! `"lowercase"`, `"UPPERCASE"`, `"PascalCase"`, `"camelCase"`, `"snake_case"`,
//! `"SCREAMING_SNAKE_CASE"`, `"kebab-case"` or `"SCREAMING-KEBAB-CASE"`. `rename` stands on a
//! variant and is its category.
//!
//! ```
//! use personalize_events::Category;
//!
//! #[derive(Category)]
//! #[personalize(rename_all = "kebab-case")]
//! enum Genre {
//!     FilmNoir,
//!     #[personalize(rename = "sci-fi")]
//!     ScienceFiction,
//! }
//!
//! assert_eq!(Genre::FilmNoir.as_category(), "film-noir");
//! assert_eq!(Genre::ScienceFiction.as_category(), "sci-fi");
//! ```
//!
//! ## `PropertyValue`
//!
//! For a struct with one field: it is sent as the field is, and its column is that of the field. An
//! enum derives `Category`. The one attribute is [`crate`](#crate).
//!
//! ```
//! use personalize_events::{PropertyValue, UserProperties};
//!
//! #[derive(PropertyValue)]
//! struct Minutes(u32);
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     watched: Minutes,
//! }
//!
//! let viewer = Viewer { watched: Minutes(45) };
//! assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"watched":"45"}"#);
//! assert!(Viewer::schema().contains(r#"{"name": "WATCHED", "type": "long"}"#));
//! ```
//!
//! ## `IdValue`
//!
//! For a struct with one field: as an ID it is what the field is. The one attribute is
//! [`crate`](#crate).
//!
//! ```
//! use personalize_events::{IdValue, UserProperties};
//!
//! #[derive(IdValue)]
//! struct AccountId(u64);
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     account: AccountId,
//!     age: u8,
//! }
//!
//! let user = Viewer { account: AccountId(7), age: 34 }.to_user().unwrap();
//! assert_eq!(user.user_id(), "7");
//! ```

#[cfg(doc)]
use crate::{
    Action, ActionInteraction, CsvWriter, Event, Item, Properties, User, ValidationError,
    ValueWriter,
};
