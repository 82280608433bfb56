//! Puts 25 users, reads them back, and shows how an invalid user is rejected.
//!
//! ```text
//! cargo run -p personalize-events-examples --example put_users          # to an emulator in this process
//! cargo run -p personalize-events-examples --example put_users -- ARN   # to your Users dataset
//! ```
//!
//! If `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS` is set, the first command puts the users to the emulator at that URL. Then,
//! and with an ARN, the region and credentials come from the environment (`AWS_REGION`, `AWS_ACCESS_KEY_ID` …).

use std::error::Error;
use std::process::ExitCode;

use personalize_events::{Client, Config, Credentials, PutUsersRequest, User, UserProperties};
use personalize_events_emulator::{Emulator, StoredUser};

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
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let dataset = std::env::args().nth(1);
    let is_set = std::env::var(ENDPOINT).is_ok_and(|url| !url.is_empty());
    if dataset.is_some() || is_set {
        let client = Client::new(Config::from_env()?)?;
        put(&client, dataset.as_deref().unwrap_or(DATASET)).await?;
    } else {
        let emulator = Emulator::start().await?;
        println!("The emulator listens on {}.", emulator.url());
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("test", "test"))
            .endpoint_url(emulator.url())
            .build()?;
        put(&Client::new(config)?, DATASET).await?;
        show(&emulator.users(DATASET));
    }
    reject();
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

fn show(users: &[StoredUser]) {
    println!("\nThe dataset holds {} users:", users.len());
    for user in users {
        let properties = user["properties"].as_str().unwrap_or("-");
        println!("  {}  {properties}", user.user_id());
    }
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
