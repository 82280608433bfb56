//! Finds properties of flattened structs that are for the same column, at compile time.

use super::const_format::ConstString;
use super::part::{Column, PropertiesPart};

/// Fails compilation if a property of a flattened struct is for the same column as another. The derive compares the
/// fields within each struct, because it knows their spans.
///
/// All functions have `track_caller`, so that the compiler does not report the steps in here.
#[track_caller]
pub const fn check_keys(parts: &[PropertiesPart]) {
    let mut index = 0;
    while index < parts.len() {
        let mut other = index + 1;
        while other < parts.len() {
            compare(&parts[index], &parts[other]);
            other += 1;
        }
        index += 1;
    }
}

#[track_caller]
const fn compare(one: &PropertiesPart, other: &PropertiesPart) {
    match (one, other) {
        (PropertiesPart::Unknown, _)
        | (_, PropertiesPart::Unknown)
        | (PropertiesPart::Column(_), PropertiesPart::Column(_)) => {}
        (part, PropertiesPart::Flattened { parts, .. })
        | (PropertiesPart::Flattened { parts, .. }, part) => {
            compare_each(part, parts);
        }
    }
}

/// Compares a part with all others.
#[track_caller]
const fn compare_each(part: &PropertiesPart, others: &[PropertiesPart]) {
    let mut index = 0;
    while index < others.len() {
        match (part, &others[index]) {
            (PropertiesPart::Column(column), PropertiesPart::Column(other)) => {
                reject_same(column, other);
            }
            (part, other) => compare(part, other),
        }
        index += 1;
    }
}

#[track_caller]
const fn reject_same(one: &Column, other: &Column) {
    let (first, second) = (one.key, other.key);
    if !same_column(first, second) {
        return;
    }
    let message = ConstString::concat(&[
        "`",
        first,
        "` and `",
        second,
        "`, at least one of a flattened field, are for the same column; rename one with \
         #[personalize(rename = \"…\")], or omit it with #[personalize(skip)]",
    ]);
    panic!("{}", message.as_str())
}

/// Whether two names differ only in `_` and case. The schema crate's function is not `const`.
///
/// The compiler evaluates this for each pair of columns, at microseconds per step. It compares from the end, because names
/// have common prefixes more often than common suffixes.
pub(super) const fn same_column(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (mut left, mut right) = (one.len(), other.len());
    loop {
        while left > 0 && one[left - 1] == b'_' {
            left -= 1;
        }
        while right > 0 && other[right - 1] == b'_' {
            right -= 1;
        }
        if left == 0 || right == 0 {
            return left == right;
        }
        left -= 1;
        right -= 1;
        if !one[left].eq_ignore_ascii_case(&other[right]) {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn underscores_and_case_make_no_difference() {
        for (one, other, same) in [
            ("zipCode", "ZIP_CODE", true),
            ("_a_", "A", true),
            ("a", "ab", false),
            ("", "_", true),
            ("zipCode", "zipCodes", false),
        ] {
            assert_eq!(same_column(one, other), same);
            assert_eq!(same_column(other, one), same);
        }
    }
}
