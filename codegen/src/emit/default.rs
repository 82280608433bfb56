//! Default values of members.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::plan::{Default, Presence};
use crate::tokens::{float, ident, integer};

/// The call that replaces `None` by the default of a member, if it has one: `.unwrap_or(10)`.
pub(super) fn or(presence: &Presence) -> Option<TokenStream> {
    let default = match presence.default()? {
        Default::OfType => return Some(quote!(.unwrap_or_default())),
        Default::Boolean(value) => return Some(quote!(.unwrap_or(#value))),
        Default::Integer(value) => {
            let value = integer(*value);
            return Some(quote!(.unwrap_or(#value)));
        }
        Default::Float(value) => {
            let value = float(*value);
            return Some(quote!(.unwrap_or(#value)));
        }
        Default::Variant(ty, variant) => {
            let (ty, variant) = (ident(ty), ident(variant));
            return Some(quote!(.unwrap_or(#ty::#variant)));
        }
        Default::Unnamed(ty, value) => {
            let ty = ident(ty);
            quote!(#ty::from(#value))
        }
        Default::BigNumber(ty, text) => {
            let ty = ident(ty);
            quote!(#ty::literal(#text))
        }
        Default::Text(text) => quote!(#text.to_owned()),
        Default::Json(text) => quote!(JsonString::from(#text)),
        Default::Blob(bytes) => {
            let bytes = Literal::byte_string(bytes);
            quote!(Blob::from(#bytes))
        }
        Default::Seconds(seconds) => {
            let seconds = integer(*seconds);
            quote!(Timestamp::from_secs(#seconds))
        }
        Default::Millis(millis) => {
            let millis = integer(*millis);
            quote!(Timestamp::from_millis(#millis))
        }
        Default::Document(value) => document(value),
    };
    Some(quote!(.unwrap_or_else(|| #default)))
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
