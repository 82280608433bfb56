//! Reads unions from JSON.

use serde_json::Value;

use super::object::{FromJson, describe};
use crate::validation::{Validate, ValidationContext, ViolationKind};

/// The member of a union that is set.
#[derive(Debug)]
pub struct UnionMember {
    name: String,
    value: Value,
}

impl UnionMember {
    /// Returns the only member that is not `null`; `None` with a violation if there is another number of members.
    pub fn of(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        let Value::Object(members) = value else {
            context.unexpected_type(describe(&value), "an object");
            return None;
        };
        let mut set = members.into_iter().filter(|(_, value)| !value.is_null());
        let found = match (set.next(), set.next()) {
            (Some((name, value)), None) => return Some(Self { name, value }),
            (Some(_), Some(_)) => "an object with several members",
            (None, _) => "an object without members",
        };
        context.unexpected_type(found, "an object with one member");
        None
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads its value. Structures in it are built, since the variants of unions hold no builders.
    pub fn read<T: FromJson + Validate>(
        self,
        name: &'static str,
        context: &mut ValidationContext<'_>,
    ) -> Option<T::Valid> {
        let mut context = context.member(name);
        T::from_json(self.value, &mut context)?.validate(&[], &mut context)
    }

    /// Adds the violation of a member that the union does not have.
    pub fn unknown<T>(
        self,
        members: &[&'static str],
        context: &mut ValidationContext<'_>,
    ) -> Option<T> {
        let members = members.to_vec();
        context.add_at_key(&self.name, ViolationKind::UnknownMember { members });
        None
    }
}
