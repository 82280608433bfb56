//! What a mapping may return: none, one or several records.

use lambda_runtime::Error;
use personalize_events::builders::{
    ActionBuilder, ActionInteractionBuilder, EventBuilder, ItemBuilder, UserBuilder,
};
use personalize_events::bulk::Record;
use personalize_events::events::{Session, SessionEvent};
use personalize_events::{Action, ActionInteraction, Item, User, ValidationError};

use crate::rejected::RejectReason;

/// A record that a handler sends: [`User`], [`Item`], [`Action`], [`SessionEvent`] or [`ActionInteraction`].
pub trait HandledRecord: Record + sealed::Sealed {
    /// The ID of a record that replaces an earlier one of the same ID.
    #[doc(hidden)]
    fn replaced_id(&self) -> Option<&str> {
        None
    }
}

impl HandledRecord for User {
    fn replaced_id(&self) -> Option<&str> {
        Some(self.user_id())
    }
}

impl HandledRecord for Item {
    fn replaced_id(&self) -> Option<&str> {
        Some(self.item_id())
    }
}

impl HandledRecord for Action {
    fn replaced_id(&self) -> Option<&str> {
        Some(self.action_id())
    }
}

impl HandledRecord for SessionEvent {}
impl HandledRecord for ActionInteraction {}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::User {}
    impl Sealed for super::Item {}
    impl Sealed for super::Action {}
    impl Sealed for super::SessionEvent {}
    impl Sealed for super::ActionInteraction {}
}

/// What the mapping of a handler returns: none, one or several records of type `R`.
///
/// | returned | meaning |
/// |---|---|
/// | a record or its builder | one record |
/// | `(Session, EventBuilder)` | an event in its session |
/// | `Option` | none is not an error: the message is skipped |
/// | `Vec`, array | several records; the message is returned if any of them is undelivered |
/// | `Result<_, E>` | an error is rejected, as one record |
///
/// They can be nested: a mapping may return `Result<Vec<User>, E>` or `Vec<Result<User, E>>`. `to_user()` of a derive returns
/// a `Result`. The trait cannot be implemented outside of this crate.
///
/// # IDs of events
///
/// A message may be delivered more than once, and the service ignores an event whose `eventId` it knows. An [`EventBuilder`]
/// or [`ActionInteractionBuilder`] without an ID therefore gets one from the message: its ID and the index of the
/// record in the mapping's result, such as `059f36b4-87a3-44ab-83d2-661975830a7d-0`. It is the same for each delivery, as long as the
/// mapping returns its records in the same order. A [`SessionEvent`] or [`ActionInteraction`] that the mapping has built retains the
/// ID that it has, which is random unless you set one: set one, or return the builder.
///
/// If each event has an ID in your data, set that: a message that its producer sends twice has two IDs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no record of type `{R}`",
    label = "expected a `{R}`, its builder, or an `Option`, `Vec`, array or `Result` of these"
)]
pub trait IntoRecords<R> {
    #[doc(hidden)]
    fn add_to(self, records: &mut Records<'_, R>);
}

/// The records of a message.
#[doc(hidden)]
#[derive(Debug)]
pub struct Records<'a, R> {
    message_id: &'a str,
    records: Vec<Result<R, RejectReason>>,
}

impl<'a, R> Records<'a, R> {
    /// Returns what a mapping has returned for a message.
    pub(crate) fn collect(
        message_id: &'a str,
        mapped: impl IntoRecords<R>,
    ) -> Vec<Result<R, RejectReason>> {
        let records = Vec::new();
        let mut records = Self {
            message_id,
            records,
        };
        mapped.add_to(&mut records);
        records.records
    }

    fn push(&mut self, record: Result<R, ValidationError>) {
        self.records.push(record.map_err(RejectReason::Invalid));
    }

    /// The ID of the next record, if it is an event without one.
    fn event_id(&self) -> String {
        format!("{}-{}", self.message_id, self.records.len())
    }
}

macro_rules! records {
    ($($record:ty, $builder:ty;)*) => {$(
        impl IntoRecords<$record> for $record {
            fn add_to(self, records: &mut Records<'_, $record>) {
                records.push(Ok(self));
            }
        }

        impl IntoRecords<$record> for $builder {
            fn add_to(self, records: &mut Records<'_, $record>) {
                records.push(self.build());
            }
        }
    )*};
}

records! {
    User, UserBuilder;
    Item, ItemBuilder;
    Action, ActionBuilder;
}

impl IntoRecords<SessionEvent> for SessionEvent {
    fn add_to(self, records: &mut Records<'_, SessionEvent>) {
        records.push(Ok(self));
    }
}

impl IntoRecords<SessionEvent> for (Session, EventBuilder) {
    fn add_to(self, records: &mut Records<'_, SessionEvent>) {
        let (session, builder) = self;
        let id_of = || Some(builder.clone().build().ok()?.event_id()?.to_owned());
        let is_set = is_set(id_of);
        let event = if is_set {
            builder
        } else {
            builder.event_id(records.event_id())
        };
        records.push(session.event(event));
    }
}

impl IntoRecords<ActionInteraction> for ActionInteraction {
    fn add_to(self, records: &mut Records<'_, ActionInteraction>) {
        records.push(Ok(self));
    }
}

impl IntoRecords<ActionInteraction> for ActionInteractionBuilder {
    fn add_to(self, records: &mut Records<'_, ActionInteraction>) {
        let id_of = || Some(self.clone().build().ok()?.event_id()?.to_owned());
        let is_set = is_set(id_of);
        let interaction = if is_set {
            self
        } else {
            self.event_id(records.event_id())
        };
        records.push(interaction.build());
    }
}

/// Whether a builder has an event ID. One that was not set is random, so that two values have different ones.
fn is_set(id_of_next: impl Fn() -> Option<String>) -> bool {
    id_of_next() == id_of_next()
}

impl<R, T: IntoRecords<R>> IntoRecords<R> for Option<T> {
    fn add_to(self, records: &mut Records<'_, R>) {
        if let Some(mapped) = self {
            mapped.add_to(records);
        }
    }
}

impl<R, T: IntoRecords<R>> IntoRecords<R> for Vec<T> {
    fn add_to(self, records: &mut Records<'_, R>) {
        for mapped in self {
            mapped.add_to(records);
        }
    }
}

impl<R, T: IntoRecords<R>, const N: usize> IntoRecords<R> for [T; N] {
    fn add_to(self, records: &mut Records<'_, R>) {
        for mapped in self {
            mapped.add_to(records);
        }
    }
}

impl<R, T: IntoRecords<R>, E: Into<Error>> IntoRecords<R> for Result<T, E> {
    fn add_to(self, records: &mut Records<'_, R>) {
        match self {
            Ok(mapped) => mapped.add_to(records),
            Err(error) => records
                .records
                .push(Err(RejectReason::of_mapping(error.into()))),
        }
    }
}
