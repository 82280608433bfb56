//! Imports: a `use` for each name of another module that the items of a file use.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    Attribute, ExprPath, Item, ItemEnum, ItemStruct, ItemTrait, Macro, Path, Token, TypeParam,
};

use super::{ident, parse};
use crate::plan::{RUNTIME_MODULES, RUNTIME_TYPES, STD};

/// The `use` items for a file with these items; `siblings` are the types and modules of the other files.
pub(super) fn imports(items: &[Item], siblings: &HashSet<&str>) -> Vec<Item> {
    let mut names = Names::default();
    for item in items {
        names.visit_item(item);
    }
    for name in items.iter().filter_map(defined) {
        names.types.remove(&name);
    }
    for parameter in &names.parameters {
        names.types.remove(parameter);
    }
    let types = names.types;
    let std = STD.iter().filter(|(name, _)| types.contains(*name));
    let std = std.map(|(_, path)| {
        let path = path.iter().map(|part| ident(part));
        quote!(use std #(::#path)*;)
    });
    let of = |module: TokenStream, is_in: &dyn Fn(&str) -> bool| {
        let used = types.iter().map(String::as_str).filter(|name| is_in(name));
        let used: Vec<Ident> = used.map(ident).collect();
        (!used.is_empty()).then(|| quote!(use #module::{#(#used),*};))
    };
    let siblings = of(quote!(super), &|name| siblings.contains(name));
    let is_of_runtime =
        |name: &str| RUNTIME_MODULES.contains(&name) || RUNTIME_TYPES.contains(&name);
    let runtime = of(quote!(crate::runtime), &is_of_runtime);
    parse(quote!(#(#std)* #siblings #runtime))
}

/// The name of the type that an item defines.
fn defined(item: &Item) -> Option<String> {
    let (Item::Struct(ItemStruct { ident, .. })
    | Item::Enum(ItemEnum { ident, .. })
    | Item::Trait(ItemTrait { ident, .. })) = item
    else {
        return None;
    };
    Some(ident.to_string())
}

/// The first names of all paths.
#[derive(Default)]
struct Names {
    types: BTreeSet<String>,
    parameters: BTreeSet<String>,
    /// The last one. Most paths repeat a name.
    name: String,
}

impl Names {
    fn add(&mut self, ident: &Ident) {
        let name = written(ident, &mut self.name);
        if !self.types.contains(name) {
            self.types.insert(name.to_owned());
        }
    }

    /// Adds the first names of the paths in the arguments of a macro: what is before `::`, and not after it.
    fn add_paths(&mut self, tokens: TokenStream) {
        let (mut name, mut colons) = (None, 0);
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    if colons == 2
                        && let Some(name) = name.take()
                    {
                        self.add(&name);
                    }
                }
                TokenTree::Ident(ident) => {
                    name = (colons < 2).then_some(ident);
                    colons = 0;
                }
                TokenTree::Group(group) => {
                    self.add_paths(group.stream());
                    (name, colons) = (None, 0);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => (name, colons) = (None, 0),
            }
        }
    }
}

/// The name of an identifier, in a text that is reused.
fn written<'a>(ident: &Ident, text: &'a mut String) -> &'a str {
    text.clear();
    let written = write!(text, "{ident}");
    debug_assert!(written.is_ok());
    text.strip_prefix("r#").unwrap_or(text)
}

impl<'a> Visit<'a> for Names {
    fn visit_path(&mut self, path: &'a Path) {
        if let Some(first) = path.segments.first() {
            self.add(&first.ident);
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_path(&mut self, expression: &'a ExprPath) {
        // A name alone is a local variable or a constant of the file, unless it is a unit struct of the runtime.
        if let Some(name) = expression.path.get_ident() {
            let name = written(name, &mut self.name);
            if !RUNTIME_TYPES.contains(&name) {
                return;
            }
        }
        visit::visit_expr_path(self, expression);
    }

    fn visit_type_param(&mut self, parameter: &'a TypeParam) {
        self.parameters.insert(parameter.ident.to_string());
        visit::visit_type_param(self, parameter);
    }

    fn visit_macro(&mut self, invocation: &'a Macro) {
        self.add_paths(invocation.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'a Attribute) {
        let parse = Punctuated::<Path, Token![,]>::parse_terminated;
        if attribute.path().is_ident("derive")
            && let Ok(derives) = attribute.parse_args_with(parse)
        {
            let names = derives.iter().filter_map(Path::get_ident);
            self.types.extend(names.map(ToString::to_string));
        }
    }
}
