//! Deserializes requests and the records in them from what `Serialize` writes.
//!
//! The input becomes a tree of JSON first, from which the builder is filled. A derive would stop at the first value of
//! another type and print it, although it is user data; here each violation is reported with its path and without the
//! value. It would also be more generated code to compile.

mod object;
mod tree;
mod union_member;
mod values;

use serde::Deserializer;
use serde::de::Error;
use serde_json::Value;

use crate::validation::validated;
pub use object::{FromJson, FromObject, Object};
use object::{describe, read};
pub use union_member::UnionMember;

/// Deserializes what a builder builds.
///
/// # Errors
///
/// Returns every violation in it, or an error of the deserializer.
pub fn deserialize<'de, B: FromObject, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<B::Output, D::Error> {
    let value = tree::deserialize(deserializer)?;
    if !matches!(value, Value::Object(_)) {
        let found = describe(&value);
        return Err(D::Error::custom(format_args!(
            "found {found}, but expected an object"
        )));
    }
    let built = validated(|context| match read::<B>(value, context) {
        Ok(builder) => builder.build_in(context),
        Err(incomplete) => {
            incomplete.validate(context);
            None
        }
    });
    built.map_err(D::Error::custom)
}
