//! Puts a struct with fields of many types, also those of other crates: how each is sent, and its column.
//!
//! ```sh
//! cargo run -p personalize-events-examples --features foreign-types --example foreign_types
//! ```

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use personalize_events::{
    Category, Client, Config, Credentials, IdValue, ItemProperties, PropertyValue, PutItemsRequest,
};
use personalize_events_emulator::Emulator;
use rust_decimal::Decimal;
use url::Url;
use uuid::Uuid;

const ITEMS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/ITEMS";

#[derive(IdValue)]
struct FilmId(Uuid);

#[derive(Category, PartialEq, Eq, PartialOrd, Ord)]
#[personalize(rename_all = "kebab-case")]
enum Genre {
    Drama,
    FilmNoir,
    #[personalize(rename = "sci-fi")]
    ScienceFiction,
}

#[derive(PropertyValue)]
struct Stars(f32);

/// Its properties are added to those of the film.
#[derive(ItemProperties)]
struct Studio<'a> {
    #[personalize(categorical, column = "STUDIO")]
    name: &'a str,
    founded: Option<u16>,
}

#[derive(ItemProperties)]
struct Film<'a, P> {
    #[personalize(item_id)]
    id: FilmId,
    #[personalize(plain)]
    title: &'a str,
    #[personalize(textual)]
    description: Option<Cow<'a, str>>,
    creation_timestamp: Timestamp, // a reserved column
    price: P,
    former_price: Option<P>,
    main_genre: Genre,
    genres: BTreeSet<Genre>,
    tags: HashSet<String>,
    countries: [&'static str; 2],
    stars: Stars,
    #[personalize(column_type = "long")]
    views: u64,
    running_time: Duration,
    #[personalize(plain)]
    trailer: Option<Url>,
    subtitled: bool,
    #[personalize(flatten)]
    studio: Studio<'a>,
    #[personalize(skip)]
    poster: Vec<u8>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let film = Film {
        id: FilmId("67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?),
        title: "The Third Man",
        description: Some("A writer searches for a friend in Vienna.".into()),
        creation_timestamp: "2026-11-14T22:13:20Z".parse()?,
        price: Decimal::new(19_90, 2),
        former_price: None,
        main_genre: Genre::FilmNoir,
        genres: BTreeSet::from([Genre::FilmNoir, Genre::Drama]),
        tags: HashSet::from(["zither".to_owned(), "Vienna".to_owned()]),
        countries: ["GB", "AT"],
        stars: Stars(4.5),
        views: 5_000_000_000,
        running_time: Duration::from_secs(104 * 60),
        trailer: Some("https://example.com/trailers/3".parse()?),
        subtitled: true,
        studio: Studio {
            name: "London Films",
            founded: None,
        },
        poster: vec![0; 1024],
    };

    let schema = Film::<Decimal>::schema();
    println!("{schema}");
    let emulator = Emulator::builder().schema(ITEMS, schema).start().await?;
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url());
    let client = Client::new(config.build()?)?;
    let request = PutItemsRequest::builder()
        .dataset_arn(ITEMS)
        .items([film.to_item()])
        .build()?;
    client.put_items(&request).await?;
    for item in emulator.items(ITEMS) {
        println!("{:#}", item.json());
    }

    let film = Film {
        main_genre: Genre::ScienceFiction,
        tags: HashSet::from(["a|b".to_owned()]),
        stars: Stars(f32::NAN),
        ..film
    };
    if let Err(error) = film.to_item() {
        println!("invalid: {error}");
    }
    println!("{} bytes of the poster are not sent", film.poster.len());
    Ok(())
}
