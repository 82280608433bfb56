//! Unions: a Rust enum with a variant for each member.

use super::{Context, Union, UnionVariant, constraint, docs, member, names, structure};
use crate::ir;

/// Plans a union.
pub(super) fn union(context: &Context<'_>, shape: &ir::Union) -> Union {
    let names = &context.names;
    let tables = shape
        .members
        .iter()
        .map(|member| names::constant(&member.name));
    let tables = names::distinct(tables.collect(), "_");
    let variants = shape
        .members
        .iter()
        .zip(names.variants(&shape.id))
        .zip(tables);
    let variants: Vec<UnionVariant> = variants
        .map(|((member, name), table)| variant(context, shape, member, name, table))
        .collect();
    let ours = format!("The union `{}`.", shape.id.name());
    let redacted = variants.iter().map(|variant| variant.redacted);
    let docs = docs::or(shape.documentation.as_deref(), ours);
    Union {
        docs: docs::noted(docs, names.note(&shape.id, "")),
        debug: structure::debug(shape.sensitive, redacted),
        usage: shape.usage,
        deserialize: shape.usage.sent && context.deserialize.has_shape(&shape.id),
        name: names.type_of(&shape.id).to_owned(),
        variants,
    }
}

fn variant(
    context: &Context<'_>,
    shape: &ir::Union,
    member: &ir::Member,
    name: &str,
    table: String,
) -> UnionVariant {
    let ours = format!("The member `{}`.", member.name);
    let mut docs = docs::or(member.documentation.as_deref(), ours);
    if let Some(text) = docs::constraints(&member.target) {
        docs::paragraph(&mut docs, &text);
    }
    let docs = docs::noted(docs, context.names.note(&shape.id, &member.name));
    let rows = constraint::rows(context, &member.target, None);
    UnionVariant {
        name: name.to_owned(),
        wire: member.name.clone(),
        json_name: member.json_name.clone(),
        docs,
        ty: member::ty(context, &shape.id, &member.target.ty),
        format: member::json_format(&member.target.ty),
        checked: !rows.is_empty() || holds_union(&member.target.ty),
        table: (!rows.is_empty()).then_some((table, rows)),
        redacted: member.target.sensitive,
    }
}

/// Whether a value contains unions, which no builder has validated.
fn holds_union(ty: &ir::Type) -> bool {
    let held = ty.held().into_iter();
    matches!(ty, ir::Type::Union(_)) || held.into_iter().any(|target| holds_union(&target.ty))
}
