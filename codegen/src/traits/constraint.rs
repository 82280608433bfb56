//! `smithy.api#length` and `smithy.api#range`: the bounds of a value.

use personalize_events_ast::{Node, Trait, Value};

use super::value::{Fields, Malformed, VALUE, object};
use crate::ir::{Length, Range};

pub(super) fn length(value: &Trait) -> Result<Length, Malformed> {
    let (mut fields, min, max) = bounds(value, |node, item| {
        let number = node.as_u64();
        number.ok_or_else(|| Malformed::expected("a whole number from 0 on", item, node))
    })?;
    let min = min.unwrap_or(0);
    in_order(&mut fields, max.is_none_or(|max| min <= max));
    fields.finish(Some(Length { min, max }))
}

pub(super) fn range(value: &Trait) -> Result<Range, Malformed> {
    let (mut fields, min, max) = bounds(value, |node, item| match &node.value {
        Value::Number(number) => Ok(number.clone()),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            Err(Malformed::expected("a number", item, node))
        }
    })?;
    let ordered = match (&min, &max) {
        (Some(min), Some(max)) => min.as_f64() <= max.as_f64(),
        (Some(_) | None, _) => true,
    };
    in_order(&mut fields, ordered);
    fields.finish(Some(Range { min, max }))
}

type Bounds<'a, T> = (Fields<'a>, Option<T>, Option<T>);

fn bounds<T>(
    value: &Trait,
    read: impl Fn(&Node, &str) -> Result<T, Malformed>,
) -> Result<Bounds<'_, T>, Malformed> {
    let mut fields = object(&value.node, VALUE, &["min", "max"])?;
    if fields.is_empty() {
        fields.problem("`min` and `max` are missing; add one or both");
    }
    let (min, max) = (fields.optional("min", &read), fields.optional("max", &read));
    Ok((fields, min, max))
}

fn in_order(fields: &mut Fields<'_>, ordered: bool) {
    if !ordered {
        fields.problem("`min` is greater than `max`; lower `min` or raise `max`");
    }
}
