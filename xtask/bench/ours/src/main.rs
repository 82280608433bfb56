//! `personalize-events`.

use std::time::SystemTime;

use bench_harness::{DATASET, Peer, Row, measure};
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

enum Ours {
    Connected(Client),
    /// Up to the request that would be sent.
    Nowhere(Box<Transport>, Credentials),
}

impl Peer for Ours {
    async fn put(&self, rows: &[Row]) {
        let users = rows.iter().map(|row| Viewer::of(row).to_user());
        let request = PutUsersRequest::builder()
            .dataset_arn(DATASET)
            .users(users)
            .build()
            .expect("it is valid");
        match self {
            Self::Connected(client) => {
                client.put_users(&request).await.expect("it is stored");
            }
            Self::Nowhere(transport, credentials) => {
                let request = Request::of(&request).expect("it is JSON");
                let request = transport.prepare(request, credentials, SystemTime::now());
                std::hint::black_box(request.expect("it is signed"));
            }
        }
    }
}

fn main() {
    measure(|arguments| async move {
        let nowhere = arguments.url == "nowhere";
        let url = if nowhere {
            "http://127.0.0.1:1".to_owned()
        } else {
            arguments.url
        };
        let credentials = Credentials::new("AKIDEXAMPLE", "a secret");
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(credentials.clone())
            .endpoint_url(url);
        let config = config.build().expect("the settings fit");
        if nowhere {
            Ours::Nowhere(
                Box::new(Transport::new(config).expect("it is made")),
                credentials,
            )
        } else {
            Ours::Connected(Client::new(config).expect("it is made"))
        }
    });
}
