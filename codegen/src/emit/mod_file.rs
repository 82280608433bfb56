//! `mod.rs`: the modules, what they export, and the service.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Emitted, ident, parse};
use crate::plan::Plan;

pub(super) fn mod_file(plan: &Plan) -> Emitted {
    let modules = plan.modules.iter().map(|module| {
        let (name, feature) = (ident(&module.name), module.feature.iter());
        quote!(#(#[cfg(feature = #feature)])* mod #name;)
    });
    let public = plan.modules.iter().map(|module| {
        let name = ident(&module.name);
        export(&quote!(#name), &module.public)
    });
    let builders = plan.modules.iter().map(|module| {
        let name = ident(&module.name);
        export(&quote!(super::#name), &module.builders)
    });
    let service = &plan.service;
    let (sdk_id, prefix, signing) = (
        &service.sdk_id,
        &service.endpoint_prefix,
        &service.signing_name,
    );
    Emitted {
        file: "mod.rs".to_owned(),
        docs: plan.docs.clone(),
        items: parse(&quote! {
            use crate::runtime::Service;

            #(#modules)*

            #(#public)*

            /// The builders of requests and of the structures in them.
            pub mod builders {
                #(#builders)*
            }

            /// Names and endpoint prefix of the service.
            pub(crate) const SERVICE: Service = Service {
                sdk_id: #sdk_id,
                endpoint_prefix: #prefix,
                signing_name: #signing,
            };
        }),
    }
}

fn export(module: &TokenStream, names: &[String]) -> TokenStream {
    let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    match names.as_slice() {
        [] => quote!(),
        [one] => quote!(pub use #module::#one;),
        many => quote!(pub use #module::{#(#many),*};),
    }
}
