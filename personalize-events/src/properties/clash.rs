//! Properties of flattened structs that are for one column, found by the compiler.

use super::message::Message;
use super::part::{Column, PropertiesPart};

/// Stops the compiler where a property of a flattened struct is for the same column as another. The
/// fields of each struct among themselves are checked by the derive, which knows their places.
///
/// `track_caller` throughout: the compiler would tell each step in here, too.
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

/// Compares all columns of one part with all of the others.
#[track_caller]
const fn compare_each(part: &PropertiesPart, others: &[PropertiesPart]) {
    let mut index = 0;
    while index < others.len() {
        match (part, &others[index]) {
            (PropertiesPart::Column(column), PropertiesPart::Column(other)) => {
                refuse_same(column, other);
            }
            (part, other) => compare(part, other),
        }
        index += 1;
    }
}

#[track_caller]
const fn refuse_same(one: &Column, other: &Column) {
    // Two columns are one exactly if their keys are.
    let (first, second) = (one.key, other.key);
    if !same_column(first, second) {
        return;
    }
    let message = Message::of(&[
        "`",
        first,
        "` and `",
        second,
        "`, one of them of a flattened field, are for the same column; say another key for one \
         with #[personalize(rename = \"…\")], or leave it out with #[personalize(skip)]",
    ]);
    panic!("{}", message.as_str())
}

/// Whether nothing but `_` and case tells two names apart.
///
/// The compiler runs this for each pair of columns, and each step takes it some microseconds: names
/// begin alike more often than they end alike.
pub(super) const fn same_column(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (mut left, mut rest) = (one.len(), other.len());
    loop {
        while left > 0 && one[left - 1] == b'_' {
            left -= 1;
        }
        while rest > 0 && other[rest - 1] == b'_' {
            rest -= 1;
        }
        if left == 0 || rest == 0 {
            return left == rest;
        }
        left -= 1;
        rest -= 1;
        let (letter, other) = (one[left], other[rest]);
        if letter != other && !letter.eq_ignore_ascii_case(&other) {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_underscores_nor_case_tell_columns_apart() {
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
