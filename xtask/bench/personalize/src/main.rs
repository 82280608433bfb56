//! `personalize-events`, with the derive for typed properties.

#[cfg(feature = "events")]
mod events;

use std::time::SystemTime;

#[cfg(not(feature = "events"))]
use bench_harness::measure;
#[cfg(feature = "events")]
use bench_harness::measure_with_events as measure;
use bench_harness::{BenchClient, DATASET, Row};
use personalize_events::__private::{Request, Transport};
use personalize_events::{Client, Config, Credentials, PutUsersRequest, UserProperties};

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

fn main() {
    measure(|arguments| async move {
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
