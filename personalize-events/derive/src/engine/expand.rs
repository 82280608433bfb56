//! Generates the impls of a derive of properties.

pub(crate) mod columns;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{DeriveInput, ExprPath, Path, WhereClause};

use crate::engine::bounds::{at, bounded};
use crate::engine::column::Column;
use crate::engine::column_attrs::ColumnAttr;
use crate::engine::fallback;
use crate::engine::field_attrs::{How, Sent};
use crate::engine::input::{Content, Id, Input, Member, Part};
use crate::engine::read::read;
use personalize_events_schema::record_kind::{RecordId, RecordKind};

/// Expands a derive.
pub(crate) fn derive(kind: &RecordKind, input: TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => expand(kind, &input),
        Err(error) => error.into_compile_error(),
    }
}

fn expand(kind: &RecordKind, input: &DeriveInput) -> TokenStream {
    match read(kind, input) {
        Ok(input) => implement(kind, &input),
        Err(error) => fallback::expand(kind, input, &error),
    }
}

/// Generates the impls in an anonymous scope.
///
/// ```text
/// const _: () = {
///     impl UserProperties for Viewer { … }
///     impl UserIdentity for Viewer { … }
/// };
/// ```
fn implement(kind: &RecordKind, input: &Input<'_>) -> TokenStream {
    let properties = implement_properties(kind, input);
    let identity = kind
        .id
        .zip(input.id.as_ref())
        .map(|(identity, id)| implement_identity(&identity, input, id));
    let check_keys = check_keys_once(kind, input);
    let (check_file, _) = columns::checks(kind, input);
    quote! {
        const _: () = {
            #properties
            #identity
            #check_keys
            #check_file
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
fn implement_properties(kind: &RecordKind, input: &Input<'_>) -> TokenStream {
    let (ident, krate) = (input.ident, &input.container.krate);
    let trait_name = format_ident!("{}", kind.trait_name);
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let where_clause = where_clause(kind, input);
    let columns = columns::columns(kind, input);
    let schema = columns::schema(kind, input);
    let (_, check_file) = columns::checks(kind, input);
    let watch = input.flattens().then(|| watch_columns(kind, input));
    let writes = input.parts.iter().map(|part| write(kind, input, part));
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::#trait_name for #ident #type_generics #where_clause {
            #columns
            #schema

            fn write_properties(&self, __properties: &mut #krate::PropertiesWriter) {
                #check_file
                #watch
                #(#writes)*
            }
        }
    }
}

/// Generates the comparison of flattened keys by the compiler, for a struct without parameters.
fn check_keys_once(kind: &RecordKind, input: &Input<'_>) -> Option<TokenStream> {
    if !input.flattens() || !input.generics.params.is_empty() {
        return None;
    }
    let (ident, krate) = (input.ident, &input.container.krate);
    let trait_name = format_ident!("{}", kind.trait_name);
    let check = quote! {
        const _: () = #krate::__private::check_keys(<#ident as #krate::#trait_name>::COLUMNS);
    };
    Some(at(ident.span(), check))
}

/// Generates the comparison of keys at run time, and for a struct with parameters that of the keys that
/// the compiler knows once the parameters are.
fn watch_columns(kind: &RecordKind, input: &Input<'_>) -> TokenStream {
    let (ident, krate) = (input.ident, &input.container.krate);
    let trait_name = format_ident!("{}", kind.trait_name);
    let has_parameters = !input.generics.params.is_empty();
    let check = has_parameters.then(|| {
        let check = quote! {
            const { #krate::__private::check_keys(<Self as #krate::#trait_name>::COLUMNS) }
        };
        at(ident.span(), check)
    });
    quote!(#check __properties.watch_columns();)
}

/// ```text
/// if !Vec::is_empty(&self.genres) {
///     <Vec<T> as PropertyValue>::write_property(&self.genres, __properties.key("genres"));
/// }
/// ```
fn write(kind: &RecordKind, input: &Input<'_>, part: &Part<'_>) -> TokenStream {
    let krate = &input.container.krate;
    let Member { ident, ty } = part.member;
    let write = match &part.content {
        Content::Flattened => {
            let trait_name = format_ident!("{}", kind.trait_name);
            quote!(<#ty as #krate::#trait_name>::write_properties(&self.#ident, __properties);)
        }
        Content::Property { name, column, sent } => {
            let slot = slot(kind, input, &name.key, column, sent);
            match &sent.how {
                How::Value => {
                    quote!(<#ty as #krate::PropertyValue>::write_property(&self.#ident, #slot);)
                }
                How::Display => write_displayed(krate, part.member, &slot),
                How::With(function) => write_with(krate, part.member, &slot, function),
            }
        }
    };
    match &part.skip_if {
        Some(function) => quote!(if !#function(&self.#ident) { #write }),
        None => write,
    }
}

/// ```text
/// __properties.key("age").as_json().null_if_none()
/// ```
fn slot(
    kind: &RecordKind,
    input: &Input<'_>,
    key: &str,
    column: &Column,
    sent: &Sent,
) -> TokenStream {
    let is_string = column.attr.is_some_and(ColumnAttr::is_string);
    let as_json = sent.as_json.unwrap_or(input.container.as_json) && !is_string;
    let as_json = as_json.then(|| quote!(.as_json()));
    let checked = if kind.is_timestamp_key(key) {
        Some(quote!(.timestamp()))
    } else {
        let checked = columns::checked_type(&input.container.krate, column);
        checked.map(|column| quote!(.column(#column)))
    };
    let null = sent.null_if_none.then(|| quote!(.null_if_none()));
    let allow = sent.allow_null_text.then(|| quote!(.allow_null_text()));
    quote!(__properties.key(#key) #as_json #null #allow #checked)
}

fn write_displayed(krate: &Path, member: Member<'_>, slot: &TokenStream) -> TokenStream {
    let Member { ident, ty } = member;
    if let Some(ty) = member.option_type() {
        quote!(<#ty as #krate::__private::Displayed>::write_option(self.#ident.as_ref(), #slot);)
    } else {
        quote!(<#ty as #krate::__private::Displayed>::write_displayed(&self.#ident, #slot);)
    }
}

/// ```text
/// let __property = __properties.key("watched");
/// match &self.watched {
///     Some(__value) => minutes(__value, __property),
///     None => __property.none(),
/// }
/// ```
fn write_with(
    krate: &Path,
    member: Member<'_>,
    slot: &TokenStream,
    function: &ExprPath,
) -> TokenStream {
    let ident = member.ident;
    if member.option_type().is_none() {
        return quote!(#function(&self.#ident, #slot););
    }
    quote! {
        let __property = #slot;
        match &self.#ident {
            ::core::option::Option::Some(__value) => #function(__value, __property),
            ::core::option::Option::None => #krate::ValueWriter::none(__property),
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
fn implement_identity(identity: &RecordId, input: &Input<'_>, id: &Id<'_>) -> TokenStream {
    let (ident, krate) = (input.ident, &input.container.krate);
    let trait_name = format_ident!("{}", identity.trait_name);
    let method = format_ident!("{}", identity.method);
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let Member { ident: field, ty } = id.member;
    let allow_null_text = id.allow_null_text.then(|| {
        quote! {
            fn allow_null_text(&self) -> ::core::primitive::bool {
                true
            }
        }
    });
    let of_value = if id.display {
        quote!(#krate::__private::DisplayedId)
    } else {
        quote!(#krate::IdValue)
    };
    let where_clause = bounded(input.generics, [(ty, of_value.clone())]);
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::#trait_name for #ident #type_generics #where_clause {
            fn #method(&self) -> ::std::string::String {
                <#ty as #of_value>::to_id(&self.#field)
            }

            #allow_null_text
        }
    }
}

/// Generates the bounds for the types of the fields.
fn where_clause(kind: &RecordKind, input: &Input<'_>) -> Option<WhereClause> {
    let krate = &input.container.krate;
    let parts = input.parts.iter().filter_map(|part| {
        let ty = part.member.ty;
        let trait_name = format_ident!("{}", kind.trait_name);
        match &part.content {
            Content::Flattened => Some((ty, quote!(#krate::#trait_name))),
            Content::Property { sent, .. } => match sent.how {
                How::Value => Some((ty, quote!(#krate::PropertyValue))),
                How::Display => {
                    let ty = part.member.option_type().unwrap_or(ty);
                    Some((ty, quote!(#krate::__private::Displayed)))
                }
                How::With(_) => None,
            },
        }
    });
    bounded(input.generics, parts)
}

#[cfg(test)]
mod tests;
