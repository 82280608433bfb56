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
    }
}
