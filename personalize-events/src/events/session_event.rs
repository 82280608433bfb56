//! What bulk runs require of an event in its session.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::session::SessionEvent;
use crate::validation::{Build, Constraint, HasBuilder, Validate, ValidationContext};

/// Serializes the session and the event, in the members `session` and `event`.
impl Serialize for SessionEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut event = serializer.serialize_struct("SessionEvent", 2)?;
        event.serialize_field("session", self.session())?;
        event.serialize_field("event", self.event())?;
        event.end()
    }
}

/// A [`Session`](super::Session) makes events, so that there is no builder.
#[derive(Clone, Debug)]
pub enum NoBuilder {}

impl Build for NoBuilder {
    type Output = SessionEvent;

    fn build_in(self, _: &mut ValidationContext<'_>) -> Option<SessionEvent> {
        match self {}
    }
}

impl HasBuilder for SessionEvent {
    type Builder = NoBuilder;
}

impl Validate for SessionEvent {
    type Valid = Self;

    /// A value that exists is valid.
    fn validate(self, _: &'static [Constraint], _: &mut ValidationContext<'_>) -> Option<Self> {
        Some(self)
    }
}
