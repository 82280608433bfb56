//! Reads `#[personalize(…)]`, on any item.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Path, Token, parse_quote};

use crate::engine::errors::Errors;

const ATTRIBUTE: &str = "personalize";

/// Names in serde and their counterparts here.
const IN_SERDE: [(&str, &str); 2] = [
    ("skip_serializing_if", "skip_if"),
    ("serialize_with", "with"),
];

/// An attribute that an item accepts.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) takes_string: bool,
}

pub(crate) const CRATE: Known = Known::string("crate");
pub(crate) const OPTIONAL_COLUMNS: Known = Known::string("optional_columns");
pub(crate) const RENAME: Known = Known::string("rename");
pub(crate) const RENAME_ALL: Known = Known::string("rename_all");
pub(crate) const SCHEMA: Known = Known::string("schema");
pub(crate) const SERDE: Known = Known::flag("serde");
pub(crate) const VALUES: Known = Known::string("values");

/// The attributes of a field, besides that of the ID.
pub(crate) const OF_FIELDS: [Known; 15] = [
    RENAME,
    Known::string("column"),
    Known::string("column_type"),
    Known::flag("categorical"),
    Known::flag("textual"),
    Known::flag("plain"),
    Known::flag("nullable"),
    VALUES,
    Known::flag("null_if_none"),
    Known::flag("allow_null_text"),
    Known::flag("display"),
    Known::string("with"),
    Known::flag("flatten"),
    Known::string("skip_if"),
    Known::flag("skip"),
];

impl Known {
    /// `skip`
    pub(crate) const fn flag(name: &'static str) -> Self {
        let takes_string = false;
        Self { name, takes_string }
    }

    /// `rename = "…"`
    const fn string(name: &'static str) -> Self {
        let takes_string = true;
        Self { name, takes_string }
    }

    fn example(&self) -> String {
        if self.takes_string {
            format!("`{} = \"…\"`", self.name)
        } else {
            format!("`{}`", self.name)
        }
    }
}

/// An item that has attributes.
pub(crate) struct Target<'a> {
    /// `a field`
    pub(crate) name: &'a str,
    pub(crate) known: &'a [Known],
    /// The attributes of another item, and that item.
    pub(crate) elsewhere: (&'a [Known], &'a str),
    /// Returns a message for an unknown name.
    pub(crate) hint: &'a dyn Fn(&str) -> Option<String>,
}

/// The attributes of one item, each at most once.
#[derive(Default)]
pub(crate) struct Attrs {
    attrs: Vec<Attr>,
    /// Whether an attribute is missing here because it has an error.
    pub(crate) incomplete: bool,
}

/// One attribute.
pub(crate) struct Attr {
    pub(crate) name: &'static str,
    pub(crate) span: Span,
    value: Option<LitStr>,
}

impl Attrs {
    /// Reads the attributes of an item that have no errors.
    pub(crate) fn read(target: &Target<'_>, attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut attrs = Self::default();
        let mut found = Errors::default();
        for attribute in personalize(attributes) {
            let list = Punctuated::<Meta, Token![,]>::parse_terminated;
            match attribute.parse_args_with(list) {
                Ok(metas) if metas.is_empty() => {
                    let message = format!("this attribute is empty; {}", target.list_known());
                    found.on(attribute, message);
                }
                Ok(metas) => {
                    for meta in metas {
                        let added = attrs.add(target, &meta);
                        found.ok(added);
                    }
                }
                Err(error) => found.add(error),
            }
        }
        attrs.incomplete = errors.ok(found.finish(())).is_none();
        attrs
    }

    fn add(&mut self, target: &Target<'_>, meta: &Meta) -> syn::Result<()> {
        let name = meta.path().to_token_stream().to_string();
        let span = meta.path().span();
        let Some(known) = target.known.iter().find(|known| known.name == name) else {
            return Err(syn::Error::new(span, target.unknown(&name)));
        };
        let value = value(known, meta)?;
        if self.has(known.name) {
            let message = format!("`{name}` is specified twice; remove one");
            return Err(syn::Error::new(span, message));
        }
        let name = known.name;
        self.attrs.push(Attr { name, span, value });
        Ok(())
    }

