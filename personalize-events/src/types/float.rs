//! Floating-point numbers in restJson1: NaN and infinities are strings.

use serde::{Serialize, Serializer};

/// Serializes a number, or `"NaN"`, `"Infinity"` or `"-Infinity"`.
///
/// # Errors
///
/// Returns the errors of the serializer.
pub fn serialize<F, S>(value: &F, serializer: S) -> Result<S::Ok, S::Error>
where
    F: Copy + Into<f64> + Serialize,
    S: Serializer,
{
    let wide: f64 = (*value).into();
    if wide.is_finite() {
        value.serialize(serializer)
    } else if wide.is_nan() {
        serializer.serialize_str("NaN")
    } else if wide > 0.0 {
        serializer.serialize_str("Infinity")
    } else {
        serializer.serialize_str("-Infinity")
    }
}

/// The same for an optional member.
pub mod option {
    use serde::{Serialize, Serializer};

    /// Serializes the number like [`super::serialize`].
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn serialize<F, S>(value: &Option<F>, serializer: S) -> Result<S::Ok, S::Error>
    where
        F: Copy + Into<f64> + Serialize,
        S: Serializer,
    {
        match value {
            Some(value) => super::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}
