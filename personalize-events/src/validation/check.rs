//! Checks a value against each constraint.

use std::cmp::Ordering;

use personalize_events_schema::record_kind::RecordKind;
use personalize_events_schema::timestamp::is_in_seconds;

use super::constraint::{Bound, Constraint};
use super::context::ValidationContext;
use super::json_text::{check_json, check_properties};
use super::kind::ViolationKind;
use crate::types::Timestamp;

/// The text that the service may treat as a missing value: an event whose `sessionId` was `null` got status 200 and was
/// dropped (<https://github.com/aws/aws-sdk-js/issues/3371>).
pub(crate) const NULL: &str = "null";

pub(super) fn compare_integer(number: i64, bound: Bound) -> Option<Ordering> {
    match bound {
        Bound::Integer(bound) => Some(number.cmp(&bound)),
        // The generator writes no such bound for integers.
        Bound::Float(_) => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a bound such as 0.1 means its value in single precision"
)]
pub(super) fn compare_single(number: f32, bound: Bound) -> Option<Ordering> {
    number.partial_cmp(&(double(bound) as f32))
}

pub(super) fn compare_double(number: f64, bound: Bound) -> Option<Ordering> {
    number.partial_cmp(&double(bound))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the floating-point number that it is compared with has no more precision"
)]
fn double(bound: Bound) -> f64 {
    match bound {
        Bound::Integer(number) => number as f64,
        Bound::Float(number) => number,
    }
}

/// Checks the range of a number, which is compared with each bound. A number that cannot be compared, such as NaN, is
/// within no bounds.
pub fn check_range(
    compare: &dyn Fn(Bound) -> Option<Ordering>,
    constraints: &[Constraint],
    context: &mut ValidationContext<'_>,
) -> bool {
    context.is_valid(|context| {
        for constraint in constraints {
            let Constraint::Range { min, max } = constraint else {
                continue;
            };
            let above = min.is_none_or(|min| compare(min).is_some_and(Ordering::is_ge));
            let below = max.is_none_or(|max| compare(max).is_some_and(Ordering::is_le));
            if !(above && below) {
                context.add(ViolationKind::Range {
                    min: min.map(|min| min.to_string()),
                    max: max.map(|max| max.to_string()),
                });
            }
        }
    })
}

pub(super) fn check_timestamp(
    timestamp: Timestamp,
    constraints: &[Constraint],
    context: &mut ValidationContext<'_>,
) -> bool {
    let is_limited = |constraint: &Constraint| matches!(constraint, Constraint::InSeconds);
    let is_valid = !constraints.iter().any(is_limited) || is_in_seconds(timestamp.as_secs());
    if !is_valid {
        context.add(ViolationKind::NotSeconds);
    }
    is_valid
}

/// Checks a text. One that this crate wrote as the properties of a kind of record is not parsed again for that kind.
pub(super) fn check_text(
    text: &str,
    written_for: Option<&RecordKind>,
    constraints: &[Constraint],
    context: &mut ValidationContext<'_>,
) -> bool {
    context.is_valid(|context| {
        for constraint in constraints {
            match constraint {
                Constraint::Length { min, max } if !is_surely_within(text.len(), *min, *max) => {
                    check_bounds(text.chars().count(), *min, *max, "character", context);
                }
                Constraint::Pattern(pattern) if !pattern.matches(text) => {
                    let pattern = pattern.source;
                    context.add(ViolationKind::Pattern { pattern });
                }
                Constraint::Json if written_for.is_none() => {
                    check_json(text, context);
                }
                Constraint::Properties(kind) if !has_checked_keys(written_for, kind) => {
                    check_properties(text, kind, context);
                }
                Constraint::NotNullText if text == NULL && !context.allows_null_text() => {
                    context.add(ViolationKind::NullTextId);
                }
                Constraint::Length { .. }
                | Constraint::Pattern(_)
                | Constraint::Json
                | Constraint::Properties(_)
                | Constraint::NotNullText
                | Constraint::InSeconds
                | Constraint::Range { .. }
                | Constraint::UniqueItems
                | Constraint::Each(_)
                | Constraint::Keys(_)
                | Constraint::Values(_) => {}
            }
        }
    })
}

/// Whether the number of bytes alone proves that the number of characters is within bounds: a character has one to four
/// bytes. This spares counting the characters of most texts.
fn is_surely_within(bytes: usize, min: usize, max: Option<usize>) -> bool {
    bytes.div_ceil(4) >= min && max.is_none_or(|max| bytes <= max)
}

/// The same for an object that this crate wrote, given its number of bytes in a JSON string. It has no control
/// characters, and each other character takes one to four bytes there too.
pub(super) fn is_surely_within_lengths(bytes: usize, constraints: &[Constraint]) -> bool {
    constraints.iter().all(|constraint| {
        let Constraint::Length { min, max } = constraint else {
            return true;
        };
        is_surely_within(bytes, *min, *max)
    })
}

/// Whether the keys of a text were checked for this kind of record while it was written. No key of some kinds has to
/// be checked.
fn has_checked_keys(written_for: Option<&RecordKind>, kind: &RecordKind) -> bool {
    written_for.is_some_and(|other| {
        other.dataset_type() == kind.dataset_type() || !kind.has_checked_keys()
    })
}

/// Whether the length is all that has to be checked of an object that this crate wrote for a kind of record.
pub(super) fn has_only_lengths(written_for: &RecordKind, constraints: &[Constraint]) -> bool {
    constraints.iter().all(|constraint| match constraint {
        Constraint::Length { .. } | Constraint::Json => true,
        Constraint::Properties(kind) => has_checked_keys(Some(written_for), kind),
        Constraint::Pattern(_)
        | Constraint::NotNullText
        | Constraint::InSeconds
        | Constraint::Range { .. }
        | Constraint::UniqueItems
        | Constraint::Each(_)
        | Constraint::Keys(_)
        | Constraint::Values(_) => false,
    })
}

/// Checks a length that the caller counted, such as that of a blob.
pub fn check_length(
    found: usize,
    constraints: &[Constraint],
    unit: &'static str,
    context: &mut ValidationContext<'_>,
) -> bool {
    context.is_valid(|context| {
        for constraint in constraints {
            if let Constraint::Length { min, max } = constraint {
                check_bounds(found, *min, *max, unit, context);
            }
        }
    })
}

fn check_bounds(
    found: usize,
    min: usize,
    max: Option<usize>,
    unit: &'static str,
    context: &mut ValidationContext<'_>,
) {
    if found < min || max.is_some_and(|max| found > max) {
        context.add(ViolationKind::Length {
            found,
            min,
            max,
            unit,
        });
    }
}
