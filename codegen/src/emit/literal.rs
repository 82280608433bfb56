//! Values as Rust expressions.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::constraint::number;
use super::ident;
use crate::ir::EnumValue;
use crate::plan::Literal;

/// The call that replaces `None` by a value: `.unwrap_or(10)`.
pub(super) fn unwrap(literal: &Literal) -> TokenStream {
    let value = match literal {
        Literal::Empty => return quote!(.unwrap_or_default()),
        Literal::Bool(value) => return quote!(.unwrap_or(#value)),
        Literal::Integer(value) => {
            let value = integer(*value);
            return quote!(.unwrap_or(#value));
        }
        Literal::Float(value) => {
            let value = float(*value);
            return quote!(.unwrap_or(#value));
        }
        Literal::Variant(ty, variant) => {
            let (ty, variant) = (ident(ty), ident(variant));
            return quote!(.unwrap_or(#ty::#variant));
        }
        Literal::Text(text) => quote!(#text.to_owned()),
        Literal::Json(text) => quote!(JsonString::from(#text)),
        Literal::Timestamp(millis) if millis % 1000 == 0 => {
            let seconds = integer(millis / 1000);
            quote!(Timestamp::from_secs(#seconds))
        }
        Literal::Timestamp(millis) => {
            let millis = integer(*millis);
            quote!(Timestamp::from_millis(#millis))
        }
        Literal::Blob(bytes) => {
            let bytes = Token::byte_string(bytes);
            quote!(Blob::from(#bytes))
        }
        Literal::Document(value) => document(value),
        Literal::Unknown(ty, value) => {
            let ty = ident(ty);
            match value {
                EnumValue::Text(text) => quote!(#ty::from(#text)),
                EnumValue::Integer(value) => {
                    let value = integer(i64::from(*value));
                    quote!(#ty::from(#value))
                }
            }
        }
    };
    quote!(.unwrap_or_else(|| #value))
}

/// An integer with separators and its sign.
pub(super) fn integer(value: i64) -> TokenStream {
    let digits = number(value.unsigned_abs());
    if value < 0 { quote!(-#digits) } else { digits }
}

fn float(value: f64) -> TokenStream {
    let digits = Token::f64_unsuffixed(value.abs());
    if value < 0.0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

fn document(value: &serde_json::Value) -> TokenStream {
    match value {
        serde_json::Value::Null => quote!(Document::null()),
        serde_json::Value::Bool(value) => quote!(Document::from(#value)),
        serde_json::Value::String(text) => quote!(Document::from(#text)),
        serde_json::Value::Number(number) => {
            let value = match number.as_i64() {
                Some(value) => Token::i64_suffixed(value),
                None => Token::f64_suffixed(number.as_f64().unwrap_or_default()),
            };
            quote!(Document::from(#value))
        }
        serde_json::Value::Array(values) if values.is_empty() => quote!(Document::from(Vec::new())),
        serde_json::Value::Object(entries) if entries.is_empty() => {
            quote!(Document::from(BTreeMap::new()))
        }
        serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
            let text = value.to_string();
            quote!(Document::literal(#text))
        }
    }
}
