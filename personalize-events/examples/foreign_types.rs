//! Puts a struct with the types of a real service, also those of other crates, and prints its schema.
//!
//! ```text
//! cargo run -p personalize-events-examples --features foreign-types --example foreign_types
//! ```

use std::collections::BTreeSet;
use std::error::Error;
use std::num::NonZero;
use std::process::ExitCode;
use std::time::Duration;

use jiff::Timestamp;
use personalize_events::{
    Category, Client, Config, Credentials, IdValue, PropertyValue, PutUsersRequest, UserProperties,
};
use personalize_events_emulator::Emulator;
use rust_decimal::Decimal;
use uuid::Uuid;

const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// The ID that the service has for a viewer.
#[derive(IdValue)]
struct ViewerId(Uuid);

#[derive(PropertyValue)]
struct Cents(u32);

#[derive(Category)]
#[personalize(rename_all = "kebab-case")]
enum Membership {
    #[expect(dead_code, reason = "a viewer has one of several memberships")]
    Free,
    WithoutAds,
}

#[derive(UserProperties)]
struct Address<'a> {
    #[personalize(categorical)]
    country: &'a str,
    #[personalize(plain)]
    postcode: Option<&'a str>,
}

#[derive(UserProperties)]
struct Viewer<'a, S> {
    #[personalize(user_id)]
    id: ViewerId,
    #[personalize(flatten)]
    address: Address<'a>,
    #[personalize(plain)]
    referrer: Option<Uuid>,
    joined: Timestamp,
    last_seen: Option<Timestamp>,
    balance: Decimal,
    monthly_price: Cents,
    membership: Membership,
    favourite_genres: Vec<&'a str>,
    followed_channels: BTreeSet<u64>,
    devices: NonZero<u8>,
    watched: Duration,
    newsletter: bool,
    score: S,
    #[personalize(skip)]
    password_hash: Vec<u8>,
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
    let viewer = Viewer {
        id: ViewerId("919108f7-52d1-4320-9bac-f847db4148a8".parse()?),
        address: Address {
            country: "NL",
            postcode: Some("1012"),
        },
        referrer: None,
        joined: "2023-11-14T22:13:20Z".parse()?,
        last_seen: None,
        balance: Decimal::new(-1990, 2),
        monthly_price: Cents(799),
        membership: Membership::WithoutAds,
        favourite_genres: vec!["Comedy", "Drama"],
        followed_channels: BTreeSet::from([4, 17]),
        devices: NonZero::<u8>::MIN,
        watched: Duration::from_millis(5_400_500),
        newsletter: true,
        score: 4.5_f32,
        password_hash: vec![0; 32],
    };
    let schema = Viewer::<f32>::schema();
    println!("{schema}");

    let emulator = Emulator::builder().schema(DATASET, schema).start().await?;
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url())
        .build()?;
    let request = PutUsersRequest::builder()
        .dataset_arn(DATASET)
        .users([viewer.to_user()])
        .build()?;
    Client::new(config)?.put_users(&request).await?;
    for user in emulator.users(DATASET) {
        println!("{:#}", user.json());
    }
    println!(
        "{} bytes of the password hash were not sent.",
        viewer.password_hash.len()
    );
    Ok(())
}
