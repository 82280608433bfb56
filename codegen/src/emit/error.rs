//! The errors of a service.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, read as reading, structure, types};
use crate::plan::{Debug, ErrorShape};

pub(super) fn error(error: &ErrorShape) -> TokenStream {
    let name = ident(&error.name);
    let docs_of_it = docs(&error.docs);
    let derived_debug = (error.debug == Debug::All).then(|| quote!(Debug,));
    let fields = error.members.iter().map(|member| {
        let (field, ty) = (ident(&member.field), types::field(member));
        quote!(#field: #ty)
    });
    let message_docs = docs(&error.message_docs);
    let has_members = !error.members.is_empty();
    let read = has_members.then(|| read(error));
    // An error with a message only is read without failure.
    let from_metadata = (!has_members).then(|| {
        quote! {
            pub(super) fn from_metadata(metadata: &ResponseMetadata) -> Self {
                Self { message: metadata.message().map(str::to_owned) }
            }
        }
    });
    let getters = structure::getters(&error.members);
    let (code, debug) = (&error.code, debug(error));
    let secret = error.secret_message.then(|| quote!(, secret));
    quote! {
        #docs_of_it
        #[derive(Clone, #derived_debug PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            message: Option<String>,
            #(#fields),*
        }

        impl #name {
            #from_metadata

            #message_docs
            #[must_use]
            pub fn message(&self) -> Option<&str> {
                self.message.as_deref()
            }

            #getters
        }

        #read
        #debug

        crate::runtime::implement_error!(#name, #code #secret);
    }
}

/// Reads an error with more members than a message, which can fail.
fn read(error: &ErrorShape) -> TokenStream {
    let name = ident(&error.name);
    let body = reading::body(&error.members);
    let fields = error.members.iter().map(reading::of_response);
    quote! {
        impl http::ReadError for #name {
            fn read(metadata: &ResponseMetadata) -> Result<Self, json::Error> {
                let response = http::Response::of(metadata);
                #body
                Ok(Self { message: metadata.message().map(str::to_owned), #(#fields),* })
            }
        }
    }
}

fn debug(error: &ErrorShape) -> Option<TokenStream> {
    let message = if error.secret_message {
        quote!(message: redacted)
    } else {
        quote!(message: shown)
    };
    let fields = std::iter::once(message).chain(structure::debug_fields(&error.members));
    structure::debug_with(&error.name, error.debug, fields)
}
