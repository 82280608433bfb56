//! Send the structs that serde serializes: with serde's attributes in a derive, or without a derive.
//!
//! # Serde's attributes in a derive
//!
//! `#[personalize(serde)]` on a struct makes a [derive of properties](mod@super::derive) read the attributes of serde that mean
//! the same here, so that none has to be repeated. On an enum, the derive of [`Category`](macro@crate::Category) does.
//!
//! ```
//! use personalize_events::{Category, UserProperties};
//! use serde::Serialize;
//!
//! #[derive(Serialize, UserProperties)]
//! #[personalize(serde)]
//! #[serde(rename_all = "camelCase")]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: u64,
//!     videos_watched: u32,
//!     #[serde(rename = "favouriteGenres")]
//!     genres: Vec<Genre>,
//!     #[serde(skip)]
//!     password_hash: String,
//!     #[serde(skip_serializing_if = "String::is_empty")]
//!     nickname: String,
//! }
//!
//! #[derive(Serialize, Category)]
//! #[personalize(serde)]
//! #[serde(rename_all = "kebab-case")]
//! enum Genre {
//!     FilmNoir,
//!     Western,
//! }
//!
//! let viewer = Viewer {
//!     id: 7,
//!     videos_watched: 45,
//!     genres: vec![Genre::FilmNoir, Genre::Western],
//!     password_hash: "secret".to_owned(),
//!     nickname: String::new(),
//! };
//! assert_eq!(
//!     viewer.to_properties().unwrap().as_str(),
//!     r#"{"videosWatched":"45","favouriteGenres":"film-noir|western"}"#
//! );
//! ```
//!
//! | serde | with `#[personalize(serde)]` | without it, write |
//! |---|---|---|
//! | `rename_all = "…"` | [`rename_all`](super::derive#rename_all); `"lowercase"` is `"snake_case"` and `"UPPERCASE"` is `"SCREAMING_SNAKE_CASE"`, as for fields in serde | [`rename_all`](super::derive#rename_all), also for the default, `"camelCase"` |
//! | `rename = "…"` | [`rename`](super::derive#rename) | [`rename`](super::derive#rename) or [`column`](super::derive#column) |
//! | `skip`, `skip_serializing` | [`skip`](super::derive#skip) | [`skip`](super::derive#skip); or [`rename`](super::derive#rename) or [`column`](super::derive#column), to send the field nevertheless |
//! | `skip_serializing_if = "…"` | [`skip_if`](super::derive#skip_if) | [`skip_if`](super::derive#skip_if) |
//! | `flatten` | [`flatten`](super::derive#flatten) | [`flatten`](super::derive#flatten) |
//! | `with = "…"`, `serialize_with = "…"` | an error | [`with`](super::derive#with) or [`display`](super::derive#display); `with = "PropertyValue::write_property"` sends the value as usual |
//! | `tag`, `content`, `untagged`, `into`, `rename_all_fields`; `transparent` on a struct of properties | an error | nothing: use another type for what serde writes |
//!
//! - The forms `rename(serialize = "…")` and `rename_all(serialize = "…")` are read too.
//! - An attribute of this crate decides if it concerns the same thing on the same item, even if differently:
//!   `#[personalize(rename = "…")]` is the key whatever serde's is, and sends a field that serde skips.
//! - [All rules of keys](super::derive#names) hold, wherever a key is from: `"kebab-case"` is an error, and so are
//!   ambiguous names such as `top_3_genres`, unless they have a `rename`.
//! - Without `rename_all`, serde's keys are the names of the fields. A name of several words is an error then, because AWS
//!   documents camel case: add `rename_all` in serde, or `#[personalize(rename_all = "camelCase")]`, which leaves serde's keys
//!   unchanged.
//! - `None` is omitted with and without `skip_serializing_if = "Option::is_none"`.
//! - A flattened struct is read by the attributes of its own, so add `#[personalize(serde)]` to it too. To flatten an `Option`,
//!   a pointer or a map is a compile-time error; [`Properties::from_serialize`] accepts them.
//! - `untagged` on a variant is an error too, unless the variant has `#[personalize(rename = "…")]`.
//! - The field with the ID may have any attribute of serde.
//! - The derive sees the attributes that are active: if serde is an optional feature of your crate, the keys change with it,
//!   so write `#[personalize(…)]` instead.
//!
//! All other attributes are accepted. They do not change what serde writes (`default`, `alias`, `bound`, `crate`, `borrow`,
//! `deserialize_with`, `skip_deserializing`, `deny_unknown_fields`, `rename(deserialize = "…")`), or only a name that JSON does
//! not have (`rename` on a type).
//!
//! # Without `#[personalize(serde)]`
//!
//! The derives do not read `#[serde(…)]`. An attribute that changes what serde writes is a compile-time error, so that no field
//! is sent that serde skips, unless an attribute of this crate decides the same thing on the same item, as in the last column
//! of the table:
//!
//! ```compile_fail
//! use personalize_events::UserProperties;
//! use serde::Serialize;
//!
//! #[derive(Serialize, UserProperties)]
//! struct Viewer {
//!     age: u8,
//!     #[serde(skip)] // write #[personalize(skip)] too, or #[personalize(serde)] above
//!     password_hash: String,
//! }
//! ```
//!
//! # Without a derive
//!
//! [`Properties::from_serialize`] writes any struct or map that implements `Serialize`, such as that of another crate. Its rules
//! are those of the derives, checked at run time. It has no schema, and no types of columns to check values against.
//!
//! For a struct with `#[personalize(serde)]`, both write the same text, except for types of which serde writes something else:
//!
//! - Date-times of other crates are text in serde and seconds in the derives. `SystemTime` and `Duration` are objects in serde,
//!   which are violations. Convert a date-time to whole seconds for a `long` column, such as with
//!   `#[serde(with = "chrono::serde::ts_seconds")]` of the crate `chrono`.
//! - The derives sort a `HashSet`, serde does not.
//!
//! ```
//! use personalize_events::Properties;
//!
//! let row = serde_json::json!({"age": 34, "favouriteGenres": ["Drama", "Western"], "nickname": null});
//! let user = Properties::from_serialize(&row).to_user("user-1").unwrap();
//! assert_eq!(
//!     user.properties().unwrap().as_str(),
//!     r#"{"age":"34","favouriteGenres":"Drama|Western"}"#
//! );
//! ```

#[cfg(doc)]
use crate::Properties;
