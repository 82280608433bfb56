//! Enums: `enum` and `intEnum` shapes, and strings with the trait `enum`.

use std::collections::HashSet;

use personalize_events_ast::{Members, Shape, UNIT};

use super::context::{Lowering, MemberRef};
use super::structure::with_members;
use crate::ir::{EnumMember, EnumValue};
use crate::traits::{ENUM, ENUM_VALUE, Reader, ShapeType};

impl<'a> Lowering<'a> {
    /// Lowers an enum or intEnum shape unless that has been done.
    pub(super) fn enum_shape(&mut self, shape: &'a Shape, members: &'a Members) {
        if self.enums.contains_key(&shape.id) {
            return;
        }
        let is_int = self.is_int_enum(&shape.id);
        let shape_type = if is_int {
            ShapeType::IntEnum
        } else {
            ShapeType::Enum
        };
        let traits = self.traits(shape, shape_type);
        if members.is_empty() {
            self.report(shape.at, &shape.id, "the enum has no members; add one");
        }
        let members = members.iter().filter_map(|(name, member)| {
            let member = MemberRef::new(name, member, &shape.id);
            self.enum_member(member, is_int)
        });
        let members = members.collect();
        self.enumeration(shape, traits, members);
    }

    fn enum_member(&mut self, member: MemberRef<'a>, is_int: bool) -> Option<EnumMember> {
        let (name, shape, owner) = (member.name, member.member, member.owner);
        let traits = self.member_traits(member, ShapeType::EnumMember);
        let target = &shape.target.target;
        if target.as_str() != UNIT {
            let message = format!("the enum member `{name}` targets `{target}`; target `{UNIT}`");
            self.report(shape.target.at, owner, message);
        }
        let value = if traits.has(&ENUM_VALUE) {
            traits.get(&ENUM_VALUE)?
        } else {
            EnumValue::Text(name.to_owned())
        };
        if is_int != matches!(value, EnumValue::Integer(_)) {
            let wanted = if is_int {
                "a 32-bit integer"
            } else {
                "a string"
            };
            let message = format!("the value of `{name}` has the wrong type; use {wanted}");
            self.report(shape.at, owner, message);
        }
        Some(EnumMember {
            name: name.to_owned(),
            at: shape.at,
            value,
            documentation: traits.documentation(),
        })
    }

    /// Lowers a string with the trait `enum` unless that has been done.
    pub(super) fn enum_string(&mut self, shape: &'a Shape, traits: Reader<'a>) {
        if !self.enums.contains_key(&shape.id) {
            self.enumeration(shape, traits, traits.get(&ENUM).unwrap_or_default());
        }
    }

    fn enumeration(&mut self, shape: &'a Shape, traits: Reader<'a>, members: Vec<EnumMember>) {
        let mut values = HashSet::new();
        for member in &members {
            if !values.insert(&member.value) {
                let value = match &member.value {
                    EnumValue::Text(text) => format!("{text:?}"),
                    EnumValue::Integer(integer) => integer.to_string(),
                };
                let message = format!(
                    "the value {value} of `{}` is not unique; change it",
                    member.name
                );
                self.report(member.at, &shape.id, message);
            }
        }
        let lowered = with_members(shape, traits, members);
        self.enums.insert(&shape.id, Some(lowered));
    }
}
