//! Structures that are sent, with their builders, and structures that are received.

use super::{Context, Debug, Member, Received, Sent, Structure, docs, example, member, names};
use crate::ir;

/// Plans a structure that is the value of a member.
pub(super) fn nested(context: &Context<'_>, shape: &ir::Structure) -> Structure {
    let ours = format!("The structure `{}`.", shape.id.name());
    let docs = docs::or(shape.documentation.as_deref(), ours);
    let docs = docs::noted(docs, context.names.note(&shape.id, ""));
    let mut planned = plain(context, shape, context.names.type_of(&shape.id), docs);
    if shape.usage.sent {
        planned.sent = Some(sent(context, shape, &planned, true));
    }
    if shape.usage.received {
        planned.received = Some(Received::Nested);
    }
    planned
}

/// Plans the input of an operation under this name.
pub(super) fn request(
    context: &Context<'_>,
    shape: &ir::Structure,
    name: &str,
    docs: Vec<String>,
) -> Structure {
    let mut planned = plain(context, shape, name, docs);
    planned.sent = Some(sent(context, shape, &planned, false));
    planned
}

/// Plans the output of an operation under this name.
pub(super) fn response(
    context: &Context<'_>,
    shape: &ir::Structure,
    name: &str,
    docs: Vec<String>,
) -> Structure {
    let mut planned = plain(context, shape, name, docs);
    planned.received = Some(Received::Output);
    planned
}

fn plain(context: &Context<'_>, shape: &ir::Structure, name: &str, docs: Vec<String>) -> Structure {
    let members = member::members(context, &shape.id, name, &shape.members);
    Structure {
        debug: debug(
            shape.sensitive,
            members.iter().map(|member| member.redacted),
        ),
        name: name.to_owned(),
        docs,
        sent: None,
        received: None,
        members,
    }
}

/// What `Debug` shows of a type with members that are redacted or not.
pub(super) fn debug(sensitive: bool, mut redacted: impl Iterator<Item = bool>) -> Debug {
    if sensitive {
        Debug::Nothing
    } else if redacted.any(|redacted| redacted) {
        Debug::Redacting
    } else {
        Debug::All
    }
}

fn sent(context: &Context<'_>, shape: &ir::Structure, planned: &Structure, nested: bool) -> Sent {
    Sent {
        builder_docs: builder_docs(&planned.name, &planned.members),
        start_docs: example::of_structure(context, shape, &planned.name),
        builder: names::builder(&planned.name),
        nested,
        deserialize: shape
            .members
            .iter()
            .all(|member| context.deserialize.has(member)),
        null_text: shape.members.iter().any(|member| has_id(&member.target)),
    }
}

/// Whether a value is or contains an ID that must not be the text `null`.
fn has_id(target: &ir::Target) -> bool {
    let is_rule = |it: &ir::Constraint| matches!(it, ir::Constraint::Rule(ir::Rule::NotNullText));
    target.constraints.iter().any(is_rule) || target.ty.held().into_iter().any(has_id)
}

fn builder_docs(name: &str, members: &[Member]) -> Vec<String> {
    let mut docs = vec![format!("A builder for [`{name}`].")];
    let required: Vec<String> = members
        .iter()
        .filter(|member| member.presence.is_required() && !member.token)
        .map(|member| format!("[`{0}`](Self::{0})", names::link(&member.field)))
        .collect();
    if !required.is_empty() {
        let text = format!("Required members: {}.", required.join(", "));
        docs::paragraph(&mut docs, &text);
    }
    docs
}
