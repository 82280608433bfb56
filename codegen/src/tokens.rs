//! Identifiers and values as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::ir::EnumValue;

/// An identifier, raw or not.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A number with separators: `24_000`.
pub(crate) fn number(value: u64) -> TokenStream {
    grouped(value).parse().unwrap_or_default()
}

fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// An integer with separators and its sign.
pub(crate) fn integer(value: i64) -> TokenStream {
    let digits = number(value.unsigned_abs());
    if value < 0 { quote!(-#digits) } else { digits }
}

/// A floating-point number with separators and its sign: `24_000.5`, `1e20`.
pub(crate) fn float(value: f64) -> TokenStream {
    let minus = value.is_sign_negative().then(|| quote!(-));
    let mut text = format!("{:?}", value.abs());
    if let Some((whole, fraction)) = text.split_once('.')
        && let Ok(whole) = whole.parse()
    {
        text = format!("{}.{fraction}", grouped(whole));
    }
    let digits: TokenStream = text.parse().unwrap_or_default();
    quote!(#minus #digits)
}

impl ToTokens for EnumValue {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Integer(value) => integer(i64::from(*value)).to_tokens(tokens),
        }
    }
}
