//! The sessions of visitors and their events.
//!
//! A [`Session`] is one visit. Its events have its ID, and once the visitor has signed in, the ID of the user too. The service
//! joins the events of a session to a user as soon as one of them has both IDs. [`Recommended`] are the items of a list
//! that the service has recommended and the application shows.
//!
//! ```
//! use personalize_events::Event;
//! use personalize_events::events::{Recommended, Session};
//!
//! let mut session = Session::anonymous();
//! let view = session.event(Event::now("view").item_id("film-7"))?;
//!
//! session.identify("viewer-1")?; // signed in: the next event joins the anonymous ones to the user
//! let shown = Recommended::new("RID-1a2b", ["film-1", "film-2", "film-3"])?;
//! let click = session.event(shown.event(Event::now("click").item_id("film-2")))?;
//! assert_eq!(click.session().id(), view.session().id());
//! assert_eq!(click.session().user_id(), Some("viewer-1"));
//! assert_eq!(click.event().recommendation_id(), Some("RID-1a2b"));
//!
//! session.sign_out(); // a new session
//! assert_ne!(session.id(), view.session().id());
//! # Ok::<(), personalize_events::ValidationError>(())
//! ```
//!
//! An [`EventTracker`] sends the events of a service in the background. With the feature `spool`, its events can be on disk
//! until they are stored.
//!
//! The guide on [events](crate::guide::events) has the rules of the service and the whole way of an event.

mod event_size;
mod import_file;
mod now;
mod placeholder;
mod recommended;
mod session;
mod session_event;
mod session_ids;
mod tracker;

pub use recommended::{Recommended, RecommendedBuilder};
pub use session::{Session, SessionBuilder, SessionEvent};
#[cfg(feature = "spool")]
pub use tracker::SpoolError;
pub use tracker::{
    EventTracker, EventTrackerBuilder, FailedEvent, FailureReason, FlushReport, TrackError,
    TrackerSummary, WhenFull,
};
