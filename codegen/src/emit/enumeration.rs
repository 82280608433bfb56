//! Enums of strings and of integers.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::plan::Enum;

/// What differs between enums of strings and of integers.
struct Values {
    /// The type of a value, and of one that is listed.
    ty: TokenStream,
    listed: TokenStream,
    /// The method that returns the value.
    getter: TokenStream,
    unknown: TokenStream,
    /// The kind of enum in `implement_enum!`.
    kind: TokenStream,
    to_text: TokenStream,
    parse: TokenStream,
}

fn strings() -> Values {
    Values {
        ty: quote!(&str),
        listed: quote!(&'static str),
        getter: quote!(as_str),
        unknown: quote!(UnknownValue),
        kind: quote!(strings),
        to_text: quote!(self.as_str().into()),
        parse: quote!(Some(Self::from(text))),
    }
}

fn integers() -> Values {
    Values {
        ty: quote!(i32),
        listed: quote!(i32),
        getter: quote!(as_i32),
        unknown: quote!(UnknownNumber),
        kind: quote!(integers),
        to_text: quote!(self.as_i32().to_string().into()),
        parse: quote!(text.parse().ok().map(|value: i32| Self::from(value))),
    }
}

pub(super) fn enumeration(item: &Enum) -> TokenStream {
    let values = if item.integers { integers() } else { strings() };
    let (definition, accessors) = (definition(item, &values), accessors(item, &values));
    let shared = shared(item, &values);
    let bound = item.bound.then(|| bound(item, &values));
    quote!(#definition #accessors #shared #bound)
}

fn definition(item: &Enum, values: &Values) -> TokenStream {
    let (name, docs_of_it) = (ident(&item.name), docs(&item.docs));
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (docs(&variant.docs), ident(&variant.name));
        quote!(#docs #name)
    });
    let debug = (!item.sensitive).then(|| quote!(Debug,));
    let unknown = &values.unknown;
    quote! {
        #docs_of_it
        #[derive(Clone, #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the model lacked when this code was generated.
            Unknown(#unknown),
        }
    }
}

/// What all enums implement, by a macro of the runtime. A sensitive enum has no `Display`, and its `Debug` shows no value.
fn shared(item: &Enum, values: &Values) -> TokenStream {
    let (name, kind) = (ident(&item.name), &values.kind);
    let debug = item
        .sensitive
        .then(|| quote!(crate::runtime::implement_debug!(#name);));
    let shown = (!item.sensitive).then(|| quote!(, shown));
    let sent = item.usage.sent.then(|| quote!(, sent));
    let received = item.usage.received.then(|| quote!(, received));
    quote! {
        #debug
        crate::runtime::implement_enum!(#kind, #name #shown #sent #received);
    }
}

fn accessors(item: &Enum, values: &Values) -> TokenStream {
    let name = ident(&item.name);
    let variants = item.variants.iter();
    let (variants, all): (Vec<_>, Vec<_>) = variants
        .map(|variant| (ident(&variant.name), &variant.value))
        .unzip();
    let Values {
        ty,
        listed,
        getter,
        unknown,
        ..
    } = values;
    quote! {
        const VALUES: &[#ty] = &[#(#all),*];

        impl #name {
            /// All values of the model.
            #[must_use]
            pub fn values() -> &'static [#listed] {
                VALUES
            }

            /// The value on the wire.
            #[must_use]
            pub fn #getter(&self) -> #ty {
                match self {
                    #(Self::#variants => #all,)*
                    Self::Unknown(value) => value.#getter(),
                }
            }
        }

        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                match value {
                    #(#all => Self::#variants,)*
                    _ => Self::Unknown(#unknown::new(value)),
                }
            }
        }
    }
}

/// The form in paths, queries and headers.
fn bound(item: &Enum, values: &Values) -> TokenStream {
    let (name, to_text, parse) = (ident(&item.name), &values.to_text, &values.parse);
    quote! {
        impl http::ToText for #name {
            fn to_text(&self) -> Cow<'_, str> {
                #to_text
            }

            fn parse(text: &str) -> Option<Self> {
                #parse
            }
        }
    }
}
