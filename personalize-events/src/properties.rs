//! Writes properties: the code that all properties derives share, and the types of values.

mod category;
mod column;
mod column_range;
mod const_format;
mod display;
mod duplicate_columns;
mod dynamic;
#[cfg(any(
    feature = "rust_decimal",
    feature = "smol_str",
    feature = "url",
    feature = "uuid"
))]
mod foreign;
mod from_serialize;
mod id;
mod json_escape;
mod keys;
mod part;
mod row;
mod schema;
mod schema_check;
mod serialized;
mod time;
mod timestamp;
mod value;
mod value_writer;
mod writer;

#[cfg(test)]
mod tests;

pub use category::Category;
pub use column::ColumnType;
pub use display::{Displayed, DisplayedId};
pub use duplicate_columns::check_keys;
pub use dynamic::Properties;
pub use id::IdValue;
pub use part::PropertiesPart;
pub(crate) use row::{Cell, CheckMember, Row};
pub use schema::{Dataset, PropertiesSchema, SameAs};
pub use schema_check::{InFile, check_column, check_flattened};
pub use value::PropertyValue;
pub use value_writer::ValueWriter;
pub use writer::{PropertiesWriter, write_properties};
