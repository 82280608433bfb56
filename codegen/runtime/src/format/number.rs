//! Numbers that JSON does not have.

use personalize_events::__private::float;
use serde_json::Value;

/// A number in JSON; one that JSON does not have is a string.
pub(crate) fn to_json(value: f64) -> Value {
    float::to_text(value).map_or_else(|| value.into(), Value::from)
}
