//! Structures and unions, and their members.

use personalize_events_ast::{Member, Members, Shape, ShapeId, UNIT};

use super::Lowering;
use super::binding::Role;
use super::target::Slot;
use crate::ir::{self, Binding, Presence, Structure, Target, Type, Union, Usage};
use crate::traits::{
    CLIENT_OPTIONAL, ERROR, HOST_LABEL, HTTP_ERROR, IDEMPOTENCY_TOKEN, NESTED_TOKEN, Place,
    REQUIRED, Reader, SENSITIVE,
};

impl<'a> Lowering<'a> {
    /// Lowers a structure; what its members target becomes pending.
    pub(super) fn structure(
        &mut self,
        shape: &'a Shape,
        members: &'a Members,
        role: Role,
    ) -> Option<Structure> {
        let traits = Reader::new(
            &shape.traits,
            Place::Structure,
            &shape.id,
            &mut self.collector,
        );
        for id in [ERROR, HTTP_ERROR] {
            if let Some(value) = traits.get(id) {
                let message = "an error can only be the answer of an operation";
                self.refuse(value.at, &shape.id, message);
            }
        }
        let members = self.members(members, &shape.id, role)?;
        Some(Structure {
            id: shape.id.clone(),
            at: shape.at,
            documentation: traits.documentation(),
            sensitive: traits.flag(SENSITIVE),
            usage: Usage::default(),
            members,
        })
    }

    /// The members of a structure; no two may have one name in JSON.
    fn members(
        &mut self,
        members: &'a Members,
        from: &'a ShapeId,
        role: Role,
    ) -> Option<Vec<ir::Member>> {
        let lowered: Vec<Option<ir::Member>> = members
            .iter()
            .map(|(name, member)| self.member(name, member, from, role))
            .collect();
        let lowered: Vec<ir::Member> = lowered.into_iter().collect::<Option<_>>()?;
        self.refuse_one_name_twice(&lowered, from);
        Some(lowered)
    }

    fn refuse_one_name_twice(&mut self, members: &[ir::Member], from: &ShapeId) {
        let mut seen = std::collections::HashSet::new();
        for member in members
            .iter()
            .filter(|member| member.binding == Binding::Body)
        {
            if !seen.insert(&member.json_name) {
                let message = format!(
                    "`{}` is called `{}` in JSON, as another member is; rename one",
                    member.name, member.json_name
                );
                self.refuse(member.at, from, message);
            }
        }
    }

    /// Lowers a member of a structure.
    pub(super) fn member(
        &mut self,
        name: &'a str,
        member: &'a Member,
        from: &'a ShapeId,
        role: Role,
    ) -> Option<ir::Member> {
        let traits = Reader::new(&member.traits, Place::Member, from, &mut self.collector);
        let target = self.target(Slot { name, member, from });
        let binding = self.binding(name, member, from, role);
        let mut target = target?;
        match role {
            // What is sent, and what errors carry, is in memory.
            Role::Input | Role::Error if matches!(target.ty, Type::Stream) => {
                target.ty = Type::Blob;
            }
            Role::Nested => self.refuse_stream(&target, member, from),
            Role::Input | Role::Error | Role::Output => {}
        }
        let token = traits.flag(IDEMPOTENCY_TOKEN) || traits.flag(NESTED_TOKEN);
        if token && !matches!(target.ty, Type::String) {
            let message = format!("`{name}` is an idempotency token, so it must be a string");
            self.refuse(member.at, from, message);
        }
        let presence = self.presence(traits, &target, role)?;
        let dataset_type = traits.dataset_type().filter(|_| role == Role::Input);
        let is_text = presence == Presence::Required && matches!(target.ty, Type::String);
        if dataset_type.is_some() && !is_text {
            let message =
                format!("`{name}` is the ARN of a dataset, so it must be a required string");
            self.refuse(member.at, from, message);
        }
        Some(ir::Member {
            name: name.to_owned(),
            json_name: traits.json_name().unwrap_or_else(|| name.to_owned()),
            at: member.at,
            documentation: traits.documentation(),
            presence,
            host_label: role == Role::Input && traits.flag(HOST_LABEL),
            idempotency_token: match role {
                Role::Input => traits.flag(IDEMPOTENCY_TOKEN),
                Role::Nested => traits.flag(NESTED_TOKEN),
                Role::Output | Role::Error => false,
            },
            dataset_type,
            binding,
            target,
        })
    }

    /// Whether a member is always there. What operations take may stop being required, which builders
    /// are no worse for: there `clientOptional` changes nothing, and the service applies defaults itself.
    fn presence(&mut self, traits: Reader<'a>, target: &Target, role: Role) -> Option<Presence> {
        let required = traits.flag(REQUIRED);
        if matches!(target.ty, Type::Stream) {
            return Some(Presence::Required);
        }
        let optional = role != Role::Input && traits.flag(CLIENT_OPTIONAL);
        let default = traits
            .default()
            .filter(|_| !optional && (required || role != Role::Input));
        if let Some(default) = default {
            return self
                .default(default, target, traits.shape())
                .map(Presence::Default);
        }
        Some(match (required, optional) {
            (true, false) => Presence::Required,
            (true, true) => Presence::ClientOptional,
            (false, _) => Presence::Optional,
        })
    }

    /// Lowers a union; what its members target becomes pending.
    pub(super) fn union(&mut self, shape: &'a Shape, members: &'a Members) -> Option<Union> {
        let traits = Reader::new(&shape.traits, Place::Union, &shape.id, &mut self.collector);
        if members.is_empty() {
            self.refuse(shape.at, &shape.id, "the union has no members; add one");
        }
        let lowered: Vec<Option<ir::Member>> = members
            .iter()
            .map(|(name, member)| self.union_member(name, member, &shape.id))
            .collect();
        let members: Vec<ir::Member> = lowered.into_iter().collect::<Option<_>>()?;
        self.refuse_one_name_twice(&members, &shape.id);
        Some(Union {
            id: shape.id.clone(),
            at: shape.at,
            documentation: traits.documentation(),
            sensitive: traits.flag(SENSITIVE),
            usage: Usage::default(),
            members,
        })
    }

    fn union_member(
        &mut self,
        name: &'a str,
        member: &'a Member,
        from: &'a ShapeId,
    ) -> Option<ir::Member> {
        let traits = Reader::new(
            &member.traits,
            Place::UnionMember,
            from,
            &mut self.collector,
        );
        let target = if member.target.target.as_str() == UNIT {
            Target {
                ty: Type::Unit,
                sensitive: false,
                media_type: None,
                constraints: Vec::new(),
            }
        } else {
            self.target(Slot { name, member, from })?
        };
        self.refuse_stream(&target, member, from);
        Some(ir::Member {
            name: name.to_owned(),
            json_name: traits.json_name().unwrap_or_else(|| name.to_owned()),
            at: member.at,
            documentation: traits.documentation(),
            presence: Presence::Required,
            binding: Binding::Body,
            host_label: false,
            idempotency_token: false,
            dataset_type: None,
            target,
        })
    }
}
