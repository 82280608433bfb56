//! What a derive of properties writes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{DeriveInput, GenericArgument, Path, PathArguments, Type, WhereClause};

use crate::engine::bounds::{at, bounded};
use crate::engine::column::Column;
use crate::engine::fallback;
use crate::engine::input::{self, Content, Id, Input, Member, Part};
use crate::engine::marks::{How, Sent};
use crate::engine::shape;
use crate::engine::stated::Stated;
use personalize_events_schema::record_kind::{RecordId, RecordKind};

/// A derive, from what the compiler gives to what it takes.
pub(crate) fn derive(kind: &RecordKind, input: TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => expand(kind, &input),
        Err(error) => error.into_compile_error(),
    }
}

fn expand(kind: &RecordKind, input: &DeriveInput) -> TokenStream {
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
fn implement(kind: &RecordKind, input: &Input<'_>) -> TokenStream {
    let properties = implement_properties(kind, input);
    let identity = kind
        .id
        .as_ref()
        .zip(input.id.as_ref())
        .map(|(identity, id)| implement_identity(identity, input, id.member));
    let check_keys = check_keys_once(kind, input);
    let (check_file, _) = shape::checks(kind, input);
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
///         <u64 as IdValue>::check_id(&self.account, "userId", __properties);
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
    let columns = shape::columns(kind, input);
    let schema = shape::schema(kind, input);
    let (_, check_file) = shape::checks(kind, input);
    let watch = input.flattens().then(|| watch_columns(kind, input));
    let id = kind.id.as_ref().zip(input.id.as_ref());
    let check_id = id.and_then(|(identity, id)| check_id(krate, identity, id));
    let writes = input.parts.iter().map(|part| write(kind, input, part));
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::#trait_name for #ident #type_generics #where_clause {
            #columns
            #schema

            fn write_properties(&self, __properties: &mut #krate::PropertiesWriter) {
                #check_file
                #watch
                #check_id
                #(#writes)*
            }
        }
    }
}

/// Keys that meet are found by the compiler: here, if there are no parameters to know before.
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

/// Keys that are known only at run time are watched there; the others are checked once the
/// parameters are known.
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

fn check_id(krate: &Path, identity: &RecordId, id: &Id<'_>) -> Option<TokenStream> {
    let (Member { ident, ty }, key) = (id.member, identity.member);
    (!id.allow_null_text)
        .then(|| quote!(<#ty as #krate::IdValue>::check_id(&self.#ident, #key, __properties);))
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
            quote!(<#ty as #krate::#trait_name>::write_properties(&self.#ident, __properties.flatten());)
        }
        Content::Property { name, column, sent } => {
            let place = place(input, &name.key, column, sent);
            match &sent.how {
                How::Value => {
                    quote!(<#ty as #krate::PropertyValue>::write_property(&self.#ident, #place);)
                }
                How::Display => write_displayed(krate, part.member, &place),
                How::With(function) => quote!(#function(&self.#ident, #place);),
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
fn place(input: &Input<'_>, key: &str, column: &Column, sent: &Sent) -> TokenStream {
    let is_string = column.stated.is_some_and(Stated::is_string);
    let native = sent.native.unwrap_or(input.container.native) && !is_string;
    let native = native.then(|| quote!(.as_json()));
    let to_fit = shape::to_fit(&input.container.krate, column);
    let to_fit = to_fit.map(|column| quote!(.column(#column)));
    let null = sent.null.then(|| quote!(.null_if_none()));
    let allow = sent.allow_null_text.then(|| quote!(.allow_null_text()));
    quote!(__properties.key(#key) #native #null #allow #to_fit)
}

fn write_displayed(krate: &Path, member: Member<'_>, place: &TokenStream) -> TokenStream {
    let Member { ident, ty } = member;
    if let Some(ty) = inside_option(ty) {
        quote!(<#ty as #krate::__private::Displayed>::write_option(self.#ident.as_ref(), #place);)
    } else {
        quote!(<#ty as #krate::__private::Displayed>::write_displayed(&self.#ident, #place);)
    }
}

/// What is in an `Option`, where it is called so: no `Option` is displayed as such.
pub(crate) fn inside_option(ty: &Type) -> Option<&Type> {
    if let Type::Group(group) = ty {
        return inside_option(&group.elem);
    }
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last();
    let option = last.filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &option.arguments else {
        return None;
    };
    if let Some(GenericArgument::Type(ty)) = arguments.args.first() {
        Some(ty)
    } else {
        None
    }
}

/// ```text
/// impl UserIdentity for Viewer {
///     fn user_id(&self) -> String {
///         <u64 as IdValue>::to_id(&self.account)
///     }
/// }
/// ```
fn implement_identity(identity: &RecordId, input: &Input<'_>, id: Member<'_>) -> TokenStream {
    let (ident, krate) = (input.ident, &input.container.krate);
    let trait_name = format_ident!("{}", identity.trait_name);
    let method = format_ident!("{}", identity.method);
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let Member { ident: field, ty } = id;
    let where_clause = bounded(input.generics, [(ty, quote!(#krate::IdValue))]);
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::#trait_name for #ident #type_generics #where_clause {
            fn #method(&self) -> ::std::string::String {
                <#ty as #krate::IdValue>::to_id(&self.#field)
            }
        }
    }
}

/// What the types of the fields have to be.
fn where_clause(kind: &RecordKind, input: &Input<'_>) -> Option<WhereClause> {
    let krate = &input.container.krate;
    let id = input.id.as_ref().filter(|id| !id.allow_null_text);
    let id = id.map(|id| (id.member.ty, quote!(#krate::IdValue)));
    let parts = input.parts.iter().filter_map(|part| {
        let ty = part.member.ty;
        let trait_name = format_ident!("{}", kind.trait_name);
        match &part.content {
            Content::Flattened => Some((ty, quote!(#krate::#trait_name))),
            Content::Property { sent, .. } => match sent.how {
                How::Value => Some((ty, quote!(#krate::PropertyValue))),
                How::Display => {
                    let ty = inside_option(ty).unwrap_or(ty);
                    Some((ty, quote!(#krate::__private::Displayed)))
                }
                How::With(_) => None,
            },
        }
    });
    bounded(input.generics, id.into_iter().chain(parts))
}

#[cfg(test)]
mod tests;
