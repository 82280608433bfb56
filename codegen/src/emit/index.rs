//! `mod.rs`: the files, what of them others see, and the service.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitted, ident};
use crate::plan::Index;

pub(crate) fn index(index: &Index) -> Emitted {
    let names: Vec<_> = index
        .modules
        .iter()
        .map(|module| ident(&module.name))
        .collect();
    let gates = index.modules.iter().map(|module| {
        let feature = module.feature.iter();
        quote!(#(#[cfg(feature = #feature)])*)
    });
    let public = index.modules.iter().zip(&names).map(|(module, name)| {
        let public: Vec<_> = module.public.iter().map(|name| ident(name)).collect();
        import(&quote!(#name), &public)
    });
    let builders = index.modules.iter().zip(&names).map(|(module, name)| {
        let builders: Vec<_> = module.builders.iter().map(|name| ident(name)).collect();
        import(&quote!(super::#name), &builders)
    });
    let service = &index.service;
    let (sdk_id, prefix, signing) = (
        &service.sdk_id,
        &service.endpoint_prefix,
        &service.signing_name,
    );
    Emitted {
        docs: index.docs.clone(),
        imports: vec![quote!(
            use crate::runtime::Service;
        )],
        items: quote! {
            #(#gates mod #names;)*

            #(#public)*

            /// The builders of requests and of what they hold.
            pub mod builders {
                #(#builders)*
            }

            /// What the client has to know of the service.
            pub(crate) const SERVICE: Service = Service {
                sdk_id: #sdk_id,
                endpoint_prefix: #prefix,
                signing_name: #signing,
            };
        },
    }
}

fn import(module: &TokenStream, names: &[proc_macro2::Ident]) -> TokenStream {
    match names {
        [] => quote!(),
        [one] => quote!(pub use #module::#one;),
        many => quote!(pub use #module::{#(#many),*};),
    }
}
