//! The methods of the blocking client.
//!
//! ```text
//! impl BlockingClient { pub fn put_users(&self, request: &PutUsersRequest) -> …; }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::plan::BlockingCall;

pub(super) fn calls(calls: &[BlockingCall]) -> TokenStream {
    let methods = calls.iter().map(|call| {
        let docs = docs(&call.docs);
        let (method, request) = (ident(&call.method), ident(&call.request));
        let (response, error) = (ident(&call.response), ident(&call.error));
        quote! {
            #docs
            pub fn #method(&self, request: &#request) -> Result<#response, Error<#error>> {
                self.send(request)
            }
        }
    });
    quote!(impl BlockingClient { #(#methods)* })
}
