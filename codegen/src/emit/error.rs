//! The errors of a service: a message each.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::plan::ErrorShape;

pub(super) fn error(error: &ErrorShape) -> TokenStream {
    let (name, code) = (ident(&error.name), &error.code);
    let (docs_of_it, message_docs) = (docs(&error.docs), docs(&error.message_docs));
    quote! {
        #docs_of_it
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            message: Option<String>,
        }

        impl #name {
            pub(super) fn from_reply(reply: &Reply) -> Self {
                Self { message: reply.message().map(str::to_owned) }
            }

            #message_docs
            #[must_use]
            pub fn message(&self) -> Option<&str> {
                self.message.as_deref()
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(#code)?;
                match self.message() {
                    Some(message) => write!(f, ": {message}"),
                    None => Ok(()),
                }
            }
        }

        impl std::error::Error for #name {}
    }
}
