//! Enums of errors: those of an operation, and those of all operations.
//!
//! The error of a call, `Error<PutUsersError>`, converts into that of any operation with `From` only in the crate that
//! defines `Error`: the orphan rule allows it in no other crate. There, callers use `map_service_error`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{docs, ident};
use crate::plan::{Operation, ServiceError, Variant};

pub(super) fn service_error(error: &ServiceError) -> TokenStream {
    let name = ident(&error.name);
    let definition = definition(&name, &error.docs, &error.variants);
    let names = error.variants.iter().map(|variant| ident(&variant.name));
    quote! {
        #definition

        crate::runtime::implement_error_enum!(#name #(, #names)*);
    }
}

/// The errors of an operation, with their conversions into those of all operations.
pub(super) fn operation_error(operation: &Operation) -> TokenStream {
    let (name, service_error) = (ident(&operation.error), ident(&operation.service_error));
    let definition = definition(&name, &operation.error_docs, &operation.variants);
    let variants = operation.variants.iter().map(|variant| {
        let (name, in_service) = (ident(&variant.name), ident(&variant.in_service));
        let code = &variant.code;
        // Reading an error with more members than a message can fail.
        let read = match (variant.carries, variant.boxed) {
            (false, _) => {
                let ty = ident(&variant.ty);
                quote!(message(#code, super::#ty))
            }
            (true, false) => quote!(read(#code)),
            (true, true) => quote!(read_boxed(#code)),
        };
        quote!(#name: #read as #in_service)
    });
    let of_call = operation.converts_error.then(|| {
        quote! {
            impl From<Error<#name>> for Error<#service_error> {
                fn from(error: Error<#name>) -> Self {
                    error.map_service_error(#service_error::from)
                }
            }
        }
    });
    quote! {
        #definition

        crate::runtime::implement_operation_error!(#name, super::#service_error #(, #variants)*);

        #of_call
    }
}

fn definition(name: &Ident, enum_docs: &[String], variants: &[Variant]) -> TokenStream {
    let enum_docs = docs(enum_docs);
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
    }
}
