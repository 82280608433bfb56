//! Puts 25 users, reads them back, and shows how an invalid user is rejected.
//!
//! ```text
//! cargo run --example put_users                              to an emulator in this process
//! AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=URL cargo run ...      to an emulator at this URL
//! cargo run --example put_users -- --aws --dataset ARN       to your Users dataset
//! ```
//!
//! The last two read the region and credentials from `AWS_REGION`, `AWS_ACCESS_KEY_ID`,
//! `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.

use std::error::Error;
use std::process::ExitCode;

use personalize_events::{Client, Config, Credentials, PutUsersRequest, User, UserProperties};
use personalize_events_emulator::Emulator;

const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
const ENDPOINT: &str = "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS";
/// The most users that one call accepts.
const BATCH: usize = 10;

/// A row of the dataset: its columns are `USER_ID`, `NUMBER_OF_VIDEOS_WATCHED`, `AVERAGE_RATING`,
/// `FAVOURITE_GENRES` and `MEMBERSHIP`.
#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    number_of_videos_watched: u32,
    average_rating: f64,
    favourite_genres: Vec<&'static str>,
    membership: Option<&'static str>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let endpoint = std::env::var(ENDPOINT).ok().filter(|url| !url.is_empty());
    // The emulator stops when it is dropped.
    let mut emulator = None;
    let (config, shown_at) = match (arguments.aws, endpoint) {
        (true, _) => (Config::from_env()?, None),
        (false, Some(url)) => (Config::from_env()?, Some(url)),
        (false, None) => {
            let started = Emulator::start().await?;
            let url = started.url().to_owned();
            println!("The emulator listens on {url}.");
            emulator = Some(started);
            let config = Config::builder()
                .region("eu-west-1")
                .credentials(Credentials::new("test", "test"))
                .endpoint_url(&url)
                .build()?;
            (config, Some(url))
        }
    };
    let client = Client::new(config)?;

    put(&client, &arguments.dataset).await?;
    match shown_at {
        Some(url) => show(&url, &arguments.dataset).await?,
        None => println!("The service has no operation to read users back."),
    }
    reject();
    drop(emulator);
    Ok(())
}

async fn put(client: &Client, dataset: &str) -> Result<(), Box<dyn Error>> {
    let users: Vec<User> = viewers()
        .iter()
        .map(Viewer::to_user)
        .collect::<Result<_, _>>()?;
    for batch in users.chunks(BATCH) {
        let request = PutUsersRequest::builder()
            .dataset_arn(dataset)
            .users(batch.iter().cloned())
            .build()?;
        let response = client.put_users(&request).await?;
        let id = response.request_id().unwrap_or("none");
        println!("Put {} users, request id {id}.", batch.len());
    }
    Ok(())
}

fn viewers() -> Vec<Viewer> {
    let genres = [
        "Comedy",
        "Crime",
        "Documentary",
        "Drama",
        "Horror",
        "Romance",
    ];
    (1..=25_u8)
        .map(|number| Viewer {
            id: format!("viewer-{number:02}"),
            number_of_videos_watched: u32::from(number) * 9 % 50,
            average_rating: f64::from(number % 9) / 2.0 + 0.5,
            favourite_genres: genres
                .into_iter()
                .skip(usize::from(number) % 4)
                .take(usize::from(number) % 3)
                .collect(),
            membership: (number % 3 == 0).then_some("gold"),
        })
        .collect()
}

/// Reads the users back from the emulator; the service has no such operation.
async fn show(url: &str, dataset: &str) -> Result<(), Box<dyn Error>> {
    let mut address = reqwest::Url::parse(url)?;
    address
        .path_segments_mut()
        .map_err(|()| "the endpoint URL has no path")?
        .pop_if_empty()
        .extend(["_emulator", "datasets", dataset, "users"]);
    // `reqwest::get` panics without a TLS provider, although this request uses plain HTTP.
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| "a TLS provider is installed already")?;
    let response = reqwest::get(address).await?.error_for_status()?;
    let users: Vec<serde_json::Value> = serde_json::from_slice(&response.bytes().await?)?;
    println!("\nThe dataset holds {} users:", users.len());
    for user in users {
        let text = |member: &str| user[member].as_str().unwrap_or("-").to_owned();
        println!("  {}  {}", text("userId"), text("properties"));
    }
    Ok(())
}

/// Every violation of an invalid user is reported at once, before anything is sent.
fn reject() {
    let viewer = Viewer {
        id: "x".repeat(300),
        number_of_videos_watched: 45,
        average_rating: f64::NAN,
        favourite_genres: vec!["Drama", "Sword|Sorcery"],
        membership: None,
    };
    println!("\nAn invalid user is rejected before it is sent:");
    if let Err(invalid) = viewer.to_user() {
        for violation in invalid.violations() {
            println!("  {violation}");
        }
    }
}

struct Arguments {
    aws: bool,
    dataset: String,
}

impl Arguments {
    fn read(arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (mut aws, mut dataset) = (false, None);
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--aws" => aws = true,
                "--dataset" => dataset = arguments.next(),
                _ => return Err(format!("unknown argument {argument}").into()),
            }
        }
        if aws && dataset.is_none() {
            return Err(
                "`--aws` requires `--dataset ARN` with the ARN of your Users dataset".into(),
            );
        }
        let dataset = dataset.unwrap_or_else(|| DATASET.to_owned());
        Ok(Self { aws, dataset })
    }
}
