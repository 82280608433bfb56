//! How one constraint is checked.

use std::cmp::Ordering;

use super::{Bound, Constraint, Scope};
use crate::validation_error::ViolationKind;

pub(super) fn compare_integer(number: i64, bound: Bound) -> Option<Ordering> {
    match bound {
        Bound::Integer(bound) => Some(number.cmp(&bound)),
        // No integer is bounded so.
        Bound::Float(_) => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a bound such as 0.1 is meant as what it is in single precision"
)]
pub(super) fn compare_single(number: f32, bound: Bound) -> Option<Ordering> {
    number.partial_cmp(&(double(bound) as f32))
}

pub(super) fn compare_double(number: f64, bound: Bound) -> Option<Ordering> {
    number.partial_cmp(&double(bound))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a floating-point number that is compared with it has no more precision"
)]
fn double(bound: Bound) -> f64 {
    match bound {
        Bound::Integer(number) => number as f64,
        Bound::Float(number) => number,
    }
}

/// What is not a number is within no bounds.
pub(super) fn check_range(
    compare: impl Fn(Bound) -> Option<Ordering>,
    constraints: &[Constraint],
    scope: &mut Scope<'_>,
) -> bool {
    let before = scope.count();
    for constraint in constraints {
        let Constraint::Range { min, max } = constraint else {
            continue;
        };
        let least = min.is_none_or(|min| compare(min).is_some_and(Ordering::is_ge));
        let most = max.is_none_or(|max| compare(max).is_some_and(Ordering::is_le));
        if !(least && most) {
            scope.violated::<()>(ViolationKind::Range {
                min: min.map(|min| min.to_string()),
                max: max.map(|max| max.to_string()),
            });
        }
    }
    scope.count() == before
}

/// Checks a text; of one that is known to be a JSON object this is not looked at again.
pub(super) fn check_text(
    text: &str,
    is_object: bool,
    constraints: &[Constraint],
    scope: &mut Scope<'_>,
) -> bool {
    let before = scope.count();
    for constraint in constraints {
        match constraint {
            Constraint::Length { min, max } if !is_surely_within(text.len(), *min, *max) => {
                check_bounds(text.chars().count(), *min, *max, "character", scope);
            }
            Constraint::Pattern(pattern) => {
                if !pattern.matches(text) {
                    let pattern = pattern.source;
                    scope.violated::<()>(ViolationKind::Pattern { pattern });
                }
            }
            Constraint::Json if !is_object => check_json(text, scope),
            Constraint::JsonObject if !is_object => {
                let before = scope.count();
                check_json(text, scope);
                if scope.count() == before && !text.trim_start().starts_with('{') {
                    scope.violated::<()>(ViolationKind::NotObject);
                }
            }
            Constraint::Length { .. }
            | Constraint::Json
            | Constraint::JsonObject
            | Constraint::Range { .. }
            | Constraint::UniqueItems
            | Constraint::Each(_)
            | Constraint::Keys(_)
            | Constraint::Values(_) => {}
        }
    }
    scope.count() == before
}

/// Whether the bytes alone tell: a character has one to four of them. Most texts need not be counted so.
fn is_surely_within(bytes: usize, min: usize, max: Option<usize>) -> bool {
    bytes.div_ceil(4) >= min && max.is_none_or(|max| bytes <= max)
}

/// Whether the bytes alone tell this of the text of an object that takes so many in a JSON string. The text of an object
/// that was written here has no control characters, and each of the others takes one to four there too.
pub(super) fn is_surely_valid_object(bytes: usize, constraints: &[Constraint]) -> bool {
    constraints.iter().all(|constraint| match constraint {
        Constraint::Length { min, max } => is_surely_within(bytes, *min, *max),
        Constraint::Json | Constraint::JsonObject => true,
        Constraint::Pattern(_)
        | Constraint::Range { .. }
        | Constraint::UniqueItems
        | Constraint::Each(_)
        | Constraint::Keys(_)
        | Constraint::Values(_) => false,
    })
}

fn check_json(text: &str, scope: &mut Scope<'_>) {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let problem = error.to_string();
        scope.violated::<()>(ViolationKind::NotJson { problem });
    }
}

/// Checks a length that the caller has counted, as of a blob.
pub fn check_length(
    found: usize,
    constraints: &[Constraint],
    unit: &'static str,
    scope: &mut Scope<'_>,
) -> bool {
    let before = scope.count();
    for constraint in constraints {
        if let Constraint::Length { min, max } = constraint {
            check_bounds(found, *min, *max, unit, scope);
        }
    }
    scope.count() == before
}

fn check_bounds(
    found: usize,
    min: usize,
    max: Option<usize>,
    unit: &'static str,
    scope: &mut Scope<'_>,
) {
    if found < min || max.is_some_and(|max| found > max) {
        scope.violated::<()>(ViolationKind::Length {
            found,
            min,
            max,
            unit,
        });
    }
}