    /// Adds an attribute whose meaning another one has.
    pub(crate) fn adopt(&mut self, known: &Known, span: Span, value: Option<LitStr>) {
        let name = known.name;
        self.attrs.push(Attr { name, span, value });
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Attr> {
        self.attrs.iter().find(|attr| attr.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(crate) fn string(&self, name: &str) -> Option<&LitStr> {
        self.get(name)?.value.as_ref()
    }

    /// The value of an attribute as a path.
    pub(crate) fn path<T>(
        &self,
        name: &str,
        parser: impl Parser<Output = T>,
        example: &str,
    ) -> syn::Result<Option<T>> {
        let Some(text) = self.string(name) else {
            return Ok(None);
        };
        let message = format!("`{name}` requires a path; write `{name} = \"{example}\"`");
        match text.parse_with(parser) {
            Ok(path) => Ok(Some(path)),
            Err(_) => Err(syn::Error::new(text.span(), message)),
        }
    }

    /// `crate = "…"`: the path of `personalize-events` in the expansion.
    pub(crate) fn krate(&self, errors: &mut Errors) -> Path {
        let example = "my_crate::personalize_events";
        let path = errors.ok(self.path(CRATE.name, Path::parse_mod_style, example));
        path.flatten()
            .unwrap_or_else(|| parse_quote!(::personalize_events))
    }

    /// `values = "json"`, on a struct or a field.
    pub(crate) fn as_json(&self, errors: &mut Errors) -> Option<bool> {
        let text = self.string(VALUES.name)?;
        match text.value().as_str() {
            "json" => Some(true),
            "string" => Some(false),
            other => {
                let message =
                    format!("{other:?} is not a value of `values`; use \"string\" or \"json\"");
                errors.at(text.span(), message);
                None
            }
        }
    }

    /// Iterates in the order of the source.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Attr> {
        self.attrs.iter()
    }
}

/// The `personalize` attributes among all.
pub(crate) fn personalize(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(ATTRIBUTE))
}

fn value(known: &Known, meta: &Meta) -> syn::Result<Option<LitStr>> {
    let name = known.name;
    let string_required = |at: TokenStream| {
        let message = format!("`{name}` requires a string; write {}", known.example());
        Err(syn::Error::new_spanned(at, message))
    };
    match meta {
        Meta::Path(_) if !known.takes_string => Ok(None),
        Meta::List(_) | Meta::NameValue(_) if !known.takes_string => {
            let message = format!("`{name}` takes no value; write `{name}`");
            Err(syn::Error::new_spanned(meta, message))
        }
        Meta::NameValue(pair) => match string_literal(&pair.value) {
            Some(text) => Ok(Some(text.clone())),
            None => string_required(pair.value.to_token_stream()),
        },
        Meta::Path(_) | Meta::List(_) => string_required(meta.to_token_stream()),
    }
}

/// A string literal, possibly in the invisible group of a macro argument.
pub(crate) fn string_literal(value: &Expr) -> Option<&LitStr> {
    if let Expr::Group(group) = value {
        return string_literal(&group.expr);
    }
    if let Expr::Lit(ExprLit {
        lit: Lit::Str(text),
        ..
    }) = value
    {
        return Some(text);
    }
    None
}

impl Target<'_> {
    fn list_known(&self) -> String {
        let examples: Vec<String> = self.known.iter().map(Known::example).collect();
        let list = match examples.split_last() {
            None => "nothing".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        };
        format!("{} accepts {list}", self.name)
    }

    fn unknown(&self, name: &str) -> String {
        let (known, elsewhere) = self.elsewhere;
        if known.iter().any(|known| known.name == name) {
            return format!(
                "`{name}` cannot be used on {}; move it to {elsewhere}",
                self.name
            );
        }
        if let Some(similar) = self.similar(name) {
            return format!("unknown attribute `{name}`; did you mean `{similar}`?");
        }
        (self.hint)(name)
            .unwrap_or_else(|| format!("unknown attribute `{name}`; {}", self.list_known()))
    }

    /// The most similar known name, if at most a third of the letters differ.
    fn similar(&self, name: &str) -> Option<&'static str> {
        let in_serde = IN_SERDE.into_iter().find(|(in_serde, _)| *in_serde == name);
        let name = in_serde.map_or(name, |(_, name)| name);
        let candidates = self.known.iter().map(|known| known.name);
        candidates
            .map(|candidate| (strsim::levenshtein(name, candidate), candidate))
            .filter(|(distance, candidate)| {
                name.starts_with(candidate) || *distance <= (candidate.len() / 3).max(1)
            })
            .min()
            .map(|(_, candidate)| candidate)
    }
}
