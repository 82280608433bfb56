//! Bulk runs against an emulator: every record has one result, whatever fails.

#[path = "calls/clock.rs"]
#[expect(dead_code, reason = "shared with the tests of single calls")]
mod clock;

mod bulk {
    mod batches;
    mod deadlines;
    mod endings;
    mod events;
    mod events_stress;
    mod faults;
    mod late;
    mod rate_limits;
    mod rejections;
    mod reports;
    mod streams;
}

use clock::TestClock;
use personalize_events::bulk::{
    Bulk, BulkRun, RateLimiter, Record, RecordOutcome, RecordResult, Source,
};
use personalize_events::{Client, Config, ConfigBuilder, Credentials, User};
use personalize_events_emulator::{Emulator, EmulatorBuilder};
use std::time::Duration;

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// The column `AGE` has to be an integer. Only the service rejects other values.
const SCHEMA: &str = r#"{"type":"record","name":"Users","namespace":"com.amazonaws.personalize.schema",
    "fields":[{"name":"USER_ID","type":"string"},{"name":"AGE","type":"int"},
    {"name":"NOTE","type":["null","string"]}],"version":"1.0"}"#;

fn emulator() -> EmulatorBuilder {
    Emulator::builder()
        .credentials("id", "secret")
        .schema(USERS, SCHEMA)
}

/// A client that does not wait and never times out.
fn client(url: &str, clock: &TestClock) -> Client {
    client_with(url, clock, |config| config)
}

fn client_with(
    url: &str,
    clock: &TestClock,
    set: impl FnOnce(ConfigBuilder) -> ConfigBuilder,
) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url(url)
        .operation_timeout(Duration::from_secs(100_000_000))
        .clock(clock.clone())
        .random_source(clock.random_source());
    Client::new(set(config).build().expect("valid")).expect("a client")
}

/// Unlimited, and with a retry timeout that the test clock does not reach.
fn bulk(client: &Client) -> Bulk<User> {
    Bulk::users(client, USERS)
        .rate_limiter(RateLimiter::unlimited())
        .retry_timeout(Duration::from_secs(100_000_000))
}

fn user(id: &str, age: &str) -> User {
    let properties = format!(r#"{{"age":"{age}"}}"#);
    let user = User::builder().user_id(id).properties(properties);
    user.build().expect("valid")
}

/// All results by position.
async fn all<S, R, K>(run: &mut BulkRun<S, R, K>) -> Vec<RecordResult<S::Tag, R>>
where
    S: Source<R>,
    R: Record,
{
    let mut results = Vec::new();
    while let Some(one) = run.next().await {
        results.push(one);
    }
    results.sort_by_key(|one| one.position);
    results
}

/// One letter per outcome: stored, invalid, rejected, not delivered.
fn letters<T, R: Record>(results: &[RecordResult<T, R>]) -> String {
    let letter = |one: &RecordResult<T, R>| match one.outcome {
        RecordOutcome::Stored => 's',
        RecordOutcome::Invalid(_) => 'i',
        RecordOutcome::Rejected(_) => 'r',
        RecordOutcome::NotDelivered(_) => 'n',
        _ => '?',
    };
    results.iter().map(letter).collect()
}
