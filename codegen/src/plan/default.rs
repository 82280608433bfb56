//! Default values of members. Lowering has checked their types.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use personalize_events_ast::ShapeId;
use serde_json::Value;

use super::{Context, Default};
use crate::ir::{self, EnumValue, Number, Type};

pub(super) fn default(context: &Context<'_>, value: &Value, ty: &Type) -> Default {
    let text = value.as_str().unwrap_or_default();
    match ty {
        Type::Boolean => Default::Boolean(value.as_bool().unwrap_or_default()),
        Type::Number(Number::Float | Number::Double) => {
            Default::Float(value.as_f64().unwrap_or_default())
        }
        Type::Number(Number::BigInteger) => big("BigInteger", value),
        Type::Number(Number::BigDecimal) => big("BigDecimal", value),
        Type::Number(_) => Default::Integer(value.as_i64().unwrap_or_default()),
        Type::Enum(id) => enumeration(context, value, id),
        Type::String if !text.is_empty() => Default::Text(text.to_owned()),
        Type::Json => Default::Json(text.to_owned()),
        Type::Blob if !text.is_empty() => Default::Blob(STANDARD.decode(text).unwrap_or_default()),
        Type::Timestamp(_) => timestamp(value.as_f64().unwrap_or_default()),
        Type::Document => Default::Document(value.clone()),
        Type::String
        | Type::Blob
        | Type::List { .. }
        | Type::Map { .. }
        | Type::Stream
        | Type::Source
        | Type::Structure(_)
        | Type::Union(_)
        | Type::Unit => Default::OfType,
    }
}

fn big(ty: &'static str, value: &Value) -> Default {
    Default::BigNumber(ty, value.as_number().map(ir::decimal).unwrap_or_default())
}

/// The variant of a value, if the enum has one.
fn enumeration(context: &Context<'_>, value: &Value, id: &ShapeId) -> Default {
    let integer = value.as_i64();
    let value = match integer.and_then(|integer| i32::try_from(integer).ok()) {
        Some(integer) => EnumValue::Integer(integer),
        None => EnumValue::Text(value.as_str().unwrap_or_default().to_owned()),
    };
    let ty = context.names.type_of(id).to_owned();
    let members = context.enums.get(id).map_or(&[][..], |it| &it.members);
    let index = members.iter().position(|member| member.value == value);
    match index.and_then(|index| context.names.variants(id).get(index)) {
        Some(variant) => Default::Variant(ty, variant.clone()),
        None => Default::Unnamed(ty, value),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a timestamp out of range becomes the last one that is in range"
)]
fn timestamp(seconds: f64) -> Default {
    let millis = (seconds * 1000.0).round() as i64;
    if millis % 1000 == 0 {
        Default::Seconds(millis / 1000)
    } else {
        Default::Millis(millis)
    }
}
