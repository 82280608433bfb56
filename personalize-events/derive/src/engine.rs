//! The implementation of every derive; the entry points only name the record kind.
//!
//! A derive of properties reads and checks the struct ([`read`]: [`container`], [`field_attrs`],
//! [`column`](mod@column), [`key`], [`schema_columns`], [`serde_attrs`]), collects all errors ([`errors`]) and then
//! generates the impls ([`expand`]), or stubs that prevent follow-up errors of the compiler ([`fallback`]). The
//! derives of value types are [`category`] and [`newtype`].

mod attributes;
mod bounds;
mod case;
mod category;
mod column;
mod column_attrs;
mod container;
mod errors;
mod expand;
mod fallback;
mod field_attrs;
mod input;
mod key;
mod newtype;
mod optional_columns;
mod read;
mod schema_columns;
mod schema_file;
mod serde_attrs;

pub(crate) use category::derive as derive_category;
pub(crate) use expand::derive;
pub(crate) use newtype::{ID_VALUE, PROPERTY_VALUE, derive as derive_newtype};
