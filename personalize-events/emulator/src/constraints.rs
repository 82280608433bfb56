//! How the constraint traits of a member are spelled, and that a member's own go before those of
//! its shape.

use std::sync::Arc;

use personalize_events_ast::{Node, Object, Position, Trait, Traits, Value};

use crate::model::{Length, Limits, Range};
use crate::number::Number;
use crate::pattern::Pattern;
use crate::timestamp::Format;

pub(crate) const LENGTH: &str = "smithy.api#length";
pub(crate) const PATTERN: &str = "smithy.api#pattern";
pub(crate) const RANGE: &str = "smithy.api#range";
pub(crate) const MEDIA_TYPE: &str = "smithy.api#mediaType";
pub(crate) const TIMESTAMP_FORMAT: &str = "smithy.api#timestampFormat";

/// What a member without constraint traits has.
pub(crate) const NONE: Limits = Limits {
    length: None,
    range: None,
    pattern: None,
    json: false,
    timestamp: Format::EpochSeconds,
};

/// Where a trait is malformed, and how it should be.
type Malformed = (Position, String);

/// The limits on a member, from its own traits and those of the shape it targets.
pub(crate) fn read(shape: Option<&Traits>, member: &Traits) -> Result<Limits, Malformed> {
    let find = |id: &str| {
        let own = member.get(id);
        own.or_else(|| shape.and_then(|traits| traits.get(id)))
    };
    Ok(Limits {
        length: find(LENGTH).map(length).transpose()?,
        range: find(RANGE).map(range).transpose()?,
        pattern: find(PATTERN).map(pattern).transpose()?,
        json: find(MEDIA_TYPE).map(json).transpose()?.unwrap_or(false),
        timestamp: find(TIMESTAMP_FORMAT)
            .map(timestamp)
            .transpose()?
            .unwrap_or_default(),
    })
}

fn length(value: &Trait) -> Result<Length, Malformed> {
    let (min, max) = bounds(value, "whole number", Node::as_u64)?;
    Ok(Length { min, max })
}

fn range(value: &Trait) -> Result<Range, Malformed> {
    let (min, max) = bounds(value, "number", |node| match &node.value {
        Value::Number(number) => Number::of(number),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    })?;
    Ok(Range { min, max })
}

/// The entries `min` and `max`, of which one is needed and no other is allowed.
fn bounds<T>(
    value: &Trait,
    noun: &str,
    read: impl Fn(&Node) -> Option<T>,
) -> Result<(Option<T>, Option<T>), Malformed> {
    let malformed = || {
        let message = format!("an object is needed with `min`, `max` or both, each a {noun}");
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
    Ok((min, max))
}

fn pattern(value: &Trait) -> Result<Arc<Pattern>, Malformed> {
    let source = text(value)?;
    Pattern::new(source).map(Arc::new).map_err(|error| {
        (
            value.node.at,
            format!("this expression cannot be read: {error}"),
        )
    })
}

fn json(value: &Trait) -> Result<bool, Malformed> {
    Ok(text(value)? == "application/json")
}

fn timestamp(value: &Trait) -> Result<Format, Malformed> {
    let needed = || {
        let message = "`epoch-seconds`, `date-time` or `http-date` is needed";
        (value.node.at, message.to_owned())
    };
    Format::named(text(value)?).ok_or_else(needed)
}

fn text(value: &Trait) -> Result<&str, Malformed> {
    let needed = || (value.node.at, "a string is needed".to_owned());
    value.node.as_str().ok_or_else(needed)
}
