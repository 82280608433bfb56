//! Reads, validates and writes the Avro schemas of Amazon Personalize datasets.
//!
//! A schema declares the columns of a dataset. It is a flat Avro record, named after the dataset type.
//! [`Schema::parse`] reads one and reports every error at once, with line and column, the problem and
//! its remedy; [`Schema::new`] creates one from columns; [`Schema::to_json`] writes the text for
//! `CreateSchema`. A [`Schema`] always satisfies the rules below.
//!
//! # Rules
//!
//! The rules are those of the Amazon Personalize developer guide: its pages on creating schema JSON
//! files ("schema formatting requirements", "schema data types") and on custom datasets and schemas
//! ("required fields", "metadata fields", "reserved keywords"). The length of the text is limited by
//! the API reference of `CreateSchema`.
//!
//! | part | rule |
//! |---|---|
//! | text | JSON of at most [`MAX_SCHEMA_LEN`] characters, without duplicate keys in an object; a longer one is not read |
//! | record | `type` is `record`, `name` is a [`DatasetType`] up to case and `_`, `fields` is an array of columns |
//! | type of a column | `int`, `long`, `float`, `double`, `string` or `boolean`, alone or in a union, which may have `null` too; no nested types |
//! | name of a column | ASCII letters, digits and `_`, without a digit in front; unique without `_` and case |
//! | [`ReservedColumn`]s | the required ones are present; each has the type that the guide requires, and the required ones are not nullable; none is categorical or textual |
//! | metadata | all other columns: at least one in Users, Items and Actions, and no more than [`DatasetType::metadata_limit`] |
//! | `categorical` | on metadata, and not together with `textual` |
//! | `textual` | on one metadata column of type `string`, in Items only |
//!
//! # Responses of `DescribeSchema`
//!
//! The schema of an existing dataset is a string in the response of `DescribeSchema`.
//! `aws personalize describe-schema` prints this response, and [`Schema::parse`] reads it as well as the text
//! of the schema alone.
//!
//! # Undocumented cases
//!
//! What the guide, Avro or the API reference rules out is an error, and so is what leaves open which columns
//! there are or what they contain. All else that the guide does not describe is accepted with a
//! [warning](Schema::warnings), since the service may accept it too:
//!
//! - Records whose name differs from the dataset type in case or `_`, such as `users`: published samples of AWS
//!   have such names.
//! - Other namespaces than [`NAMESPACE`] and other versions than [`VERSION`], or none, and values of both that are
//!   no strings: all examples of the guide have these strings, but `"version": 1` was accepted too. Avro does not
//!   know `version`.
//! - Other attributes (Avro's `doc`, `default`, `aliases` …), which are written again.
//! - `categorical` on a column that is not a string, where it has no effect here, and `"true"`, `"false"` or `null`
//!   as the value of `categorical` or `textual`.
//! - Optional reserved columns that are nullable where the guide lists them without null, such as
//!   `CREATION_TIMESTAMP`.
//! - Avro's long form of a type, `{"type": "string"}`, also in a union, and other attributes in it, such as
//!   `logicalType` and `avro.java.string`, which Avro has readers ignore if they do not know them. They are written
//!   again.
//!
//! These are our choices as well:
//!
//! - `null` may come first or last in a union, as in the guide; it is written first. A union of one type is that
//!   type, as in Avro. A column that can only be `null` is an error.
//! - The guide's example of names that are too similar differs in `_`. Names that differ only in case are an error
//!   too: a key of `properties` could belong to both.
//! - Duplicate keys in an object are an error, because readers of JSON differ in which value they use.
//! - Reserved columns are recognized by their exact names. `user_id` is not `USER_ID`; a similar name is
//!   a warning.
//! - The expiration of an action is `EXPIRATION_TIMESTAMP` in the table of the guide and
//!   `ACTION_EXPIRATION_TIMESTAMP` in its text; both are reserved columns here.
//! - The guide asks for one metadata column that is a categorical string or a number. A schema without
//!   one has a warning.
//! - No limit is known for the metadata of action interactions, nor for the length of a name.
//! - The further keywords of the domains (`VIDEO_ON_DEMAND`, `ECOMMERCE`) are not checked, since a
//!   schema does not name its domain.
//!
//! # serde
//!
//! With the feature `serde`, a [`Schema`] serializes to its Avro JSON, and deserialization validates it. [`DatasetType`] and
//! [`Type`] are their names.
//!
//! # Example
//!
//! ```
//! use personalize_events_schema::{Column, DatasetType, Schema, Type};
//!
//! let schema = Schema::new(
//!     DatasetType::Users,
//!     [
//!         Column::new("USER_ID", Type::String),
//!         Column::new("AGE", Type::Int).with_nullable(true),
//!         Column::new("GENRES", Type::String).categorical(),
//!     ],
//! )?;
//! let json = r#"{
//!   "type": "record",
//!   "name": "Users",
//!   "namespace": "com.amazonaws.personalize.schema",
//!   "fields": [
//!     {"name": "USER_ID", "type": "string"},
//!     {"name": "AGE", "type": ["null", "int"]},
//!     {"name": "GENRES", "type": "string", "categorical": true}
//!   ],
//!   "version": "1.0"
//! }"#;
//! assert_eq!(schema.to_json(), json);
//! assert_eq!(Schema::parse(json)?, schema);
//!
//! let error = Schema::parse(&json.replace("USER_ID", "USERID")).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "6:14: the column `USER_ID` is missing; rename `USERID`"
//! );
//! # Ok::<(), personalize_events_schema::SchemaError>(())
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "parse")]
mod column;
mod column_type;
mod dataset_type;
#[cfg(feature = "parse")]
mod described;
#[cfg(feature = "parse")]
mod diagnostic;
mod generated;
#[cfg(feature = "parse")]
mod key;
#[cfg(feature = "parse")]
mod lints;
pub mod names;
#[cfg(feature = "parse")]
mod parse;
#[cfg(feature = "parse")]
mod place;
#[cfg(feature = "parse")]
mod position;
#[cfg(feature = "parse")]
mod raw;
#[cfg(feature = "parse")]
mod read;
#[cfg(feature = "parse")]
mod reader;
#[doc(hidden)]
pub mod record_kind;
#[cfg(feature = "parse")]
mod schema;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "parse")]
#[doc(hidden)]
pub mod spanned_json;
#[cfg(feature = "parse")]
mod suggestion;
#[doc(hidden)]
pub mod timestamp;
#[cfg(feature = "parse")]
mod validate;
#[cfg(feature = "parse")]
mod write;

#[cfg(feature = "parse")]
pub use column::Column;
pub use column_type::Type;
pub use dataset_type::{DatasetType, ReservedColumn};
#[cfg(feature = "parse")]
pub use diagnostic::{Diagnostic, SchemaError, Severity};
#[cfg(feature = "parse")]
pub use key::Key;
#[doc(no_inline)]
pub use names::UnknownNameError;
#[cfg(feature = "parse")]
pub use position::Position;
#[cfg(feature = "parse")]
pub use schema::{NAMESPACE, Schema, VERSION};
#[cfg(feature = "parse")]
pub use validate::MAX_SCHEMA_LEN;
