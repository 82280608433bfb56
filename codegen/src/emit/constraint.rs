//! Tables of constraints.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::ir::{Length, Range, Rule};
use crate::plan::Constraint;
use crate::tokens::{float, ident, integer, number};

/// The constant of a table, if a member has one.
pub(super) fn table(table: Option<&(String, Vec<Constraint>)>) -> Option<TokenStream> {
    let (name, rows) = table?;
    let name = ident(name);
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

impl ToTokens for Constraint {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Json => quote!(Constraint::Json),
            Self::Properties(kind) => {
                let kind = ident(kind);
                quote!(Constraint::Properties(&crate::runtime::RecordKind::#kind))
            }
            Self::Length(Length { min, max }) => {
                let min = number(*min);
                if let Some(max) = max.map(number) {
                    quote!(Constraint::length(#min, #max))
                } else {
                    quote!(Constraint::min_length(#min))
                }
            }
            Self::Range(Range { min, max }) => {
                let (min, max) = (bound(min.as_ref()), bound(max.as_ref()));
                quote!(Constraint::Range { min: #min, max: #max })
            }
            Self::Pattern(name) => {
                let name = ident(name);
                quote!(Constraint::Pattern(&patterns::#name))
            }
            Self::UniqueItems => quote!(Constraint::UniqueItems),
            Self::Rule(Rule::NotNullText) => quote!(Constraint::NotNullText),
            Self::Rule(Rule::InSeconds) => quote!(Constraint::InSeconds),
            Self::Each(rows) => quote!(Constraint::Each(&[#(#rows),*])),
            Self::Keys(rows) => quote!(Constraint::Keys(&[#(#rows),*])),
            Self::Values(rows) => quote!(Constraint::Values(&[#(#rows),*])),
        });
    }
}

/// `Some(Bound::Integer(-1))`
fn bound(bound: Option<&serde_json::Number>) -> TokenStream {
    let Some(bound) = bound else {
        return quote!(None);
    };
    if let Some(integer) = bound.as_i64().map(integer) {
        quote!(Some(Bound::Integer(#integer)))
    } else {
        let float = float(bound.as_f64().unwrap_or_default());
        quote!(Some(Bound::Float(#float)))
    }
}
