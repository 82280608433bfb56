//! Enums of strings and of integers.
//!
//! Enums are open: a value that the model lacks may be newer than the model, and is sent and received. A union with
//! an unknown member can be received, but not sent.

use super::{Context, Enum, EnumVariant, docs, names};
use crate::ir;
use names::{Names, Owner};

/// Plans an enum.
pub(super) fn enumeration(context: &Context<'_>, shape: &ir::Enum, names: &mut Names) -> Enum {
    let name = names::type_name(&shape.id);
    names.claim(&name, Owner::of("the enum", shape));
    let variants = shape.members.iter().zip(context.variants(&shape.id));
    let variants = variants.map(|(member, name)| variant(member, name));
    let ours = format!("The enum `{}`.", shape.id.name());
    Enum {
        docs: docs::or(shape.documentation.as_deref(), ours),
        sensitive: shape.sensitive,
        usage: shape.usage,
        bound: context.bound.contains(&shape.id),
        integers: shape
            .members
            .iter()
            .any(|member| matches!(member.value, ir::EnumValue::Integer(_))),
        variants: variants.collect(),
        name,
    }
}

fn variant(member: &ir::EnumMember, name: &str) -> EnumVariant {
    let value = match &member.value {
        ir::EnumValue::Text(text) => crate::markdown::code_span(text),
        ir::EnumValue::Integer(integer) => format!("`{integer}`"),
    };
    let ours = format!("The value {value}.");
    EnumVariant {
        name: name.to_owned(),
        docs: docs::or(member.documentation.as_deref(), ours),
        value: member.value.clone(),
    }
}
