//! Tokens. Everything is decided; this room only knows how Rust looks.

mod blocking;
mod builder;
mod constraint;
mod derives;
mod enumeration;
mod error;
mod index;
mod literal;
mod operation;
mod package;
mod pattern;
mod properties;
mod read;
mod structure;
mod types;
mod union;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub(crate) use derives::derives;
pub(crate) use index::index;
pub(crate) use package::package;

use crate::plan::{Imports, Item, Module};

/// A file: the documentation of its top, what it imports, and its items.
#[derive(Debug)]
pub(crate) struct Emitted {
    pub(crate) docs: Vec<String>,
    /// Groups of imports, each to be separated from the next.
    pub(crate) imports: Vec<TokenStream>,
    pub(crate) items: TokenStream,
}

/// A file of the folder `generated`.
pub(crate) fn module(module: &Module) -> Emitted {
    let items = module.items.iter().map(|item| match item {
        Item::Structure(item) => structure::structure(item),
        Item::Union(item) => union::union(item),
        Item::Enum(item) => enumeration::enumeration(item),
        Item::Operation(item) => operation::operation(item),
        Item::Error(item) => error::error(item),
        Item::Blocking(calls) => blocking::calls(calls),
        Item::Properties(item) => properties::properties(item),
        Item::Pattern(item) => pattern::pattern(item),
    });
    Emitted {
        docs: module.docs.clone(),
        items: quote!(#(#items)*),
        imports: imports(&module.imports),
    }
}

fn imports(imports: &Imports) -> Vec<TokenStream> {
    let mut groups = Vec::new();
    if !imports.std.is_empty() {
        let paths = imports.std.iter().map(|path| {
            let parts = path.split("::").map(ident);
            quote!(#(#parts)::*)
        });
        groups.push(quote!(#(use std::#paths;)*));
    }
    let mut ours = TokenStream::new();
    match imports
        .siblings
        .iter()
        .map(|name| ident(name))
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => {}
        [one] => ours.extend(quote!(use super::#one;)),
        many => ours.extend(quote!(use super::{#(#many),*};)),
    }
    if imports.patterns {
        ours.extend(quote!(
            use super::patterns;
        ));
    }
    let runtime = imports.runtime.iter().map(|name| ident(name));
    ours.extend(quote!(use crate::runtime::{#(#runtime),*};));
    groups.push(ours);
    groups
}

/// An identifier, raw or not.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Documentation, a line each.
fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        let line = if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}
