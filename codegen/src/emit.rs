//! Tokens. Everything is decided; this stage only knows how Rust looks. `tests/golden` shows the code that each
//! module emits.

mod builder;
mod constraint;
mod crate_root;
mod default;
mod derives;
mod enumeration;
mod error;
mod error_enum;
mod impls;
mod imports;
mod mod_file;
mod operation;
mod pagination;
mod pattern;
mod properties;
mod read;
mod record_kinds;
mod serialize;
mod service;
mod structure;
mod types;
mod union;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use crate_root::crate_root;
pub(crate) use derives::derives;
pub(crate) use record_kinds::record_kinds;

use crate::plan::{Item, Module, Plan};
use crate::tokens::ident;

/// A file of the folder `generated`.
pub(crate) struct Emitted {
    /// The name of the file, with the ending.
    pub(crate) file: String,
    /// The lines of the documentation at its top.
    pub(crate) docs: Vec<String>,
    /// Imports first.
    pub(crate) items: Vec<syn::Item>,
}

/// The files of the folder `generated`.
pub(crate) fn files(plan: &Plan) -> Vec<Emitted> {
    let types = plan.modules.iter().flat_map(|module| &module.public);
    let mut siblings: BTreeSet<&str> = types.map(String::as_str).collect();
    siblings.insert("patterns");
    let modules = plan.modules.iter().map(|one| module(one, &siblings));
    modules.chain([mod_file::mod_file(plan)]).collect()
}

fn module(module: &Module, siblings: &BTreeSet<&str>) -> Emitted {
    let items = module.items.iter().map(|item| match item {
        Item::Structure(item) => structure::structure(item),
        Item::Union(item) => union::union(item),
        Item::Enum(item) => enumeration::enumeration(item),
        Item::Operation(item) => operation::operation(item),
        Item::Error(item) => error::error(item),
        Item::ServiceError(item) => error_enum::service_error(item),
        Item::Properties(item) => properties::properties(item),
        Item::Pattern(item) => pattern::pattern(item),
        Item::Service(names, endpoints) => service::service(names, endpoints),
    });
    let items = parse(&quote!(#(#items)*));
    let mut all = imports::imports(&items, siblings);
    all.extend(items);
    Emitted {
        file: module.file.clone(),
        docs: module.docs.clone(),
        items: all,
    }
}

/// Parses emitted tokens; anything but items is a bug of the generator.
fn parse(tokens: &TokenStream) -> Vec<syn::Item> {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => file.items,
        Err(error) => unreachable!("emitted tokens are Rust: {error}\n{tokens}"),
    }
}

/// The lines of a documentation comment that starts with `///` or `//!`.
pub(crate) fn doc_lines(start: &str, lines: &[String]) -> String {
    let lines = lines.iter().map(|line| format!("{start} {line}"));
    lines
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect()
}

/// A documentation comment as attributes.
fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| format!(" {line}"));
    let lines = lines.map(|line| line.trim_end().to_owned());
    quote!(#(#[doc = #lines])*)
}
