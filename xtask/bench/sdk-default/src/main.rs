//! AWS's SDK for Rust as its documentation has it: default features, and `aws-config`.

use aws_sdk_personalizeevents::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_personalizeevents::{Client, types::User};
use bench_harness::{Arguments, DATASET, Peer, Row, measure};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Viewer<'a> {
    membership: &'a str,
    age: u32,
    videos_watched: u32,
    average_rating: f64,
    favourite_genres: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_city: Option<&'a str>,
}

fn user(row: &Row) -> User {
    let viewer = Viewer {
        membership: row.membership,
        age: row.age,
        videos_watched: row.videos_watched,
        average_rating: row.average_rating,
        favourite_genres: row.favourite_genres,
        home_city: row.home_city,
    };
    let properties = serde_json::to_string(&viewer).expect("it is JSON");
    User::builder()
        .user_id(&row.id)
        .properties(properties)
        .build()
        .expect("it has an id")
}

struct Sdk(Client);

impl Peer for Sdk {
    async fn put(&self, rows: &[Row]) {
        let users = rows.iter().map(user).collect();
        let call = self
            .0
            .put_users()
            .dataset_arn(DATASET)
            .set_users(Some(users));
        call.send().await.expect("it is stored");
    }
}

async fn connect(arguments: Arguments) -> Sdk {
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new(
            "AKIDEXAMPLE",
            "a secret",
            None,
            None,
            "bench",
        ))
        .endpoint_url(arguments.url);
    Sdk(Client::new(&config.load().await))
}

fn main() {
    measure(connect);
}
