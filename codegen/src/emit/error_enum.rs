//! Enums of errors: those of an operation, and those of all operations.
//!
//! The error of a call, `Error<PutUsersError>`, converts into that of any operation with `From` only in the crate that
//! defines `Error`: the orphan rule allows it in no other crate. There, callers use `map_service_error`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{docs, ident};
use crate::plan::{Operation, ServiceError, Variant};

pub(super) fn service_error(error: &ServiceError) -> TokenStream {
    error_enum(&ident(&error.name), &error.docs, &error.variants)
}

pub(super) fn error_enum(name: &Ident, enum_docs: &[String], variants: &[Variant]) -> TokenStream {
    let enum_docs = docs(enum_docs);
    let names: Vec<Ident> = variants.iter().map(|it| ident(&it.name)).collect();
    let variants = variants.iter().map(|variant| {
        let docs = docs(&variant.docs);
        let (name, ty) = (ident(&variant.name), ident(&variant.ty));
        let ty = if variant.boxed {
            quote!(Box<#ty>)
        } else {
            quote!(#ty)
        };
        quote!(#docs #name(#ty))
    });
    quote! {
        #enum_docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// An error that the model does not declare, such as throttling.
            Unhandled(Unhandled),
        }

        crate::runtime::implement_error_enum!(#name #(, #names)*);
    }
}

/// The conversions of an operation's errors into those of all operations.
pub(super) fn conversions(operation: &Operation) -> TokenStream {
    let (error, service_error) = (ident(&operation.error), ident(&operation.service_error));
    let arms = operation.variants.iter().map(|variant| {
        let (name, in_service) = (ident(&variant.name), ident(&variant.in_service));
        quote!(#error::#name(error) => Self::#in_service(error))
    });
    let of_call = operation.converts_error.then(|| {
        quote! {
            impl From<Error<#error>> for Error<#service_error> {
                fn from(error: Error<#error>) -> Self {
                    error.map_service_error(#service_error::from)
                }
            }
        }
    });
    quote! {
        impl From<#error> for #service_error {
            fn from(error: #error) -> Self {
                match error {
                    #(#arms,)*
                    #error::Unhandled(error) => Self::Unhandled(error),
                }
            }
        }

        #of_call
    }
}
