//! A session, and an event in it.

use std::fmt;
use std::sync::Arc;

use crate::generated::Event;
use crate::random;
use crate::validation::{Buildable, Constraint, ValidationError, build, validated};

const ID: &[Constraint] = &[Constraint::length(1, 256), Constraint::NotNullText];

/// One visit of a visitor, whose user may not be known yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    id: Arc<str>,
    user_id: Option<Arc<str>>,
}

impl Session {
    /// Starts the session of a visitor whose user is not known, with a random ID.
    #[must_use]
    pub fn anonymous() -> Self {
        Self {
            id: random::uuid().into(),
            user_id: None,
        }
    }

    /// Continues a session that has an ID, and a user if it is known.
    ///
    /// # Errors
    ///
    /// Returns every violation in the IDs.
    pub fn from_ids(
        session_id: impl Into<String>,
        user_id: Option<impl Into<String>>,
    ) -> Result<Self, ValidationError> {
        let (session_id, user_id) = (session_id.into(), user_id.map(Into::into));
        validated(|context| {
            let id = context.required("sessionId", Some(session_id), ID);
            let user_id = context.optional("userId", user_id, ID);
            Some(Self {
                id: id?.into(),
                user_id: user_id?.map(Into::into),
            })
        })
    }

    /// Returns the session ID.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the ID of the user, if it is known.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.user_id.as_deref()
    }

    /// Adds an event to the session: the event, its builder, or the result of building it.
    ///
    /// # Errors
    ///
    /// Returns every violation in the event.
    pub fn event(&self, event: impl Buildable<Event>) -> Result<SessionEvent, ValidationError> {
        Ok(SessionEvent {
            session: self.clone(),
            event: build(event.into_build_input())?,
        })
    }
}

/// Omits the IDs, which are user data.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// An event in its [`Session`].
#[derive(Clone, Debug, PartialEq)]
pub struct SessionEvent {
    session: Session,
    event: Event,
}

impl SessionEvent {
    /// Returns the session.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns the event.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// Returns the session and the event.
    #[must_use]
    pub fn into_parts(self) -> (Session, Event) {
        (self.session, self.event)
    }
}
