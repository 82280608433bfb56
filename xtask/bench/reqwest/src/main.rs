//! The bare HTTP client: `reqwest` with headers and bodies that are made in advance.

use bench_harness::{BenchClient, Row, measure};
use reqwest::Client;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// The headers that `personalize-events` sends, with a fixed timestamp.
const HEADERS: [(&str, &str); 6] = [
    ("content-type", "application/json"),
    ("x-amz-date", "20261125T120000Z"),
    (
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261125/eu-west-1/personalize/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date, \
         Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    ),
    (
        "amz-sdk-invocation-id",
        "6f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
    ),
    ("amz-sdk-request", "attempt=1; max=3"),
    ("user-agent", "personalize-events/0.1.0"),
];

struct Reqwest {
    client: Client,
    url: String,
    headers: HeaderMap,
}

impl BenchClient for Reqwest {
    async fn put(&self, rows: &[Row]) {
        // The same body as that of `personalize-events`.
        let body = BODIES.with(|bodies| {
            bodies[rows[0].id[5..].parse::<usize>().unwrap_or_default() / 10].clone()
        });
        let request = self
            .client
            .post(&self.url)
            .headers(self.headers.clone())
            .body(body);
        let response = request.send().await.expect("it is stored");
        assert_eq!(response.status(), 200);
        response.bytes().await.expect("the response is complete");
    }
}

thread_local! {
    static BODIES: Vec<Vec<u8>> = bench_harness::batches().iter().map(|rows| body(rows)).collect();
}

fn body(rows: &[Row]) -> Vec<u8> {
    let user = |row: &Row| {
        let text = |text: &str| format!("\\\"{}\\\"", text.replace('"', "\\\\\\\""));
        let city = row.home_city.map_or(String::new(), |city| {
            format!(",\\\"homeCity\\\":{}", text(city))
        });
        format!(
            "{{\"userId\":\"{}\",\"properties\":\"{{\\\"membership\\\":{},\\\"age\\\":{},\\\"videosWatched\\\":{},\
             \\\"averageRating\\\":{:?},\\\"favouriteGenres\\\":{}{city}}}\"}}",
            row.id,
            text(row.membership),
            row.age,
            row.videos_watched,
            row.average_rating,
            text(row.favourite_genres),
        )
    };
    let users: Vec<String> = rows.iter().map(user).collect();
    format!(
        "{{\"datasetArn\":\"{}\",\"users\":[{}]}}",
        bench_harness::DATASET,
        users.join(",")
    )
    .into_bytes()
}

fn main() {
    measure(|arguments| async move {
        let headers = HEADERS.map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        Reqwest {
            client: Client::builder()
                .no_proxy()
                .build()
                .expect("the client is valid"),
            url: format!("{}/users", arguments.url),
            headers: headers.into_iter().collect(),
        }
    });
}
