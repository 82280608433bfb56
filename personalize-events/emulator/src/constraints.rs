//! Reads the constraint traits of members.

use std::sync::Arc;

use personalize_events_ast::{Node, Object, Position, Trait, Traits, Value};

use crate::model::{Bounds, Constraints};
use crate::number::Number;
use crate::pattern::Pattern;
use crate::timestamp::TimestampFormat;

const LENGTH: &str = "smithy.api#length";
const PATTERN: &str = "smithy.api#pattern";
const RANGE: &str = "smithy.api#range";
const MEDIA_TYPE: &str = "smithy.api#mediaType";
const TIMESTAMP_FORMAT: &str = "smithy.api#timestampFormat";

/// The traits that [`read`] reads.
pub(crate) const TRAITS: [&str; 5] = [LENGTH, PATTERN, RANGE, MEDIA_TYPE, TIMESTAMP_FORMAT];

/// The position of a malformed trait, and a message.
type Malformed = (Position, String);

/// Reads the constraints of a member from its traits and those of its target; its own take precedence.
pub(crate) fn read(target: Option<&Traits>, member: &Traits) -> Result<Constraints, Malformed> {
    let find = |id: &str| {
        let own = member.get(id);
        own.or_else(|| target.and_then(|traits| traits.get(id)))
    };
    Ok(Constraints {
        length: find(LENGTH).map(length).transpose()?,
        range: find(RANGE).map(range).transpose()?,
        pattern: find(PATTERN).map(pattern).transpose()?,
        json: find(MEDIA_TYPE).map(is_json).transpose()?.unwrap_or(false),
        timestamp_format: find(TIMESTAMP_FORMAT)
            .map(timestamp_format)
            .transpose()?
            .unwrap_or_default(),
    })
}

fn length(value: &Trait) -> Result<Bounds<u64>, Malformed> {
    bounds(value, "a non-negative integer", Node::as_u64)
}

fn range(value: &Trait) -> Result<Bounds<Number>, Malformed> {
    bounds(value, "a number", |node| match &node.value {
        Value::Number(number) => Number::new(number),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    })
}

/// Reads `min` and `max`, of which at least one is required and no other key is allowed.
fn bounds<T>(
    value: &Trait,
    expected: &str,
    read: impl Fn(&Node) -> Option<T>,
) -> Result<Bounds<T>, Malformed> {
    let malformed = || {
        let message = format!("an object with `min`, `max` or both is required, each {expected}");
        (value.node.at, message)
    };
    let object = value.node.as_object().ok_or_else(malformed)?;
    let bound = |object: &Object, key| {
        object
            .get(key)
            .map(|node| read(node).ok_or_else(malformed))
            .transpose()
    };
    let (min, max) = (bound(object, "min")?, bound(object, "max")?);
    let count = usize::from(min.is_some()) + usize::from(max.is_some());
    if count == 0 || count != object.0.len() {
        return Err(malformed());
    }
    Ok(Bounds { min, max })
}

fn pattern(value: &Trait) -> Result<Arc<Pattern>, Malformed> {
    Pattern::new(text(value)?).map(Arc::new).map_err(|error| {
        let message = format!("the pattern is invalid or not supported: {error}");
        (value.node.at, message)
    })
}

fn is_json(value: &Trait) -> Result<bool, Malformed> {
    Ok(text(value)? == "application/json")
}

fn timestamp_format(value: &Trait) -> Result<TimestampFormat, Malformed> {
    TimestampFormat::from_name(text(value)?).ok_or_else(|| {
        let message = "`epoch-seconds`, `date-time` or `http-date` is required";
        (value.node.at, message.to_owned())
    })
}

fn text(value: &Trait) -> Result<&str, Malformed> {
    let malformed = || (value.node.at, "a string is required".to_owned());
    value.node.as_str().ok_or_else(malformed)
}
