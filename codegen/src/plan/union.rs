//! Unions: a Rust enum with a variant for each member.

use super::{Context, Union, UnionVariant, constraint, docs, member, names, structure};
use crate::ir;
use names::{Names, Owner};

/// Plans a union.
pub(super) fn union(context: &Context<'_>, shape: &ir::Union, names: &mut Names) -> Union {
    let name = names::type_name(&shape.id);
    names.claim(&name, Owner::of("the union", shape));
    let variants: Vec<UnionVariant> = shape
        .members
        .iter()
        .map(|member| variant(context, shape, member))
        .collect();
    let called = shape.members.iter().map(|member| {
        let variant = names::enum_variant(&member.name);
        (member.name.as_str(), variant, member.at)
    });
    names.distinct(called, &shape.id);
    let ours = format!("The union `{}`.", shape.id.name());
    let redacted = variants.iter().map(|variant| variant.redacted);
    Union {
        docs: docs::or(shape.documentation.as_deref(), ours),
        debug: structure::debug(shape.sensitive, redacted),
        usage: shape.usage,
        name,
        variants,
    }
}

fn variant(context: &Context<'_>, shape: &ir::Union, member: &ir::Member) -> UnionVariant {
    let ours = format!("The member `{}`.", member.name);
    let mut docs = docs::or(member.documentation.as_deref(), ours);
    if let Some(text) = docs::constraints(&member.target) {
        docs::paragraph(&mut docs, &text);
    }
    let rows = constraint::rows(context, &member.target);
    UnionVariant {
        name: names::enum_variant(&member.name),
        wire: member.name.clone(),
        json_name: member.json_name.clone(),
        docs,
        ty: member::ty(context, &shape.id, &member.target.ty),
        format: member::json_format(&member.target.ty),
        checked: !rows.is_empty() || holds_union(&member.target.ty),
        table: (!rows.is_empty()).then(|| (names::constant(&member.name), rows)),
        redacted: member.target.sensitive,
    }
}

/// Whether a value contains unions, which no builder has validated.
fn holds_union(ty: &ir::Type) -> bool {
    let held = ty.held().into_iter();
    matches!(ty, ir::Type::Union(_)) || held.into_iter().any(|target| holds_union(&target.ty))
}
