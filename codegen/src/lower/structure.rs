//! Structures and unions, and their members.
//!
//! Required members stay required in requests, although Smithy 2.0 lets a client treat members of inputs as
//! optional: builders reject what the service would reject. `clientOptional` makes the type optional in nested
//! structures and in outputs. Defaults are sent from nested structures, not from the top level of an input.

use std::collections::HashSet;

use personalize_events_ast::{Members, Shape, ShapeId, UNIT};

use super::binding::Role;
use super::context::{Lowering, MemberRef};
use crate::ir::{self, Binding, Presence, Structure, Target, Type, Union, Usage};
use crate::traits::{
    CLIENT_OPTIONAL, DATASET_TYPE, ERROR, HOST_LABEL, IDEMPOTENCY_TOKEN, JSON_NAME, NESTED_TOKEN,
    REQUIRED, Reader, SENSITIVE, ShapeType,
};

/// A shape with its lowered members; its usage is found later.
pub(super) fn with_members<M>(shape: &Shape, traits: Reader<'_>, members: Vec<M>) -> ir::Shape<M> {
    ir::Shape {
        id: shape.id.clone(),
        at: shape.at,
        documentation: traits.documentation(),
        sensitive: traits.flag(&SENSITIVE),
        usage: Usage::default(),
        members,
    }
}

impl<'a> Lowering<'a> {
    /// Lowers a structure; the structures and unions that its members target become pending.
    pub(super) fn structure(
        &mut self,
        shape: &'a Shape,
        members: &'a Members,
        role: Role,
    ) -> Option<Structure> {
        let traits = self.traits(shape, ShapeType::Structure);
        if role != Role::Nested
            && let Some(value) = traits.node(&ERROR)
        {
            let message = format!(
                "the error `{}` is the input or output of an operation; use another structure",
                shape.id
            );
            self.report(value.at, &shape.id, message);
        }
        let members = self.members(members, &shape.id, role)?;
        Some(with_members(shape, traits, members))
    }

    /// Lowers a union; the structures and unions that its members target become pending.
    pub(super) fn union(&mut self, shape: &'a Shape, members: &'a Members) -> Option<Union> {
        let traits = self.traits(shape, ShapeType::Union);
        if members.is_empty() {
            self.report(shape.at, &shape.id, "the union has no members; add one");
        }
        let members = self.members(members, &shape.id, Role::Union)?;
        Some(with_members(shape, traits, members))
    }

    fn members(
        &mut self,
        members: &'a Members,
        owner: &'a ShapeId,
        role: Role,
    ) -> Option<Vec<ir::Member>> {
        let lowered: Vec<Option<ir::Member>> = members
            .iter()
            .map(|(name, member)| self.member(MemberRef::new(name, member, owner), role))
            .collect();
        let lowered: Vec<ir::Member> = lowered.into_iter().collect::<Option<_>>()?;
        let mut seen = HashSet::new();
        let in_body = lowered
            .iter()
            .filter(|member| member.binding == Binding::Body);
        for member in in_body {
            if !seen.insert(&member.json_name) {
                let message = format!(
                    "`{}` has the JSON name `{}` of another member; rename one",
                    member.name, member.json_name
                );
                self.report(member.at, owner, message);
            }
        }
        Some(lowered)
    }

    /// Lowers a member of a structure or union.
    pub(super) fn member(&mut self, member: MemberRef<'a>, role: Role) -> Option<ir::Member> {
        let MemberRef { name, owner, .. } = member;
        let at = member.member.at;
        let is_union = role == Role::Union;
        let shape_type = if is_union {
            ShapeType::UnionMember
        } else {
            ShapeType::StructureMember
        };
        let traits = self.member_traits(member, shape_type);
        let target = if is_union && member.member.target.target.as_str() == UNIT {
            Some(Target::new(Type::Unit))
        } else {
            self.target(member)
        };
        let binding = self.binding(member, role);
        let mut target = target?;
        match role {
            Role::Input if matches!(target.ty, Type::Stream) => target.ty = Type::Source,
            // Errors are held in memory.
            Role::Error if matches!(target.ty, Type::Stream) => target.ty = Type::Blob,
            Role::Nested | Role::Union => self.reject_stream(&target, member),
            Role::Input | Role::Error | Role::Output => {}
        }
        let is_string = matches!(target.ty, Type::String);
        let token = traits.flag(&IDEMPOTENCY_TOKEN) || traits.flag(&NESTED_TOKEN);
        if token && !is_string && !is_union {
            let message = format!("the idempotency token `{name}` is not a string; make it one");
            self.report(at, owner, message);
        }
        let presence = self.presence(traits, &target, role)?;
        let dataset_type = traits.get(&DATASET_TYPE).filter(|_| role == Role::Input);
        if dataset_type.is_some() && !(is_string && presence == Presence::Required) {
            let message = format!("the dataset ARN `{name}` is not a required string; make it one");
            self.report(at, owner, message);
        }
        Some(ir::Member {
            name: name.to_owned(),
            json_name: traits.get(&JSON_NAME).unwrap_or_else(|| name.to_owned()),
            at,
            documentation: traits.documentation(),
            presence,
            host_label: role == Role::Input && traits.flag(&HOST_LABEL),
            endpoint: self.endpoint_member(member).filter(|_| role == Role::Input),
            idempotency_token: match role {
                Role::Input => traits.flag(&IDEMPOTENCY_TOKEN),
                Role::Nested => traits.flag(&NESTED_TOKEN),
                Role::Output | Role::Error | Role::Union => false,
            },
            dataset_type,
            binding,
            target,
        })
    }

    /// Whether a member always has a value. For inputs `clientOptional` changes nothing, as builders need
    /// no change when a member becomes optional, and the service applies the defaults.
    fn presence(&mut self, traits: Reader<'a>, target: &Target, role: Role) -> Option<Presence> {
        if role == Role::Union || matches!(target.ty, Type::Stream) {
            return Some(Presence::Required);
        }
        let required = traits.flag(&REQUIRED);
        let optional = role != Role::Input && traits.flag(&CLIENT_OPTIONAL);
        let default = traits.default();
        if let Some(default) = default.filter(|_| !optional && (required || role != Role::Input)) {
            let value = self.default(default, target, traits.shape());
            return value.map(Presence::Default);
        }
        Some(match (required, optional) {
            (true, false) => Presence::Required,
            (true, true) => Presence::ClientOptional,
            (false, _) => Presence::Optional,
        })
    }
}
