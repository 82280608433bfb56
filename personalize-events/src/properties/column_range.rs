//! Checks that a value is in the range of the column that a field declares.

use std::num::IntErrorKind::{NegOverflow, PosOverflow};
use std::num::ParseIntError;

use serde::Serialize;

use super::column::{CATEGORY_SEPARATOR, ColumnType, Form, NULL};
use crate::validation::ViolationKind;

/// The most characters of a categorical value, with all categories and the separators between them.
///
/// Source: the quotas in the Amazon Personalize developer guide. An import drops records with longer values.
const MAX_CATEGORICAL_CHARS: usize = 1000;

/// Checks a text. In a categorical column the text `null` is a violation unless it is allowed.
pub(super) fn check_text(
    column: ColumnType,
    text: &str,
    allow_null: bool,
) -> Result<(), ViolationKind> {
    match column.form {
        Form::Int => integer(column, text.parse::<i32>().map(drop)),
        Form::Long => integer(column, text.parse::<i64>().map(drop)),
        Form::Float => float(column, text, text.parse().ok().map(f32::is_finite)),
        Form::Double => float(column, text, text.parse().ok().map(f64::is_finite)),
        Form::Boolean if !matches!(text, "true" | "false") => Err(wrong_type(column)),
        Form::Categorical => check_categorical(text, allow_null),
        Form::Boolean
        | Form::Unknown
        | Form::Mismatched
        | Form::WideInteger
        | Form::UndeclaredString
        | Form::Textual
        | Form::Plain => Ok(()),
    }
}

/// Checks a number or a `bool`. The types of most fields have no values out of range.
pub(super) fn check_literal<T: Serialize>(
    column: ColumnType,
    value: &T,
    value_column: ColumnType,
) -> Result<(), ViolationKind> {
    if column.form == Form::Unknown || column.accepts(value_column) {
        return Ok(());
    }
    let text = serde_json::to_string(value).unwrap_or_default();
    check_text(column, &text, false)
}

/// Checks the categories of a collection.
pub(super) fn check_categories<'c>(
    column: ColumnType,
    categories: &(impl Iterator<Item = &'c str> + Clone),
) -> Result<(), ViolationKind> {
    if column.form != Form::Unknown && !column.is_string() {
        return Err(wrong_type(column));
    }
    let count = |length: fn(&str) -> usize| {
        let lengths = categories.clone().map(|category| length(category) + 1);
        lengths.sum::<usize>().saturating_sub(1)
    };
    let is_limited = matches!(column.form, Form::Unknown | Form::Categorical);
    if !is_limited || count(str::len) <= MAX_CATEGORICAL_CHARS {
        return Ok(());
    }
    check_length(count(|category| category.chars().count()))
}

/// Checks one or several joined categories.
fn check_categorical(text: &str, allow_null: bool) -> Result<(), ViolationKind> {
    let mut categories = text.split(CATEGORY_SEPARATOR);
    if !allow_null && let Some(index) = categories.position(|category| category == NULL) {
        return Err(ViolationKind::NullTextCategory { index });
    }
    if text.len() <= MAX_CATEGORICAL_CHARS {
        return Ok(());
    }
    check_length(text.chars().count())
}

fn check_length(found: usize) -> Result<(), ViolationKind> {
    let kind = ViolationKind::Length {
        found,
        min: 0,
        max: Some(MAX_CATEGORICAL_CHARS),
        unit: "character",
    };
    (found <= MAX_CATEGORICAL_CHARS).then_some(()).ok_or(kind)
}

fn integer(column: ColumnType, parsed: Result<(), ParseIntError>) -> Result<(), ViolationKind> {
    parsed.map_err(|error| {
        if matches!(error.kind(), PosOverflow | NegOverflow) {
            out_of_range(column)
        } else {
            wrong_type(column)
        }
    })
}

/// A number that is too large is parsed as infinity, and so is the text `inf`.
fn float(column: ColumnType, text: &str, is_finite: Option<bool>) -> Result<(), ViolationKind> {
    match is_finite {
        Some(true) => Ok(()),
        Some(false) if text.contains(|c: char| c.is_ascii_digit()) => Err(out_of_range(column)),
        Some(false) | None => Err(wrong_type(column)),
    }
}

fn wrong_type(column: ColumnType) -> ViolationKind {
    let column_type = column.name();
    ViolationKind::WrongType { column_type }
}

fn out_of_range(column: ColumnType) -> ViolationKind {
    let column_type = column.name();
    ViolationKind::OutOfRange { column_type }
}
