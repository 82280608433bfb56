//! Tables of constraints.
//!
//! ```text
//! const USER_ID: &[Constraint] = &[Constraint::length(1, 256)];
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use crate::ir::{Length, Range};
use crate::plan::Constraint;

/// The constant of a table, if a member has one.
pub(super) fn table(table: Option<&(String, Vec<Constraint>)>) -> Option<TokenStream> {
    let (name, rows) = table?;
    let (name, rows) = (ident(name), rows.iter().map(constraint));
    Some(quote!(const #name: &[Constraint] = &[#(#rows),*];))
}

/// The argument for a table: its name, or an empty one.
pub(super) fn named(table: Option<&(String, Vec<Constraint>)>) -> TokenStream {
    if let Some((name, _)) = table {
        let name = ident(name);
        quote!(#name)
    } else {
        quote!(&[])
    }
}

fn constraint(row: &Constraint) -> TokenStream {
    match row {
        Constraint::Json => quote!(Constraint::Json),
        Constraint::JsonObject => quote!(Constraint::JsonObject),
        Constraint::Length(Length { min, max }) => {
            let min = number(*min);
            if let Some(max) = max.map(number) {
                quote!(Constraint::length(#min, #max))
            } else {
                quote!(Constraint::min_length(#min))
            }
        }
        Constraint::Range(Range { min, max }) => {
            let (min, max) = (bound(min.as_ref()), bound(max.as_ref()));
            quote!(Constraint::Range { min: #min, max: #max })
        }
        Constraint::Pattern(name) => {
            let name = ident(name);
            quote!(Constraint::Pattern(&patterns::#name))
        }
        Constraint::UniqueItems => quote!(Constraint::UniqueItems),
        Constraint::Each(rows) => {
            let rows = rows.iter().map(constraint);
            quote!(Constraint::Each(&[#(#rows),*]))
        }
        Constraint::Keys(rows) => {
            let rows = rows.iter().map(constraint);
            quote!(Constraint::Keys(&[#(#rows),*]))
        }
        Constraint::Values(rows) => {
            let rows = rows.iter().map(constraint);
            quote!(Constraint::Values(&[#(#rows),*]))
        }
    }
}

/// `Some(Bound::Integer(-1))`
fn bound(bound: Option<&serde_json::Number>) -> TokenStream {
    let Some(bound) = bound else {
        return quote!(None);
    };
    let minus = bound.to_string().starts_with('-').then(|| quote!(-));
    if let Some(integer) = bound.as_i64() {
        let digits = number(integer.unsigned_abs());
        return quote!(Some(Bound::Integer(#minus #digits)));
    }
    let digits = bound.as_f64().unwrap_or_default().abs();
    let digits = Literal::f64_unsuffixed(digits);
    quote!(Some(Bound::Float(#minus #digits)))
}

/// A number with separators: `24_000`.
pub(super) fn number(value: u64) -> TokenStream {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
        .parse()
        .map(|literal: Literal| quote!(#literal))
        .unwrap_or_default()
}
