//! Backfilling and incremental updates: sending many existing records, and those that change later.
//!
//! # API calls or an import job
//!
//! A call of `PutUsers` or `PutItems` takes 10 records, and a dataset group takes 10 calls per second of each operation,
//! from all clients together:
//!
//! | records | time at 100 per second |
//! |---|---|
//! | 10,000 | 100 seconds |
//! | 360,000 | 1 hour |
//! | 1,000,000 | 2 hours 47 minutes |
//! | 10,000,000 | 27 hours 47 minutes |
//!
//! AWS recommends dataset import jobs for large volumes and individual imports for changes. As a rule of thumb, use a job
//! for anything that would take more than an hour. A job reads a CSV file from Amazon S3;
//! [`CsvWriter`](crate::CsvWriter) writes it from the same struct ([`dataset`](super::dataset)). A full import replaces
//! the records of earlier jobs, but not those that were put by calls.
//!
//! Records take effect later: filters use them within 20 minutes, models after their next full training.
//!
//! Sources: [Importing users
//! individually](https://docs.aws.amazon.com/personalize/latest/dg/importing-users.html), [Updating
//! data](https://docs.aws.amazon.com/personalize/latest/dg/incremental-data-updates.html) and
//! [Quotas](https://docs.aws.amazon.com/personalize/latest/dg/limits.html). The rate was documented in 2023; no newer
//! number is known, and none is documented for actions.
//!
//! # Backfilling
//!
//! [`Bulk`](crate::bulk::Bulk) reads records from an iterator as it sends them and limits the rate to ten calls per
//! second. Store its checkpoint: a run that starts there completes the work after an error, a restart or a deployment.
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
//! /// Sends all viewers from a checkpoint on and returns the next checkpoint.
//! async fn backfill(
//!     client: &Client,
//!     dataset: &str,
//!     viewers: impl Iterator<Item = Viewer>,
//!     checkpoint: u64,
//! ) -> Result<u64, Box<dyn std::error::Error>> {
//!     let rest = viewers.enumerate().skip(usize::try_from(checkpoint)?);
//!     let records = rest.map(|(line, viewer)| (line, viewer.to_user()));
//!     let mut run = Bulk::users(client, dataset).send_iter(records)?;
//!     let mut finished = 0_u64;
//!     while let Some(result) = run.next().await {
//!         match result.outcome {
//!             RecordOutcome::Stored => {}
//!             outcome => eprintln!("line {}: {outcome}", result.tag), // or write a rejects file
//!         }
//!         finished += 1;
//!         if finished.is_multiple_of(1_000) {
//!             save(checkpoint + run.checkpoint())?;
//!         }
//!     }
//!     let report = run.into_report();
//!     let next = checkpoint + report.checkpoint;
//!     save(next)?;
//!     report.into_result()?; // an error unless each record is stored, invalid or rejected
//!     Ok(next)
//! }
//!
//! /// Stores a checkpoint for the next start.
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
//! A resumed run needs the same input in the same order.
//!
//! # From a database
//!
//! The rows of a query are a stream of `Result`s, which [`send_stream`](crate::bulk::Bulk::send_stream) takes: an error ends
//! the run after the rows before it. With the primary key of each row as its tag, the run returns where to resume the query,
//! whatever was rejected, not delivered or came out of order.
//!
//! ```
//! use futures_core::Stream;
//! use personalize_events::bulk::Bulk;
//! use personalize_events::{Client, User};
//!
//! /// Sends the rows of `SELECT … WHERE id > $1 ORDER BY id`, and returns the next `$1`.
//! async fn backfill<E: std::error::Error + 'static>(
//!     client: &Client,
//!     dataset: &str,
//!     rows: impl Stream<Item = Result<(i64, User), E>>,
//!     last_id: i64,
//! ) -> Result<i64, Box<dyn std::error::Error>> {
//!     let run = Bulk::users(client, dataset).send_stream(rows)?;
//!     let (rejects, report) = run.with_checkpoint_key(|id| *id).collect_rejects().await;
//!     for reject in rejects {
//!         eprintln!("row {}: {}", reject.tag, reject.outcome);
//!     }
//!     let next = report.checkpoint_key.unwrap_or(last_id);
//!     println!("resume after row {next}"); // store it
//!     report.into_result()?; // the error of the query, or why rows were not delivered: `next` precedes them
//!     Ok(next)
//! }
//! # use std::{pin::Pin, task::{Context, Poll}};
//! # struct Rows(std::vec::IntoIter<Result<(i64, User), std::io::Error>>);
//! # impl Stream for Rows {
//! #     type Item = Result<(i64, User), std::io::Error>;
//! #     fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
//! #         Poll::Ready(self.0.next())
//! #     }
//! # }
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
//! # let row = |id: i64| Ok((id, User::builder().user_id(id.to_string()).build().unwrap()));
//! # let rows: Vec<_> = [3, 5, 8].map(row).into();
//! # assert_eq!(backfill(&client, dataset, Rows(rows.into_iter()), 0).await?, 8);
//! # assert_eq!(backfill(&client, dataset, Rows(Vec::new().into_iter()), 8).await?, 8);
//! # let rows = vec![row(9), Err(std::io::Error::other("connection lost")), row(11)];
//! # let error = backfill(&client, dataset, Rows(rows.into_iter()), 8).await.unwrap_err();
//! # assert_eq!(error.to_string(), "connection lost");
//! # assert_eq!(emulator.users(dataset).len(), 4);
//! # Ok(())
//! # }
//! ```
//!
//! A mistake in all records, such as a wrong type, aborts the run after ten rejected batches
//! ([`max_rejected_batches`](crate::bulk::Bulk::max_rejected_batches)). The checkpoint precedes all records of these
//! batches: correct the mistake, such as the schema, and resume there; no record is lost. The example `backfill` in
//! the repository writes rejected rows to a file and resumes after an error of the query. Programs without an async runtime have the same in
//! `blocking::Bulk` (feature `blocking`), whose runs are iterators.
//!
//! # Incremental updates
//!
//! [`Bulk::send_stream`](crate::bulk::Bulk::send_stream) sends changes as they arrive: in batches of ten records, or
//! fewer when the oldest has waited for a second ([`linger`](crate::bulk::Bulk::linger)). The records of one id arrive
//! in order.
//!
//! A put replaces the whole record: send all properties of a user each time, not only the changed ones.
//!
//! [`incremental`](super::incremental) sends the changes of a dump, and those of queues with AWS Lambda.
//! The example `personalize-events/examples/kafka` in the repository consumes a topic of Kafka: each partition is a stream and
//! has a run, whose [`checkpoint_key`](crate::bulk::BulkRun::checkpoint_key) is the offset to commit.
//!
//! # Several processes on one quota
//!
//! Clones of a client share a rate, and so do runs with the same [`RateLimiter`](crate::bulk::RateLimiter). Separate
//! processes do not: divide the rate among them.
//!
//! ```
//! use personalize_events::bulk::RateLimiter;
//!
//! let processes = 4.0;
//! let limiter = RateLimiter::per_second(10.0 / processes)?;
//! # Ok::<(), personalize_events::bulk::InvalidRateError>(())
//! ```
//!
//! When their number changes, [`set_per_second`](crate::bulk::RateLimiter::set_per_second) changes the rate of runs that have
//! started.
//!
//! If the sum exceeds the quota, the service throttles: each process halves its rate and raises it again as
//! calls succeed. Users and items have separate quotas.
//!
//! # Order and repetition
//!
//! Sending a record again is harmless, because it replaces itself. Sending an *older* record is not: two processes must
//! not send records of the same id. Within a run, and from a checkpoint on, the records of an id are sent in the order
//! of the input. A request without an answer, such as one that timed out, may arrive after a newer one; a run repairs
//! most of these cases and documents [the rest](crate::bulk#order).
//!
//! # Events
//!
//! [`Bulk::events`](crate::bulk::Bulk::events) sends events of many sessions, each session in the order of the input, at
//! 1,000 calls per second; [`bulk`](crate::bulk#events) has an example and what differs from users. Each event counts, unless
//! it repeats an `eventId`: set IDs that a resumed run makes again, such as the primary key of a row.
//!
//! A call has events of one session and one user. An input in the order of time, or of sessions, fills calls well; if the
//! events of a session are more than about 10,000 records apart, most of its calls have one event.
//!
//! # From a file, without code
//!
//! The command `personalize-events` sends a CSV or JSON Lines file according to the schema of its dataset. Install it
//! from a checkout of the repository; the two files below are in `personalize-events/cli/examples`:
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
//! Columns have the names of the schema (`NUMBER_OF_VIDEOS_WATCHED`); case and `_` make no difference. An empty cell is null;
//! `""` is an empty text. Lines of JSON may have the columns in `properties`, as in calls of the API. First check the schema and the
//! records; nothing is sent:
//!
//! ```sh
//! personalize-events schema check users.json
//! personalize-events put-users viewers.csv --schema users.json --dry-run
//! ```
//!
//! ```text
//! viewers.csv:5:8: AGE has the wrong type; its column is int, which accepts whole numbers from -2147483648 to …
//! 5 read: 4 valid, 1 rejected; 0.0 s, 17182 records/s
//!   1 rejected: AGE has the wrong type
//! ```
//!
//! Then put them into a local endpoint, without an AWS account. With `--local` it ends with the command; the program
//! `personalize-events-emulator` continues to run and shows the stored records:
//!
//! ```sh
//! personalize-events put-users viewers.csv --schema users.json --local
//!
//! cargo run --package personalize-events-emulator &   # listens on 127.0.0.1:8686, accepts the keys test and test
//! export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
//! dataset=arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS
//! personalize-events put-users viewers.csv --schema users.json --dataset-arn $dataset \
//!     --endpoint-url http://127.0.0.1:8686 --rejects rejects.csv
//! curl "http://127.0.0.1:8686/_emulator/datasets/$(printf %s $dataset | sed 's/:/%3A/g; s|/|%2F|g')/users"
//! ```
//!
//! Without `--endpoint-url` records go to the service. Credentials and endpoint come from the sources of the AWS CLI,
//! including profiles (`--profile`), SSO and roles; the region is that of the dataset ARN.
//!
//! - **Rate**: ten calls per second unless `--rate` sets another; unlimited with `--local`.
//! - **State**: `--state FILE` sends only what has changed since the last run: [`incremental`](super::incremental).
//! - **Rejects**: `--rejects FILE` has the format of the input, with the reason in an additional first column or key.
//!   Correct the records and send the file again, once the run is complete; you need not remove the reasons. Each
//!   rejected record is written once, in the order of the input. A resumed run appends to the file, unless it has been
//!   changed since; any other file that is not empty is refused.
//!   The summary counts rejected records by reason; a record with several problems counts for each of them.
//! - **Quotation marks**: a quotation mark in a quoted cell is `""`, or `\"` with `--backslash-escapes`, as in the files of
//!   import jobs and of `convert`. Without the flag, a record in which a backslash may be an escape is rejected, and the
//!   run stops where this decides how far a record extends. `--backslash-escapes=false` makes it an ordinary character.
//! - **Warnings** at the end name columns that `--ignore-unknown` ignored, columns without a value in any record, which
//!   lose their stored values, and doubtful IDs, numbers and categories, with the first line and the number of records.
//! - **Checkpoints**: `--checkpoint FILE` stores the progress every second and at the end, and `--resume` continues
//!   from it, even after the process was killed. Command, dataset and endpoint have to be the same, and the input the same
//!   or longer; a different input and standard input are refused. A checkpoint precedes records that a request without an
//!   answer [may still replace](crate::bulk#order), so that `--resume` sends them again; the command warns of them. After an
//!   abort by `--max-rejected-batches` it precedes all records of the rejected batches: correct the mistake and `--resume`,
//!   which also removes what `--rejects` has of them.
//! - **Files**: no two of the input, `--schema`, `--output`, `--rejects` and `--checkpoint` may be the same file. The
//!   files of `--rejects` and `--checkpoint` are locked while a run uses them. `--rejects -` writes to standard output,
//!   and the summary goes to standard error instead.
//! - **Abort**: the command stops at an error that would affect every record, such as a missing permission, after ten
//!   batches in a row of which all records were rejected (`--max-rejected-batches`), at a record that is not delivered
//!   within `--retry-timeout`, and on Ctrl-C or SIGTERM, and explains how to continue. After an interrupt it waits for calls
//!   in flight, and ends within 8 seconds; a second interrupt ends it at once.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | all records were stored, or are valid (`--dry-run`) |
//! | 1 | some records were rejected, by this run or those that it resumes; all others were stored |
//! | 2 | the arguments or files are invalid; nothing was sent |
//! | 3 | the run stopped early; some records were not delivered |
//! | 130 | the run was interrupted |
//!
//! `convert` and `schema check` document theirs in `--help`.
//!
//! `--json` prints the summary as JSON. To put a file as it grows, use
//! `tail -F changes.jsonl | personalize-events put-users - --format jsonl …`.
//!
//! `personalize-events convert viewers.jsonl --schema users.json --output users.csv` writes the CSV file of an import job,
//! with the same checks; the file is replaced when it is complete, and `--output -` and pipes are written on the way. It
//! also warns of IDs that are in the file twice, among the first 3,500,000 different ones.
//!
//! # Files of events
//!
//! `put-events` sends the interactions of a file to an event tracker, with all of the above; `put-action-interactions` those with
//! actions. `events.csv` is in `personalize-events/cli/examples`, too:
//!
//! ```csv
//! SESSION_ID,USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,DEVICE
//! visit-1,,film-7,1700000000,watch,,phone
//! visit-1,,film-9,1700000300,watch,,phone
//! visit-1,user-1,film-7,1700000600,rating,4.5,phone
//! visit-2,user-2,film-7,1700003600,watch,,tablet
//! visit-3,,film-2,1700010800,watch,,
//! ```
//!
//! ```sh
//! personalize-events put-events events.csv --schema interactions.json --dry-run
//! personalize-events put-events events.csv --schema interactions.json --local
//! personalize-events put-events events.csv --schema interactions.json --tracking-id $tracking_id --region eu-west-1
//! ```
//!
//! `aws personalize describe-event-tracker` prints the tracking ID. To look at the events, start the emulator, which accepts any
//! tracking ID, and send them there:
//!
//! ```sh
//! personalize-events-emulator --listen 127.0.0.1:8686 &
//! export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
//! personalize-events put-events events.csv --schema interactions.json --tracking-id films --region eu-west-1 \
//!   --endpoint-url http://127.0.0.1:8686
//! curl http://127.0.0.1:8686/_emulator/trackers/films/sessions
//! ```
//!
//! - **Columns** are those of the schema, and `SESSION_ID` and `EVENT_ID`, which it does not have. `IMPRESSION` has items joined
//!   by `|`, at most 25. Columns of your own are sent as properties. Lines of JSON may be as in calls of the API: `sessionId`,
//!   `sentAt`, `properties`. A `USER_ID` that is missing is that of an [anonymous visitor](super::events#anonymous-visitors).
//! - **Sessions**: the events of a session are sent in the order of the file, and the rules of
//!   [`Session`](crate::events::Session#ids) apply; `--allow-placeholder-ids` allows placeholders. For a file without sessions,
//!   `--session-from user` makes one for each user, and `--session-from user-day` one for each user and day in UTC, of the
//!   events that have no `SESSION_ID` of their own. That has a cost: visits cannot be distinguished, nothing that a visitor
//!   did before signing in can be joined to the user, and the calls of a session follow each other, so that few users take
//!   longer. The IDs are UUIDs from a digest of the user and the day, the same in every run.
//! - **IDs**: an event without `EVENT_ID` gets a UUID from a digest of the header, the number of the record, and its text. If
//!   the same file is sent again, after a crash or by mistake, each event counts once, also if records were appended. Equal
//!   records of one file are different events. Records that were moved to another place or file are new events: give
//!   those an `EVENT_ID`. An `EVENT_ID` that is in the file twice is a warning.
//! - **Rejects** have no events that were not delivered, since they would have other IDs in that file: `--resume`, or send
//!   the input again.
//! - **Rate**: 1,000 calls per second unless `--rate` sets another. The region is that of `--region`, `AWS_REGION` or the profile.
//! - **Checkpoints** precede the first event that is not stored. Events wait up to a second for others of their session, so that
//!   a run that resumes sends some of them again, with the same IDs.
//!
//! # The history of interactions
//!
//! The file of a job for an Interactions or Action interactions dataset has the members of events as columns: `USER_ID`,
//! `ITEM_ID` or `ACTION_ID`, `TIMESTAMP` in seconds, `EVENT_TYPE`, and what else the schema has. `convert` writes it, too;
//! `interactions.json` and `interactions.csv` are in `personalize-events/cli/examples`:
//!
//! ```csv
//! USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,DEVICE
//! user-1,film-7,1700000000,rating,4.5,phone
//! user-2,film-7,1700003600,watch,,tablet
//! user-1,film-9,1700007200000,watch,,phone
//! user-3,film-2,1700010800,rating,2,
//! user-2,film-7,1700003600,watch,,phone
//! ```
//!
//! ```sh
//! personalize-events schema check interactions.json   # also how many event types the dataset can have
//! personalize-events convert interactions.csv --schema interactions.json --output import.csv
//! ```
//!
//! ```text
//! interactions.csv:4:15: TIMESTAMP is no timestamp in seconds, because it would be outside of the years 1 to 9999; if …
//! interactions.csv: the input has 3 different interactions, but an import job needs at least 1000 in all of its files; …
//! 5 read: 4 valid, 1 rejected; 0.0 s, 17182 records/s
//!   1 duplicate (USER_ID, ITEM_ID, EVENT_TYPE and TIMESTAMP of an earlier record), first in line 6
//!   by EVENT_TYPE: rating 2, watch 2
//!   1 rejected: TIMESTAMP is no timestamp in seconds, because it would be outside of the years … to …
//! ```
//!
//! - **Duplicates** are records of the same user, item or action, event type and second as an earlier one. They are counted and
//!   written; what a job does with them is not documented. They are found among the first 3,500,000 different interactions; `convert` takes at most about 100 MB of memory.
//! - **JSON Lines** may have the columns, or an event as in a call of `PutEvents`: `sentAt`, `metricAttribution`, `properties`.
//! - **`SESSION_ID` and `EVENT_ID`** are sent with events by calls, but a job has no such columns. They are left out, and a
//!   warning names them, so that one file serves both.
//! - **`IMPRESSION`** has items joined by `|`, or a list of them in JSON, with up to 1,000 characters. More than 25 items, the
//!   most that a call accepts, are a warning.
//! - **Quotas** of Item interactions are warnings, since a job can read several files and a dataset can have more than one job:
//!   fewer than 1,000 different interactions, fewer than 25 users with two, and more event types than the columns of the
//!   schema leave (ten together). So is one timestamp for all records.
//! - `--json` has `duplicates`, `firstDuplicateLine` and `eventTypes`.
//!
//! A program writes such a file with [`CsvWriter::events_with_columns`](crate::CsvWriter::events_with_columns).
