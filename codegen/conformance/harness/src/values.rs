//! Values in the notation of the suite.

use personalize_events_codegen_runtime::format::{DateTime, HttpDate, ReadFormat};
use personalize_events_codegen_runtime::{Blob, Timestamp, json};
use serde_json::Value;

/// A number, or the string for a number that JSON does not have.
#[must_use]
pub fn number(number: f64) -> Value {
    let text = match number {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        number if number.is_nan() => "NaN",
        number => return number.into(),
    };
    text.into()
}

/// Seconds since the Unix epoch, with a fraction if necessary.
#[must_use]
pub fn seconds(at: Timestamp) -> Value {
    let millis = at.as_millis();
    if millis % 1000 == 0 {
        return (millis / 1000).into();
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "the timestamps of the suite are exact"
    )]
    let seconds = millis as f64 / 1000.0;
    seconds.into()
}

/// Decodes base64.
///
/// # Errors
///
/// Returns an error if the text is not base64.
pub fn blob_from_base64(text: &str) -> Result<Blob, String> {
    json::Read::read(json::Value::String(text.to_owned()))
        .map_err(|error: json::Error| error.to_string())
}

/// Parses a timestamp in one of the formats that are text.
///
/// # Errors
///
/// Returns an error if the text has neither format.
pub fn timestamp_from_text(text: &str) -> Result<Timestamp, String> {
    let value = || json::Value::String(text.to_owned());
    let read = DateTime::read(value()).or_else(|_| HttpDate::read(value()));
    read.map_err(|error| error.to_string())
}
