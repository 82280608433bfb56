//! Checks that a value is in the range of the column that a field declares.

use std::borrow::Cow;
use std::num::IntErrorKind::{NegOverflow, PosOverflow};
use std::num::ParseIntError;

use super::column::{CATEGORY_SEPARATOR, ColumnType, Form};
use crate::short_text::{any_byte, equal_bytes};
use crate::validation::{NULL, ViolationKind};

/// [`CATEGORY_SEPARATOR`], which is ASCII.
const SEPARATOR: u8 = CATEGORY_SEPARATOR as u8;

/// The most characters of a categorical value, with all categories and the separators between them, and of a string that
/// is neither categorical nor textual.
///
/// Source: the quotas and "Non-categorical string data" in the Amazon Personalize developer guide. An import drops
/// records with longer categorical values.
const MAX_STRING_CHARS: usize = 1000;

/// Checks a text. In a categorical column the text `null` is a violation unless it is allowed.
pub(super) fn check_text(
    column: ColumnType,
    text: &str,
    allow_null: bool,
) -> Result<(), ViolationKind> {
    match column.form {
        Form::Int => integer(column, text, text.parse::<i32>().map(drop)),
        Form::Long => integer(column, text, text.parse::<i64>().map(drop)),
        Form::Float => float(column, text, text.parse().ok().map(f32::is_finite)),
        Form::Double => float(column, text, text.parse().ok().map(f64::is_finite)),
        Form::Boolean if !matches!(text, "true" | "false") => Err(wrong_type(column)),
        Form::Categorical => check_categorical(text, allow_null),
        Form::Id if text == NULL && !allow_null => Err(ViolationKind::NullTextId),
        Form::Plain => check_length(text),
        Form::Boolean
        | Form::Unknown
        | Form::Mismatched
        | Form::WideInteger
        | Form::Decimal
        | Form::UndeclaredString
        | Form::Textual
        | Form::Id => Ok(()),
    }
}

/// Checks a decimal number, which must be the shortest text of the number that the column rounds it to. If no column is
/// declared, it is `double`.
pub(super) fn check_decimal(column: ColumnType, text: &str) -> Result<(), ViolationKind> {
    // Zeros at the end make no difference to a number.
    let number = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    };
    let (column, rounded) = if column.form == Form::Float {
        let rounded = number.parse().map(|rounded: f32| rounded.to_string());
        (column, rounded)
    } else if matches!(column.form, Form::Double | Form::Unknown) {
        let rounded = number.parse().map(|rounded: f64| rounded.to_string());
        (ColumnType::DOUBLE, rounded)
    } else {
        return check_text(column, text, false);
    };
    if rounded.is_ok_and(|rounded| rounded == number) {
        return Ok(());
    }
    let column_type = column.name();
    Err(ViolationKind::Precision { column_type })
}

/// Checks a number or a `bool`. The types of most fields have no values out of range.
pub(super) fn check_literal(
    column: ColumnType,
    text: &str,
    value_column: ColumnType,
) -> Result<(), ViolationKind> {
    if column.form == Form::Unknown || column.accepts(value_column) {
        return Ok(());
    }
    check_text(column, text, false)
}

/// Checks the categories of a collection.
pub(super) fn check_categories<'c>(
    column: ColumnType,
    categories: &(impl Iterator<Item = Cow<'c, str>> + Clone),
) -> Result<(), ViolationKind> {
    if column.form != Form::Unknown && !column.is_string() {
        return Err(wrong_type(column));
    }
    let count = |length: fn(&str) -> usize| {
        let lengths = categories.clone().map(|category| length(&category) + 1);
        lengths.sum::<usize>().saturating_sub(1)
    };
    let is_limited = matches!(column.form, Form::Unknown | Form::Categorical | Form::Plain);
    if !is_limited || count(str::len) <= MAX_STRING_CHARS {
        return Ok(());
    }
    check_count(count(|category| category.chars().count()))
}

/// Checks one or several joined categories.
fn check_categorical(text: &str, allow_null: bool) -> Result<(), ViolationKind> {
    let has_separator = any_byte(text.as_bytes(), |bytes| equal_bytes(bytes, SEPARATOR));
    if !allow_null && (has_separator || text == NULL) {
        // Bytes are faster to split than characters.
        let mut categories = text.as_bytes().split(|byte| *byte == SEPARATOR);
        if let Some(index) = categories.position(|it| it == NULL.as_bytes()) {
            return Err(ViolationKind::NullTextCategory { index });
        }
    }
    check_length(text)
}

fn check_length(text: &str) -> Result<(), ViolationKind> {
    if text.len() <= MAX_STRING_CHARS {
        return Ok(());
    }
    check_count(text.chars().count())
}

fn check_count(found: usize) -> Result<(), ViolationKind> {
    let kind = ViolationKind::Length {
        found,
        min: 0,
        max: Some(MAX_STRING_CHARS),
        unit: "character",
    };
    (found <= MAX_STRING_CHARS).then_some(()).ok_or(kind)
}

fn integer(
    column: ColumnType,
    text: &str,
    parsed: Result<(), ParseIntError>,
) -> Result<(), ViolationKind> {
    parsed.map_err(|error| {
        if matches!(error.kind(), PosOverflow | NegOverflow) {
            out_of_range(column)
        } else if has_fraction(text) {
            let column_type = column.name();
            ViolationKind::Fraction { column_type }
        } else {
            wrong_type(column)
        }
    })
}

/// Whether a text is a number with a decimal point.
pub(super) fn has_fraction(text: &str) -> bool {
    text.contains('.') && text.parse().is_ok_and(f64::is_finite)
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
