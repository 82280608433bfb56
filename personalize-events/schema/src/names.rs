//! Valid names of columns, and names that denote the same column.
//!
//! ```
//! use personalize_events_schema::names::{fold, is_name, is_same_column};
//!
//! assert!(is_name("FAVOURITE_GENRES") && !is_name("favourite genres"));
//! // The key of a property, and the name of its column.
//! assert!(is_same_column("favouriteGenres", "FAVOURITE_GENRES"));
//! assert_eq!(fold("favouriteGenres"), fold("FAVOURITE_GENRES"));
//! ```

use std::error::Error;
use std::fmt;

/// Whether this is a name in Avro: ASCII letters, digits and `_`, without a digit in front.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let valid = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let starts = !name.starts_with(|first: char| first.is_ascii_digit());
    starts && !name.is_empty() && name.chars().all(valid)
}

/// Returns the name in lower case without `_`, such as for a map of columns.
///
/// The service treats `GENRES_FIELD_1` and `GENRESFIELD1` as one name. That it also ignores case is
/// likely, since it takes keys in camel case for columns.
#[must_use]
pub fn fold(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

/// Whether two names [fold](fold()) to the same, so that they denote one column.
#[must_use]
pub fn is_same_column(one: &str, other: &str) -> bool {
    folded_bytes(one).eq(folded_bytes(other))
}

fn folded_bytes(name: &str) -> impl Iterator<Item = u8> {
    let bytes = name.bytes().filter(|byte| *byte != b'_');
    bytes.map(|byte| byte.to_ascii_lowercase())
}

/// Returns the first value that has the wanted name.
pub(crate) fn find<T: Copy>(
    all: &[T],
    names: &'static [&'static str],
    has_name: impl Fn(T) -> bool,
) -> Result<T, UnknownNameError> {
    let mut all = all.iter().copied();
    all.find(|it| has_name(*it)).ok_or(UnknownNameError(names))
}

/// The error of parsing a [`Type`](crate::Type) or [`DatasetType`](crate::DatasetType) from a name
/// that none of its values has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownNameError(&'static [&'static str]);

impl fmt::Display for UnknownNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (last, others) = self.0.split_last().unwrap_or((&"", &[]));
        write!(
            f,
            "unknown name; it must be one of {} and {last}",
            others.join(", ")
        )
    }
}

impl Error for UnknownNameError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_avro() {
        for name in ["a", "GENDER", "_x", "zip5Code", "A1_b"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1a", "zip code", "straße", "a.b", "a\n", "\""] {
            assert!(!is_name(name), "{name}");
        }
    }
}
