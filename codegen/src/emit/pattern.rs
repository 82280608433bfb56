//! Patterns as steps that the runtime matches.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{docs, ident};
use crate::pattern::Step;
use crate::plan::PatternConst;

pub(super) fn pattern(constant: &PatternConst) -> TokenStream {
    let (name, docs) = (ident(&constant.name), docs(&constant.docs));
    let pattern = &constant.pattern;
    let (source, from_start, to_end) = (&pattern.source, pattern.from_start, pattern.to_end);
    let steps = pattern.steps.iter().map(|step| match step {
        Step::Text(text) => quote!(Step::Text(#text)),
        Step::Class { ranges, min, max } => {
            let ranges = ranges.iter().map(|(low, high)| {
                let (low, high) = (character(*low), character(*high));
                quote!((#low, #high))
            });
            let min = Literal::u32_unsuffixed(*min);
            let max = if let Some(max) = max.map(Literal::u32_unsuffixed) {
                quote!(Some(#max))
            } else {
                quote!(None)
            };
            quote!(Step::Class { ranges: &[#(#ranges),*], min: #min, max: #max })
        }
    });
    quote! {
        #docs
        pub(super) const #name: Pattern = Pattern {
            source: #source,
            from_start: #from_start,
            to_end: #to_end,
            steps: &[#(#steps),*],
        };
    }
}

/// A character literal, escaped unless it is printable ASCII.
fn character(c: char) -> TokenStream {
    if c.is_ascii_graphic() || c == ' ' {
        return quote!(#c);
    }
    let literal = format!("'{}'", c.escape_unicode());
    literal
        .parse()
        .map_or_else(|_| quote!(#c), |literal: Literal| quote!(#literal))
}
