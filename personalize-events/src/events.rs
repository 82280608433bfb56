//! The sessions of visitors and their events.
//!
//! The service joins the events of a session to a user once an event has both the session ID and the user ID.

mod session;

pub use session::{Session, SessionEvent};
