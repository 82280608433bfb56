//! Numbers that JSON does not have.

use serde_json::Value;

/// A number in JSON; one that JSON does not have is a string.
pub(crate) fn to_json(value: f64) -> Value {
    if value.is_finite() {
        value.into()
    } else {
        non_finite(value).into()
    }
}

/// Formats a number that is not finite.
pub(crate) fn non_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

/// Whether a text is a number that is not finite. Rust would parse further texts, such as `inf`.
pub(crate) fn is_non_finite(text: &str) -> bool {
    matches!(text, "NaN" | "Infinity" | "-Infinity")
}
