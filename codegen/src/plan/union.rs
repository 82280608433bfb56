//! Unions: a Rust enum with a variant for each member.

use super::{Context, Union, UnionVariant, constraint, docs, member, names, structure};
use crate::ir;
use names::{Names, Owner};

/// Plans a union.
pub(super) fn union(context: &Context<'_>, shape: &ir::Union, names: &mut Names) -> Union {
    let name = names::type_name(&shape.id);
    names.claim(&name, Owner::of("the union", shape));
    let variants = shape.members.iter().zip(context.variants(&shape.id));
    let variants: Vec<UnionVariant> = variants
        .map(|(member, name)| variant(context, shape, member, name))
        .collect();
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

fn variant(
    context: &Context<'_>,
    shape: &ir::Union,
    member: &ir::Member,
    name: &str,
) -> UnionVariant {
    let ours = format!("The member `{}`.", member.name);
    let mut docs = docs::or(member.documentation.as_deref(), ours);
    if let Some(text) = docs::constraints(&member.target) {
        docs::paragraph(&mut docs, &text);
    }
    let rows = constraint::rows(&member.target, None);
    UnionVariant {
        name: name.to_owned(),
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
