//! JSON-valued members: for each a trait, its derive, and the conversion into the structure.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use personalize_events_ast::{Position, ShapeId};

use super::{Context, Derive, Identity, Properties, RecordKind, constraint, docs, names};
use crate::diagnostics::Collector;
use crate::ir::{self, Constraint, Type};
use crate::traits::{LENGTH, MEDIA_TYPE};
use names::Files;

/// A JSON-valued member, planned.
pub(super) struct Found {
    pub(super) file: String,
    pub(super) properties: Properties,
    pub(super) derive: Derive,
    pub(super) record_kind: RecordKind,
}

/// Plans every JSON-valued member of the structures.
pub(super) fn all(
    context: &Context<'_>,
    files: &mut Files,
    collector: &mut Collector,
) -> Vec<Found> {
    let structures = context.service.structures.iter();
    let mut found = Vec::new();
    for structure in structures.filter(|shape| shape.usage.sent) {
        for member in &structure.members {
            if matches!(member.target.ty, Type::Json) {
                found.extend(one(context, structure, member, files, collector));
            }
        }
    }
    found
}

fn one(
    context: &Context<'_>,
    structure: &ir::Structure,
    member: &ir::Member,
    files: &mut Files,
    collector: &mut Collector,
) -> Option<Found> {
    let owner = context.names.type_of(&structure.id).to_owned();
    let name = format!("{owner}{}", member.name.to_upper_camel_case());
    let identity = identity(context, structure, member, &owner);
    let made = identity.iter().map(|identity| &identity.name);
    for name in [&name].into_iter().chain(made) {
        if let Some(by) = context.names.user_of(name) {
            let message = format!("a trait would be called `{name}`, as is {by}; rename the shape");
            collector.push(member.at, &structure.id, message);
        }
    }
    let file = files.claim(&name);
    let derive = Derive {
        function: format!("derive_{}", name.to_snake_case()),
        constant: names::constant(&owner),
        docs: derive_docs(&name, &owner, member, identity.as_ref()),
        trait_name: name.clone(),
    };
    let record_kind = record_kind(context, structure, member, &derive, identity.as_ref());
    let record_kind = match record_kind {
        Ok(record_kind) => record_kind,
        Err((at, shape, message)) => {
            collector.push(at, shape, message);
            return None;
        }
    };
    let properties = Properties {
        kind: derive.constant.clone(),
        missing: format!(
            "`{{Self}}` cannot be the {} of {}",
            member.name,
            article(&owner)
        ),
        docs: trait_docs(&name, &owner, member),
        wire: member.name.clone(),
        name,
        limit: record_kind.max_properties_chars,
        identity,
    };
    Some(Found {
        file,
        properties,
        derive,
        record_kind,
    })
}

/// Describes the records that are structures with this member, or returns a problem and where it is.
fn record_kind<'a>(
    context: &Context<'a>,
    structure: &'a ir::Structure,
    member: &ir::Member,
    derive: &Derive,
    identity: Option<&Identity>,
) -> Result<RecordKind, (Position, &'a ShapeId, String)> {
    let is_list = |member: &&ir::Member| {
        matches!(&member.target.ty, Type::List { element, .. }
            if matches!(&element.ty, Type::Structure(id) if *id == structure.id))
    };
    let mut operations = context.service.operations.iter();
    let found = operations.find_map(|operation| {
        let input = &operation.input.as_ref()?.structure;
        Some((operation, input, input.members.iter().find(is_list)?))
    });
    let (operation, input, list) = found.ok_or_else(|| {
        let message = format!(
            "`{}` is JSON, but its derive needs an operation that takes a list of the structure; add \
             one, or remove `{}`",
            member.name, MEDIA_TYPE.id
        );
        (member.at, &structure.id, message)
    })?;
    let max_length = |member: &ir::Member, shape| {
        let message = format!(
            "`{}` has no maximum length; add it with `{}`",
            member.name, LENGTH.id
        );
        max_length(&member.target).ok_or((member.at, shape, message))
    };
    Ok(RecordKind {
        constant: derive.constant.clone(),
        members: structure.members.iter().map(|it| it.name.clone()).collect(),
        structure: context.names.type_of(&structure.id).to_owned(),
        operation: context.names.operation(&operation.id).base.clone(),
        list_member: list.name.clone(),
        max_records: max_length(list, &input.id)?,
        max_properties_chars: max_length(member, &structure.id)?,
        trait_name: derive.trait_name.clone(),
        identity: identity.cloned(),
    })
}

