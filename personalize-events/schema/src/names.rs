//! Valid names, names that denote the same column, and the name that was probably meant.

use std::error::Error;
use std::fmt;

/// Whether this is a name in Avro: ASCII letters, digits and `_`, without a digit in front.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let valid = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let starts = !name.starts_with(|first: char| first.is_ascii_digit());
    starts && !name.is_empty() && name.chars().all(valid)
}

/// Whether this is a namespace in Avro: names separated by dots.
pub(crate) fn is_namespace(namespace: &str) -> bool {
    namespace.split('.').all(is_name)
}

/// Returns the name in lower case without `_`.
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

/// Returns the value that has this name.
pub(crate) fn find<T: Copy>(
    all: impl IntoIterator<Item = T>,
    wanted: &str,
    name: impl Fn(T) -> &'static str,
) -> Result<T, UnknownNameError> {
    let mut all = all.into_iter();
    all.find(|value| name(*value) == wanted)
        .ok_or(UnknownNameError(()))
}

/// The error of parsing a [`Type`](crate::Type) or [`DatasetType`](crate::DatasetType) from a name
/// that none of its values has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownNameError(());

impl fmt::Display for UnknownNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown name")
    }
}

impl Error for UnknownNameError {}

/// Formats a name for messages, in one line whatever it contains.
pub(crate) fn quoted(name: &str) -> String {
    if is_name(name) {
        format!("`{name}`")
    } else {
        format!("{name:?}")
    }
}

/// Returns the first of the nearest candidates, if at most a third of the letters differ.
pub(crate) fn nearest<T>(
    wanted: &str,
    candidates: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> &str,
) -> Option<T> {
    let wanted = fold(wanted);
    let tolerated = (wanted.chars().count() / 3).max(1);
    let distance = |candidate: &T| strsim::osa_distance(&wanted, &fold(name(candidate)));
    let candidates = candidates.into_iter();
    candidates
        .map(|candidate| (distance(&candidate), candidate))
        .filter(|(distance, _)| *distance <= tolerated)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the remedy for an unknown name, if a similar one exists.
pub(crate) fn did_you_mean(wanted: &str, candidates: &[&'static str]) -> Option<String> {
    nearest(wanted, candidates, |name| name).map(|name| format!("did you mean `{name}`?"))
}

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
        assert!(is_namespace("com.amazonaws.personalize.schema"));
        assert!(!is_namespace("com..schema") && !is_namespace(""));
    }

    #[test]
    fn the_nearest_name_is_found_whatever_its_case() {
        let columns = ["AGE", "MEMBERSHIP_TYPE", "MEMBERSHIP_DATE"];
        let find = |wanted| nearest(wanted, columns, |it| it);
        assert_eq!(find("age"), Some("AGE"));
        assert_eq!(find("membershpType"), Some("MEMBERSHIP_TYPE"));
        assert_eq!(find("membershipDtae"), Some("MEMBERSHIP_DATE"));
        assert_eq!(find("gender"), None);
        assert_eq!(find(""), None);
    }
}
