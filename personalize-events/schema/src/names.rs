//! Names: what Avro takes, which are alike, which is nearest.

/// Whether this is a name in Avro: letters, digits and `_` of ASCII, without a digit in front.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let valid = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let starts = !name.starts_with(|first: char| first.is_ascii_digit());
    starts && !name.is_empty() && name.chars().all(valid)
}

/// Whether this is a namespace in Avro: names with dots between them.
pub(crate) fn is_namespace(namespace: &str) -> bool {
    namespace.split('.').all(is_name)
}

/// What a name comes down to where `_` and case make no difference.
///
/// The service takes `GENRES_FIELD_1` and `GENRESFIELD1` for one name; that it ignores case is
/// likely, as it takes keys in camel case for columns.
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

/// A name for messages, which stay in one line whatever it is.
pub(crate) fn shown(name: &str) -> String {
    if is_name(name) {
        format!("`{name}`")
    } else {
        format!("{name:?}")
    }
}

/// The candidate that was probably meant: the nearest, if a third of the letters or less differ,
/// the first of several.
pub(crate) fn nearest<T>(
    wanted: &str,
    candidates: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> &str,
) -> Option<T> {
    let wanted = fold(wanted);
    let tolerated = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::osa_distance(&wanted, &fold(name(&candidate))),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= tolerated)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of a sentence that refuses a name: which one was probably meant.
pub(crate) fn did_you_mean(wanted: &str, candidates: &[&'static str]) -> String {
    match nearest(wanted, candidates, |name| name) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => ".".to_owned(),
    }
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
        let find = |wanted| {
            nearest(
                wanted,
                ["AGE", "MEMBERSHIP_TYPE", "MEMBERSHIP_DATE"],
                |it| it,
            )
        };
        assert_eq!(find("age"), Some("AGE"));
        assert_eq!(find("membershpType"), Some("MEMBERSHIP_TYPE"));
        assert_eq!(find("membershipDtae"), Some("MEMBERSHIP_DATE"));
        assert_eq!(find("gender"), None);
        assert_eq!(find(""), None);
    }
}
