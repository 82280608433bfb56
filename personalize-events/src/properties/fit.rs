//! Whether a value fits the column that is said to take it.

use serde::Serialize;

use super::category::SEPARATOR;
use super::column::Form;
use super::{ColumnType, NULL, PropertyValue};
use crate::validation::ViolationKind;

/// How many characters a value of a categorical column may have, all categories and the `|` between
/// them together. Source: the quotas in the Amazon Personalize developer guide; an import drops
/// records with longer ones.
const CATEGORICAL: usize = 1000;

/// Whether a text fits; in a categorical column the text `null` does not, if that is not allowed.
pub(super) fn text(column: ColumnType, text: &str, allow_null: bool) -> Result<(), ViolationKind> {
    let fits = match column.form {
        Form::Int => text.parse::<i32>().is_ok(),
        Form::Long => text.parse::<i64>().is_ok(),
        Form::Float => text.parse().is_ok_and(f32::is_finite),
        Form::Double => text.parse().is_ok_and(f64::is_finite),
        Form::Boolean => matches!(text, "true" | "false"),
        Form::Categorical => return categorical(text, allow_null),
        Form::Unknown | Form::Misfit | Form::Wide | Form::Text | Form::Textual | Form::Plain => {
            true
        }
    };
    let column_type = column.name();
    fits.then_some(())
        .ok_or(ViolationKind::Unfit { column_type })
}

/// Whether a number or `bool` fits; most types fit whatever the value is.
pub(super) fn literal<T: PropertyValue + Serialize>(
    column: ColumnType,
    value: &T,
) -> Result<(), ViolationKind> {
    if column.form == Form::Unknown || column.holds(T::COLUMN) {
        return Ok(());
    }
    let spelled = serde_json::to_string(value).unwrap_or_default();
    text(column, &spelled, false)
}

/// Whether categories are not too long together, and no numbers are asked for.
pub(super) fn categories<'c>(
    column: ColumnType,
    categories: &(impl Iterator<Item = &'c str> + Clone),
) -> Result<(), ViolationKind> {
    if column.form != Form::Unknown && !column.is_string() {
        let column_type = column.name();
        return Err(ViolationKind::Unfit { column_type });
    }
    let count = |length: fn(&str) -> usize| {
        let lengths = categories.clone().map(|category| length(category) + 1);
        lengths.sum::<usize>().saturating_sub(1)
    };
    let limited_here = matches!(column.form, Form::Unknown | Form::Categorical);
    if !limited_here || count(str::len) <= CATEGORICAL {
        return Ok(());
    }
    limited(count(|category| category.chars().count()))
}

/// What was joined already.
fn categorical(text: &str, allow_null: bool) -> Result<(), ViolationKind> {
    let null = || text.split(SEPARATOR).position(|category| category == NULL);
    if let Some(index) = null().filter(|_| !allow_null) {
        return Err(ViolationKind::NullTextCategory { index });
    }
    if text.len() <= CATEGORICAL {
        return Ok(());
    }
    limited(text.chars().count())
}

fn limited(found: usize) -> Result<(), ViolationKind> {
    let reason = ViolationKind::Length {
        found,
        min: 0,
        max: Some(CATEGORICAL),
        unit: "character",
    };
    (found <= CATEGORICAL).then_some(()).ok_or(reason)
}
