//! `smithy.api#length`: how many characters or elements there may be.

use personalize_events_ast::Trait;

use super::Malformed;
use crate::ir::Length;

pub(super) fn read(value: &Trait) -> Result<Length, Malformed> {
    let malformed = |message: &str| Malformed::new(value.node.at, message);
    let object = value
        .node
        .as_object()
        .ok_or_else(|| malformed("it must be an object"))?;
    let mut length = Length { min: 0, max: None };
    for entry in &object.0 {
        let number = entry.node.as_u64().ok_or_else(|| {
            let message = format!("`{}` must be a whole number, 0 or more", entry.key);
            Malformed::new(entry.node.at, message)
        })?;
        match entry.key.as_str() {
            "min" => length.min = number,
            "max" => length.max = Some(number),
            key => {
                let message = format!("it has no key `{key}`, only `min` and `max`");
                return Err(Malformed::new(entry.at, message));
            }
        }
    }
    if object.0.is_empty() {
        return Err(malformed("it needs `min`, `max` or both"));
    }
    if length.max.is_some_and(|max| max < length.min) {
        return Err(malformed("its `min` is greater than its `max`"));
    }
    Ok(length)
}
