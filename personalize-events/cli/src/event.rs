//! Events from records, with their sessions and IDs.

use std::str::FromStr;

use personalize_events::events::{Session, SessionEvent};
use personalize_events::{
    ActionInteraction, ActionInteractionProperties, Event, EventProperties, JsonString,
    MetricAttribution, PropertiesWriter, Timestamp, UserProperties, ValidationError,
};
use personalize_events_schema::Type;

use crate::arguments::SessionFrom;
use crate::column::Column;
use crate::dataset::Dataset;
use crate::derived_id;
use crate::event_columns::{
    ATTRIBUTION_SOURCE, EVENT_ID, EVENT_TYPE, EVENT_VALUE, SESSION_ID, USER_ID,
};
use crate::record::{Record, Value};

/// The problem of an event whose session cannot be derived.
pub(crate) const NO_SESSION: &str = "SESSION_ID and USER_ID are missing, but --session-from derives the session from the \
                                     user; set one of them";

const SECONDS_OF_DAY: i64 = 24 * 60 * 60;

/// The column of the session if a record has neither a session nor a user from which one is derived.
pub(crate) fn lacks_session(
    dataset: &Dataset,
    is_lacking: impl Fn(usize) -> bool,
) -> Option<usize> {
    dataset.events?.session_from?;
    let (session, user) = (dataset.member(SESSION_ID)?, dataset.member(USER_ID)?);
    (is_lacking(session) && is_lacking(user)).then_some(session)
}

pub(crate) fn session_event(record: &Record) -> Result<SessionEvent, Vec<ValidationError>> {
    let members = Members::of(record);
    let source = members.text(ATTRIBUTION_SOURCE);
    let source = source.map(|source| MetricAttribution::builder().event_attribution_source(source));
    let mut event = Event::builder()
        .event_id(members.event_id())
        .maybe_event_value(members.number(EVENT_VALUE))
        .maybe_item_id(members.text("itemId"))
        .maybe_properties(members.properties(EventProperties::to_properties))
        .maybe_recommendation_id(members.text("recommendationId"))
        .maybe_impression(members.impression())
        .maybe_metric_attribution(source);
    if let Some(event_type) = members.text(EVENT_TYPE) {
        event = event.event_type(event_type);
    }
    if let Some(sent_at) = members.timestamp("sentAt") {
        event = event.sent_at(sent_at);
    }
    if record.allows_null_text() {
        event = event.allow_null_text();
    }
    members.finish(|session| session.event(event))
}

pub(crate) fn action_interaction(
    record: &Record,
) -> Result<ActionInteraction, Vec<ValidationError>> {
    let members = Members::of(record);
    let mut event = ActionInteraction::builder()
        .event_id(members.event_id())
        .maybe_properties(members.properties(ActionInteractionProperties::to_properties))
        .maybe_recommendation_id(members.text("recommendationId"))
        .maybe_impression(members.impression());
    if let Some(action_id) = members.text("actionId") {
        event = event.action_id(action_id);
    }
    if let Some(event_type) = members.text(EVENT_TYPE) {
        event = event.event_type(event_type);
    }
    if let Some(timestamp) = members.timestamp("timestamp") {
        event = event.timestamp(timestamp);
    }
    if record.allows_null_text() {
        event = event.allow_null_text();
    }
    members.finish(|session| {
        let event = event.session_id(session.id());
        event.maybe_user_id(session.user_id()).build()
    })
}

/// The members of the event in a record.
struct Members<'r> {
    record: &'r Record,
    /// Violations of numbers.
    numbers: Option<ValidationError>,
}

impl<'r> Members<'r> {
    fn of(record: &'r Record) -> Self {
        let numbers = Numbers(record).to_properties().err();
        Self { record, numbers }
    }

    fn text(&self, member: &str) -> Option<&'r str> {
        self.record.text(self.record.dataset.member(member)?)
    }

    fn event_id(&self) -> &'r str {
        self.text(EVENT_ID).unwrap_or(&self.record.derived_event_id)
    }

    /// A number; zero if a number is invalid, so that it is not reported twice.
    fn number<T: FromStr + Default>(&self, member: &str) -> Option<T> {
        let text = self.text(member)?;
        match &self.numbers {
            Some(_) => Some(T::default()),
            None => text.parse().ok(),
        }
    }

    fn timestamp(&self, member: &str) -> Option<Timestamp> {
        self.number(member).map(Timestamp::from_secs)
    }

    fn impression(&self) -> Option<Vec<&'r str>> {
        let column = self.record.dataset.member("impression")?;
        Some(match self.record.fields[column].value.as_ref()? {
            Value::Text(text) => self.record.text[text.clone()].split('|').collect(),
            Value::Categories(items) => {
                let items = &self.record.categories[items.clone()];
                items.iter().map(String::as_str).collect()
            }
        })
    }

    /// `None` if all properties are null.
    fn properties(
        &self,
        write: impl FnOnce(&Record) -> Result<JsonString, ValidationError>,
    ) -> Option<Result<JsonString, ValidationError>> {
        let columns = self.record.dataset.columns.iter();
        let mut fields = columns.zip(&self.record.fields);
        let has_properties =
            fields.any(|(column, field)| column.member.is_none() && field.value.is_some());
        has_properties.then(|| write(self.record))
    }

    fn session(&self) -> Result<Session, ValidationError> {
        let dataset = &self.record.dataset;
        let user_id = self.text(USER_ID);
        let mut session = Session::builder().maybe_user_id(user_id);
        if let Some(id) = self.text(SESSION_ID) {
            session = session.session_id(id);
        } else if let (Some(user_id), Some(source)) =
            (user_id, dataset.events.and_then(|it| it.session_from))
        {
            session = session.session_id(match source {
                SessionFrom::User => derived_id::session_of_user(user_id),
                SessionFrom::UserDay => {
                    let time = self.number("sentAt").or(self.number("timestamp"));
                    let day = time.unwrap_or(0_i64).div_euclid(SECONDS_OF_DAY);
                    derived_id::session_of_day(user_id, day)
                }
            });
        }
        if dataset.allow_null_text {
            session = session.allow_null_text();
        }
        if dataset.events.is_some_and(|it| it.allow_placeholder_ids) {
            session = session.allow_placeholder_ids();
        }
        session.build()
    }

    /// Builds an event, or returns all that is wrong with it and its session.
    fn finish<T>(
        self,
        build: impl FnOnce(&Session) -> Result<T, ValidationError>,
    ) -> Result<T, Vec<ValidationError>> {
        let session = self.session();
        let event = match &session {
            Ok(session) => build(session),
            // For the rest of the violations.
            Err(_) => build(&Session::anonymous()),
        };
        let errors = self.numbers.into_iter().chain(session.err());
        let mut errors: Vec<ValidationError> = errors.collect();
        match event {
            Ok(event) if errors.is_empty() => return Ok(event),
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
        Err(errors)
    }
}

/// The numbers among the members, which have the rules of those in properties.
struct Numbers<'r>(&'r Record);

/// Users have no keys of their own that would be rejected.
impl UserProperties for Numbers<'_> {
    fn write_properties(&self, properties: &mut PropertiesWriter) {
        let is_number = |column: &Column| column.member.is_some() && column.ty != Type::String;
        self.0.write_columns(is_number, properties);
    }
}
