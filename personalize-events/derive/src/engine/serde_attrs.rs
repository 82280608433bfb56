//! Attributes of serde on an item with one of our derives.
//!
//! Without `#[personalize(serde)]`, a derive reads only its own attributes. An attribute that changes what serde writes is
//! an error, so that no field is sent that its team believes to be skipped or renamed. It is accepted if an attribute of
//! ours decides the same thing, even differently: then the reader sees both. Attributes that concern deserialization,
//! bounds or paths are accepted, and so are those with the same effect: `None` is omitted here too, and a struct with one
//! field is sent as that field.
//!
//! With `#[personalize(serde)]`, the attributes that mean the same here are read as ours, unless one of ours decides; the
//! others are still errors.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, LitStr, Meta, Token};

use crate::engine::attributes::{Attrs, Known, SERDE, string_literal};
use crate::engine::errors::Errors;

/// An attribute of serde that changes what serde writes.
pub(crate) struct Rule {
    name: &'static str,
    /// The attributes of ours that decide the same thing. The first one is recommended.
    ours: &'static [&'static str],
    /// What else to do, in a message.
    otherwise: &'static str,
    with_serde: WithSerde,
}

/// What an attribute of serde is with `#[personalize(serde)]`.
enum WithSerde {
    /// The first attribute of ours, unless there is one of these.
    Same(&'static [&'static str]),
    /// An error for this reason.
    Error(&'static str),
}

use WithSerde::{Error, Same};

const fn rule(
    name: &'static str,
    ours: &'static [&'static str],
    otherwise: &'static str,
    with_serde: WithSerde,
) -> Rule {
    Rule {
        name,
        ours,
        otherwise,
        with_serde,
    }
}

const TO_SEND: &str = ", or #[personalize(rename = \"…\")] to send it";
const TO_WRITE: &str = " for a function that writes the value, or #[personalize(display)]";
const FUNCTION: &str = "its function writes to a serializer of serde";

const SKIP: &[&str] = &["skip", "rename", "column"];
const SKIP_IF: &[&str] = &["skip_if", "skip"];
const FLATTEN: &[&str] = &["flatten", "skip", "display", "with"];
const WITH: &[&str] = &["with", "display", "skip", "flatten"];

/// The rules for a field or variant. One that excludes others comes before them.
pub(crate) const OF_FIELDS: [Rule; 8] = [
    rule("skip", SKIP, TO_SEND, Same(SKIP)),
    rule("skip_serializing", SKIP, TO_SEND, Same(SKIP)),
    rule("flatten", FLATTEN, "", Same(FLATTEN)),
    rule("skip_serializing_if", SKIP_IF, "", Same(SKIP_IF)),
    rule(
        "rename",
        &["rename", "column", "skip", "flatten"],
        "",
        Same(&["rename", "skip", "flatten"]),
    ),
    // Of variants.
    rule(
        "untagged",
        &["rename"],
        "",
        Error("serde writes null for the variant"),
    ),
    rule("serialize_with", WITH, TO_WRITE, Error(FUNCTION)),
    rule("with", WITH, TO_WRITE, Error(FUNCTION)),
];

/// The rules for a struct or enum.
pub(crate) const OF_CONTAINERS: [Rule; 6] = [
    rule("rename_all", &["rename_all"], "", Same(&["rename_all"])),
    rule("rename_all_fields", &[], "", Error("there are no fields")),
    rule("tag", &[], "", Error("its member is no field")),
    rule("content", &[], "", Error("its member is no field")),
    rule(
        "untagged",
        &[],
        "",
        Error("serde writes no name of a variant"),
    ),
    rule(
        "into",
        &[],
        "",
        Error("serde writes a value of another type"),
    ),
];

/// The rule for a struct of properties, which are an object even if there is one field.
pub(crate) const TRANSPARENT: Rule = rule(
    "transparent",
    &[],
    "",
    Error("serde writes the only field, but properties are an object"),
);

/// Whether a derive reads the attributes of serde.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Serde {
    /// It cannot.
    Never,
    /// It would with `#[personalize(serde)]`.
    Off,
    On,
}

impl Serde {
    /// The setting of a struct or enum with these attributes.
    pub(crate) fn of(attrs: &Attrs) -> Self {
        if attrs.has(SERDE.name) {
            Self::On
        } else {
            Self::Off
        }
    }
}

/// An attribute of serde and its value.
struct Found {
    span: Span,
    name: String,
    value: Option<LitStr>,
}

/// Adds the attributes of serde that mean the same as one of ours, and reports those that would have no effect. `attrs` are
/// the attributes of ours on the same item, and `known` those that it accepts.
pub(crate) fn read<'a>(
    serde: Serde,
    rules: impl IntoIterator<Item = &'a Rule>,
    attributes: &[Attribute],
    attrs: &mut Attrs,
    known: &[Known],
    errors: &mut Errors,
) {
    let found = find(attributes);
    for rule in rules {
        let is_same = |found: &&Found| found.name == rule.name && !has_same_effect(found);
        let Some(found) = found.iter().find(is_same) else {
            continue;
        };
        let ours = rule.ours.first();
        let ours = known.iter().find(|known| Some(&known.name) == ours);
        match (serde, &rule.with_serde, ours) {
            (Serde::On, Same(others), Some(ours)) => {
                if !others.iter().any(|name| attrs.has(name)) {
                    attrs.adopt(ours, found.span, found.value.clone());
                }
            }
            _ if rule.ours.iter().any(|name| attrs.has(name)) => {}
            _ => errors.at(found.span, rule.message(serde, found, ours)),
        }
    }
}

impl Rule {
    fn message(&self, serde: Serde, found: &Found, ours: Option<&Known>) -> String {
        let name = self.name;
        let remedy = ours.map_or_else(
            || "remove it, or use another type for what serde writes".to_owned(),
            |ours| write_instead(ours, found, self),
        );
        match (serde, &self.with_serde, ours) {
            (Serde::On, Error(why), _) => {
                format!("`#[serde({name})]` cannot be read by this derive, because {why}; {remedy}")
            }
            (Serde::Off, Same(_), Some(_)) => format!(
                "`#[serde({name})]` has no effect on this derive; {remedy}, or add #[personalize(serde)] \
                 to the type, which reads it"
            ),
            _ => format!("`#[serde({name})]` has no effect on this derive; {remedy}"),
        }
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
