//! Events by a bulk run.

use std::rc::Rc;

use bench_harness::{EventsClient, TRACKER, visit};
use personalize_events::bulk::{Bulk, RateLimiter};
use personalize_events::events::{Session, SessionEvent};
use personalize_events::{Event, Timestamp, ValidationError};

use super::Personalize;

impl EventsClient for Personalize {
    async fn put_visits(self: Rc<Self>, visits: usize, concurrency: usize) {
        let Self::Online(client) = &*self else {
            panic!("events are sent online");
        };
        let events = (0..visits).flat_map(events).map(|event| ((), event));
        let mut run = Bulk::events(client, TRACKER)
            .rate_limiter(RateLimiter::unlimited())
            .max_concurrent_batches(concurrency)
            .send_iter(events)
            .expect("the settings are valid");
        while let Some(result) = run.next().await {
            assert!(result.outcome.is_stored(), "{}", result.outcome);
        }
    }
}

/// The events of a visit.
fn events(number: usize) -> Vec<Result<SessionEvent, ValidationError>> {
    let visit = visit(number);
    let session = Session::from_ids(visit.session_id, Some(visit.user_id)).expect("it is valid");
    let clicks = visit.clicks.into_iter().map(|click| {
        session.event(
            Event::builder()
                .event_id(click.event_id)
                .event_type("click")
                .item_id(click.item_id)
                .sent_at(Timestamp::from_secs(click.time)),
        )
    });
    clicks.collect()
}
