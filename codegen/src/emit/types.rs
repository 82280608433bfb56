//! How the types of members are spelled, in each place where they stand.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::plan::{Member, Type};

/// The type of a value that is valid: `Vec<User>`.
pub(super) fn owned(ty: &Type) -> TokenStream {
    match ty {
        Type::Copy(name) | Type::Float(name) => name_of(name),
        Type::String => quote!(String),
        Type::Json => quote!(Json),
        Type::Structure(name) | Type::Enum(name) => name_of(name),
        Type::List(element) => {
            let element = owned(element);
            quote!(Vec<#element>)
        }
    }
}

/// The type of a value that a builder holds: `Vec<Draft<User>>`.
pub(super) fn drafted(ty: &Type) -> TokenStream {
    match ty {
        Type::Json | Type::Structure(_) => {
            let owned = owned(ty);
            quote!(Draft<#owned>)
        }
        Type::List(element) => {
            let element = drafted(element);
            quote!(Vec<#element>)
        }
        Type::Copy(_) | Type::Float(_) | Type::String | Type::Enum(_) => owned(ty),
    }
}

/// The type that a setter takes: `impl Into<String>`.
pub(super) fn taken(ty: &Type) -> TokenStream {
    match ty {
        Type::Copy("Timestamp")
        | Type::String
        | Type::Json
        | Type::Structure(_)
        | Type::Enum(_) => {
            let drafted = drafted(ty);
            quote!(impl Into<#drafted>)
        }
        Type::Copy(_) | Type::Float(_) => owned(ty),
        Type::List(element) => {
            let element = taken(element);
            quote!(impl IntoIterator<Item = #element>)
        }
    }
}

/// The name of a setter's parameter.
pub(super) fn parameter(ty: &Type) -> TokenStream {
    match ty {
        Type::List(_) => quote!(values),
        Type::Copy(_)
        | Type::Float(_)
        | Type::String
        | Type::Json
        | Type::Structure(_)
        | Type::Enum(_) => {
            quote!(value)
        }
    }
}

/// From the parameter of a setter to what the builder holds.
pub(super) fn convert(ty: &Type) -> TokenStream {
    match ty {
        Type::Copy("Timestamp")
        | Type::String
        | Type::Json
        | Type::Structure(_)
        | Type::Enum(_) => {
            quote!(value.into())
        }
        Type::Copy(_) | Type::Float(_) => quote!(value),
        Type::List(element) => {
            let each = match **element {
                Type::Copy("Timestamp")
                | Type::String
                | Type::Json
                | Type::Structure(_)
                | Type::Enum(_) => {
                    quote!(.map(Into::into))
                }
                Type::Copy(_) | Type::Float(_) => quote!(),
                Type::List(_) => {
                    let inner = convert(element);
                    quote!(.map(|values| #inner))
                }
            };
            quote!(values.into_iter()#each.collect())
        }
    }
}

/// What a getter returns, and how it gets there.
pub(super) fn getter(member: &Member) -> (TokenStream, TokenStream) {
    let field = ident(&member.field);
    let owned = owned(&member.ty);
    match (&member.ty, member.required) {
        (Type::Copy(_) | Type::Float(_), true) => (owned, quote!(self.#field)),
        (Type::Copy(_) | Type::Float(_), false) => (quote!(Option<#owned>), quote!(self.#field)),
        (Type::String, true) => (quote!(&str), quote!(&self.#field)),
        (Type::String, false) => (quote!(Option<&str>), quote!(self.#field.as_deref())),
        (Type::Json | Type::Structure(_) | Type::Enum(_), true) => {
            (quote!(&#owned), quote!(&self.#field))
        }
        (Type::Json | Type::Structure(_) | Type::Enum(_), false) => {
            (quote!(Option<&#owned>), quote!(self.#field.as_ref()))
        }
        (Type::List(element), required) => {
            let element = self::owned(element);
            if required {
                (quote!(&[#element]), quote!(&self.#field))
            } else {
                (quote!(Option<&[#element]>), quote!(self.#field.as_deref()))
            }
        }
    }
}

fn name_of(name: &str) -> TokenStream {
    let name = ident(name);
    quote!(#name)
}