/// The maximum of the `length` trait, if there is one.
fn max_length(target: &ir::Target) -> Option<u64> {
    let mut limits = target.constraints.iter();
    limits.find_map(|constraint| {
        if let Constraint::Length(length) = constraint {
            length.max
        } else {
            None
        }
    })
}

/// The member that is the ID: the only required one, a string, named after the structure.
fn id_member<'a>(context: &Context<'_>, structure: &'a ir::Structure) -> Option<&'a ir::Member> {
    let required = structure.members.iter();
    let mut required = required.filter(|member| member.presence == ir::Presence::Required);
    let only = required.next().filter(|_| required.next().is_none())?;
    let name = context.names.type_of(&structure.id);
    let is_id = matches!(only.target.ty, Type::String)
        && context.names.field(&structure.id, &only.name) == format!("{}_id", name.to_snake_case());
    is_id.then_some(only)
}

fn identity(
    context: &Context<'_>,
    structure: &ir::Structure,
    member: &ir::Member,
    owner: &str,
) -> Option<Identity> {
    let is_json = |member: &&ir::Member| matches!(member.target.ty, Type::Json);
    if structure.members.iter().filter(is_json).count() > 1 {
        return None;
    }
    let id_member = id_member(context, structure)?;
    let wire = id_member.name.clone();
    let field = |member: &str| context.names.field(&structure.id, member).to_owned();
    let id = field(&wire);
    let what = owner.to_snake_case().replace('_', " ");
    Some(Identity {
        name: format!("{owner}Identity"),
        docs: vec![
            format!("A type that has the ID of {}.", linked(owner)),
            String::new(),
            format!("The derive implements it if a field is marked `#[personalize({id})]`."),
        ],
        structure: owner.to_owned(),
        // `to_properties` returns the text.
        method: match owner.to_snake_case().as_str() {
            "properties" => "to_properties_".to_owned(),
            other => format!("to_{other}"),
        },
        file: names::plural(&owner.to_snake_case()),
        column: wire.to_shouty_snake_case(),
        constraints: constraint::rows(context, &id_member.target, None),
        wire,
        missing: format!("`{{Self}}` does not know its {what} ID"),
        setter: field(&member.name),
        id,
    })
}

/// `an Action`.
fn article(name: &str) -> String {
    format!("{} `{name}`", a_or_an(name))
}

/// ``an [`Action`](super::Action)``.
fn linked(name: &str) -> String {
    format!("{} [`{name}`](super::{name})", a_or_an(name))
}

fn a_or_an(name: &str) -> &'static str {
    let is_vowel = name.starts_with(['A', 'E', 'I', 'O', 'U']) && !name.starts_with("Us");
    if is_vowel { "an" } else { "a" }
}

fn trait_docs(name: &str, owner: &str, member: &ir::Member) -> Vec<String> {
    let (member, owner) = (&member.name, linked(owner));
    docs::lines(&format!(
        "\
A type that can be written as the `{member}` of {owner}.

Derive it with [`{name}`](macro@crate::{name}), which turns each field into a
property."
    ))
}

/// The reference of all attributes.
const REFERENCE: &str =
    "https://docs.rs/personalize-events/latest/personalize_events/guide/derive/";

fn derive_docs(
    name: &str,
    owner: &str,
    member: &ir::Member,
    identity: Option<&Identity>,
) -> Vec<String> {
    let id = identity.map_or_else(String::new, |identity| {
        format!("    #[personalize({})]\n    id: String,\n", identity.id)
    });
    let (member, owner) = (&member.name, article(owner));
    let text = format!(
        "\
Implements the trait `{name}` for a struct: each field becomes a property in the
`{member}` of {owner}.

```text
#[derive({name})]
struct Record {{
{id}    category: String,
    tags: Vec<String>,
}}
```

The reference is [`guide::derive`]({REFERENCE})."
    );
    docs::lines(&text)
}
