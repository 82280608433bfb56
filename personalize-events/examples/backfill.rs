//! Backfills users from a table whose connection breaks. Rejected rows are written to a file; a second run resumes after
//! the last row before which everything is settled.
//!
//! ```sh
//! cargo run -p personalize-events-examples --example backfill
//! ```

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use personalize_events::bulk::{Bulk, RecordOutcome, Summary};
use personalize_events::{Client, Config, Credentials, UserProperties};
use personalize_events_emulator::Emulator;

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// A row of the table.
#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: i64,
    videos_watched: u32,
    favourite_genres: Vec<String>,
}

/// `SELECT … WHERE id > $1 ORDER BY id`. A database returns the rows as a stream, such as `fetch` of sqlx; pass it to
/// `send_stream` instead of `send_iter`.
fn select(last_id: i64, fails_at: Option<i64>) -> impl Iterator<Item = io::Result<Viewer>> {
    (last_id + 1..=60).map(move |id| {
        if Some(id) == fails_at {
            return Err(io::Error::new(
                ErrorKind::ConnectionReset,
                "connection lost",
            ));
        }
        let genre = if id == 13 { "Comedy|Drama" } else { "Horror" }; // `|` is an error in row 13
        Ok(Viewer {
            id,
            videos_watched: 45,
            favourite_genres: vec![genre.to_owned()],
        })
    })
}

/// Sends the rows after the checkpoint in a folder, and writes the next checkpoint and the rejected rows to it.
async fn backfill(
    client: &Client,
    folder: &Path,
    fails_at: Option<i64>,
) -> Result<Summary, Box<dyn Error>> {
    let checkpoint = folder.join("checkpoint");
    let last_id = match fs::read_to_string(&checkpoint) {
        Ok(id) => id.parse()?,
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    println!("sending the rows after {last_id}");
    let rejects = folder.join("rejects");
    let mut rejects = OpenOptions::new().create(true).append(true).open(rejects)?;

    // The primary key is the tag of a record, and the key of the checkpoint.
    let records =
        select(last_id, fails_at).map(|row| row.map(|viewer| (viewer.id, viewer.to_user())));
    let run = Bulk::users(client, USERS).send_iter(records)?;
    let mut run = run.with_checkpoint_key(|id| *id);
    while let Some(result) = run.next().await {
        if let RecordOutcome::NotDelivered(error) = &result.outcome {
            // No checkpoint is after this row, so that the next run sends it again.
            eprintln!("row {}: {error:#}", result.tag);
        } else if !result.outcome.is_stored() {
            // A row after the checkpoint, which the next run sends again, may be in the file twice.
            writeln!(rejects, "{}\t{:#}", result.tag, result.outcome)?;
        }
        if run.summary().stored.is_multiple_of(1_000) {
            save(&checkpoint, run.checkpoint_key())?;
        }
    }
    let report = run.into_report();
    save(&checkpoint, report.checkpoint_key.as_ref())?;
    // Without an error, each row is stored, invalid or rejected. Otherwise the next run continues at the checkpoint.
    Ok(report.into_result()?)
}

/// Replaces the checkpoint in one step: a file that is written in place is incomplete after a crash.
fn save(checkpoint: &Path, id: Option<&i64>) -> io::Result<()> {
    let Some(id) = id else { return Ok(()) }; // nothing is settled yet
    let new = checkpoint.with_extension("new");
    fs::write(&new, id.to_string())?;
    fs::rename(new, checkpoint)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder()
        .schema(USERS, Viewer::schema())
        .start()
        .await?;
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url())
        .build()?;
    let client = Client::new(config)?;
    let folder = std::env::temp_dir().join(format!("backfill-{}", std::process::id()));
    fs::create_dir_all(&folder)?;

    for fails_at in [Some(43), None] {
        match backfill(&client, &folder, fails_at).await {
            Ok(summary) => println!(
                "complete: {} stored, {} invalid",
                summary.stored, summary.invalid
            ),
            Err(error) => println!("incomplete: {error:#}"),
        }
        println!("{} users are in the dataset", emulator.users(USERS).len());
    }
    print!(
        "rejected rows:\n{}",
        fs::read_to_string(folder.join("rejects"))?
    );
    fs::remove_dir_all(folder)?;
    Ok(())
}
