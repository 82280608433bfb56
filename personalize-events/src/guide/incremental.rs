//! Incremental sync: put only what has changed, from a nightly dump, a table of a database, or a stream.
//!
//! | your users, items or actions | what to use |
//! |---|---|
//! | arrive as a file with all of them, every night | [the command with `--state`](#a-nightly-dump) |
//! | are in a table of PostgreSQL | [a dump of the table, and the same](#a-table-of-postgresql) |
//! | arrive one change at a time from SQS, Kinesis, DynamoDB or Kafka | [a consumer of the stream](#a-stream) |
//!
//! Everything below is for items and actions, too: `put-items` and `put-actions` have the same flags.
//!
//! # A nightly dump
//!
//! With `--state`, the command compares each record of a CSV or JSON Lines file with what the service has acknowledged, and
//! sends the new and changed ones only:
//!
//! ```sh
//! personalize-events put-users viewers.csv --schema users.json --dataset-arn $dataset \
//!     --state viewers.state --deleted deleted.csv
//! ```
//!
//! The first run creates the state and sends all records. With `--dry-run`, a run reports how many records it would send, and how
//! long that takes. [`bulk`](super::bulk#from-a-file-without-code) explains files, rejected records and exit codes, and how to
//! install the command. `--deleted` is for a dump that is [complete](#an-incomplete-dump); what to do with the file is
//! [below](#deleted-records).
//!
//! # A table of PostgreSQL
//!
//! This table has what most tables have: nulls, a boolean, an array, amounts, text that anybody has typed, and dates:
//!
//! <!-- file: table.sql -->
//! ```sql
//! create table viewers (
//!     user_id   text primary key,
//!     age       integer,
//!     premium   boolean,
//!     genres    text[],
//!     spent     numeric(10, 2),
//!     city      text,
//!     last_seen timestamptz
//! );
//! ```
//!
//! A view has the columns of the schema, as the service takes them:
//!
//! <!-- file: view.sql -->
//! ```sql
//! create view personalize_viewers as
//! select user_id,
//!        age,
//!        premium::text as premium,
//!        nullif(array_to_string(genres, '|'), '') as genres,
//!        spent,
//!        city,
//!        extract(epoch from last_seen)::bigint as last_seen
//! from viewers;
//! ```
//!
//! <!-- file: viewers.json -->
//! ```json
//! {
//!   "type": "record",
//!   "name": "Users",
//!   "namespace": "com.amazonaws.personalize.schema",
//!   "version": "1.0",
//!   "fields": [
//!     {"name": "USER_ID", "type": "string"},
//!     {"name": "AGE", "type": ["null", "int"]},
//!     {"name": "PREMIUM", "type": ["null", "string"], "categorical": true},
//!     {"name": "GENRES", "type": ["null", "string"], "categorical": true},
//!     {"name": "SPENT", "type": ["null", "float"]},
//!     {"name": "CITY", "type": ["null", "string"], "categorical": true},
//!     {"name": "LAST_SEEN", "type": ["null", "long"]}
//!   ]
//! }
//! ```
//!
//! A script that runs every night, `put-viewers.sh`, dumps the view, and sends the changes. `psql` and the command find server and
//! credentials in the environment (`PGHOST`, `PGDATABASE`, `AWS_PROFILE`):
//!
//! <!-- file: put-viewers.sh -->
//! ```sh
//! set -eu
//! psql --no-psqlrc --command "copy (select * from personalize_viewers order by user_id)
//!     to stdout with (format csv, header, encoding 'UTF8')" > viewers.csv.new
//! mv viewers.csv.new viewers.csv
//! personalize-events put-users viewers.csv --schema viewers.json --dataset-arn "$DATASET_ARN" \
//!     --backslash-escapes=false --state viewers.state --deleted "deleted-$(date +%Y-%m-%dT%H%M%S).csv"
//! ```
//!
//! - **`set -e`** ends the script if `psql` fails, before anything is read.
//! - **`mv`** replaces the dump at once: a run that still reads the last one, such as the first load, is not disturbed. The
//!   script fails, because that run has locked the state.
//! - **`--backslash-escapes=false`**: in the CSV of PostgreSQL `\` is an ordinary character.
//! - **`order by`** gives each dump the same order, in which the state is read fastest.
//! - **`--deleted`** needs a new file each time; the command creates none if no ID is gone.
//!
//! If the script stops or is killed, run it again: it sends the rest.
//!
//! | type in PostgreSQL | in the view | in the schema |
//! |---|---|---|
//! | `text`, `varchar`, `uuid`, enums | `city` | `string`, mostly categorical |
//! | `smallint`, `integer` | `age` | `int` |
//! | `bigint` | `visits` | `long` |
//! | `numeric`, `real`, `double precision` | `spent`, or `nullif(spent, 'NaN')` if it can be NaN | `float`, `double` |
//! | `boolean` | `premium::text` (`true`; without the cast, `t`) or `premium::int` | categorical `string`, `int` |
//! | `timestamptz`, `date` | `extract(epoch from last_seen)::bigint` | `long` |
//! | `text[]` | `nullif(array_to_string(genres, '\|'), '')` | categorical `string` |
//! | `jsonb` | `profile ->> 'city'` | that of the member |
//!
//! Null is an empty cell, and needs a nullable column of the schema. An empty text is a category of its own, unless the view has
//! `nullif(city, '')`. Array elements that are null are left out; an element with a `|` would be two categories.
//!
//! Without a file between them, the command reads what `psql` writes:
//!
//! <!-- file: pipe.sh -->
//! ```sh
//! psql --no-psqlrc --command "copy (select * from personalize_viewers order by user_id)
//!     to stdout with (format csv, header, encoding 'UTF8')" |
//!     personalize-events put-users - --format csv --schema viewers.json --dataset-arn "$DATASET_ARN" \
//!     --backslash-escapes=false --state viewers.state
//! ```
//!
//! That saves the space of the file. The command refuses `--deleted` for a pipe, for the reason below. The query takes as long as
//! the run then.
//!
//! # An incomplete dump
//!
//! A dump that ends early, because the server was stopped or a disk was full, looks like a complete one in which users are
//! missing. **Never use `--deleted` with a dump that may be incomplete**: the users that it lacks would be listed, and a data
//! deletion job deletes them with all of their interactions.
//!
//! - Check the status of the program that writes the dump before the command reads it, as the script above does.
//! - In a pipe that is not possible. `set -o pipefail` changes the status of the pipe, once the command has read and sent
//!   everything. So the command refuses `--deleted` unless the input is a file. Without it that is harmless: users at the end of
//!   the table are sent by the next run. If `psql` is killed, the last record may be cut off; the next run corrects it.
//! - A file that another team delivers: have it renamed when it is complete, or check its number of lines.
//!
//! The command never lists IDs as deleted if the input has no records, or one whose ID cannot be read.
//!
//! # A stream
//!
//! If changes are messages already, consume them with the engine that you have. Each message is a whole record, because a put
//! replaces the record, not only the properties that it names.
//!
//! **SQS, Kinesis, DynamoDB Streams**: a function with the crate `personalize-events-lambda` (`personalize-events/lambda` in the
//! repository) answers with the messages that were not delivered, so that each one is stored, rejected or delivered again:
//!
//! ```ignore
//! use lambda_runtime::Error;
//! use personalize_events::bulk::Bulk;
//! use personalize_events::{Client, Config, UserProperties};
//! use personalize_events_lambda::SqsHandler;
//! use serde::Deserialize;
//!
//! /// The body of a message: `{"id": "viewer-1", "videos_watched": 45}`.
//! #[derive(Deserialize, UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     videos_watched: u32,
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Error> {
//!     let client = Client::new(Config::from_env()?)?;
//!     let users = Bulk::users(&client, std::env::var("DATASET_ARN")?);
//!     let handler = SqsHandler::new(users, |viewer: Viewer, _message| viewer.to_user())?;
//!     lambda_runtime::run(handler).await
//! }
//! ```
//!
//! Its documentation has the settings of the event source, without which messages are lost, and what it does with `REMOVE` records
//! of DynamoDB.
//!
//! **Kafka**: the example `personalize-events/examples/kafka` of the repository is a consumer with `rdkafka`. It commits an offset once
//! everything before it is stored or rejected, so that a crash or a rebalance loses nothing; the processes of a group share the
//! quota. Its `README.md` explains settings, rejected messages and the lag:
//!
//! ```sh
//! cd personalize-events/examples/kafka
//! export KAFKA_BROKERS=localhost:9092 KAFKA_TOPIC=viewers KAFKA_GROUP=personalize DATASET_ARN=$dataset AWS_REGION=eu-west-1
//! cargo run --release
//! ```
//!
//! **Other queues**: give the records to [`Bulk::send_stream`](crate::bulk::Bulk::send_stream) with the position of each as its tag,
//! and acknowledge a message once its outcome is known. A [checkpoint key](super::bulk#from-a-database) is the position up to
//! which everything is settled.
//!
//! # What it costs
//!
//! The service takes 10 users in a call and [10 calls per second](super::bulk#api-calls-or-an-import-job), so that sending takes:
//!
//! | users | all, as in the first run | 0.1 % changed | 1 % changed | 10 % changed |
//! |---|---|---|---|---|
//! | 10,000 | 1 min 40 s | 0.1 s | 1 s | 10 s |
//! | 1,000,000 | 2 h 46 min 40 s | 10 s | 1 min 40 s | 16 min 40 s |
//! | 10,000,000 | 27 h 46 min 40 s | 1 min 40 s | 16 min 40 s | 2 h 46 min 40 s |
//!
//! For other numbers:
//!
//! ```
//! /// How long it takes to put so many users, in tenths of a second: that of a call.
//! fn tenths(users: u64) -> u64 {
//!     users.div_ceil(10)
//! }
//! assert_eq!(tenths(360_000), 36_000, "an hour");
//! # // The numbers of this page.
//! # const PAGE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/incremental.rs"));
//! # fn duration(tenths: u64) -> String {
//! #     if !tenths.is_multiple_of(10) {
//! #         return format!("{}.{} s", tenths / 10, tenths % 10);
//! #     }
//! #     let seconds = tenths / 10;
//! #     let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
//! #     let parts = parts.into_iter().filter(|(number, _)| *number > 0);
//! #     parts.map(|(number, unit)| format!("{number} {unit}")).collect::<Vec<_>>().join(" ")
//! # }
//! # fn with_commas(number: u64) -> String {
//! #     let digits = number.to_string();
//! #     let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
//! #     groups.collect::<Vec<_>>().join(",")
//! # }
//! # for users in [10_000, 1_000_000, 10_000_000] {
//! #     let changed = [users, users / 1000, users / 100, users / 10];
//! #     let cells = changed.map(|changed| duration(tenths(changed))).join(" | ");
//! #     let row = format!("//! | {} | {cells} |\n", with_commas(users));
//! #     assert!(PAGE.contains(&row), "the table lacks {row}");
//! # }
//! # let (hour, night) = (3600 * 100, 8 * 3600 * 100);
//! # let room = format!(
//! #     "An hour has room for {} users, a night of eight hours for {}.",
//! #     with_commas(hour),
//! #     with_commas(night)
//! # );
//! # assert_eq!(PAGE.matches(&room).count(), 1, "{room}");
//! # assert_eq!(10_000_000_u64.div_ceil(night), 4, "nights");
//! ```
//!
//! An hour has room for 360,000 users, a night of eight hours for 2,880,000. Users and items have separate quotas.
//!
//! Properties that change for everybody every night, such as the days since the last visit, make all users changed ones. Send
//! the date instead, or leave them out.
//!
//! # When an import job is better
//!
//! - **For the first load of more than an hour**, and whenever more than 360,000 users change, such as after a new column. A job
//!   of the mode `FULL` takes up to 100 GB, one of the mode `INCREMENTAL` up to 1 GB; a Region has at most five pending jobs. How
//!   long a job takes is not documented. [`dataset`](super::dataset) and `personalize-events convert` write its file.
//! - **If only models need the data**: they use properties of users when they are fully trained again, so that a job before the
//!   training suffices. Filters use records within 20 minutes, those of calls and those of jobs.
//!
//! The state does not know what a job has imported: the first run after it sends all records once, which replaces each with
//! itself. It can be stopped with Ctrl-C at any time, and the next one continues: the ten million users above are current after
//! four nights. A job of the mode `FULL` replaces what earlier jobs imported, but nothing that was put by calls.
//!
//! # Deleted records
//!
//! The service has no call that deletes a record.
//!
//! **Users**: a data deletion job deletes them with all of their interactions, from the datasets and models of the dataset
//! group. Upload what `--deleted` has written, and create one:
//!
//! ```sh
//! aws s3 cp deleted-2026-11-27T030000.csv s3://your-bucket/deleted/
//! aws personalize create-data-deletion-job --job-name deleted-2026-11-27 --dataset-group-arn $dataset_group \
//!     --data-source dataLocation=s3://your-bucket/deleted/deleted-2026-11-27T030000.csv --role-arn $role
//! ```
//!
//! - A job reads at most 100 MB. If there are more IDs, `--deleted` writes several files: create a job for each.
//! - It may take a day. If anything is imported or trained meanwhile, puts of other users included, AWS does not guarantee that
//!   everything is deleted, and recommends another job. So pause the nightly run and streams, and do not start a job every night:
//!   collect the files for a week.
//! - Afterwards train a new solution version. Results in your own buckets, such as batch recommendations, remain.
//! - A dataset group can have five pending jobs. Each dataset group needs its own.
//! - The state forgets IDs once they are in the file, so that a user who returns is new, and is sent. Take those out of the file
//!   before you create the job.
//!
//! Until the job completes, models are trained with the data of these users.
//!
//! `personalize-events erase list.csv --output erase.csv` makes the same file from any list with a column `USER_ID`, such as the users
//! who have asked for it.
//!
//! **Items and actions** cannot be deleted. Exclude them from recommendations with a filter on a column such as `AVAILABLE`, and
//! put a last record that sets it. So dump items that are no longer available, too, instead of leaving them out. `--deleted` lists
//! those that are missing anyway.
//!
//! # What happens if
//!
//! | | |
//! |---|---|
//! | the run is killed, also with `kill -9` | run it again: it continues; records of about the last second are sent once more |
//! | a record is rejected | it is reported each night until it is corrected; all others are stored |
//! | the schema, `--key` or `--values` change | all records count as changed, and the command warns: see [`--dry-run`](#a-nightly-dump) first |
//! | an ID is in the dump twice | both records are sent in their order, every night, and the last one remains: remove duplicates in the query |
//! | the order of the dump changes | nothing is sent; a run of 1 million users takes 2 s of CPU time instead of 1 s, of 10 million 54 s instead of 7 s |
//! | the state is lost | all records are sent once; IDs that are gone since the last run are not listed |
//! | two runs use one state | the second one ends at once with status 2 |
//! | another program puts to the dataset | the state does not know: it may hold a newer or older record; use one source for each dataset, or `--full` to send everything |
//! | the dataset is deleted and created again | the state does not know: remove it |
//!
//! Sources: [Updating
//! data](https://docs.aws.amazon.com/personalize/latest/dg/updating-datasets.html), [Deleting
//! users](https://docs.aws.amazon.com/personalize/latest/dg/delete-records.html),
//! [CreateDatasetImportJob](https://docs.aws.amazon.com/personalize/latest/dg/API_CreateDatasetImportJob.html),
//! [CreateDataDeletionJob](https://docs.aws.amazon.com/personalize/latest/dg/API_CreateDataDeletionJob.html) and
//! [Quotas](https://docs.aws.amazon.com/personalize/latest/dg/limits.html). CI runs the recipe for PostgreSQL with a server, from
//! this page (`.ci/postgresql/run`).
