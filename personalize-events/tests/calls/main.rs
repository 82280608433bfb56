//! How a client handles failures: attempts, delays, timeouts and errors.
//!
//! A clock that never waits records the delays.

mod bodies;
mod clock;
mod counting;
mod credentials;
mod customized;
mod endings;
mod limits;
mod metadata;
mod observed;
mod reference;
mod retries;
mod server;
mod skew;

use clock::TestClock;
use personalize_events::{Client, ConfigBuilder, Credentials, PutUsersRequest, User};
use personalize_events_emulator::Emulator;

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// An emulator with the keys of `client` and the time of this machine.
async fn emulator() -> Emulator {
    Emulator::builder()
        .credentials("id", "the-secret")
        .start()
        .await
        .expect("a port is free")
}

/// A client whose retry delays are the longest, on a clock that never waits.
fn client(url: &str, clock: &TestClock) -> Client {
    client_with(url, clock, |config| config)
}

fn client_with(
    url: &str,
    clock: &TestClock,
    set: impl FnOnce(ConfigBuilder) -> ConfigBuilder,
) -> Client {
    let config = ConfigBuilder::default()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "the-secret"))
        .endpoint_url(url)
        .max_attempts(3)
        .clock(clock.clone())
        .random_source(clock.random_source());
    let config = set(config).build().expect("the settings are right");
    Client::new(config).expect("HTTP needs no certificates")
}

fn users() -> PutUsersRequest {
    PutUsersRequest::builder()
        .dataset_arn(USERS)
        .users([User::builder().user_id("user-1")])
        .build()
        .expect("the user is valid")
}
