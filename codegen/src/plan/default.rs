//! Default values as Rust expressions.

use personalize_events_ast::ShapeId;
use serde_json::Value;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Context, Literal, names};
use crate::ir::{EnumValue, Number, Type};

/// A default, whose type has been checked when it was lowered.
pub(super) fn literal(context: &Context<'_>, value: &Value, ty: &Type) -> Literal {
    let text = || value.as_str().unwrap_or_default().to_owned();
    match ty {
        Type::Boolean => Literal::Bool(value.as_bool().unwrap_or_default()),
        Type::Number(Number::Float | Number::Double) => {
            Literal::Float(value.as_f64().unwrap_or_default())
        }
        Type::Number(_) => Literal::Integer(value.as_i64().unwrap_or_default()),
        Type::String if text().is_empty() => Literal::Empty,
        Type::String => Literal::Text(text()),
        Type::Json => Literal::Json(text()),
        Type::Blob => match STANDARD.decode(text()) {
            Ok(bytes) if !bytes.is_empty() => Literal::Blob(bytes),
            Ok(_) | Err(_) => Literal::Empty,
        },
        Type::Timestamp(_) => Literal::Timestamp(millis(value.as_f64().unwrap_or_default())),
        Type::Document => Literal::Document(value.clone()),
        Type::Enum(id) => variant(context, value, id),
        Type::List { .. }
        | Type::Map { .. }
        | Type::Stream
        | Type::Structure(_)
        | Type::Union(_)
        | Type::Unit => Literal::Empty,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a timestamp out of range becomes the last one that is in range"
)]
fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

/// The variant of a value, or `Unknown` if the enum has no such variant.
fn variant(context: &Context<'_>, value: &Value, id: &ShapeId) -> Literal {
    let value = match value
        .as_i64()
        .and_then(|integer| i32::try_from(integer).ok())
    {
        Some(integer) => EnumValue::Integer(integer),
        None => EnumValue::Text(value.as_str().unwrap_or_default().to_owned()),
    };
    let shape = context.shapes.enums.get(id);
    let mut members = shape.into_iter().flat_map(|shape| &shape.members);
    let ty = names::type_name(id);
    match members.find(|member| member.value == value) {
        Some(member) => Literal::Variant(ty, names::enum_variant(&member.name)),
        None => Literal::Unknown(ty, value),
    }
}
