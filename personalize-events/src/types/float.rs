//! Floating-point numbers in restJson1: NaN and infinities are strings.

use serde::{Serialize, Serializer};

/// Serializes as a number, or as `"NaN"`, `"Infinity"` or `"-Infinity"`.
#[derive(Debug)]
pub struct Number<'a, F>(pub &'a F);

impl<F: Copy + Into<f64> + Serialize> Serialize for Number<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match to_text((*self.0).into()) {
            None => self.0.serialize(serializer),
            Some(text) => serializer.serialize_str(text),
        }
    }
}

/// Returns the text of a number that is not finite.
#[must_use]
pub fn to_text(number: f64) -> Option<&'static str> {
    if number.is_finite() {
        None
    } else if number.is_nan() {
        Some("NaN")
    } else if number > 0.0 {
        Some("Infinity")
    } else {
        Some("-Infinity")
    }
}

/// Parses the text of a number that is not finite. Rust would parse further texts, such as `inf`.
#[must_use]
pub fn from_text(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// Rounds to single precision; `None` if the number is out of range.
pub(crate) fn narrow(wide: f64) -> Option<f32> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the member has single precision"
    )]
    let number = wide as f32;
    (number.is_finite() || !wide.is_finite()).then_some(number)
}

/// Truncates to an integer of 64 bits; `None` if it is out of range.
pub(crate) fn truncate(number: f64) -> Option<i64> {
    const END: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "it is in range")]
    (-END..END).contains(&number).then_some(number as i64)
}
