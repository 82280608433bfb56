//! Checks that a value can be in a timestamp column of the service.

use std::num::IntErrorKind::{NegOverflow, PosOverflow};

use personalize_events_schema::timestamp::is_in_seconds;
use serde::Serialize;

use super::column_range::has_fraction;
use crate::validation::ViolationKind;

/// The bytes of the longest 128-bit integer.
const LONGEST: usize = 40;

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

/// Checks a number or a `bool`. Only a number that is no integer can be longer than the buffer.
#[inline(never)]
pub(super) fn check_literal(value: &impl Serialize) -> Result<(), ViolationKind> {
    let mut buffer = [0; LONGEST];
    let mut rest = buffer.as_mut_slice();
    let written = serde_json::to_writer(&mut rest, value);
    let length = LONGEST - rest.len();
    let text = std::str::from_utf8(&buffer[..length]).ok();
    check_text(text.filter(|_| written.is_ok()).unwrap_or_default())
}
