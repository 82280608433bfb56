//! Counts rejected records by reason.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// How many reasons are distinguished.
const MAX_REASONS: usize = 100;

/// How many of them are printed as text.
const MAX_PRINTED: usize = 10;

/// The reasons so far.
#[derive(Debug, Default)]
pub(crate) struct Reasons {
    records: BTreeMap<String, u64>,
    /// Records with a reason that is not distinguished.
    other: u64,
}

/// How many records were rejected for a reason.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Reason {
    pub(crate) reason: String,
    pub(crate) records: u64,
}

/// The reasons of a summary, the most frequent first.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct ReasonCounts(Vec<Reason>);

impl Reasons {
    /// Counts a record with all its problems. Those that differ in the record only, not in their kind, are one reason.
    pub(crate) fn add<'a>(&mut self, problems: impl IntoIterator<Item = &'a str>) {
        let mut reasons: Vec<String> = problems.into_iter().map(kind_of_problem).collect();
        reasons.sort();
        reasons.dedup();
        for reason in reasons {
            let is_new = !self.records.contains_key(&reason);
            if is_new && self.records.len() == MAX_REASONS {
                self.other += 1;
            } else {
                *self.records.entry(reason).or_default() += 1;
            }
        }
    }

    pub(crate) fn counts(self) -> ReasonCounts {
        let reasons = self.records.into_iter();
        let reasons = reasons.map(|(reason, records)| Reason { reason, records });
        let mut reasons: Vec<Reason> = reasons.collect();
        reasons.sort_by_key(|it| std::cmp::Reverse(it.records));
        if self.other > 0 {
            reasons.push(Reason {
                reason: "other reasons".to_owned(),
                records: self.other,
            });
        }
        ReasonCounts(reasons)
    }
}

impl ReasonCounts {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A line for each reason, each preceded by a line break.
impl fmt::Display for ReasonCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Reason { reason, records } in self.0.iter().take(MAX_PRINTED) {
            write!(f, "\n  {records} rejected: {reason}")?;
        }
        match self.0.len().saturating_sub(MAX_PRINTED) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more reasons"),
        }
    }
}

/// Removes from the text of a problem what may differ from record to record: what follows `;` and the numbers that were
/// found.
fn kind_of_problem(text: &str) -> String {
    let text = text.split("; ").next().unwrap_or_default();
    let (found, allowed) = match text.split_once(", but ") {
        Some((found, allowed)) => (found, Some(allowed)),
        None => (text, None),
    };
    let words = found.split(' ').map(|word| {
        if let Some((name, _)) = word.split_once('[').filter(|_| word.ends_with(']')) {
            return format!("{name}[…]");
        }
        let number = word.trim_end_matches(',');
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_number {
            word.replace(number, "…")
        } else {
            word.to_owned()
        }
    });
    let found = words.collect::<Vec<_>>().join(" ");
    match allowed {
        Some(allowed) => format!("{found}, but {allowed}"),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_of_one_kind_are_one_reason() {
        let mut reasons = Reasons::default();
        reasons.add(["USER_ID has 300 characters, but at most 256 are allowed"]);
        reasons.add([
            "USER_ID has 257 characters, but at most 256 are allowed",
            "GENRE_1 has `|` in category 1; `|` separates",
        ]);
        reasons.add([
            "GENRE_1 has `|` in category 0; `|` separates",
            "GENRE_1 has `|` in category 7; `|` separates",
        ]);
        reasons.add(["GENRE_1 has the text `null` as category 1, which the service may treat as null; remove it"]);
        reasons.add(["IMPRESSION[3] has 0 characters, but at least 1 is required"]);
        let counts = reasons.counts();
        let found: Vec<(&str, u64)> = counts
            .0
            .iter()
            .map(|it| (&*it.reason, it.records))
            .collect();
        assert_eq!(
            found,
            [
                ("GENRE_1 has `|` in category …", 2),
                ("USER_ID has … characters, but at most 256 are allowed", 2),
                (
                    "GENRE_1 has the text `null` as category …, which the service may treat as null",
                    1
                ),
                (
                    "IMPRESSION[…] has … characters, but at least 1 is required",
                    1
                ),
            ]
        );
    }

    #[test]
    fn the_number_of_reasons_is_bounded() {
        let mut reasons = Reasons::default();
        for name in 0..1_000 {
            reasons.add([&*format!("\"key{name}\" is not a column of the schema")]);
        }
        let counts = reasons.counts();
        assert_eq!(counts.0.len(), MAX_REASONS + 1);
        assert_eq!(counts.0.last().map(|it| it.records), Some(900));
        assert_eq!(counts.to_string().lines().count(), MAX_PRINTED + 2);
        assert!(counts.to_string().ends_with("\n  and 91 more reasons"));
    }
}
