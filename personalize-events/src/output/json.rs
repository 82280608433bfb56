//! Reads values from the JSON of responses. Errors have the path of the value.
//!
//! Responses are read from a tree of JSON with a trait of this crate instead of `Deserialize`: services may leave
//! out required members, send null for absent ones, encode numbers as text and dates in three formats, nested in
//! lists and maps. A missing required member gets the value of Smithy's client error correction; a value of another
//! type is an error with its path.

mod error;
mod object;
mod read;
#[cfg(test)]
mod tests;
mod value;
mod variant;

use serde::ser::{Serialize, SerializeMap, Serializer};

pub use error::Error;
pub use object::Object;
pub use read::{Read, ReadFormat, read_list, read_map};
pub use value::{Value, parse};
pub use variant::Variant;

/// The value of a variant without one: an empty object.
#[derive(Debug)]
pub struct Unit;

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_map(Some(0))?.end()
    }
}

/// The error of the variant for members that the model lacked.
#[must_use]
pub fn unknown_variant<E: serde::ser::Error>(union: &str) -> E {
    E::custom(format_args!(
        "the enum variant {union}::Unknown cannot be serialized"
    ))
}
