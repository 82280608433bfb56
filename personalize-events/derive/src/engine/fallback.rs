//! Stubs in place of the impls for a struct with errors.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::DeriveInput;

use crate::engine::container::Container;
use crate::engine::errors::Errors;
use personalize_events_schema::record_kind::RecordKind;

/// Generates the errors, and impls that do nothing, so that uses of the struct cause no further errors.
pub(crate) fn expand(kind: &RecordKind, input: &DeriveInput, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    let ident = &input.ident;
    let krate = Container::read(&input.attrs, &mut Errors::default()).krate;
    let trait_name = format_ident!("{}", kind.trait_name);
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let identity = kind.id.map(|identity| {
        let trait_name = format_ident!("{}", identity.trait_name);
        let method = format_ident!("{}", identity.method);
        quote! {
            #[automatically_derived]
            impl #impl_generics #krate::#trait_name for #ident #type_generics #where_clause {
                fn #method(&self) -> ::std::string::String {
                    ::std::string::String::new()
                }
            }
        }
    });
    quote! {
        #errors
        const _: () = {
            #[automatically_derived]
            impl #impl_generics #krate::#trait_name for #ident #type_generics #where_clause {
                fn write_properties(&self, _: &mut #krate::PropertiesWriter) {}
            }
            #identity
        };
    }
}
