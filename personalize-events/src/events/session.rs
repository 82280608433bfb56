//! A session, and an event in it.

use std::fmt;
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::event_size::check_size;
use super::session_ids::{ID, Placeholders, SESSION_ID, USER_ID, check_difference, valid_id};
use crate::deserialize::{FromObject, Object, deserialize};
use crate::generated::{Event, PutEventsRequest};
use crate::random;
use crate::validation::{
    Build, Buildable, ValidationContext, ValidationError, ViolationKind, build, validated,
};

/// One visit of a visitor, whose user may not be known yet.
///
/// All events of a visit have the same session ID. [`identify`](Self::identify) adds the user when the visitor signs in, and
/// [`sign_out`](Self::sign_out) starts a new session. A clone is cheap and independent of its original.
///
/// # Example
///
/// A web service continues the session of a cookie, or starts one:
///
/// ```
/// use personalize_events::ValidationError;
/// use personalize_events::events::Session;
///
/// /// The session of a request, from the cookie with its ID and the user who is signed in.
/// fn session(cookie: Option<&str>, user_id: Option<&str>) -> Result<Session, ValidationError> {
///     match (cookie, user_id) {
///         (Some(id), user_id) => Session::from_ids(id, user_id),
///         (None, Some(user_id)) => Session::for_user(user_id),
///         (None, None) => Ok(Session::anonymous()),
///     }
/// }
///
/// let first = session(None, None)?; // send `first.id()` as the cookie
/// let next = session(Some(first.id()), None)?;
/// assert_eq!(next, first);
/// # Ok::<(), ValidationError>(())
/// ```
///
/// Visitors can change their cookies: sign them, or store the session on the server.
///
/// # IDs
///
/// The IDs have 1 to 256 characters. These are rejected:
///
/// - The text `null`: the service has dropped an event with this session ID and returned success.
///   [`allow_null_text`](SessionBuilder::allow_null_text) allows it.
/// - Placeholders: the events of all visitors who share one would be the history of a single visitor. They are `anonymous`,
///   `guest`, `nan`, `none`, `null`, `undefined` and `unknown` in upper or lower case,
///   `00000000-0000-0000-0000-000000000000`, and only white space. If it is really the ID of one user,
///   [`allow_placeholder_ids`](SessionBuilder::allow_placeholder_ids) allows it.
/// - A session ID that is equal to the user ID: with the session ID as user ID, the anonymous events can no longer be joined
///   to the user who signs in.
///
/// That the text `null` is dropped was observed; the other two rules follow from what AWS documents on anonymous users.
/// [`PutEventsRequest`] accepts both, because the service does.
///
/// # Serialization
///
/// `Serialize` and `Deserialize` have the names of the service, for a session store: `{"sessionId":"…","userId":"…"}`.
/// Deserializing validates, without what a builder allowed: store the IDs and use the builder for such a session.
#[derive(Clone, PartialEq, Eq, Hash)]
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

    /// Starts the session of a user who is known, with a random ID.
    ///
    /// # Errors
    ///
    /// Returns every violation in the user ID.
    pub fn for_user(user_id: impl Into<String>) -> Result<Self, ValidationError> {
        Self::builder().user_id(user_id).build()
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
        Self::builder()
            .session_id(session_id)
            .maybe_user_id(user_id)
            .build()
    }

    /// Returns a builder, which can allow IDs that are rejected otherwise.
    pub fn builder() -> SessionBuilder {
        SessionBuilder::default()
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

    /// Sets the user, who has signed in.
    ///
    /// The session has the same ID as before. Its next event has both IDs, so that the service joins the anonymous events to
    /// the user; without such an event, the service does not use them. The same user may be set again.
    ///
    /// # Errors
    ///
    /// Returns every violation in the user ID. Another user than before is a violation too: one session would join the events
    /// of two users. The session does not change then. If the user ID needs what only a builder allows, build the session
    /// with both IDs.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::events::Session;
    ///
    /// let mut session = Session::anonymous();
    /// session.identify("viewer-1")?;
    /// assert_eq!(session.user_id(), Some("viewer-1"));
    ///
    /// let error = session.identify("viewer-2").unwrap_err();
    /// assert!(error.to_string().starts_with("userId is not the user of the session; start a new"));
    /// # Ok::<(), personalize_events::ValidationError>(())
    /// ```
    pub fn identify(&mut self, user_id: impl Into<String>) -> Result<(), ValidationError> {
        let user_id = user_id.into();
        if self.user_id() == Some(&user_id) {
            return Ok(());
        }
        let user_id = validated(|context| {
            if self.user_id.is_some() {
                context.member(USER_ID).add(ViolationKind::OtherUser);
            }
            check_difference(self.id(), &user_id, context);
            valid_id(USER_ID, user_id, Placeholders::Rejected, context)
        })?;
        self.user_id = Some(user_id.into());
        Ok(())
    }

    /// Starts a new session without a user, with a random ID.
    ///
    /// Call it when the user signs out: later events of the same device may be those of somebody else.
    pub fn sign_out(&mut self) {
        *self = Self::anonymous();
    }

    /// Adds an event to the session: the event, its builder, or the result of building it.
    ///
    /// # Errors
    ///
    /// Returns every violation in the event. An event of more than 10 KB (10,240 bytes of JSON) is one, which only long IDs in an
    /// [`impression`](Event::impression) can make.
    pub fn event(&self, event: impl Buildable<Event>) -> Result<SessionEvent, ValidationError> {
        let event = build(event.into_build_input())?;
        check_size(&event)?;
        Ok(SessionEvent {
            session: self.clone(),
            event: Arc::new(event),
        })
    }

    /// Returns a request with 1 to 10 events of the session, for [`Client::put_events`](crate::Client::put_events).
    ///
    /// # Errors
    ///
    /// Returns every violation in the tracking ID and the events.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use personalize_events::events::Session;
    /// use personalize_events::{Client, Event};
    ///
    /// const TRACKER: &str = "12345678-1234-1234-1234-123456789012"; // of the dataset group's event tracker
    ///
    /// # async fn example(client: Client, session: Session, event: Event) -> Result<(), Box<dyn std::error::Error>> {
    /// client.put_events(&session.request(TRACKER, [event])?).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(
        &self,
        tracking_id: impl Into<String>,
        events: impl IntoIterator<Item = impl Buildable<Event>>,
    ) -> Result<PutEventsRequest, ValidationError> {
        PutEventsRequest::builder()
            .tracking_id(tracking_id)
            .session_id(self.id())
            .maybe_user_id(self.user_id())
            .event_list(events)
            .allow_null_text() // the IDs were validated
            .build()
    }
}

