//! Implementations of `Debug`, as structures, unions, enums and errors have them.

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
