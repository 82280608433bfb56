//! The events and action interactions of a tracker, in the order of their arrival, by session.
//!
//! AWS documents that events after the first with the same `eventId` are not used. They are stored apart, so that a test
//! sees them. AWS does not document among which events the ID must be unique; that it is among those of the tracker, apart
//! from its action interactions, is an inference.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use serde_json::Value;

/// The member with the ID of an event.
const EVENT_ID: &str = "eventId";
/// The member with the session of an event.
const SESSION_ID: &str = "sessionId";

/// The events of a tracker.
#[derive(Default)]
pub(crate) struct TrackerRecords {
    /// The sessions in the order of their first event.
    sessions: IndexSet<Box<str>>,
    /// The events by collection, such as `action-interactions`.
    collections: HashMap<String, Events>,
}

/// The events of a collection.
#[derive(Default)]
struct Events {
    /// The JSON of the events that are the first with their ID or have none.
    first: Vec<Box<str>>,
    /// The JSON of later events with the same ID.
    repeated: Vec<Box<str>>,
    ids: HashSet<Box<str>>,
    /// The indexes in `first` of the events of each session.
    by_session: HashMap<Box<str>, Vec<usize>>,
}

/// An event that is to be stored.
pub(super) struct Event {
    id: Option<Box<str>>,
    session: Box<str>,
    json: Box<str>,
}

impl From<Value> for Event {
    fn from(event: Value) -> Self {
        let text = |member| event.get(member).and_then(Value::as_str).map(Into::into);
        Self {
            id: text(EVENT_ID),
            session: text(SESSION_ID).unwrap_or_default(),
            json: event.to_string().into(),
        }
    }
}

impl Event {
    /// Returns the size of the event and of its entries in the indexes.
    pub(super) fn size(&self) -> usize {
        self.json.len() + self.session.len() + self.id.as_ref().map_or(0, |id| id.len())
    }
}

impl TrackerRecords {
    /// Appends events to a collection.
    pub(super) fn extend(&mut self, collection: &str, events: Vec<Event>) {
        let stored = self.collections.entry(collection.to_owned()).or_default();
        for Event { id, session, json } in events {
            if id.is_some_and(|id| !stored.ids.insert(id)) {
                stored.repeated.push(json);
                continue;
            }
            if !self.sessions.contains(&session) {
                self.sessions.insert(session.clone());
            }
            let indexes = stored.by_session.entry(session).or_default();
            indexes.push(stored.first.len());
            stored.first.push(json);
        }
    }

    /// Returns the JSON of the events of a collection, without those that repeat an ID.
    pub(crate) fn events(&self, collection: &str) -> impl Iterator<Item = &str> {
        let events = self.collections.get(collection).into_iter();
        events.flat_map(|events| &events.first).map(AsRef::as_ref)
    }

    /// Returns the JSON of the events of a collection whose ID another event had before.
    pub(crate) fn repeated(&self, collection: &str) -> impl Iterator<Item = &str> {
        let events = self.collections.get(collection).into_iter();
        let events = events.flat_map(|events| &events.repeated);
        events.map(AsRef::as_ref)
    }

    /// Returns the sessions in the order of their first event.
    pub(crate) fn sessions(&self) -> impl Iterator<Item = &str> {
        self.sessions.iter().map(AsRef::as_ref)
    }

    /// Returns the JSON of the events of a session in a collection.
    pub(crate) fn session_events(
        &self,
        collection: &str,
        session: &str,
    ) -> impl Iterator<Item = &str> {
        let events = self.collections.get(collection);
        let events = events.and_then(|events| Some((events, events.by_session.get(session)?)));
        events.into_iter().flat_map(|(events, indexes)| {
            let events = indexes.iter().filter_map(|index| events.first.get(*index));
            events.map(AsRef::as_ref)
        })
    }
}
