//! Reads responses from JSON. Errors have the path of the value.

mod error;
mod object;
mod read;
#[cfg(test)]
mod tests;
mod variant;

use serde::Serializer;
use serde::ser::SerializeMap;
pub use serde_json::Value;

pub use error::Error;
pub use object::Object;
pub use read::Read;
pub(crate) use read::{read_list, read_map};
pub use variant::Variant;

/// Serializes a variant without a value, which is an empty object.
///
/// # Errors
///
/// Returns the error of the serializer.
pub fn unit<S: Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_map(Some(0))?.end()
}
