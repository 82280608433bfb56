//! Floating-point numbers as restJson1 writes them: those that JSON lacks are strings.

use serde::{Serialize, Serializer};

/// Writes a number, or `"NaN"`, `"Infinity"`, `"-Infinity"`.
///
/// # Errors
///
/// Those of the serializer.
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

/// The same for a member that may be absent.
pub mod option {
    use serde::{Serialize, Serializer};

    /// Writes the number as [`super::serialize`] does.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
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
