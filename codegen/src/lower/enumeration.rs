//! Enums: `enum` and `intEnum` shapes, and strings with the trait `enum`.

use personalize_events_ast::{Members, Shape, UNIT};

use super::Lowering;
use crate::ir::{Enum, EnumMember, EnumValue, Usage};
use crate::traits::{ENUM_VALUE, Place, Reader, SENSITIVE};

impl<'a> Lowering<'a> {
    /// Lowers an enum or intEnum shape unless that has been done.
    pub(super) fn enum_shape(&mut self, shape: &'a Shape, members: &'a Members, place: Place) {
        if self.enums.contains_key(&shape.id) {
            return;
        }
        let traits = Reader::new(&shape.traits, place, &shape.id, &mut self.collector);
        if members.is_empty() {
            self.refuse(shape.at, &shape.id, "the enum has no values; add a member");
        }
        let mut lowered = Vec::new();
        for (name, member) in members {
            let of_member = Place::EnumMember;
            let traits = Reader::new(&member.traits, of_member, &shape.id, &mut self.collector);
            if member.target.target.as_str() != UNIT {
                let message = format!("the member of an enum has to target `{UNIT}`");
                self.refuse(member.target.at, &shape.id, message);
            }
            // Malformed ones have been told.
            let value = traits.enum_value();
            let value =
                value.or_else(|| (!traits.has(ENUM_VALUE)).then(|| EnumValue::Text(name.clone())));
            let wanted = match (&value, place == Place::IntEnum) {
                (Some(EnumValue::Integer(_)), false) => Some("a string"),
                (Some(EnumValue::Text(_)), true) => Some("an integer of 32 bits"),
                (Some(_) | None, _) => None,
            };
            if let Some(wanted) = wanted {
                let message = format!("the value of `{name}` must be {wanted}");
                self.refuse(member.at, &shape.id, message);
            }
            lowered.extend(value.map(|value| EnumMember {
                name: name.clone(),
                at: member.at,
                value,
                documentation: traits.documentation(),
            }));
        }
        self.enumeration(shape, traits, lowered);
    }

    /// Lowers a string with the trait unless that has been done; malformed ones have been told.
    pub(super) fn enum_string(&mut self, shape: &'a Shape, traits: Reader<'a>) {
        if self.enums.contains_key(&shape.id) {
            return;
        }
        let members = traits.enumeration().into_iter().flatten();
        let members = members.map(|definition| EnumMember {
            name: definition.name,
            at: definition.at,
            value: EnumValue::Text(definition.value),
            documentation: definition.documentation,
        });
        self.enumeration(shape, traits, members.collect());
    }

    fn enumeration(&mut self, shape: &'a Shape, traits: Reader<'a>, members: Vec<EnumMember>) {
        for (index, member) in members.iter().enumerate() {
            let mut before = members[..index].iter();
            if before.any(|other| other.value == member.value) {
                let value = match &member.value {
                    EnumValue::Text(text) => format!("{text:?}"),
                    EnumValue::Integer(integer) => integer.to_string(),
                };
                let message = format!("the value {value} stands here a second time");
                self.refuse(member.at, &shape.id, message);
            }
        }
        let lowered = Enum {
            id: shape.id.clone(),
            at: shape.at,
            documentation: traits.documentation(),
            sensitive: traits.flag(SENSITIVE),
            usage: Usage::default(),
            members,
        };
        self.enums.insert(&shape.id, Some(lowered));
    }
}
