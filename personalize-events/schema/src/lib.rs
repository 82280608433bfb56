//! Reads, checks and writes the Avro schemas of Amazon Personalize datasets.
//!
//! A schema says which columns a dataset has. It is a flat Avro record, whose name is the kind of
//! dataset. [`Schema::parse`] reads one and says everything that is wrong with it at once, each
//! time with line and column, what was found and what would be right; [`Schema::new`] makes one
//! of columns, and [`Schema::to_json`] writes the text that `CreateSchema` takes. A [`Schema`]
//! that exists keeps the rules below.
//!
//! # What is refused
//!
//! The rules are those of the Amazon Personalize developer guide: its pages on creating schema
//! JSON files ("schema formatting requirements", "schema data types") and on custom datasets and
//! schemas ("required fields", "metadata fields", "reserved keywords"), and of the API reference
//! of `CreateSchema` for the length of the text.
//!
//! | what | rule |
//! |---|---|
//! | text | JSON of at most [`MAX_SCHEMA_LEN`] characters, no key twice in an object |
//! | record | `type` is `record`, `name` is a [`DatasetType`]'s, `fields` is a list of columns |
//! | type of a column | `int`, `long`, `float`, `double`, `string` or `boolean`, or a union of `null` and one of them; nothing nested, no logical types |
//! | name of a column | letters, digits and `_` of ASCII, without a digit in front; unique without `_` and case |
//! | [`ReservedColumn`]s of the kind | the required ones are there; each has the type that the guide gives it, with null only where the guide says so; none is categorical or textual |
//! | metadata | all other columns: at least one in Users, Items and Actions, and no more than [`DatasetType::metadata_limit`] |
//! | `categorical` | on metadata of type `string`, and not together with `textual` |
//! | `textual` | the same, on one column at most, in Items only |
//!
//! # What the guide leaves open
//!
//! Where the guide says nothing, this is our choice:
//!
//! - Other namespaces than [`NAMESPACE`] and other versions than [`VERSION`], or none, are taken
//!   with a [warning](Schema::warnings): all examples of the guide have these.
//! - Keys that the guide does not describe (Avro's `doc`, `default`, `aliases` …) are taken with a
//!   warning, kept and written again.
//! - `null` may stand first or last in a union, as the guide has both; it is written first. A
//!   union of one, and a column that is only `null`, are refused.
//! - The guide's example of names that are too much alike differs in `_`. That case is no
//!   difference either is our caution.
//! - Keywords are told by their exact spelling. `user_id` is not `USER_ID`; a column that
//!   resembles a keyword that way has a warning.
//! - The expiration of an action is `EXPIRATION_TIMESTAMP` in the table of the guide and
//!   `ACTION_EXPIRATION_TIMESTAMP` in its text; both are keywords here.
//! - The guide asks for one metadata column that is a categorical string or a number. A schema
//!   whose metadata is all of other types has a warning.
//! - No limit is known for metadata of action interactions, nor for the length of a name.
//! - The further keywords of the domains (`VIDEO_ON_DEMAND`, `ECOMMERCE`) are not judged: a
//!   schema does not say which domain it is for.
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
//! let problems = Schema::parse(&json.replace("USER_ID", "USERID")).unwrap_err();
//! assert_eq!(
//!     problems.to_string(),
//!     "6:14: the column `USER_ID` is missing: rename `USERID`"
//! );
//! # Ok::<(), personalize_events_schema::SchemaError>(())
//! ```

mod column;
mod dataset_type;
mod diagnostic;
mod generated;
mod key;
mod lints;
#[doc(hidden)]
pub mod names;
mod parse;
mod place;
mod raw;
mod read;
#[doc(hidden)]
pub mod record_kind;
mod schema;
#[doc(hidden)]
pub mod spanned_json;
mod validate;
mod write;

pub use column::{Column, Type};
pub use dataset_type::{DatasetType, ReservedColumn};
pub use diagnostic::{Diagnostic, SchemaError};
pub use key::Key;
pub use schema::{MAX_SCHEMA_LEN, NAMESPACE, Schema, VERSION};
pub use spanned_json::Position;
