//! Floating-point numbers in restJson1: NaN and infinities are strings.

use serde::{Serialize, Serializer};

/// Serializes as a number, or as `"NaN"`, `"Infinity"` or `"-Infinity"`.
#[derive(Debug)]
pub struct Number<'a, F>(pub &'a F);

impl<F: Copy + Into<f64> + Serialize> Serialize for Number<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wide: f64 = (*self.0).into();
        if wide.is_finite() {
            self.0.serialize(serializer)
        } else if wide.is_nan() {
            serializer.serialize_str("NaN")
        } else if wide > 0.0 {
            serializer.serialize_str("Infinity")
        } else {
            serializer.serialize_str("-Infinity")
        }
    }
}