/// Omits the IDs, which are user data.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl Serialize for Session {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = 1 + usize::from(self.user_id.is_some());
        let mut session = serializer.serialize_struct("Session", members)?;
        session.serialize_field("sessionId", self.id())?;
        match self.user_id() {
            Some(user_id) => session.serialize_field("userId", user_id)?,
            None => session.skip_field("userId")?,
        }
        session.end()
    }
}

impl<'de> Deserialize<'de> for Session {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize::<StoredSession, D>(deserializer)
    }
}

/// A builder for [`Session`], whose members are all optional.
#[derive(Clone, Default)]
#[must_use]
pub struct SessionBuilder {
    session_id: Option<String>,
    user_id: Option<String>,
    allow_null_text: bool,
    placeholders: Placeholders,
}

impl SessionBuilder {
    /// Sets the session ID; a random one otherwise.
    pub fn session_id(mut self, session_id: impl Into<String>) -> Self {
        self.session_id = Some(session_id.into());
        self
    }

    /// Sets the ID of the user.
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// Like [`user_id`](Self::user_id), for a value that may be `None`.
    pub fn maybe_user_id(self, user_id: Option<impl Into<String>>) -> Self {
        match user_id {
            Some(user_id) => self.user_id(user_id),
            None => self,
        }
    }

    /// Allows the text `null` as an ID, which is a violation otherwise.
    pub fn allow_null_text(mut self) -> Self {
        self.allow_null_text = true;
        self
    }

    /// Allows placeholders as IDs, such as `guest`, which are violations otherwise.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::events::Session;
    ///
    /// assert!(Session::for_user("Guest").is_err());
    /// let session = Session::builder()
    ///     .user_id("Guest") // somebody has chosen this name
    ///     .allow_placeholder_ids()
    ///     .build()?;
    /// # Ok::<(), personalize_events::ValidationError>(())
    /// ```
    pub fn allow_placeholder_ids(mut self) -> Self {
        self.placeholders = Placeholders::Allowed;
        self
    }

    /// Validates the IDs and builds the [`Session`].
    ///
    /// # Errors
    ///
    /// Returns every violation in the IDs.
    pub fn build(self) -> Result<Session, ValidationError> {
        build(self)
    }
}

impl Build for SessionBuilder {
    type Output = Session;

    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<Session> {
        let context = &mut context.null_text(self.allow_null_text);
        let placeholders = self.placeholders;
        if let (Some(session_id), Some(user_id)) = (&self.session_id, &self.user_id) {
            check_difference(session_id, user_id, context);
        }
        let id = match self.session_id {
            Some(id) => valid_id(SESSION_ID, id, placeholders, context),
            None => Some(random::uuid()),
        };
        let user_id = match self.user_id {
            Some(id) => valid_id(USER_ID, id, placeholders, context).map(Some),
            None => Some(None),
        };
        Some(Session {
            id: id?.into(),
            user_id: user_id?.map(Into::into),
        })
    }
}

/// Omits the IDs, which are user data.
impl fmt::Debug for SessionBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionBuilder").finish_non_exhaustive()
    }
}

/// The members of a serialized session. Unlike in the builder, the session ID is required.
struct StoredSession(SessionBuilder);

impl FromObject for StoredSession {
    fn from_object(object: &mut Object<'_, '_>) -> Self {
        Self(SessionBuilder {
            session_id: object.member(SESSION_ID),
            user_id: object.member(USER_ID),
            ..SessionBuilder::default()
        })
    }
}

impl Build for StoredSession {
    type Output = Session;

    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<Session> {
        if self.0.session_id.is_none() {
            context.required::<String>(SESSION_ID, None, ID);
        }
        self.0.build_in(context)
    }
}

/// An event in its [`Session`]. A clone is cheap.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionEvent {
    session: Session,
    event: Arc<Event>,
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
        (self.session, Arc::unwrap_or_clone(self.event))
    }
}
