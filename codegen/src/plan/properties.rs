//! JSON-valued members: for each a trait, its derive, and the conversion into the structure.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use personalize_events_ast::{Position, ShapeId};

use super::{Derive, Identity, Properties, RecordKind, docs, names};
use crate::ir::{self, Constraint, Type};
use crate::traits::{LENGTH, MEDIA_TYPE};
use names::{Names, Owner};

/// A JSON-valued member, planned.
pub(super) struct Found {
    pub(super) file: String,
    pub(super) properties: Properties,
    pub(super) derive: Derive,
    pub(super) record_kind: RecordKind,
}

/// Plans every JSON-valued member of the structures.
pub(super) fn all(service: &ir::Service, names: &mut Names) -> Vec<Found> {
    let mut found = Vec::new();
    for structure in service.structures.iter().filter(|shape| shape.usage.sent) {
        for member in &structure.members {
            if matches!(member.target.ty, Type::Json) {
                found.extend(one(service, structure, member, names));
            }
        }
    }
    found
}

fn one(
    service: &ir::Service,
    structure: &ir::Structure,
    member: &ir::Member,
    names: &mut Names,
) -> Option<Found> {
    let owner = names::type_name(&structure.id);
    let name = format!("{owner}{}", member.name.to_upper_camel_case());
    let owner_of_it = Owner {
        what: "the properties of",
        shape: &structure.id,
        at: member.at,
    };
    let identity = identity(structure, member, &owner);
    let made = identity
        .iter()
        .map(|identity| (identity.name.as_str(), "the identity of"));
    names.claim_all(&name, owner_of_it, &made.collect::<Vec<_>>());
    let file = names.claim_file(&name, owner_of_it);
    let derive = Derive {
        function: format!("derive_{}", name.to_snake_case()),
        constant: names::constant(&owner),
        docs: derive_docs(&name, &owner, member, identity.as_ref()),
        trait_name: name.clone(),
    };
    let record_kind = record_kind(service, structure, member, &derive, identity.as_ref());
    let record_kind = match record_kind {
        Ok(record_kind) => record_kind,
        Err((at, shape, message)) => {
            names.collector.push(at, shape, message);
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
    service: &'a ir::Service,
    structure: &'a ir::Structure,
    member: &ir::Member,
    derive: &Derive,
    identity: Option<&Identity>,
) -> Result<RecordKind, (Position, &'a ShapeId, String)> {
    let is_list = |member: &&ir::Member| {
        matches!(&member.target.ty, Type::List { element, .. }
            if matches!(&element.ty, Type::Structure(id) if *id == structure.id))
    };
    let mut operations = service.operations.iter();
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
        structure: names::type_name(&structure.id),
        operation: names::type_name(&operation.id),
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
fn id_member(structure: &ir::Structure) -> Option<&ir::Member> {
    let required = structure.members.iter();
    let mut required = required.filter(|member| member.presence == ir::Presence::Required);
    let only = required.next().filter(|_| required.next().is_none())?;
    let name = names::type_name(&structure.id);
    let is_id = matches!(only.target.ty, Type::String)
        && names::field(&only.name) == format!("{}_id", name.to_snake_case());
    is_id.then_some(only)
}

fn identity(structure: &ir::Structure, member: &ir::Member, owner: &str) -> Option<Identity> {
    let is_json = |member: &&ir::Member| matches!(member.target.ty, Type::Json);
    if structure.members.iter().filter(is_json).count() > 1 {
        return None;
    }
    let wire = id_member(structure)?.name.clone();
    let id = names::field(&wire);
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
        wire,
        missing: format!("`{{Self}}` does not know its {what} ID"),
        setter: names::field(&member.name),
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
