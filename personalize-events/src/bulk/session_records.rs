//! Events and action interactions.

use personalize_events_schema::record_kind::RecordKind;

use super::record::{Record, sealed::Sealed};
use super::sessions::Sessions;
use crate::body::json_bytes;
use crate::events::{Session, SessionEvent};
use crate::generated::{
    ActionInteraction, Event, PutActionInteractionsError, PutActionInteractionsRequest,
    PutEventsError, PutEventsRequest,
};
use crate::types::Timestamp;
use crate::validation::ValidationError;

/// The documented quota of `PutEvents` for a dataset group, in calls per second. None is documented for
/// `PutActionInteractions`.
const RATE: f64 = 1_000.0;

/// Enough for that rate, if a call takes 45 milliseconds. More connections cost memory, which grows during their first calls.
const CONCURRENCY: usize = 48;

impl Sealed for SessionEvent {}

impl Record for SessionEvent {
    type Error = PutEventsError;
    type Request = PutEventsRequest;
    type Grouping<T: Send + 'static> = Sessions<T, Self>;

    const RECORD_KIND: &'static RecordKind = &RecordKind::EVENT;
    const REPLACES: bool = false;
    const MIXES_SESSIONS: bool = false;
    const DEFAULT_RATE: f64 = RATE;
    const DEFAULT_CONCURRENCY: usize = CONCURRENCY;

    fn id(&self) -> &str {
        self.session().id()
    }

    fn user_id(&self) -> Option<&str> {
        self.session().user_id()
    }

    fn body_bytes(&self) -> usize {
        json_bytes(self.event())
    }

    /// All events are of one session and user.
    fn request(
        tracking_id: &str,
        records: impl IntoIterator<Item = Self>,
    ) -> Result<PutEventsRequest, ValidationError> {
        let mut session = None;
        let events: Vec<Event> = records
            .into_iter()
            .map(|record| {
                let (of_event, event) = record.into_parts();
                session = Some(of_event);
                event
            })
            .collect();
        let session = session.unwrap_or_else(Session::anonymous);
        session.request(tracking_id, events)
    }

    fn sample() -> Result<Self, ValidationError> {
        let event = Event::builder().event_type("type");
        Session::anonymous().event(event.sent_at(Timestamp::from_secs(0)))
    }
}

impl Sealed for ActionInteraction {}

impl Record for ActionInteraction {
    type Error = PutActionInteractionsError;
    type Request = PutActionInteractionsRequest;
    type Grouping<T: Send + 'static> = Sessions<T, Self>;

    const RECORD_KIND: &'static RecordKind = &RecordKind::ACTION_INTERACTION;
    const REPLACES: bool = false;
    const DEFAULT_RATE: f64 = RATE;
    const DEFAULT_CONCURRENCY: usize = CONCURRENCY;

    fn id(&self) -> &str {
        self.session_id()
    }

    fn body_bytes(&self) -> usize {
        json_bytes(self)
    }

    fn request(
        tracking_id: &str,
        records: impl IntoIterator<Item = Self>,
    ) -> Result<PutActionInteractionsRequest, ValidationError> {
        let builder = PutActionInteractionsRequest::builder().tracking_id(tracking_id);
        builder.action_interactions(records).build()
    }

    fn sample() -> Result<Self, ValidationError> {
        let interaction = Self::builder().action_id("id").session_id("id");
        let interaction = interaction.timestamp(Timestamp::from_secs(0));
        interaction.event_type("Viewed").build()
    }
}
