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
mod variant;

use serde::ser::{Serialize, SerializeMap, Serializer};
pub use serde_json::Value;

pub use error::Error;
pub use object::Object;
pub use read::{Read, ReadFormat, read_list, read_map};
pub use variant::Variant;

/// Parses a body; `None` if it is empty.
///
/// # Errors
///
/// Returns an error if the body is not JSON.
pub(super) fn parse(body: &[u8]) -> Result<Option<Value>, Error> {
    if body.trim_ascii().is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(body).map(Some).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Error::new(format!("is not JSON (line {line}, column {column})"))
    })
}

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
