//! Names that must differ: of those that are equal, the first is unchanged, and the others are numbered.

use std::collections::HashSet;

/// Numbers names that occurred before: `user_id_2`. A digit at the end is apart from the number in any case.
pub(crate) fn distinct(mut names: Vec<String>, separator: &str) -> Vec<String> {
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    let mut seen = HashSet::new();
    for name in &mut names {
        if seen.insert(name.clone()) {
            continue;
        }
        let stem = name.trim_start_matches("r#").trim_end_matches('_');
        // `Value1` and a 2 are not `Value12`.
        let separator = if stem.ends_with(|c: char| c.is_ascii_digit()) {
            "_"
        } else {
            separator
        };
        let mut numbers = (2_usize..).map(|number| format!("{stem}{separator}{number}"));
        if let Some(free) = numbers.find(|numbered| !taken.contains(numbered)) {
            taken.insert(free.clone());
            seen.insert(free.clone());
            *name = free;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::distinct;

    #[test]
    fn equal_names_are_numbered_in_their_order() {
        for (names, expected) in [
            (
                &["user_id", "name", "user_id", "user_id"][..],
                &["user_id", "name", "user_id_2", "user_id_3"][..],
            ),
            (&["r#type", "r#type"], &["r#type", "type_2"]),
            (
                &["self_", "self_", "self_2"],
                &["self_", "self_3", "self_2"],
            ),
            (&["a_2", "a", "a"], &["a_2", "a", "a_3"]),
            (&["a1", "a1", "a1_2"], &["a1", "a1_3", "a1_2"]),
        ] {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(distinct(names, "_"), expected);
        }
    }
}
