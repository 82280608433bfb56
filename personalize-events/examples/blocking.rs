//! Puts users from a program without an async runtime: one user with a call, and many with a bulk run, which reports
//! the one that is invalid.
//!
//! ```text
//! cargo run -p personalize-events-examples --features blocking --example blocking          # to an emulator in this process
//! cargo run -p personalize-events-examples --features blocking --example blocking -- ARN   # to your Users dataset
//! ```
//!
//! If `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS` is set, the first command puts the users to the emulator at that URL. Then,
//! and with an ARN, the region and credentials come from the environment (`AWS_REGION`, `AWS_ACCESS_KEY_ID` …).

use std::error::Error;
use std::process::ExitCode;

use personalize_events::blocking::{Bulk, Client};
use personalize_events::{Config, Credentials, PutUsersRequest, UserProperties};
use personalize_events_emulator::Emulator;

const ENDPOINT: &str = "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS";
const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    videos_watched: u32,
    favourite_genres: Vec<String>,
}

fn viewer(number: u32, genre: &str) -> Viewer {
    Viewer {
        id: format!("viewer-{number}"),
        videos_watched: number,
        favourite_genres: vec![genre.to_owned()],
    }
}

/// Puts one user, such as one who has just signed up.
fn put_one(client: &Client, dataset: &str, viewer: &Viewer) -> Result<(), Box<dyn Error>> {
    let request = PutUsersRequest::builder()
        .dataset_arn(dataset)
        .users([viewer.to_user()])
        .build()?;
    client.put_users(&request)?;
    Ok(())
}

/// Puts any number of users, such as those of a nightly export: 100 per second, as many as the service allows.
fn put_many(
    client: &Client,
    dataset: &str,
    viewers: impl Iterator<Item = Viewer>,
) -> Result<(), Box<dyn Error>> {
    let records = (1..)
        .zip(viewers)
        .map(|(line, viewer)| (line, viewer.to_user()));
    let run = Bulk::users(client, dataset).send_iter(records)?;
    let (rejects, report) = run.collect_rejects();
    for reject in rejects {
        println!("line {} of the export: {}", reject.tag, reject.outcome);
    }
    let summary = report.into_result()?; // an error unless each is stored, invalid or rejected
    println!("{} of {} users stored", summary.stored, summary.read);
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}"); // with the causes, and often with how to fix the problem
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arn = std::env::args().nth(1);
    let is_set = std::env::var(ENDPOINT).is_ok_and(|url| !url.is_empty());
    let emulator = if arn.is_some() || is_set {
        None
    } else {
        Some(Emulator::builder().start_blocking()?)
    };
    let mut config = Config::builder(); // what the code does not set comes from the environment
    if let Some(emulator) = &emulator {
        config = config
            .region("eu-west-1")
            .credentials(Credentials::new("test", "test"))
            .endpoint_url(emulator.url());
    }
    let client = Client::new(config.build()?)?;
    let dataset = arn.as_deref().unwrap_or(DATASET);

    put_one(&client, dataset, &viewer(1, "Comedy"))?;

    let export =
        (2..=45).map(|number| viewer(number, if number == 7 { "Comedy|Drama" } else { "Drama" }));
    put_many(&client, dataset, export)?;

    if let Some(emulator) = &emulator {
        println!("the emulator has {} users", emulator.users(DATASET).len());
    }
    Ok(())
}
