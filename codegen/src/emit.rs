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
mod waiter;

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

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

/// Emits the files of the folder `generated` and prints them, several at once: most of the time of a generation passes here.
/// A file is printed before the next is emitted, so that few are in memory.
pub(crate) fn files<T: Send>(plan: &Plan, print: impl Fn(Emitted) -> T + Sync) -> Vec<T> {
    let types = plan.modules.iter().flat_map(|module| &module.public);
    let mut siblings: HashSet<&str> = types.map(String::as_str).collect();
    siblings.insert("patterns");
    let modules = plan.modules.par_iter();
    let modules = modules.map(|one| print(module(one, &siblings)));
    let (root, mut files) = rayon::join(
        || print(mod_file::mod_file(plan)),
        || modules.collect::<Vec<T>>(),
    );
    files.push(root);
    files
}

fn module(module: &Module, siblings: &HashSet<&str>) -> Emitted {
    let items = module.items.iter().flat_map(|item| {
        parse(match item {
            Item::Structure(item) => structure::structure(item),
            Item::Union(item) => union::union(item),
            Item::Enum(item) => enumeration::enumeration(item),
            Item::Operation(item) => operation::operation(item),
            Item::Error(item) => error::error(item),
            Item::ServiceError(item) => error_enum::service_error(item),
            Item::Properties(item) => properties::properties(item),
            Item::Pattern(item) => pattern::pattern(item),
            Item::Service(names, endpoints) => service::service(names, endpoints),
        })
    });
    let items: Vec<syn::Item> = items.collect();
    let mut all = imports::imports(&items, siblings);
    all.extend(items);
    Emitted {
        file: module.file.clone(),
        docs: module.docs.clone(),
        items: all,
    }
}

/// Parses emitted tokens; anything but items is a bug of the generator.
fn parse(tokens: TokenStream) -> Vec<syn::Item> {
    match syn::parse2::<syn::File>(tokens) {
        Ok(file) => file.items,
        Err(error) => unreachable!("emitted tokens are Rust: {error}"),
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
    let lines = lines.iter().map(|line| match line.trim_end() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}
