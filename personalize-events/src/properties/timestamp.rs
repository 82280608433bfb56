//! Checks that a value can be in a timestamp column of the service.

use std::num::IntErrorKind::{NegOverflow, PosOverflow};

use personalize_events_schema::timestamp::is_in_seconds;

use super::column_range::has_fraction;
use crate::validation::ViolationKind;

/// Not inlined: few values are timestamps.
#[inline(never)]
pub(super) fn check_text(text: &str) -> Result<(), ViolationKind> {
    let column_type = "a timestamp";
    match text.parse() {
        Ok(seconds) if is_in_seconds(seconds) => Ok(()),
        Ok(_) => Err(ViolationKind::NotSeconds),
        Err(error) if matches!(error.kind(), PosOverflow | NegOverflow) => {
            Err(ViolationKind::NotSeconds)
        }
        Err(_) if has_fraction(text) => Err(ViolationKind::Fraction { column_type }),
        Err(_) => Err(ViolationKind::WrongType { column_type }),
    }
}
