//! Bounds on the types of fields.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, Ident, Type, WhereClause, parse_quote};

/// The `where` clause of the struct, with a bound for each type that depends on a type parameter.
/// The others are checked where they are used: a bound on them would say the same less clearly.
pub(crate) fn bounded<'a>(
    generics: &Generics,
    bounds: impl IntoIterator<Item = (&'a Type, TokenStream)>,
) -> Option<WhereClause> {
    let parameters: Vec<&Ident> = generics
        .type_params()
        .map(|parameter| &parameter.ident)
        .collect();
    let mut bounded = generics.where_clause.clone();
    if parameters.is_empty() {
        return bounded;
    }
    for (ty, bound) in bounds {
        if mentions(ty.to_token_stream(), &parameters) {
            let clause = bounded.get_or_insert_with(|| parse_quote!(where));
            clause.predicates.push(parse_quote!(#ty: #bound));
        }
    }
    bounded
}

/// Whether one of these names is among the tokens of a type. A name that only looks like the
/// parameter, as in `other::T`, costs a bound that holds anyway.
fn mentions(tokens: TokenStream, names: &[&Ident]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), names),
        TokenTree::Ident(ident) => names.contains(&&ident),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
