//! The size of an event.

use crate::body::json_bytes;
use crate::generated::Event;
use crate::validation::{ValidationError, Violation, ViolationKind};

/// 10 KB by the developer guide of 2023. How they are measured is not documented: JSON as in the body of a request, and
/// 1,024 bytes to the kilobyte, are our choice.
const MAX_BYTES: usize = 10 * 1024;

/// Checks the size of an event. Long IDs in its impression can exceed the maximum, if their characters have several bytes.
pub(super) fn check_size(event: &Event) -> Result<(), ValidationError> {
    let found = json_bytes(event);
    if found <= MAX_BYTES {
        return Ok(());
    }
    let kind = ViolationKind::Length {
        found,
        min: 0,
        max: Some(MAX_BYTES),
        unit: "byte",
    };
    Err(ValidationError::new(vec![Violation::new("event", kind)]))
}
