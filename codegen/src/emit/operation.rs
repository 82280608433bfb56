//! Operations: their constants, responses and errors, and the method of the client.
//!
//! ```text
//! impl Operation for PutUsersRequest { const PATH: &'static str = "/users"; … }
//! pub struct PutUsersResponse { request_id: Option<String> }
//! pub enum PutUsersError { InvalidInput(InvalidInputException), …, Unhandled(Unhandled) }
//! impl Client { pub async fn put_users(&self, request: &PutUsersRequest) -> …; }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::plan::Operation;

pub(super) fn operation(operation: &Operation) -> TokenStream {
    let (constants, response) = (constants(operation), response(operation));
    let (errors, method) = (errors(operation), method(operation));
    quote!(#constants #response #errors #method)
}

fn constants(operation: &Operation) -> TokenStream {
    let Operation { name, http, .. } = operation;
    let request = ident(&operation.request);
    let (response, error) = (ident(&operation.response), ident(&operation.error));
    let (method, path) = (&http.method, &http.path);
    let status = proc_macro2::Literal::u16_unsuffixed(http.status);
    quote! {
        impl Operation for #request {
            type Response = #response;
            type Error = #error;
            const NAME: &'static str = #name;
            const METHOD: &'static str = #method;
            const PATH: &'static str = #path;
            const STATUS: u16 = #status;
        }
    }
}

fn response(operation: &Operation) -> TokenStream {
    let response = ident(&operation.response);
    let docs = docs(&operation.response_docs);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #response {
            request_id: Option<String>,
        }

        impl #response {
            /// The id by which AWS's support finds the request.
            #[must_use]
            pub fn request_id(&self) -> Option<&str> {
                self.request_id.as_deref()
            }
        }

        impl From<Reply> for #response {
            fn from(reply: Reply) -> Self {
                Self { request_id: reply.into_request_id() }
            }
        }
    }
}

fn errors(operation: &Operation) -> TokenStream {
    let error = ident(&operation.error);
    let docs_of_it = docs(&operation.error_docs);
    let variants = operation.variants.iter().map(|variant| {
        let (docs, name, ty) = (
            docs(&variant.docs),
            ident(&variant.name),
            ident(&variant.ty),
        );
        quote!(#docs #name(#ty))
    });
    let arms = operation.variants.iter().map(|variant| {
        let (code, name, ty) = (&variant.code, ident(&variant.name), ident(&variant.ty));
        quote!(Some(#code) => Self::#name(#ty::from_reply(reply)))
    });
    let unhandled = quote!(Self::Unhandled(Unhandled::from_reply(reply)));
    let from_reply = if operation.variants.is_empty() {
        unhandled
    } else {
        quote! {
            match reply.code() {
                #(#arms,)*
                _ => #unhandled,
            }
        }
    };
    let displays = operation.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        quote!(Self::#name(error) => error.fmt(f))
    });
    quote! {
        #docs_of_it
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #error {
            #(#variants,)*
            /// An error that the model does not state for this operation, such as throttling.
            Unhandled(Unhandled),
        }

        impl OperationError for #error {
            fn from_reply(reply: &Reply) -> Self {
                #from_reply
            }
        }

        impl fmt::Display for #error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    #(#displays,)*
                    Self::Unhandled(error) => error.fmt(f),
                }
            }
        }

        impl std::error::Error for #error {}
    }
}

fn method(operation: &Operation) -> TokenStream {
    let docs = docs(&operation.method_docs);
    let (method, request) = (ident(&operation.method), ident(&operation.request));
    let (response, error) = (ident(&operation.response), ident(&operation.error));
    quote! {
        impl Client {
            #docs
            pub async fn #method(&self, request: &#request) -> Result<#response, Error<#error>> {
                self.send(request).await
            }
        }
    }
}
