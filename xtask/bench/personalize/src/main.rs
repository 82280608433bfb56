//! `personalize-events`, with the derive for typed properties.

use std::rc::Rc;
use std::time::SystemTime;

use bench_harness::{BenchClient, DATASET, EventsClient, Row, TRACKER, measure_with_events, visit};
use personalize_events::__private::{Request, Transport};
use personalize_events::bulk::{Bulk, RateLimiter};
use personalize_events::events::{Session, SessionEvent};
use personalize_events::{
    Client, Config, Credentials, Event, PutUsersRequest, Timestamp, UserProperties, ValidationError,
};

#[derive(UserProperties)]
#[personalize(values = "json")]
struct Viewer<'a> {
    #[personalize(user_id)]
    id: &'a str,
    membership: &'a str,
    age: u32,
    videos_watched: u32,
    average_rating: f64,
    favourite_genres: &'a str,
    home_city: Option<&'a str>,
}

impl<'a> Viewer<'a> {
    fn of(row: &'a Row) -> Self {
        Self {
            id: &row.id,
            membership: row.membership,
            age: row.age,
            videos_watched: row.videos_watched,
            average_rating: row.average_rating,
            favourite_genres: row.favourite_genres,
            home_city: row.home_city,
        }
    }
}

enum Personalize {
    Online(Client),
    /// Signs requests and does not send them.
    Offline(Box<Transport>, Credentials),
}

impl BenchClient for Personalize {
    async fn put(&self, rows: &[Row]) {
        let users = rows.iter().map(|row| Viewer::of(row).to_user());
        let request = PutUsersRequest::builder()
            .dataset_arn(DATASET)
            .users(users)
            .build()
            .expect("it is valid");
        match self {
            Self::Online(client) => {
                client.put_users(&request).await.expect("it is stored");
            }
            Self::Offline(transport, credentials) => {
                let request = Request::of(&request).expect("it is JSON");
                let request = transport.prepare(&request, credentials, SystemTime::now());
                std::hint::black_box(request.expect("it is signed"));
            }
        }
    }
}

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

fn main() {
    measure_with_events(|arguments| async move {
        let credentials = Credentials::new("AKIDEXAMPLE", "a secret");
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(credentials.clone())
            .endpoint_url(arguments.endpoint_url());
        let config = config.build().expect("the settings are valid");
        if arguments.is_offline() {
            Personalize::Offline(
                Box::new(Transport::new(config).expect("it is made")),
                credentials,
            )
        } else {
            Personalize::Online(Client::new(config).expect("it is made"))
        }
    });
}
