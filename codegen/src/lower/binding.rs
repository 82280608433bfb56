//! Bindings: the parts of requests and responses that members are bound to.

use personalize_events_ast::{Position, Shape};

use super::context::{Lowering, MemberRef};
use crate::ir::{self, Binding, Number, Type};
use crate::traits::{
    HTTP_HEADER, HTTP_LABEL, HTTP_PAYLOAD, HTTP_PREFIX_HEADERS, HTTP_QUERY, HTTP_QUERY_PARAMS,
    HTTP_RESPONSE_CODE,
};

/// The role of a structure or union, which decides what the traits of its members mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Input,
    Output,
    Error,
    /// A structure that members target.
    Nested,
    Union,
}

impl<'a> Lowering<'a> {
    /// The binding of a member. Bindings without a meaning for its role are ignored, as Smithy demands;
    /// malformed ones have been reported.
    pub(super) fn binding(&mut self, member: MemberRef<'a>, role: Role) -> Binding {
        let traits = member.traits();
        let query = traits.get(&HTTP_QUERY);
        let header = traits.get(&HTTP_HEADER);
        let prefix = traits.get(&HTTP_PREFIX_HEADERS);
        let input = role == Role::Input;
        let output = matches!(role, Role::Output | Role::Error);
        let message = input || output;
        let bindings = [
            (input, HTTP_LABEL.id, Some(Binding::Label)),
            (input, HTTP_QUERY.id, query.map(Binding::Query)),
            (input, HTTP_QUERY_PARAMS.id, Some(Binding::QueryParams)),
            (message, HTTP_HEADER.id, header.map(Binding::Header)),
            (
                message,
                HTTP_PREFIX_HEADERS.id,
                prefix.map(Binding::PrefixHeaders),
            ),
            (message, HTTP_PAYLOAD.id, Some(Binding::Payload)),
            (output, HTTP_RESPONSE_CODE.id, Some(Binding::StatusCode)),
        ];
        let mut present = bindings
            .into_iter()
            .filter(|(applies, id, _)| *applies && member.member.traits.contains_key(*id));
        let Some((_, first, binding)) = present.next() else {
            return Binding::Body;
        };
        if let Some((_, second, _)) = present.next() {
            let name = member.name;
            let message = format!("`{name}` has both `{first}` and `{second}`; remove one");
            self.report(member.member.at, member.owner, message);
        }
        binding.unwrap_or(Binding::Body)
    }

    /// Reports members with a type that their binding does not support, and bodies of two members.
    pub(super) fn check_bindings(&mut self, shape: &Shape, members: &[ir::Member]) {
        for member in members {
            let (name, at) = (&member.name, member.at);
            if let Some((binding, wanted)) = self.unsupported_binding(member) {
                let message = format!("{binding} does not support the type of `{name}`; {wanted}");
                self.report(at, &shape.id, message);
            }
            if member.host_label && !self.is_string(&member.target.ty) {
                let message = format!("the host label `{name}` is not a string; make it one");
                self.report(at, &shape.id, message);
            }
        }
        let all = |binding: Binding| -> Vec<Position> {
            let bound = members.iter().filter(|member| member.binding == binding);
            bound.map(|member| member.at).collect()
        };
        let payloads = all(Binding::Payload);
        if let [_, others @ ..] = payloads.as_slice() {
            for at in others.iter().chain(&all(Binding::Body)) {
                let message = "another member is the payload, which is the whole body; bind this \
                               member elsewhere";
                self.report(*at, &shape.id, message);
            }
        }
        for (id, binding) in [
            (HTTP_QUERY_PARAMS.id, Binding::QueryParams),
            (HTTP_RESPONSE_CODE.id, Binding::StatusCode),
        ] {
            if let [_, second, ..] = all(binding).as_slice() {
                let message = format!("a second member has the trait `{id}`; remove one");
                self.report(*second, &shape.id, message);
            }
        }
    }

    /// The binding of a member if that does not support its type, and what to do about it.
    fn unsupported_binding(&self, member: &ir::Member) -> Option<(&'static str, &'static str)> {
        let ty = &member.target.ty;
        let is_text = |ty: &Type| self.is_string(ty);
        let is_map_of = |holds: &dyn Fn(&Type) -> bool| matches!(ty, Type::Map { key, value, .. } if is_text(&key.ty) && holds(&value.ty));
        let (supported, binding, wanted) = match member.binding {
            Binding::Body => (
                !matches!(ty, Type::Stream | Type::Source),
                "the JSON body",
                "bind the stream with `smithy.api#httpPayload`",
            ),
            Binding::Label => (
                ty.has_text(),
                "`smithy.api#httpLabel`",
                "use a string, enum, number, boolean or timestamp",
            ),
            Binding::Query(_) | Binding::Header(_) => (
                is_or_lists(ty, &Type::has_text),
                "a query parameter or header",
                "use a string, enum, number, boolean or timestamp, or a list of these",
            ),
            Binding::QueryParams => (
                is_map_of(&|value| is_or_lists(value, &is_text)),
                "`smithy.api#httpQueryParams`",
                "use a map of strings or enums to strings, enums or lists of these",
            ),
            Binding::PrefixHeaders(_) => (
                is_map_of(&is_text),
                "`smithy.api#httpPrefixHeaders`",
                "use a map of strings or enums to strings or enums",
            ),
            Binding::Payload => (
                matches!(
                    ty,
                    Type::String
                        | Type::Json
                        | Type::Blob
                        | Type::Stream
                        | Type::Source
                        | Type::Document
                ) || ty.shape().is_some(),
                "`smithy.api#httpPayload`",
                "use a string, enum, blob, document, structure or union",
            ),
            Binding::StatusCode => (
                matches!(ty, Type::Number(Number::Integer)),
                "`smithy.api#httpResponseCode`",
                "use an integer",
            ),
        };
        (!supported).then_some((binding, wanted))
    }
}

/// Whether a type, or that of the elements of a list, is as wanted.
fn is_or_lists(ty: &Type, wanted: &dyn Fn(&Type) -> bool) -> bool {
    wanted(if let Type::List { element, .. } = ty {
        &element.ty
    } else {
        ty
    })
}
