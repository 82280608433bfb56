//! AWS's SDK for Rust with what it needs for HTTPS and nothing else.

use aws_sdk_personalizeevents::config::{BehaviorVersion, Config, Credentials, Region};
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

#[cfg(feature = "nowhere")]
fn connector(
    builder: aws_sdk_personalizeevents::config::Builder,
) -> aws_sdk_personalizeevents::config::Builder {
    use aws_smithy_http_client::test_util::infallible_client_fn;

    builder.http_client(infallible_client_fn(|_| http::Response::new("")))
}

#[cfg(not(feature = "nowhere"))]
fn connector(
    builder: aws_sdk_personalizeevents::config::Builder,
) -> aws_sdk_personalizeevents::config::Builder {
    builder
}

async fn connect(arguments: Arguments) -> Sdk {
    let url = if arguments.url == "nowhere" {
        "http://127.0.0.1:1"
    } else {
        &arguments.url
    };
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new(
            "AKIDEXAMPLE",
            "a secret",
            None,
            None,
            "bench",
        ))
        .endpoint_url(url);
    Sdk(Client::from_conf(connector(config).build()))
}

fn main() {
    measure(connect);
}
