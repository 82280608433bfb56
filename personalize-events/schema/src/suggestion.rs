//! Names in messages, and the name that was probably meant.

use crate::names::{fold, is_name};

/// Formats a name for messages, in one line whatever it contains.
pub(crate) fn quoted(name: &str) -> String {
    if is_name(name) {
        format!("`{name}`")
    } else {
        format!("{name:?}")
    }
}

/// The maximum number of letters of a name that has suggestions; comparing two names takes their product.
const MAX_LETTERS: usize = 100;

/// Returns the first of the nearest candidates, if at most a third of the letters differ.
pub(crate) fn nearest<T>(
    wanted: &str,
    candidates: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> &str,
) -> Option<T> {
    let wanted = fold(wanted);
    let length = wanted.chars().take(MAX_LETTERS + 1).count();
    if length > MAX_LETTERS {
        return None;
    }
    let tolerated = (length / 3).max(1);
    let distance = |candidate: &T| {
        let name = fold(name(candidate));
        let distance = || strsim::osa_distance(&wanted, &name);
        // The distance is at least the difference of the lengths.
        let is_similar = name.chars().count().abs_diff(length) <= tolerated;
        is_similar
            .then(distance)
            .filter(|found| *found <= tolerated)
    };
    let candidates = candidates.into_iter();
    candidates
        .filter_map(|candidate| Some((distance(&candidate)?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the remedy for an unknown name, if a similar one exists.
pub(crate) fn did_you_mean(wanted: &str, candidates: &[&'static str]) -> Option<String> {
    nearest(wanted, candidates, |name| name).map(|name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_found_whatever_its_case() {
        let columns = ["AGE", "MEMBERSHIP_TYPE", "MEMBERSHIP_DATE"];
        let find = |wanted| nearest(wanted, columns, |it| it);
        assert_eq!(find("age"), Some("AGE"));
        assert_eq!(find("membershpType"), Some("MEMBERSHIP_TYPE"));
        assert_eq!(find("membershipDtae"), Some("MEMBERSHIP_DATE"));
        assert_eq!(find("gender"), None);
        assert_eq!(find(""), None);
        assert_eq!(nearest("a", ["b"], |it| it), Some("b"));
    }

    #[test]
    fn long_names_have_no_suggestion() {
        let name = "x".repeat(100);
        assert_eq!(
            nearest(&name, [name.as_str()], |it| it),
            Some(name.as_str())
        );
        let name = name + "x";
        assert_eq!(nearest(&name, [name.as_str()], |it| it), None);
    }
}
