//! Enums of strings and of integers.
//!
//! Enums are open: a value that the model lacks may be newer than the model, and is sent and received. A union with
//! an unknown member can be received, but not sent.

use super::{Context, Enum, EnumVariant, docs};
use crate::ir;

/// Plans an enum.
pub(super) fn enumeration(context: &Context<'_>, shape: &ir::Enum) -> Enum {
    let names = &context.names;
    let variants = shape.members.iter().zip(names.variants(&shape.id));
    let variants = variants.map(|(member, name)| {
        let note = names.note(&shape.id, &member.name);
        variant(member, name, note)
    });
    let ours = format!("The enum `{}`.", shape.id.name());
    let docs = docs::or(shape.documentation.as_deref(), ours);
    Enum {
        docs: docs::noted(docs, names.note(&shape.id, "")),
        sensitive: shape.sensitive,
        usage: shape.usage,
        bound: context.bound.contains(&shape.id),
        integers: has_integers(shape),
        variants: variants.collect(),
        name: names.type_of(&shape.id).to_owned(),
    }
}

fn has_integers(shape: &ir::Enum) -> bool {
    let mut members = shape.members.iter();
    members.any(|member| matches!(member.value, ir::EnumValue::Integer(_)))
}

/// The type of values that the enum lacks.
pub(super) fn unknown(shape: &ir::Enum) -> &'static str {
    if has_integers(shape) {
        "UnknownNumber"
    } else {
        "UnknownValue"
    }
}

fn variant(member: &ir::EnumMember, name: &str, note: Option<&str>) -> EnumVariant {
    let value = match &member.value {
        ir::EnumValue::Text(text) => crate::markdown::code_span(text),
        ir::EnumValue::Integer(integer) => format!("`{integer}`"),
    };
    let ours = format!("The value {value}.");
    let docs = docs::or(member.documentation.as_deref(), ours);
    EnumVariant {
        name: name.to_owned(),
        docs: docs::noted(docs, note),
        value: member.value.clone(),
    }
}
