//! `mod.rs`: the modules, and what they export.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Item, ItemMod};

use super::{Emitted, ident, parse};
use crate::plan::Plan;

/// Each line is parsed alone: a buffer for thousands of them would grow to megabytes.
pub(super) fn mod_file(plan: &Plan) -> Emitted {
    let modules = plan.modules.iter().map(|module| {
        let name = ident(&module.name);
        quote!(mod #name;)
    });
    let public = plan.modules.iter().map(|module| {
        let name = ident(&module.name);
        export(&quote!(#name), &module.public)
    });
    let exports: Vec<String> = plan.exports.iter().map(ToString::to_string).collect();
    let exports = export(&quote!(crate::runtime), &exports);
    let constants = if plan.has_endpoints {
        quote!({ENDPOINTS, SERVICE})
    } else {
        quote!(SERVICE)
    };
    let constants = quote!(pub(crate) use service::#constants;);
    let lines = modules.chain(public).chain([exports, constants]);
    let mut items: Vec<Item> = lines.flat_map(parse).collect();
    items.extend(builders(plan));
    Emitted {
        file: "mod.rs".to_owned(),
        docs: plan.docs.clone(),
        items,
    }
}

fn builders(plan: &Plan) -> Vec<Item> {
    let mut module = parse(quote! {
        /// The builders of requests and of the structures in them.
        ///
        /// Each member has a setter. That of a list or map extends it, so that calls can add a part each. A member that
        /// is not required has another one, `maybe_` and its name, which accepts an `Option`: `None` leaves the
        /// member unchanged.
        pub mod builders {}
    });
    let lines = plan.modules.iter().map(|module| {
        let name = ident(&module.name);
        export(&quote!(super::#name), &module.builders)
    });
    for item in &mut module {
        if let Item::Mod(ItemMod {
            content: Some((_, items)),
            ..
        }) = item
        {
            items.extend(lines.clone().flat_map(parse));
        }
    }
    module
}

fn export(module: &TokenStream, names: &[String]) -> TokenStream {
    let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    match names.as_slice() {
        [] => quote!(),
        [one] => quote!(pub use #module::#one;),
        many => quote!(pub use #module::{#(#many),*};),
    }
}
