//! `smithy.api#range`: between which numbers a value is.

use personalize_events_ast::{Node, Trait, Value};

use super::Malformed;
use crate::ir::Range;

pub(super) fn read(value: &Trait) -> Result<Range, Malformed> {
    let malformed = |message: &str| Malformed::new(value.node.at, message);
    let object = value
        .node
        .as_object()
        .ok_or_else(|| malformed("it must be an object"))?;
    let mut range = Range {
        min: None,
        max: None,
    };
    for entry in &object.0 {
        let bound = match entry.key.as_str() {
            "min" => &mut range.min,
            "max" => &mut range.max,
            key => {
                let message = format!("it has no key `{key}`, only `min` and `max`");
                return Err(Malformed::new(entry.at, message));
            }
        };
        *bound = Some(number(&entry.node, &entry.key)?);
    }
    if object.0.is_empty() {
        return Err(malformed("it needs `min`, `max` or both"));
    }
    if let (Some(min), Some(max)) = (&range.min, &range.max)
        && min.as_f64() > max.as_f64()
    {
        return Err(malformed("its `min` is greater than its `max`"));
    }
    Ok(range)
}

fn number(node: &Node, key: &str) -> Result<serde_json::Number, Malformed> {
    match &node.value {
        Value::Number(number) => Ok(number.clone()),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            Err(Malformed::new(node.at, format!("`{key}` must be a number")))
        }
    }
}
