//! Bounds for type parameters, and spans of tokens in errors.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Ident, Type, WhereClause, parse_quote};

/// Returns the `where` clause of the struct, with a bound for each type that depends on a type
/// parameter. Other types are checked where they are used, with clearer errors than those of a bound.
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

/// Returns the tokens for use outside of the impl, with `'static` for the lifetimes of the struct; `None`
/// if they depend on its other parameters or on `Self`.
pub(crate) fn without_lifetimes(generics: &Generics, tokens: TokenStream) -> Option<TokenStream> {
    let itself = Ident::new("Self", Span::call_site());
    let mut others = vec![&itself];
    let mut lifetimes = Vec::new();
    for parameter in &generics.params {
        match parameter {
            GenericParam::Lifetime(lifetime) => lifetimes.push(&lifetime.lifetime.ident),
            GenericParam::Type(parameter) => others.push(&parameter.ident),
            GenericParam::Const(parameter) => others.push(&parameter.ident),
        }
    }
    (!mentions(tokens.clone(), &others)).then(|| make_static(tokens, &lifetimes))
}

fn make_static(tokens: TokenStream, lifetimes: &[&Ident]) -> TokenStream {
    let mut after_tick = false;
    let tokens = tokens.into_iter().map(|token| {
        let is_lifetime = std::mem::take(&mut after_tick);
        match token {
            TokenTree::Group(group) => {
                let inner = make_static(group.stream(), lifetimes);
                let mut made = Group::new(group.delimiter(), inner);
                made.set_span(group.span());
                TokenTree::Group(made)
            }
            TokenTree::Ident(ident) if is_lifetime && lifetimes.contains(&&ident) => {
                TokenTree::Ident(Ident::new("static", ident.span()))
            }
            TokenTree::Punct(punct) => {
                after_tick = punct.as_char() == '\'';
                TokenTree::Punct(punct)
            }
            token @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => token,
        }
    });
    tokens.collect()
}

/// Returns the tokens with this span, to which the compiler points in errors.
pub(crate) fn at(span: Span, tokens: TokenStream) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| {
        let mut token = match token {
            TokenTree::Group(group) => {
                TokenTree::Group(Group::new(group.delimiter(), at(span, group.stream())))
            }
            token @ (TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) => token,
        };
        token.set_span(span.resolved_at(token.span()));
        token
    });
    tokens.collect()
}

/// Returns a call with this span, to which the compiler points in errors. The arguments retain their
/// spans, so that errors in them are reported there, and only once.
pub(crate) fn call_at(span: Span, function: TokenStream, arguments: &[TokenStream]) -> TokenStream {
    let mut arguments = Group::new(Delimiter::Parenthesis, quote!(#(#arguments),*));
    arguments.set_span(span);
    let mut call = at(span, function);
    call.extend([TokenTree::Group(arguments)]);
    call
}

/// Whether one of these names is among the tokens of a type. A name that only resembles a parameter, as
/// in `other::T`, adds a bound that holds anyway.
fn mentions(tokens: TokenStream, names: &[&Ident]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), names),
        TokenTree::Ident(ident) => names.contains(&&ident),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
