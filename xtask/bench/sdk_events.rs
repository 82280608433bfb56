//! Events by AWS's SDK, the same with both sets of features.

use std::rc::Rc;

use aws_sdk_personalizeevents::primitives::DateTime;
use aws_sdk_personalizeevents::types::Event;
use bench_harness::{Click, EventsClient, TRACKER, Visit, for_each_visit};

use super::sdk::Sdk;

fn event(click: Click) -> Event {
    Event::builder()
        .event_id(click.event_id)
        .event_type("click")
        .item_id(click.item_id)
        .sent_at(DateTime::from_secs(click.time))
        .build()
        .expect("it is complete")
}

impl EventsClient for Sdk {
    /// A call for each visit.
    async fn put_visits(self: Rc<Self>, visits: usize, concurrency: usize) {
        let put = move |visit: Visit| {
            let events = visit.clicks.into_iter().map(event).collect();
            let call = self
                .0
                .put_events()
                .tracking_id(TRACKER)
                .session_id(visit.session_id)
                .user_id(visit.user_id)
                .set_event_list(Some(events));
            async move {
                call.send().await.expect("it is stored");
            }
        };
        for_each_visit(visits, concurrency, put).await;
    }
}
