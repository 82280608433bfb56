//! Reference of the derives: the properties of a struct and every `#[personalize(…)]` attribute.
//!
//! A derive implements the trait of its name: it writes the fields of a struct as the JSON `properties` of a record and
//! determines the columns of its dataset. Mistakes in the struct are compile-time errors. Invalid values are reported all at
//! once, before anything is sent, as a [`ValidationError`].
//!
//! | derive | writes the `properties` of | dataset | ID | maximum length |
//! |---|---|---|---|---|
//! | [`UserProperties`](macro@crate::UserProperties) | [`User`] | Users | `user_id` | 24,000 characters |
//! | [`ItemProperties`](macro@crate::ItemProperties) | [`Item`] | Items | `item_id` | 32,000 |
//! | [`ActionProperties`](macro@crate::ActionProperties) | [`Action`] | Actions | `action_id` | 32,000 |
//! | [`EventProperties`](macro@crate::EventProperties) | [`Event`] | Interactions | | 1,024 |
//! | [`ActionInteractionProperties`](macro@crate::ActionInteractionProperties) | [`ActionInteraction`] | Action interactions | | 1,024 |
//!
//! Each has `to_properties`, which returns the JSON, and `schema`, which returns the schema for `CreateSchema`. A struct with
//! an ID field also has `to_user` (`to_item`, `to_action`), which returns the whole record, and can be written with
//! [`CsvWriter`]. Pass the properties of events and action interactions to their builders.
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
//! The column of a field is its name in upper case. The key of its property is its name in camel case, as AWS documents:
//! `numberOfVideosWatched` fills `NUMBER_OF_VIDEOS_WATCHED`. AWS does not document the conversion of names with digits, single
//! letters or acronyms, and converters differ: `last7d_views` becomes `last7dViews` or `last7DViews`. A name is accepted only
//! if all converters agree and the column can be derived from the key. For other names, set [`rename`](#rename) or
//! [`column`](#column):
//!
//! ```compile_fail
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     top_3_genres: Vec<String>, // `top3Genres` could also belong to `TOP3_GENRES`
//! }
//! ```
//!
//! Keys consist of ASCII letters, digits and `_`, without a leading digit, like all names in Avro. Two fields cannot have the
//! same column. The service rejects columns whose names differ only in `_` (developer guide, "schema formatting
//! requirements"); that names must also differ in more than case is our choice.
//!
//! The ID cannot be repeated among the properties. In events and action interactions, the service rejects the keys
//! `eventType`, `impression`, `recommendationId`, `sessionId`, `timestamp` and `userId`. `itemId` and `actionId` are rejected
//! here, because they are members of the event.
//!
//! # Types and columns
//!
//! [`PropertyValue`](trait@crate::PropertyValue) lists the types of fields, how they are sent, and their columns. Values are
//! sent as strings; numbers can be sent as JSON, see [`values`](#values). `None` and empty collections are omitted, see
//! [`null_if_none`](#null_if_none). A column is nullable if the value may be absent: for an [`Option`], a collection, and with
//! [`skip_if`](#skip_if) or [`nullable`](#nullable).
//!
//! A struct may have lifetimes and type parameters. `Film<T>` with a field of type `T` has the derived trait if `T` is a
//! `PropertyValue`, without a bound in the definition of the struct.
//!
//! A column with a reserved name, such as `CREATION_TIMESTAMP` of items, must have the type that the service requires. All
//! other columns are metadata. The service allows 25 metadata columns in Users, 100 in Items, 10 in Actions and 5 in
//! Interactions (developer guide, quotas), and requires at least one in the first three.
//!
//! The type of a string field does not determine its column: add [`categorical`](#categorical), [`textual`](#textual) or
//! [`plain`](#plain). This and the service's rules for schemas are checked only where `schema()` or [`CsvWriter`] is used,
//! when code is generated: `cargo build` and `cargo test` report violations, `cargo check` does not.
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
//! | `null_if_none` | [`None` and empty collections are sent as `null`](#null_if_none) |
//! | `display` | [The value is sent as its `Display`](#display) |
//! | `with = "path"` | [A function writes the value](#with) |
//! | `flatten` | [The properties of the value are added to the others](#flatten) |
//! | `skip` | [The field is omitted](#skip) |
//! | `skip_if = "path"` | [The field is omitted if a function returns `true`](#skip_if) |
//!
//! | on the struct | effect |
//! |---|---|
//! | `rename_all = "…"` | [The case of all keys](#rename_all) |
//! | `schema = "path"` | [The columns are checked against a schema file](#schema) |
//! | `optional_columns = "…"` | [The schema has columns that members of events fill](#optional_columns) |
//! | `values = "json"` | [Numbers and `bool` of all fields are sent as JSON values](#values) |
//! | `serde` | [Attributes of serde are read](#serde) |
//! | `crate = "path"` | [The path of `personalize_events`](#crate) |
//!
//! # Attributes of fields
//!
//! ## `user_id`, `item_id`, `action_id`
//!
//! The field is the ID, not a property. Its type implements [`IdValue`](trait@crate::IdValue), as strings and integers do. Only
//! one field can be the ID, and it has no other attributes than `allow_null_text` and [`display`](#display). An ID has 1 to 256
//! characters.
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
//! let error = Film { id: String::new(), year: 2009 }.to_item().unwrap_err();
//! assert_eq!(error.to_string(), "itemId has 0 characters, but at least 1 is required");
//! ```
//!
//! ## `allow_null_text`
//!
//! Allows the text `null` as the ID or as a category, which is a violation otherwise. The service may treat this text as a
//! missing value: an event with the `sessionId` `null` was accepted and dropped
//! ([aws-sdk-js#3371](https://github.com/aws/aws-sdk-js/issues/3371)). Builders, `Properties` and the command have the same
//! rule and setting: [`rules`](super::rules).
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
//! let error = viewer.to_user().unwrap_err();
//! let paths: Vec<&str> = error.violations().iter().map(|it| it.path()).collect();
//! assert_eq!(paths, ["userId", "properties.tags"]);
//! ```
//!
//! ## `rename`
//!
//! Sets the key of the property. If the key differs from the field's name only in `_` and case, the column is still the
//! field's name in upper case. Otherwise the column is derived from the key: `membershipYears` fills `MEMBERSHIP_YEARS`. If
//! that is not the column, set [`column`](#column) too.
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
//! Sets the column. The key is derived from it as described under [names](#names). If that is ambiguous, set `rename` too.
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
//! Sets the type of the column: `"int"`, `"long"`, `"float"`, `"double"` or `"boolean"`. Use it for types whose range exceeds
//! every column type, such as `u64`, and for strings that contain numbers. Each value is validated when it is written. The
//! service rounds floating-point numbers with more digits than the column has. For a column of strings, use `categorical`,
//! `textual` or `plain` instead.
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
//!     "properties.yearOfBirth has the wrong type; its column is int, which accepts whole numbers from \
//!      -2147483648 to 2147483647"
//! );
//! ```
//!
//! ## `categorical`
//!
//! The column is a string with one category, or several that are separated by `|`. A value has at most 1,000 characters
//! (developer guide, quotas), including the separators. Collections, and types that derive
//! [`Category`](macro@crate::Category), are categorical without the attribute. Numbers and `bool` are sent as strings; this is
//! useful for `bool`, because the service cannot filter by `boolean` columns.
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
//!     "properties.country has 1001 characters, but at most 1000 are allowed"
//! );
//! ```
//!
//! ## `textual`
//!
//! The column is a string that the service uses for training as running text. Only Items can have such a column, and only one
//! (developer guide, "custom datasets and schemas" and quotas). The quotas of 20,000 characters, and 7,000 in Chinese and
//! Japanese, are not checked.
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
//! The column is a string that is neither categorical nor textual. The service stores it but does not use it for training.
//! A value has at most 1,000 characters (developer guide, "Items dataset").
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
//! The column is nullable, although the field always has a value. Columns that are added to an existing dataset must be
//! nullable (developer guide, "replacing a dataset's schema"). The properties do not change.
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
//! `"json"` sends a number or `bool` as a JSON value, `"string"` (the default) as a string. On the struct, it applies to all
//! fields without an own attribute. It cannot be combined with `categorical`, `textual` and `plain`, whose values are strings.
//!
//! AWS's documentation describes properties as a string map and quotes numbers; AWS's samples also send unquoted numbers. AWS
//! does not document which of them a column type requires.
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
//! Sends `None` and empty collections as JSON's `null` instead of omitting them. The column is nullable. AWS documents `null`
//! for nullable columns, but not how it differs from an omitted property.
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
//! Sends the [`Display`](std::fmt::Display) text of the value as a string. Use it for types of other crates, and for an
//! [`Option`] of them. It cannot be combined with `with`. For a schema, also declare the column ([`column_type`](#column_type),
//! [`categorical`](#categorical) …).
//!
//! On the ID, the text is the ID. Check that it identifies the value: some types display less than they contain. If the
//! implementation of `Display` returns an error, the property is a violation, and the ID is empty, which is one too.
//!
//! ```
//! use std::net::{Ipv4Addr, SocketAddr};
//! use personalize_events::UserProperties;
//!
//! #[derive(UserProperties)]
//! struct Visitor {
//!     #[personalize(user_id, display)]
//!     address: Ipv4Addr,
//!     #[personalize(display, plain)]
//!     proxy: Option<SocketAddr>,
//! }
//!
//! let visitor = Visitor {
//!     address: Ipv4Addr::LOCALHOST,
//!     proxy: Some(([10, 0, 0, 1], 8080).into()),
//! };
//! let user = visitor.to_user().unwrap();
//! assert_eq!(user.user_id(), "127.0.0.1");
//! assert_eq!(user.properties().unwrap().as_str(), r#"{"proxy":"10.0.0.1:8080"}"#);
//! assert!(Visitor::schema().contains(r#"{"name": "PROXY", "type": ["null", "string"]}"#));
//! ```
//!
//! ## `with`
//!
//! Writes the value with a function `fn(&T, ValueWriter<'_>)`. The function passes the [`ValueWriter`] on to a value, or drops
//! it to omit the property. For a field whose type is written as `Option<T>`, the function receives the `T`; it is not called
//! for `None`, which is omitted as usual. It cannot be combined with `display`. For a schema, also declare the column
//! ([`column_type`](#column_type), [`categorical`](#categorical) …), and [`nullable`](#nullable) if the function may omit a
//! property whose type is not written as `Option`.
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
//!     #[personalize(with = "minutes", column_type = "int")]
//!     paused_minutes: Option<Duration>,
//! }
//!
//! let viewer = Viewer {
//!     watched_minutes: Duration::from_secs(300),
//!     paused_minutes: Some(Duration::from_secs(60)),
//! };
//! assert_eq!(
//!     viewer.to_properties().unwrap().as_str(),
//!     r#"{"watchedMinutes":"5","pausedMinutes":"1"}"#
//! );
//! ```
//!
//! ## `flatten`
//!
//! Adds the properties of the field to those of the struct. The type of the field implements the same trait: it is a struct
//! with the derive, or [`Properties`], whose keys are known only at run time and which has no schema. Only `skip_if` can be
//! combined with it. Two fields with the same column are an error: at compile time if the columns are known, otherwise at run time. The ID of a flattened
//! struct is not sent.
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
//! Omits the field: it has no property and no column, and can have any type. It cannot be combined with other attributes.
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
//! Omits the field if a function `fn(&T) -> bool` returns `true`. The column is nullable.
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
//! [`values`](#values) can also be set on a struct.
//!
//! ## `rename_all`
//!
//! Sets the case of the keys: `"camelCase"`, `"PascalCase"`, `"snake_case"` or `"SCREAMING_SNAKE_CASE"`. Columns stay in upper
//! case. AWS documents camel case only; do not rely on the service accepting another.
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
//! Checks the struct against a schema file at compile time, and recompiles when the file changes. The path is relative to the
//! folder of `Cargo.toml`. The file is the text for `CreateSchema`, or the output of `aws personalize describe-schema` for a
//! schema that exists. Each field needs a column in the file and each column a field, unless the column is a member
//! of the record, such as the ID. Names may differ in case and `_`: the field `home_town` is for the column `HomeTown` too. A column must accept all values of its field, including null. Strings need no attribute,
//! because the file declares the column, and values are validated against it. Types without a known column, as with
//! `display`, `with` or your own [`PropertyValue`](trait@crate::PropertyValue), must declare it. `schema()` returns the
//! columns of the file in the usual layout.
//!
//! A field whose type is a type parameter is checked when the properties are written, by `cargo build` but not by
//! `cargo check`.
//!
//! The guide on datasets has [an example](super::dataset#2-the-schema). A nullable field for a column that is not nullable is
//! a compile-time error:
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
//! ## `optional_columns`
//!
//! Adds columns to the schema that members of the event fill, not properties. Without the attribute, the schema of events
//! has `USER_ID`, `ITEM_ID`, `TIMESTAMP` and `EVENT_TYPE` besides the properties (action interactions have `ACTION_ID`
//! instead of `ITEM_ID`). List the others whose member is set in some events, separated by commas:
//!
//! - `IMPRESSION`, filled by `impression`;
//! - `RECOMMENDATION_ID`, by `recommendationId`;
//! - `EVENT_VALUE`, by `eventValue`, not in action interactions;
//! - `EVENT_ATTRIBUTION_SOURCE`, by `metricAttribution`, not in action interactions.
//!
//! They are nullable. The properties do not change. The schema of an Interactions dataset cannot be replaced later. The file
//! of an import job has all columns of the schema: [`CsvWriter::events_with_columns`].
//!
//! ```
//! use personalize_events::EventProperties;
//!
//! #[derive(EventProperties)]
//! #[personalize(optional_columns = "IMPRESSION, RECOMMENDATION_ID")]
//! struct Context {
//!     #[personalize(categorical)]
//!     device_type: String,
//! }
//!
//! assert!(Context::schema().contains(r#"{"name": "IMPRESSION", "type": ["null", "string"]}"#));
//! ```
//!
//! With [`schema`](#schema), the file has all columns.
//!
//! ## `crate`
//!
//! Sets the path of `personalize_events`, if it is renamed or re-exported by another crate. All derives accept it.
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
//! ## `serde`
//!
//! Reads the attributes of serde that mean the same here. The guide on [serde](super::serde) lists them, and what is an error
//! with and without this attribute. The derive of `Category` accepts it too.
//!
//! ```
//! use personalize_events::UserProperties;
//! use serde::Serialize;
//!
//! #[derive(Serialize, UserProperties)]
//! #[personalize(serde)]
//! #[serde(rename_all = "camelCase")]
//! struct Viewer {
//!     membership_years: u8,
//!     #[serde(skip)]
//!     password_hash: String,
//! }
//!
//! let viewer = Viewer { membership_years: 3, password_hash: "secret".to_owned() };
//! assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"membershipYears":"3"}"#);
//! ```
//!
//! # Derives of values
//!
//! ## `Category`
//!
//! For an enum without fields, or a struct with one field that is a category. It can be used in collections and as a single
//! value; the column is categorical.
//!
//! The categories of an enum must differ, and cannot be empty, `null`, or contain `|`, which separates categories and cannot
//! be escaped.
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
//!     "properties.tags has `|` in category 0; `|` separates categories and cannot be escaped"
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
//! `rename_all` on the enum sets the case of all categories, with serde's names: `"lowercase"`, `"UPPERCASE"`, `"PascalCase"`,
//! `"camelCase"`, `"snake_case"`, `"SCREAMING_SNAKE_CASE"`, `"kebab-case"` or `"SCREAMING-KEBAB-CASE"`. `rename` on a variant
//! sets its category.
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
//! assert_eq!(Genre::FilmNoir.to_category(), "film-noir");
//! assert_eq!(Genre::ScienceFiction.to_category(), "sci-fi");
//! ```
//!
//! ## `PropertyValue`
//!
//! For a struct with one field, which is sent like the field and has its column. [`crate`](#crate) is the only attribute. For
//! an enum, derive `Category`.
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
//! For a struct with one field, which is the ID. [`crate`](#crate) is the only attribute.
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
//!
//! For a type of another crate, set [`display`](#display) on the ID, or implement the trait for a struct around it.

#[cfg(doc)]
use crate::{
    Action, ActionInteraction, CsvWriter, Event, Item, Properties, User, ValidationError,
    ValueWriter,
};
