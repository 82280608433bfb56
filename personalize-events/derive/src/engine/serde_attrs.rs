//! Attributes of serde on an item with one of our derives, which reads only its own attributes.
//!
//! An attribute that changes what serde writes is an error, so that no field is sent that its team believes to be
//! skipped or renamed. It is accepted if an attribute of ours decides the same thing, even differently: then the reader
//! sees both. Attributes that concern deserialization, bounds or paths are accepted, and so are those with the same
//! effect: `None` is omitted here too, and a struct with one field is sent as that field.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, LitStr, Meta, Token};

use crate::engine::attributes::{Attrs, Known, string_literal};
use crate::engine::errors::Errors;

/// An attribute of serde that changes what serde writes.
pub(crate) struct Rule {
    name: &'static str,
    /// The attributes of ours that decide the same thing. The first one is recommended.
    ours: &'static [&'static str],
    /// What else to do, in a message.
    otherwise: &'static str,
}

const fn rule(name: &'static str, ours: &'static [&'static str], otherwise: &'static str) -> Rule {
    Rule {
        name,
        ours,
        otherwise,
    }
}

const TO_SEND: &str = ", or #[personalize(rename = \"…\")] to send it";
const TO_WRITE: &str = " for a function that writes the value, or #[personalize(display)]";

/// The rules for a field or variant.
pub(crate) const OF_FIELDS: [Rule; 7] = [
    rule("skip", &["skip", "rename", "column"], TO_SEND),
    rule("skip_serializing", &["skip", "rename", "column"], TO_SEND),
    rule("skip_serializing_if", &["skip_if", "skip"], ""),
    rule("rename", &["rename", "column", "skip", "flatten"], ""),
    rule("flatten", &["flatten", "skip", "display", "with"], ""),
    rule(
        "serialize_with",
        &["with", "display", "skip", "flatten"],
        TO_WRITE,
    ),
    rule("with", &["with", "display", "skip", "flatten"], TO_WRITE),
];

/// The rules for a struct or enum.
pub(crate) const OF_CONTAINERS: [Rule; 6] = [
    rule("rename_all", &["rename_all"], ""),
    rule("rename_all_fields", &[], ""),
    rule("tag", &[], ""),
    rule("content", &[], ""),
    rule("untagged", &[], ""),
    rule("into", &[], ""),
];

/// The rule for a struct of properties, which are an object even if there is one field.
pub(crate) const TRANSPARENT: Rule = rule("transparent", &[], "");

/// An attribute of serde and its value.
struct Found {
    span: Span,
    name: String,
    value: Option<LitStr>,
}

/// Reports attributes of serde that have no effect on the derive. `attrs` are the attributes of ours on the same item,
/// and `known` those that it accepts.
pub(crate) fn check<'a>(
    rules: impl IntoIterator<Item = &'a Rule>,
    attributes: &[Attribute],
    attrs: &Attrs,
    known: &[Known],
    errors: &mut Errors,
) {
    let found = find(attributes);
    for rule in rules {
        let is_same = |found: &&Found| found.name == rule.name && !has_same_effect(found);
        let Some(found) = found.iter().find(is_same) else {
            continue;
        };
        if rule.ours.iter().any(|name| attrs.has(name)) {
            continue;
        }
        let name = rule.name;
        let ours = rule.ours.first();
        let ours = known.iter().find(|known| Some(&known.name) == ours);
        let help = ours.map_or_else(
            || "remove it, or use another type for what serde writes".to_owned(),
            |ours| write_instead(ours, found, rule),
        );
        let message = format!("`#[serde({name})]` has no effect on this derive; {help}");
        errors.at(found.span, message);
    }
}

fn write_instead(ours: &Known, found: &Found, rule: &Rule) -> String {
    // The functions of `with` have other signatures here.
    let value = found.value.as_ref().filter(|_| ours.name != "with");
    let value = value.map_or("…".to_owned(), LitStr::value);
    let value = if ours.takes_string {
        format!(" = {value:?}")
    } else {
        String::new()
    };
    format!(
        "write #[personalize({}{value})]{}",
        ours.name, rule.otherwise
    )
}

/// `None` is omitted without an attribute.
fn has_same_effect(found: &Found) -> bool {
    let is_none = |text: &LitStr| {
        let text = text.value().replace(' ', "");
        text == "Option::is_none" || text.ends_with("::Option::is_none")
    };
    found.name == "skip_serializing_if" && found.value.as_ref().is_some_and(is_none)
}

/// The attributes of serde that apply to serialization. Serde reports those that are malformed.
fn find(attributes: &[Attribute]) -> Vec<Found> {
    let serde = attributes.iter().filter(|it| it.path().is_ident("serde"));
    let metas = serde.filter_map(|attribute| {
        let list = Punctuated::<Meta, Token![,]>::parse_terminated;
        attribute.parse_args_with(list).ok()
    });
    metas.flatten().filter_map(|meta| one(&meta)).collect()
}

fn one(meta: &Meta) -> Option<Found> {
    let value = match meta {
        Meta::Path(_) => None,
        Meta::NameValue(pair) => string_literal(&pair.value).cloned(),
        // `rename(serialize = "…", deserialize = "…")`
        Meta::List(list) => {
            let list = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            let list = list.ok()?;
            let serialize = list.iter().find(|meta| meta.path().is_ident("serialize"))?;
            one(serialize)?.value
        }
    };
    Some(Found {
        span: meta.path().span(),
        name: meta.path().get_ident()?.to_string(),
        value,
    })
}
