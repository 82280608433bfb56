//! Implementations of traits that structures, unions, enums and errors share.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::plan::Debug;

/// `impl fmt::Display for Mode { … }`, where `f` is the formatter.
pub(super) fn format(name: &Ident, implemented: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        impl fmt::#implemented for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                #body
            }
        }
    }
}

/// The `Debug` implementation unless it is derived; `redacting` is the body that redacts members.
pub(super) fn debug(name: &str, debug: Debug, redacting: &TokenStream) -> TokenStream {
    let body = match debug {
        Debug::All => return TokenStream::new(),
        Debug::Nothing => {
            let text = format!("{name}(** redacted **)");
            quote!(f.write_str(#text))
        }
        Debug::Redacting => redacting.clone(),
    };
    format(&ident(name), &quote!(Debug), &body)
}

/// `impl Serialize for Film { … }`, where `serializer` is the serializer.
pub(super) fn serialize(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #body
            }
        }
    }
}

/// `impl Validate for Price { … }`, where `context` is the pattern of the context.
pub(super) fn validate(name: &Ident, context: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        impl Validate for #name {
            type Valid = Self;

            #[inline]
            fn validate(self, _: &'static [Constraint], #context: &mut ValidationContext<'_>) -> Option<Self> {
                #body
            }
        }
    }
}

/// The `Validate` implementation of a type whose values are always valid.
pub(super) fn valid(name: &Ident) -> TokenStream {
    quote!(crate::runtime::implement_valid!(#name);)
}

/// `impl json::Read for Film { … }`; `missing` is the value of a required member that is missing.
pub(super) fn read(name: &Ident, body: &TokenStream, missing: Option<&TokenStream>) -> TokenStream {
    let missing = missing.map(|missing| {
        quote! {
            fn missing() -> Result<Self, json::Error> {
                Ok(#missing)
            }
        }
    });
    quote! {
        impl json::Read for #name {
            fn read(value: json::Value) -> Result<Self, json::Error> {
                #body
            }

            #missing
        }
    }
}
