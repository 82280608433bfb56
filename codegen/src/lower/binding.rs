//! Bindings: which part of a request or answer a member stands in.

use personalize_events_ast::{Member, Position, Shape, ShapeId};

use super::Lowering;
use crate::ir::{self, Binding, Number, Target, Type};
use crate::traits::{
    HTTP_HEADER, HTTP_LABEL, HTTP_PAYLOAD, HTTP_PREFIX_HEADERS, HTTP_QUERY, HTTP_QUERY_PARAMS,
    HTTP_RESPONSE_CODE, Reader,
};

/// What a structure is to an operation. Bindings count where they mean something, and are as good as
/// absent elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Input,
    Output,
    Error,
    /// A member holds it.
    Nested,
}

impl Role {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Error => "error",
            Self::Nested => "structure",
        }
    }

    /// The bindings that count.
    fn bindings(self) -> &'static [&'static str] {
        match self {
            Self::Input => &[
                HTTP_LABEL,
                HTTP_QUERY,
                HTTP_QUERY_PARAMS,
                HTTP_HEADER,
                HTTP_PREFIX_HEADERS,
                HTTP_PAYLOAD,
            ],
            Self::Output | Self::Error => &[
                HTTP_HEADER,
                HTTP_PREFIX_HEADERS,
                HTTP_PAYLOAD,
                HTTP_RESPONSE_CODE,
            ],
            Self::Nested => &[],
        }
    }
}

impl<'a> Lowering<'a> {
    /// The binding of a member; malformed ones have been told.
    pub(super) fn binding(
        &mut self,
        name: &str,
        member: &'a Member,
        from: &'a ShapeId,
        role: Role,
    ) -> Binding {
        let traits = Reader::judged(&member.traits, from);
        let mut bindings = role.bindings().iter().filter(|id| traits.has(id));
        let first = bindings.next();
        if let (Some(first), Some(second)) = (first, bindings.next()) {
            let message = format!("`{name}` cannot have both `{first}` and `{second}`; keep one");
            self.refuse(member.at, from, message);
        }
        let bound = match first.copied() {
            Some(HTTP_LABEL) => Some(Binding::Label),
            Some(HTTP_QUERY) => traits.http_query().map(Binding::Query),
            Some(HTTP_QUERY_PARAMS) => Some(Binding::QueryParams),
            Some(HTTP_HEADER) => traits.http_header().map(Binding::Header),
            Some(HTTP_PREFIX_HEADERS) => traits.http_prefix_headers().map(Binding::PrefixHeaders),
            Some(HTTP_PAYLOAD) => Some(Binding::Payload),
            Some(HTTP_RESPONSE_CODE) => Some(Binding::StatusCode),
            Some(_) | None => None,
        };
        bound.unwrap_or(Binding::Body)
    }

    /// Refuses members that hold what their binding cannot carry, and bodies with two owners.
    pub(super) fn check_bindings(&mut self, shape: &Shape, members: &[ir::Member]) {
        for member in members {
            let (fits, needed) = match member.binding {
                Binding::Body => (
                    !matches!(member.target.ty, Type::Stream),
                    "a stream can only be the payload",
                ),
                Binding::Label => (
                    member.target.ty.has_text(),
                    "a label is a string, enum, number, boolean or timestamp",
                ),
                Binding::Query(_) | Binding::Header(_) => (
                    is_plain_or_list(&member.target),
                    "there a string, enum, number, boolean, timestamp or a list of them can be",
                ),
                Binding::QueryParams => (
                    is_map_of(&member.target, is_text_or_list),
                    "parameters are a map of strings to strings or lists of strings",
                ),
                Binding::PrefixHeaders(_) => (
                    is_map_of(&member.target, is_text),
                    "headers of a prefix are a map of strings to strings",
                ),
                Binding::Payload => (
                    is_payload(&member.target),
                    "a payload is a string, enum, blob, document, structure or union",
                ),
                Binding::StatusCode => (
                    matches!(member.target.ty, Type::Number(Number::Integer)),
                    "a status is an integer",
                ),
            };
            if !fits {
                let message = format!(
                    "`{}` holds what cannot stand where it is bound; {needed}",
                    member.name
                );
                self.refuse(member.at, &shape.id, message);
            }
            if member.host_label && !is_text(&member.target) {
                let message = format!(
                    "`{}` is a label of the host, so it must be a string",
                    member.name
                );
                self.refuse(member.at, &shape.id, message);
            }
        }
        self.check_payload(shape, members);
        for (what, found) in [
            (
                "query parameters",
                all(members, |binding| matches!(binding, Binding::QueryParams)),
            ),
            (
                "status",
                all(members, |binding| matches!(binding, Binding::StatusCode)),
            ),
        ] {
            if let [_, second, ..] = found.as_slice() {
                let message = format!("a second member is bound to the {what}; keep one");
                self.refuse(*second, &shape.id, message);
            }
        }
    }

    /// A payload is the whole body.
    fn check_payload(&mut self, shape: &Shape, members: &[ir::Member]) {
        let payloads = all(members, |binding| matches!(binding, Binding::Payload));
        let others = all(members, |binding| matches!(binding, Binding::Body));
        let rest = payloads.iter().skip(1).chain(&others);
        if !payloads.is_empty() {
            for at in rest {
                let message =
                    "another member is the payload, which is the whole body; bind this one";
                self.refuse(*at, &shape.id, message);
            }
        }
    }
}

fn all(members: &[ir::Member], wanted: impl Fn(&Binding) -> bool) -> Vec<Position> {
    let found = members.iter().filter(|member| wanted(&member.binding));
    found.map(|member| member.at).collect()
}

fn is_plain_or_list(target: &Target) -> bool {
    if let Type::List { element, .. } = &target.ty {
        element.ty.has_text()
    } else {
        target.ty.has_text()
    }
}

fn is_text(target: &Target) -> bool {
    matches!(target.ty, Type::String)
}

fn is_text_or_list(target: &Target) -> bool {
    if let Type::List { element, .. } = &target.ty {
        is_text(element)
    } else {
        is_text(target)
    }
}

fn is_map_of(target: &Target, holds: fn(&Target) -> bool) -> bool {
    if let Type::Map { key, value, .. } = &target.ty {
        is_text(key) && holds(value)
    } else {
        false
    }
}

fn is_payload(target: &Target) -> bool {
    match target.ty {
        Type::String
        | Type::Json
        | Type::Blob
        | Type::Stream
        | Type::Document
        | Type::Structure(_)
        | Type::Union(_)
        | Type::Enum(_) => true,
        Type::Boolean
        | Type::Number(_)
        | Type::Timestamp(_)
        | Type::List { .. }
        | Type::Map { .. }
        | Type::Unit => false,
    }
}
