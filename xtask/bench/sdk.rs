//! Calls of AWS's SDK, the same with both sets of features. Both programs include this file, since a package of its
//! own would count as one more crate of theirs.

use aws_sdk_personalizeevents::Client;
use aws_sdk_personalizeevents::config::{Credentials, Region};
use aws_sdk_personalizeevents::types::User;
use bench_harness::{BenchClient, DATASET, Row};
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

pub(crate) fn region() -> Region {
    Region::new("eu-west-1")
}

pub(crate) fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "a secret", None, None, "bench")
}

pub(crate) struct Sdk(pub(crate) Client);

impl BenchClient for Sdk {
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
