//! `smithy.api#length` and `smithy.api#range`: the bounds of a value.

use personalize_events_ast::{Node, Trait, Value};

use super::value::{Fields, Malformed, VALUE, object};
use crate::ir::{Length, Range};

pub(super) fn length(value: &Trait) -> Result<Length, Malformed> {
    let (fields, min, max) = bounds(value, |node, item| {
        let number = node.as_u64();
        number.ok_or_else(|| Malformed::expected("a whole number from 0 on", item, node))
    })?;
    let min = min.unwrap_or(0);
    in_order(fields, max.is_none_or(|max| min <= max))?;
    Ok(Length { min, max })
}

pub(super) fn range(value: &Trait) -> Result<Range, Malformed> {
    let (fields, min, max) = bounds(value, |node, item| match &node.value {
        Value::Number(number) => Ok(number.clone()),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            Err(Malformed::expected("a number", item, node))
        }
    })?;
    let ordered = match (&min, &max) {
        (Some(min), Some(max)) => min.as_f64() <= max.as_f64(),
        (Some(_) | None, _) => true,
    };
    in_order(fields, ordered)?;
    Ok(Range { min, max })
}

type Bounds<'a, T> = (Fields<'a>, Option<T>, Option<T>);

fn bounds<T>(
    value: &Trait,
    read: impl Fn(&Node, &str) -> Result<T, Malformed>,
) -> Result<Bounds<'_, T>, Malformed> {
    let fields = object(&value.node, VALUE, &["min", "max"])?;
    let (min, max) = (
        fields.optional("min", &read)?,
        fields.optional("max", &read)?,
    );
    if min.is_none() && max.is_none() {
        let message = "`min` and `max` are missing; add one or both";
        return Err(Malformed::new(fields.at, message));
    }
    Ok((fields, min, max))
}

fn in_order(fields: Fields<'_>, ordered: bool) -> Result<(), Malformed> {
    let message = "`min` is greater than `max`; lower `min` or raise `max`";
    ordered
        .then_some(())
        .ok_or_else(|| Malformed::new(fields.at, message))
}
