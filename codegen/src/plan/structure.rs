//! Structures, their members, and the types of these.

use super::{Constraint, Context, Debug, Member, Structure, Type, docs, example, names};
use crate::ir;
use names::{Names, Owner};

pub(super) fn owner(shape: &ir::Structure) -> Owner<'_> {
    Owner {
        what: "the structure",
        shape: &shape.id,
        at: shape.at,
    }
}

/// Plans a structure; `name` is what it is called.
pub(super) fn structure(
    context: &Context<'_>,
    shape: &ir::Structure,
    nested: bool,
    docs: Vec<String>,
    names: &mut Names,
) -> Structure {
    let name = names::type_name(&shape.id);
    let builder = format!("{name}Builder");
    names.claim_all(&name, owner(shape), &[(&builder, "the builder of")]);
    let fields = shape
        .members
        .iter()
        .map(|member| (member.name.as_str(), names::field(&member.name), member.at));
    names.distinct(fields, &shape.id);
    let members: Vec<Member> = shape
        .members
        .iter()
        .map(|member| self::member(context, &name, member))
        .collect();
    Structure {
        debug: if shape.sensitive {
            Debug::Nothing
        } else if members.iter().any(|member| member.redacted) {
            Debug::Redacting
        } else {
            Debug::All
        },
        scope: scope(&members),
        builder_docs: builder_docs(&name, &members),
        start_docs: example::of_structure(context, shape),
        name,
        builder,
        docs,
        nested,
        members,
    }
}

/// What the builder calls the place of its checks: no member's name.
fn scope(members: &[Member]) -> &'static str {
    if members.is_empty() {
        "_"
    } else if members.iter().any(|member| member.field == "scope") {
        "scope_"
    } else {
        "scope"
    }
}

fn builder_docs(name: &str, members: &[Member]) -> Vec<String> {
    let mut docs = vec![format!("Builds a [`{name}`].")];
    let required: Vec<String> = members
        .iter()
        .filter(|member| member.required)
        .map(|member| format!("[`{0}`](Self::{0})", names::link(&member.field)))
        .collect();
    if !required.is_empty() {
        docs::paragraph(&mut docs, [format!("Required: {}.", required.join(", "))]);
    }
    docs
}

fn member(context: &Context<'_>, structure: &str, member: &ir::Member) -> Member {
    let field = names::field(&member.name);
    let limits = docs::limits(&member.target);
    let own = format!("The member `{}`.", member.name);
    let mut docs = docs::or(member.documentation.as_deref(), own);
    let link = names::link(&field);
    let mut setter_docs = vec![format!("Sets [`{link}`]({structure}::{link}).")];
    if let Some(limits) = &limits {
        docs::paragraph(&mut docs, [docs::sentence(limits)]);
        docs::paragraph(&mut setter_docs, [docs::sentence(limits)]);
    }
    let rows = constraints(context, &member.target);
    Member {
        table: (!rows.is_empty()).then(|| (names::constant(&member.name), rows)),
        ty: self::ty(&member.target.ty),
        wire: member.name.clone(),
        field,
        docs,
        setter_docs,
        required: member.required,
        redacted: member.target.sensitive,
    }
}

pub(super) fn ty(ty: &ir::Type) -> Type {
    match ty {
        ir::Type::Boolean => Type::Copy("bool"),
        ir::Type::Byte => Type::Copy("i8"),
        ir::Type::Short => Type::Copy("i16"),
        ir::Type::Integer => Type::Copy("i32"),
        ir::Type::Long => Type::Copy("i64"),
        ir::Type::Timestamp => Type::Copy("Timestamp"),
        ir::Type::Float => Type::Float("f32"),
        ir::Type::Double => Type::Float("f64"),
        ir::Type::String => Type::String,
        ir::Type::Json => Type::Json,
        ir::Type::List(element) => Type::List(Box::new(self::ty(&element.ty))),
        ir::Type::Structure(id) => Type::Structure(names::type_name(id)),
        ir::Type::Enum(id) => Type::Enum(names::type_name(id)),
    }
}

fn constraints(context: &Context<'_>, target: &ir::Target) -> Vec<Constraint> {
    let mut rows = Vec::new();
    if matches!(target.ty, ir::Type::Json) {
        rows.push(if context.derives {
            Constraint::JsonObject
        } else {
            Constraint::Json
        });
    }
    rows.extend(
        target
            .constraints
            .iter()
            .map(|constraint| match constraint {
                ir::Constraint::Length(length) => Constraint::Length(*length),
                ir::Constraint::Range(range) => Constraint::Range(range.clone()),
                ir::Constraint::Pattern { owner, .. } => {
                    Constraint::Pattern(names::constant(owner))
                }
            }),
    );
    if let ir::Type::List(element) = &target.ty {
        let each = constraints(context, element);
        if !each.is_empty() {
            rows.push(Constraint::Each(each));
        }
    }
    rows
}
