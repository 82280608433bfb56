//! Backfilling and keeping in step: what is there already, and what changes from now on.
//!
//! # The API, or an import job
//!
//! A call of `PutUsers` or `PutItems` takes 10 records, and a dataset group takes 10 calls a second of each, from
//! all who call together. That is the arithmetic:
//!
//! | records | at 100 a second |
//! |---|---|
//! | 10,000 | 100 seconds |
//! | 360,000 | an hour |
//! | 1,000,000 | 2 hours and 47 minutes |
//! | 10,000,000 | 27 hours and 47 minutes |
//!
//! AWS advises dataset import jobs for large volumes, and single imports for what changes. A job reads a CSV from
//! Amazon S3, which [`CsvWriter`](crate::CsvWriter) fills from the same struct ([`dataset`](super::dataset)). As
//! a rule: what takes more than an hour goes through a job. What a full job imports replaces what earlier jobs
//! imported; what was put by calls is kept apart from it.
//!
//! Where it cannot be seen at once that something has arrived: filters see it within 20 minutes, and models at
//! their next full training.
//!
//! Sources: [Importing users
//! individually](https://docs.aws.amazon.com/personalize/latest/dg/importing-users.html), [Updating
//! data](https://docs.aws.amazon.com/personalize/latest/dg/incremental-data-updates.html) and
//! [Quotas](https://docs.aws.amazon.com/personalize/latest/dg/limits.html). The rate was documented in 2023; no newer
//! number is known. For actions none is documented.
//!
//! # Backfilling
//!
//! [`Bulk`](crate::bulk::Bulk) takes an iterator, so that nothing has to be in memory as a whole, and keeps to the
//! ten calls a second. The checkpoint says how many records of the input need not be sent again; a run that
//! starts there delivers the rest, whether the first one was ended by an error, by a restart or by a deployment.
//!
//! ```
//! use personalize_events::bulk::{Bulk, RecordOutcome};
//! use personalize_events::{Client, UserProperties};
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     videos_watched: u32,
//! }
//!
//! /// Sends all viewers from a checkpoint on, and gives the next one.
//! async fn backfill(
//!     client: &Client,
//!     dataset: &str,
//!     viewers: impl Iterator<Item = Viewer>,
//!     checkpoint: u64,
//! ) -> Result<u64, Box<dyn std::error::Error>> {
//!     let rest = viewers.enumerate().skip(usize::try_from(checkpoint)?);
//!     let records = rest.map(|(line, viewer)| (line, viewer.to_user()));
//!     let mut run = Bulk::users(client, dataset).send_iter(records)?;
//!     let mut told = 0_u64;
//!     while let Some(result) = run.next().await {
//!         match result.outcome {
//!             RecordOutcome::Stored => {}
//!             fate => eprintln!("line {}: {fate}", result.tag), // or into a file of rejects
//!         }
//!         told += 1;
//!         if told.is_multiple_of(1_000) {
//!             save(checkpoint + run.checkpoint())?;
//!         }
//!     }
//!     let next = checkpoint + run.checkpoint();
//!     save(next)?;
//!     match run.abort_error() {
//!         Some(error) => Err(error.to_string().into()),
//!         None => Ok(next),
//!     }
//! }
//!
//! /// Keeps a checkpoint where the next start finds it.
//! fn save(checkpoint: u64) -> std::io::Result<()> {
//! #   let _ = checkpoint;
//!     Ok(())
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use personalize_events::{Config, Credentials};
//! # let emulator = personalize_events_emulator::Emulator::builder().start().await?;
//! # let dataset = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
//! # let config = Config::builder()
//! #     .region("eu-west-1")
//! #     .credentials(Credentials::new("test", "test"))
//! #     .endpoint_url(emulator.url())
//! #     .build()?;
//! # let client = Client::new(config)?;
//! # let viewers = || (0..25).map(|n| Viewer { id: format!("viewer-{n}"), videos_watched: n });
//! # assert_eq!(backfill(&client, dataset, viewers(), 0).await?, 25);
//! # assert_eq!(emulator.users(dataset).len(), 25);
//! # assert_eq!(backfill(&client, dataset, viewers(), 20).await?, 25);
//! # assert_eq!(emulator.requests().len(), 4);
//! # Ok(())
//! # }
//! ```
//!
//! The input has to be the same, in the same order, when it is read again.
//!
//! # Keeping in step
//!
//! Changes come one by one. A [stream](crate::bulk::Bulk::send) of them is sent in batches of what has come: ten
//! records, or fewer a second after the first had to wait ([`linger`](crate::bulk::Bulk::linger)). The values of one id
//! arrive in their order.
//!
//! A put replaces the whole record: send all properties of a user each time, not only what has changed.
//!
//! # Several processes on one quota
//!
//! Clones of a client, and runs that are given one [`RateLimiter`](crate::bulk::RateLimiter), share its rate. Other processes do
//! not know of it: divide the ten calls among them.
//!
//! ```
//! use personalize_events::bulk::RateLimiter;
//!
//! let processes = 4.0;
//! let pace = RateLimiter::per_second(10.0 / processes)?;
//! ```
//!
//! If they take more all the same, the service throttles: each halves its rate, and recovers with its successes.
//! Users and items have a quota each.
//!
//! # Replays
//!
//! To send a record again does no harm, since it replaces itself. To send an *older* value again does: two
//! processes must not send values of one id, unless they split the ids between them. Within a run, and from a
//! checkpoint on, the order of the input is kept for each id.
//!
//! Events are different: each counts, unless it has the same `eventId`. They are not sent in bulk.
//!
//! # From a file, without code
//!
//! The command `personalize-events` does all of this with a CSV or a file of JSON Lines, by the schema of the
//! dataset. It is installed from a checkout of the repository, where the two files below are in
//! `personalize-events/cli/examples`:
//!
//! ```sh
//! cargo install --locked --path personalize-events/cli
//! cd personalize-events/cli/examples
//! ```
//!
//! ```csv
//! USER_ID,AGE,NUMBER_OF_VIDEOS_WATCHED,FAVOURITE_GENRES
//! user-1,34,45,Comedy|Drama
//! user-2,,7,Horror
//! user-3,27,112,
//! user-4,forty,3,Drama
//! user-5,61,0,"Documentary|Sci-Fi"
//! ```
//!
//! Columns and keys are those of the schema, spelled as there (`NUMBER_OF_VIDEOS_WATCHED`) or in camel case. An empty
//! cell is null. Look first, at the schema and at the records; nothing is sent:
//!
//! ```sh
//! personalize-events schema check users.json
//! personalize-events put-users viewers.csv --schema users.json --dry-run
//! ```
//!
//! ```text
//! viewers.csv:5:8: AGE does not fit its column, which is int and takes whole numbers of 32 bits, from -2147483648 …
//! 5 read: 4 valid, 1 rejected; 0.0 s, 17182 records a second
//! ```
//!
//! Then put them, at first into a local endpoint that needs no account. With `--local` it lives as long as the
//! command; the program `personalize-events-emulator` stays, and shows what it has:
//!
//! ```sh
//! personalize-events put-users viewers.csv --schema users.json --local
//!
//! cargo run --package personalize-events-emulator &   # listens on 127.0.0.1:8686, takes the keys test and test
//! export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
//! dataset=arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS
//! personalize-events put-users viewers.csv --schema users.json --dataset-arn $dataset \
//!     --endpoint-url http://127.0.0.1:8686 --rejects rejects.csv
//! curl "http://127.0.0.1:8686/_emulator/datasets/$(printf %s $dataset | sed 's/:/%3A/g; s|/|%2F|g')/users"
//! ```
//!
//! Without `--endpoint-url` they go to the service. Credentials, region and endpoint are found as the AWS CLI finds
//! them, with profiles (`--profile`), SSO and roles; if no region is set, it is that of the dataset.
//!
//! - **Ten calls a second** unless `--rate` says otherwise, as above.
//! - **Rejects** (`--rejects FILE`) are in the format of the input, with the reason in front: mend the records, leave
//!   the reasons, and put the file again. Each is there once, in the order of the input. A resumed run goes on with
//!   the file of the one before; no other file that has something in it is written to.
//! - **Checkpoints**: `--checkpoint FILE` keeps, every second and at the end, how far the run has come; with
//!   `--resume` the next one goes on there. It may have been killed at any moment. The input has to be the same, or
//!   to have grown; another is refused, and so is standard input.
//! - **It stops** at what every record would meet, at what could not be delivered until `--deadline`, and when it
//!   is interrupted, and waits for what is on its way.
//!
//! | exit code | what it says |
//! |---|---|
//! | 0 | every record was put, or is valid |
//! | 1 | some records were rejected, by this run or by those that it goes on with; all others were put |
//! | 2 | the arguments or files cannot be used; nothing was put |
//! | 3 | it stopped before the end: some records were not put |
//! | 130 | it was interrupted |
//!
//! `convert` and `schema check` have their own, which their `--help` tells.
//!
//! `--json` prints the summary for programs. A file that grows for ever is put as it grows:
//! `tail -F changes.jsonl | personalize-events put-users - --format jsonl …`.
//!
//! For an import job, `personalize-events convert viewers.jsonl --schema users.json --output users.csv` writes the
//! CSV, with the same checks.
