//! The modules of a crate: the items that each defines, the names that each imports, and the paths that its code has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Attribute, Expr, Item, Token, UseTree, Visibility};

/// Reads a source file; `None` if there is none.
pub(crate) type Read<'a> = dyn Fn(&Path) -> Option<String> + 'a;

/// A module, and where it is.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) file: PathBuf,
    pub(crate) parent: Option<usize>,
    pub(crate) children: BTreeMap<String, usize>,
    pub(crate) items: BTreeSet<String>,
    pub(crate) imports: Vec<Import>,
    /// The modules whose items are all imported.
    pub(crate) globs: Vec<Vec<String>>,
    /// The paths in its code.
    pub(crate) paths: BTreeSet<Vec<String>>,
}

/// A name from elsewhere.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) name: String,
    pub(crate) path: Vec<String>,
    /// Whether others can use the name: `pub use`.
    pub(crate) is_public: bool,
}

/// The modules of the crate with this root, which is the first one. Tests are left out.
pub(crate) fn modules(root: &Path, read: &Read<'_>) -> Vec<Module> {
    let mut tree = Tree {
        read,
        modules: Vec::new(),
    };
    let folder = root.parent().unwrap_or(root).to_owned();
    tree.file(root, &folder, None);
    tree.modules
}

struct Tree<'a> {
    read: &'a Read<'a>,
    modules: Vec<Module>,
}

impl Tree<'_> {
    /// Adds the module of a file; `folder` has the files of its children.
    fn file(&mut self, file: &Path, folder: &Path, parent: Option<usize>) -> usize {
        let text = (self.read)(file).unwrap_or_else(|| panic!("no file {}", file.display()));
        let parsed = syn::parse_file(&text);
        let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.module(parsed.items, file, folder, parent)
    }

    fn module(
        &mut self,
        items: Vec<Item>,
        file: &Path,
        folder: &Path,
        parent: Option<usize>,
    ) -> usize {
        let index = self.modules.len();
        self.modules.push(Module {
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            items: BTreeSet::new(),
            imports: Vec::new(),
            globs: Vec::new(),
            paths: BTreeSet::new(),
        });
        for item in items {
            let Some(attributes) = attributes(&item) else {
                continue;
            };
            if attributes.iter().any(is_for_tests) {
                continue;
            }
            if let Item::Use(item) = item {
                let is_public = !matches!(item.vis, Visibility::Inherited);
                self.import(index, Vec::new(), item.tree, is_public);
            } else if let Item::Mod(module) = item {
                let name = module.ident.to_string();
                let folder = folder.join(&name);
                let child = if let Some((_, items)) = module.content {
                    self.module(items, file, &folder, Some(index))
                } else {
                    let beside = folder.with_extension("rs");
                    let is_beside = (self.read)(&beside).is_some();
                    let found = if is_beside {
                        beside
                    } else {
                        folder.join("mod.rs")
                    };
                    self.file(&found, &folder, Some(index))
                };
                self.modules[index].children.insert(name, child);
            } else {
                let module = &mut self.modules[index];
                module.items.extend(name(&item));
                Paths(&mut module.paths).visit_item(&item);
            }
        }
        index
    }

    fn import(&mut self, index: usize, mut path: Vec<String>, tree: UseTree, is_public: bool) {
        let (last, name) = match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                return self.import(index, path, *tree.tree, is_public);
            }
            UseTree::Group(group) => {
                for tree in group.items {
                    self.import(index, path.clone(), tree, is_public);
                }
                return;
            }
            UseTree::Glob(_) => return self.modules[index].globs.push(path),
            UseTree::Name(tree) => (tree.ident.to_string(), tree.ident.to_string()),
            UseTree::Rename(tree) => (tree.ident.to_string(), tree.rename.to_string()),
        };
        let name = if last == "self" {
            path.last().cloned().unwrap_or_default()
        } else {
            path.push(last);
            name
        };
        self.modules[index].imports.push(Import {
            name,
            path,
            is_public,
        });
    }
}

/// Collects the paths of an item.
struct Paths<'a>(&'a mut BTreeSet<Vec<String>>);

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let segments = path.segments.iter();
            self.0
                .insert(segments.map(|segment| segment.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.visit_path(&item.path);
        // What is quoted is the code of another crate.
        if item.path.is_ident("quote") || item.path.is_ident("quote_spanned") {
            return;
        }
        let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
        match item.parse_body_with(parse) {
            Ok(arguments) => arguments
                .iter()
                .for_each(|argument| Paths(self.0).visit_expr(argument)),
            Err(_) => self.tokens(item.tokens.clone()),
        }
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).is_some_and(|attributes| attributes.iter().any(is_for_tests)) {
            syn::visit::visit_item(self, item);
        }
    }
}

impl Paths<'_> {
    /// Collects the paths of tokens that are not expressions, as far as they start at a module.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    let is_start = ["crate", "self", "super"].contains(&ident.to_string().as_str());
                    if is_start && path.last().is_none_or(|last| last != "super") {
                        self.0.insert(std::mem::take(&mut path));
                    }
                    if is_start || !path.is_empty() {
                        path.push(ident.to_string());
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                TokenTree::Group(group) => {
                    self.0.insert(std::mem::take(&mut path));
                    self.tokens(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.0.insert(std::mem::take(&mut path));
                }
            }
        }
        self.0.insert(path);
    }
}

/// Whether an attribute compiles something for tests only.
fn is_for_tests(attribute: &Attribute) -> bool {
    let is_test = |token: TokenTree| matches!(token, TokenTree::Ident(ident) if ident == "test");
    let list = attribute.meta.require_list();
    attribute.path().is_ident("cfg")
        && list.is_ok_and(|list| list.tokens.clone().into_iter().any(is_test))
}

/// The attributes of an item; `None` for tokens that `syn` does not know.
fn attributes(item: &Item) -> Option<&[Attribute]> {
    Some(match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::ForeignMod(_) | Item::TraitAlias(_) | Item::Verbatim(_) | _ => return None,
    })
}

fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::ExternCrate(_)
        | Item::ForeignMod(_)
        | Item::Impl(_)
        | Item::Mod(_)
        | Item::TraitAlias(_)
        | Item::Use(_)
        | Item::Verbatim(_)
        | _ => return None,
    };
    Some(name.to_string())
}
