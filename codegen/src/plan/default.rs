//! Default values as Rust expressions.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use personalize_events_ast::ShapeId;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{Context, names};
use crate::ir::{EnumValue, Number, Type};
use crate::tokens::{float, ident, integer};

/// The call that replaces `None` by a default, such as `.unwrap_or(10)`. Lowering has checked the type.
pub(super) fn unwrap(context: &Context<'_>, value: &Value, ty: &Type) -> TokenStream {
    let text = value.as_str().unwrap_or_default();
    let created = match ty {
        Type::Boolean => {
            let value = value.as_bool().unwrap_or_default();
            return quote!(.unwrap_or(#value));
        }
        Type::Number(Number::Float | Number::Double) => {
            let value = float(value.as_f64().unwrap_or_default());
            return quote!(.unwrap_or(#value));
        }
        Type::Number(_) => {
            let value = integer(value.as_i64().unwrap_or_default());
            return quote!(.unwrap_or(#value));
        }
        Type::Enum(id) => {
            let value = enum_value(value);
            let ty = ident(&names::type_name(id));
            if let Some(variant) = variant(context, &value, id) {
                return quote!(.unwrap_or(#ty::#variant));
            }
            quote!(#ty::from(#value))
        }
        Type::String if !text.is_empty() => quote!(#text.to_owned()),
        Type::Json => quote!(JsonString::from(#text)),
        Type::Blob if !text.is_empty() => {
            let bytes = Literal::byte_string(&STANDARD.decode(text).unwrap_or_default());
            quote!(Blob::from(#bytes))
        }
        Type::Timestamp(_) => timestamp(value.as_f64().unwrap_or_default()),
        Type::Document => document(value),
        Type::String
        | Type::Blob
        | Type::List { .. }
        | Type::Map { .. }
        | Type::Stream
        | Type::Structure(_)
        | Type::Union(_)
        | Type::Unit => return quote!(.unwrap_or_default()),
    };
    quote!(.unwrap_or_else(|| #created))
}

fn enum_value(value: &Value) -> EnumValue {
    let integer = value.as_i64();
    match integer.and_then(|integer| i32::try_from(integer).ok()) {
        Some(integer) => EnumValue::Integer(integer),
        None => EnumValue::Text(value.as_str().unwrap_or_default().to_owned()),
    }
}

/// The variant of a value, if the enum has one.
fn variant(context: &Context<'_>, value: &EnumValue, id: &ShapeId) -> Option<proc_macro2::Ident> {
    let mut members = context.enums.get(id)?.members.iter();
    let index = members.position(|member| member.value == *value)?;
    Some(ident(context.variants(id).get(index)?))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a timestamp out of range becomes the last one that is in range"
)]
fn timestamp(seconds: f64) -> TokenStream {
    let millis = (seconds * 1000.0).round() as i64;
    if millis % 1000 == 0 {
        let seconds = integer(millis / 1000);
        quote!(Timestamp::from_secs(#seconds))
    } else {
        let millis = integer(millis);
        quote!(Timestamp::from_millis(#millis))
    }
}

fn document(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(Document::null()),
        Value::Bool(value) => quote!(Document::from(#value)),
        Value::String(text) => quote!(Document::from(#text)),
        Value::Number(number) => {
            let value = match number.as_i64() {
                Some(value) => Literal::i64_suffixed(value),
                None => Literal::f64_suffixed(number.as_f64().unwrap_or_default()),
            };
            quote!(Document::from(#value))
        }
        Value::Array(values) if values.is_empty() => quote!(Document::from(Vec::new())),
        Value::Object(entries) if entries.is_empty() => quote!(Document::from(BTreeMap::new())),
        Value::Array(_) | Value::Object(_) => {
            let text = value.to_string();
            quote!(Document::literal(#text))
        }
    }
}
