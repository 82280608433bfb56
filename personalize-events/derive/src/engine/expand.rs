//! What a derive writes.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{DeriveInput, Ident, Type, WhereClause, parse_quote};

use crate::engine::fallback;
use crate::engine::input::{self, Input, Member, Property};
use crate::engine::kind::{Identity, Kind};

/// A derive, from what the compiler gives to what it takes.
pub(crate) fn derive(kind: &Kind, input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    match syn::parse(input) {
        Ok(input) => expand(kind, &input).into(),
        Err(error) => error.into_compile_error().into(),
    }
}

fn expand(kind: &Kind, input: &DeriveInput) -> TokenStream {
    match input::read(kind, input) {
        Ok(input) => implement(kind, &input),
        Err(error) => fallback::expand(kind, input, &error),
    }
}

/// The impls, apart from the names around them.
///
/// ```text
/// const _: () = {
///     impl UserProperties for Viewer { … }
///     impl UserIdentity for Viewer { … }
/// };
/// ```
fn implement(kind: &Kind, input: &Input<'_>) -> TokenStream {
    let properties = implement_properties(kind, input);
    let identity = kind
        .identity
        .as_ref()
        .zip(input.id)
        .map(|(identity, id)| implement_identity(identity, input, id));
    quote! {
        const _: () = {
            #properties
            #identity
        };
    }
}

/// ```text
/// impl<T> UserProperties for Viewer<T>
/// where
///     Vec<T>: PropertyValue,
/// {
///     fn write_properties(&self, __properties: &mut PropertiesWriter) {
///         <u32 as PropertyValue>::write_property(&self.age, __properties.key("age"));
///         <Vec<T> as PropertyValue>::write_property(&self.genres, __properties.key("genres"));
///     }
/// }
/// ```
fn implement_properties(kind: &Kind, input: &Input<'_>) -> TokenStream {
    let Input {
        ident,
        generics,
        properties,
        ..
    } = input;
    let trait_name = format_ident!("{}", kind.trait_name);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let types = properties.iter().map(|property| property.member.ty);
    let where_clause = bounded(input, types, &quote!(::personalize_events::PropertyValue));
    let writes = properties.iter().map(|Property { member, key, .. }| {
        let Member { ident, ty } = member;
        quote! {
            <#ty as ::personalize_events::PropertyValue>::write_property(
                &self.#ident,
                __properties.key(#key),
            );
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics ::personalize_events::#trait_name for #ident #type_generics #where_clause {
            fn write_properties(
                &self,
                __properties: &mut ::personalize_events::PropertiesWriter,
            ) {
                #(#writes)*
            }
        }
    }
}

/// ```text
/// impl UserIdentity for Viewer {
///     fn user_id(&self) -> String {
///         <u64 as IdValue>::to_id(&self.account)
///     }
/// }
/// ```
fn implement_identity(identity: &Identity, input: &Input<'_>, id: Member<'_>) -> TokenStream {
    let Input {
        ident, generics, ..
    } = input;
    let trait_name = format_ident!("{}", identity.trait_name);
    let method = format_ident!("{}", identity.method);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let Member { ident: field, ty } = id;
    let where_clause = bounded(input, [ty], &quote!(::personalize_events::IdValue));
    quote! {
        #[automatically_derived]
        impl #impl_generics ::personalize_events::#trait_name for #ident #type_generics #where_clause {
            fn #method(&self) -> ::std::string::String {
                <#ty as ::personalize_events::IdValue>::to_id(&self.#field)
            }
        }
    }
}

/// The `where` clause of the struct, with a bound for each type that depends on a type parameter.
/// The others are checked where they are used: a bound on them would say the same less clearly.
fn bounded<'a>(
    input: &Input<'_>,
    types: impl IntoIterator<Item = &'a Type>,
    bound: &TokenStream,
) -> Option<WhereClause> {
    let parameters: Vec<&Ident> = input
        .generics
        .type_params()
        .map(|parameter| &parameter.ident)
        .collect();
    let mut generics = input.generics.clone();
    for ty in types {
        if mentions(ty.to_token_stream(), &parameters) {
            let predicates = &mut generics.make_where_clause().predicates;
            predicates.push(parse_quote!(#ty: #bound));
        }
    }
    generics.where_clause
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

#[cfg(test)]
mod tests;
