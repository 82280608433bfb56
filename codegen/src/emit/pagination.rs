//! Pagination: the token of the next page, and the items of a page.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, types};
use crate::plan::{Operation, Pagination};

pub(super) fn pagination(operation: &Operation, pagination: &Pagination) -> TokenStream {
    let (request, response) = (ident(&operation.request), ident(&operation.response));
    let Pagination {
        input: (input, input_is_option),
        output: (output, output_is_option),
        items,
    } = pagination;
    let (input, output) = (ident(input), ident(output));
    let token = if *input_is_option {
        quote!(Some(token))
    } else {
        quote!(token)
    };
    let next = if *output_is_option {
        quote!(response.#output.as_deref())
    } else {
        quote!(Some(&response.#output))
    };
    let items = items.as_ref().map(|((field, is_option), ty)| {
        let (field, ty) = (ident(field), types::owned(ty));
        let default = is_option.then(|| quote!(.unwrap_or_default()));
        quote! {
            impl PaginatedItems for #request {
                type Items = #ty;

                fn items(response: #response) -> #ty {
                    response.#field #default
                }
            }
        }
    });
    quote! {
        impl Paginated for #request {
            fn next_token(response: &#response) -> Option<&str> {
                #next
            }

            fn set_token(&mut self, token: String) {
                self.#input = #token;
            }
        }

        #items
    }
}
