//! Values as the suite writes them.

use personalize_events_codegen_runtime::{Blob, Timestamp, format, json};
use serde_json::Value;

/// A number, or the text that stands for one that JSON lacks.
#[must_use]
pub fn number(number: f64) -> Value {
    if number.is_nan() {
        "NaN".into()
    } else if number.is_infinite() {
        let text = if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        };
        text.into()
    } else {
        number.into()
    }
}

/// Seconds, with a fraction where there is one.
#[must_use]
pub fn seconds(at: Timestamp) -> Value {
    let millis = at.as_millis();
    if millis % 1000 == 0 {
        return (millis / 1000).into();
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "the instants of the suite are exact"
    )]
    let seconds = millis as f64 / 1000.0;
    seconds.into()
}

/// Bytes from base64.
///
/// # Errors
///
/// When it is no base64.
pub fn bytes(text: &str) -> Result<Blob, String> {
    json::Read::read(Value::from(text)).map_err(|error: json::Error| error.to_string())
}

/// An instant from one of the formats that are text.
///
/// # Errors
///
/// When it is in none of them.
pub fn instant(text: &str) -> Result<Timestamp, String> {
    let date_time = format::DateTime::read(Value::from(text));
    let read = date_time.or_else(|_| format::HttpDate::read(Value::from(text)));
    read.map_err(|error| error.to_string())
}
