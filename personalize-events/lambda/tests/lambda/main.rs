//! The examples as Lambda runs them: processes that poll a local Lambda runtime API, and put records to an emulator with
//! faults. Batches are delivered again as each source does it.

#[cfg(test)]
mod dynamodb;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod function;
#[cfg(test)]
mod handlers;
#[cfg(test)]
mod kinesis;
#[cfg(test)]
mod runtime_api;
#[cfg(test)]
mod sqs;

use personalize_events_emulator::{Emulator, EmulatorBuilder};

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// Only the service checks the range of the column.
const SCHEMA: &str = r#"{"type":"record","name":"Users","namespace":"com.amazonaws.personalize.schema",
    "fields":[{"name":"USER_ID","type":"string"},{"name":"VIDEOS_WATCHED","type":"int"}],"version":"1.0"}"#;

/// A number that does not fit into the column.
const TOO_LARGE: u32 = 3_000_000_000;

fn emulator() -> EmulatorBuilder {
    Emulator::builder()
        .credentials("id", "secret")
        .schema(USERS, SCHEMA)
}

/// The number that is stored of a user.
fn stored(emulator: &Emulator, viewer: &str) -> Option<u32> {
    let user = emulator.user(USERS, viewer)?;
    let properties = user.properties();
    let number = properties["videosWatched"].as_str();
    Some(
        number
            .expect("it is sent as text")
            .parse()
            .expect("a number"),
    )
}

/// How many invocations a random test makes at least.
fn invocations() -> usize {
    let number = std::env::var("LAMBDA_INVOCATIONS").ok();
    number.map_or(12, |number| number.parse().expect("a number"))
}
