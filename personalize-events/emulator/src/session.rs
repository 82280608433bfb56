//! The sessions of a tracker, for the assertions of tests.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use crate::record::{Record, StoredActionInteraction, StoredEvent};
use crate::store::TrackerRecords;

/// The collections of a tracker.
pub(crate) const EVENTS: &str = "events";
pub(crate) const ACTION_INTERACTIONS: &str = "action-interactions";

/// A session of a tracker with its users, events and action interactions.
///
/// # Example
///
/// ```
/// use personalize_events_emulator::Emulator;
///
/// # fn example(emulator: &Emulator) {
/// for session in emulator.sessions("tracking-id") {
///     // The visitor logged in, but no second user did.
///     assert_eq!(session.user_ids().len(), 1, "session {}", session.session_id());
///     let types = session.events().iter().map(|event| event.event_type());
///     assert!(types.eq(["view", "view", "buy"]));
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    session_id: String,
    user_ids: Vec<String>,
    events: Vec<StoredEvent>,
    action_interactions: Vec<StoredActionInteraction>,
}

impl StoredSession {
    /// Returns the session with this ID.
    pub(crate) fn of_tracker(tracker: &TrackerRecords, session_id: &str) -> Self {
        Self {
            session_id: session_id.to_owned(),
            user_ids: user_ids(tracker, session_id),
            events: typed(tracker.session_events(EVENTS, session_id)),
            action_interactions: typed(tracker.session_events(ACTION_INTERACTIONS, session_id)),
        }
    }

    /// Returns the ID.
    #[must_use]
    pub fn session_id(&self) -> &str {
        &self.session_id
    }

    /// Returns the users of the events, and then those of the action interactions only, each once, in the order of their
    /// arrival; none if the session is anonymous.
    #[must_use]
    pub fn user_ids(&self) -> &[String] {
        &self.user_ids
    }

    /// Returns the events in the order of their arrival, whatever their user. A repeated event is in
    /// [`Emulator::repeated_events`](crate::Emulator::repeated_events) only.
    #[must_use]
    pub fn events(&self) -> &[StoredEvent] {
        &self.events
    }

    /// Returns the action interactions in the order of their arrival, whatever their user.
    #[must_use]
    pub fn action_interactions(&self) -> &[StoredActionInteraction] {
        &self.action_interactions
    }
}

/// Returns the records with this JSON.
pub(crate) fn typed<'a, R: From<Record>>(records: impl Iterator<Item = &'a str>) -> Vec<R> {
    records.map(|record| Record::new(record).into()).collect()
}

/// Returns the JSON array of values that are JSON.
pub(crate) fn array<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut json = String::new();
    push_array(&mut json, values);
    json
}

/// Appends the JSON array of values that are JSON: one text, because the events of a tracker may have hundreds of megabytes.
fn push_array<'a>(json: &mut String, values: impl Iterator<Item = &'a str>) {
    json.push('[');
    for (index, value) in values.enumerate() {
        if index > 0 {
            json.push(',');
        }
        json.push_str(value);
    }
    json.push(']');
}

/// Returns the JSON of all sessions.
pub(crate) fn sessions_json(tracker: &TrackerRecords) -> String {
    let mut json = "[".to_owned();
    for session in tracker.sessions() {
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(r#"{"sessionId":"#);
        json.push_str(&Value::from(session).to_string());
        json.push_str(r#","userIds":"#);
        json.push_str(&Value::from(user_ids(tracker, session)).to_string());
        json.push_str(r#","events":"#);
        push_array(&mut json, tracker.session_events(EVENTS, session));
        json.push_str(r#","actionInteractions":"#);
        let interactions = tracker.session_events(ACTION_INTERACTIONS, session);
        push_array(&mut json, interactions);
        json.push('}');
    }
    json.push(']');
    json
}

/// The user of an event.
#[derive(Deserialize)]
struct User<'a> {
    #[serde(borrow, rename = "userId")]
    user_id: Option<Cow<'a, str>>,
}

fn user_ids(tracker: &TrackerRecords, session_id: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let events = tracker.session_events(EVENTS, session_id);
    let interactions = tracker.session_events(ACTION_INTERACTIONS, session_id);
    for event in events.chain(interactions) {
        let user: Option<User<'_>> = serde_json::from_str(event).ok();
        if let Some(id) = user.and_then(|user| user.user_id)
            && !ids.iter().any(|other| *other == id)
        {
            ids.push(id.into_owned());
        }
    }
    ids
}
