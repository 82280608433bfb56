//! Events that happen now.

use std::time::SystemTime;

use crate::builders::EventBuilder;
use crate::generated::Event;

impl Event {
    /// Returns a builder for an event of a type that happens now: [`sent_at`](Self::sent_at) is the current time.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::Event;
    /// use personalize_events::events::Session;
    ///
    /// let session = Session::anonymous();
    /// let click = session.event(Event::now("click").item_id("film-7"))?;
    /// assert_eq!(click.event().event_type(), "click");
    /// # Ok::<(), personalize_events::ValidationError>(())
    /// ```
    pub fn now(event_type: impl Into<String>) -> EventBuilder {
        Self::builder()
            .event_type(event_type)
            .sent_at(SystemTime::now())
    }
}
