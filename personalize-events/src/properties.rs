//! What every properties derive shares: the writer of the JSON text and the values it takes.

use crate::invalid::{Invalid, Reason, Violation};
use crate::runtime::Json;

/// Writes the properties of one record as the text of a JSON object.
#[derive(Debug)]
pub struct PropertiesWriter {
    text: String,
    violations: Vec<Violation>,
}

/// Runs `write` and checks what it wrote; `member` is the name under which violations are told.
///
/// # Errors
///
/// Every property that cannot be written, and a text of more than `max_length` characters.
pub fn write_properties(
    member: &str,
    max_length: usize,
    write: impl FnOnce(&mut PropertiesWriter),
) -> Result<Json, Invalid> {
    let mut properties = PropertiesWriter {
        text: "{".to_owned(),
        violations: Vec::new(),
    };
    write(&mut properties);
    properties.text.push('}');
    let found = properties.text.chars().count();
    let mut violations: Vec<Violation> = properties
        .violations
        .into_iter()
        .map(|violation| violation.below(member))
        .collect();
    if found > max_length {
        violations.push(Violation::new(
            member.to_owned(),
            Reason::Length {
                found,
                min: 0,
                max: Some(max_length),
                unit: "character",
            },
        ));
    }
    if violations.is_empty() {
        Ok(properties.text.into())
    } else {
        Err(Invalid::new(violations))
    }
}
