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
//! use personalize_events::bulk::{Bulk, Fate};
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
//!     let mut run = Bulk::users(client, dataset).send_all(records)?;
//!     let mut told = 0_u64;
//!     while let Some(settled) = run.next().await {
//!         match settled.fate {
//!             Fate::Acknowledged => {}
//!             fate => eprintln!("line {}: {fate}", settled.tag), // or into a file of rejects
//!         }
//!         told += 1;
//!         if told.is_multiple_of(1_000) {
//!             save(checkpoint + run.checkpoint())?;
//!         }
//!     }
//!     let next = checkpoint + run.checkpoint();
//!     save(next)?;
//!     match run.stopped() {
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
//! records, or fewer after a second without more ([`linger`](crate::bulk::Bulk::linger)). The values of one id
//! arrive in their order.
//!
//! A put replaces the whole record: send all properties of a user each time, not only what has changed.
//!
//! # Several processes on one quota
//!
//! Clones of a client, and runs that are given one [`Pace`](crate::bulk::Pace), share its rate. Other processes do
//! not know of it: divide the ten calls among them.
//!
//! ```
//! use personalize_events::bulk::Pace;
//!
//! let processes = 4.0;
//! let pace = Pace::per_second(10.0 / processes);
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
