//! From a struct to a dataset: create the schema, import existing records, and put changes.
//!
//! The example is a Users dataset. Items and Actions datasets work the same way, with
//! [`ItemProperties`](macro@crate::ItemProperties) and `put_items`, or
//! [`ActionProperties`](macro@crate::ActionProperties) and `put_actions`.
//!
//! # 1. The struct
//!
//! Each field is a column: its name is the column's in snake case, and its type determines the column's type. Strings need
//! an attribute. [`derive`](mod@super::derive) lists all attributes.
//!
//! ```
//! use personalize_events::{Category, UserProperties};
//!
//! #[derive(Category)]
//! enum Genre {
//!     Comedy,
//!     Drama,
//! }
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     age: Option<u8>,
//!     watched_seconds: u32,
//!     score: f64,
//!     genres: Vec<Genre>,
//!     #[personalize(categorical)]
//!     country: String,
//!     #[personalize(plain)] // stored but not used for training
//!     nickname: Option<String>,
//! }
//! # let viewer = Viewer {
//! #     id: "viewer-1".to_owned(),
//! #     age: None,
//! #     watched_seconds: 60,
//! #     score: 4.5,
//! #     genres: vec![Genre::Comedy, Genre::Drama],
//! #     country: "NL".to_owned(),
//! #     nickname: None,
//! # };
//! # assert_eq!(
//! #     viewer.to_user().unwrap().properties().unwrap().as_str(),
//! #     r#"{"watchedSeconds":"60","score":"4.5","genres":"Comedy|Drama","country":"NL"}"#
//! # );
//! ```
//!
//! Choose the types carefully: the columns of an existing dataset cannot change theirs ([step 5]).
//!
//! # 2. The schema
//!
//! `schema()` returns the text for `CreateSchema`:
//!
//! ```
//! # use personalize_events::{Category, UserProperties};
//! # #[derive(Category)]
//! # enum Genre { Comedy, Drama }
//! # #[derive(UserProperties)]
//! # struct Viewer {
//! #     #[personalize(user_id)]
//! #     id: String,
//! #     age: Option<u8>,
//! #     watched_seconds: u32,
//! #     score: f64,
//! #     genres: Vec<Genre>,
//! #     #[personalize(categorical)]
//! #     country: String,
//! #     #[personalize(plain)]
//! #     nickname: Option<String>,
//! # }
//! assert_eq!(
//!     Viewer::schema(),
//!     r#"{
//!   "type": "record",
//!   "name": "Users",
//!   "namespace": "com.amazonaws.personalize.schema",
//!   "fields": [
//!     {"name": "USER_ID", "type": "string"},
//!     {"name": "AGE", "type": ["null", "int"]},
//!     {"name": "WATCHED_SECONDS", "type": "long"},
//!     {"name": "SCORE", "type": "double"},
//!     {"name": "GENRES", "type": ["null", "string"], "categorical": true},
//!     {"name": "COUNTRY", "type": "string", "categorical": true},
//!     {"name": "NICKNAME", "type": ["null", "string"]}
//!   ],
//!   "version": "1.0"
//! }"#
//! );
//! ```
//!
//! Write it to a file of the project:
//!
//! ```no_run
//! # use personalize_events::UserProperties;
//! # #[derive(UserProperties)]
//! # struct Viewer {
//! #     age: u8,
//! # }
//! std::fs::write("tests/schemas/users.json", Viewer::schema())?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Create the schema and, with its ARN, the dataset. In a Domain dataset group, `create-schema` also needs `--domain`; the
//! columns that a domain requires are not checked here.
//!
//! ```text
//! aws personalize create-schema \
//!     --name films-users \
//!     --schema file://tests/schemas/users.json
//!
//! aws personalize create-dataset \
//!     --name films-users \
//!     --dataset-type Users \
//!     --dataset-group-arn arn:aws:personalize:eu-west-1:123456789012:dataset-group/films \
//!     --schema-arn arn:aws:personalize:eu-west-1:123456789012:schema/films-users
//! ```
//!
//! The schema of a dataset that exists is printed by another command, in JSON that is read too:
//!
//! ```text
//! aws personalize describe-schema \
//!     --schema-arn arn:aws:personalize:eu-west-1:123456789012:schema/films-users > tests/schemas/users.json
//! ```
//!
//! Then check the struct against the file. From now on, a field that does not match the dataset, or a column without a
//! field, is a compile-time error. The strings need no attributes any more, because the file declares their columns.
//!
//! ```
//! # use personalize_events::{Category, UserProperties};
//! # #[derive(Category)]
//! # enum Genre { Comedy, Drama }
//! #[derive(UserProperties)]
//! #[personalize(schema = "tests/schemas/users.json")] // relative to the folder of Cargo.toml
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     age: Option<u8>,
//!     watched_seconds: u32,
//!     score: f64,
//!     genres: Vec<Genre>,
//!     country: String,
//!     nickname: Option<String>,
//! }
//! # assert!(Viewer::schema().contains(r#"{"name": "NICKNAME", "type": ["null", "string"]}"#));
//! ```
//!
//! # 3. Import existing records
//!
//! AWS recommends an import for large volumes. [`CsvWriter`] writes its CSV file from the same struct and validates each
//! value. Nothing of an invalid record is written, so you can log it and continue:
//!
//! ```
//! use std::io::Write;
//! use personalize_events::{CsvError, CsvWriter, UserProperties};
//!
//! # #[derive(personalize_events::Category)]
//! # enum Genre { Comedy, Drama }
//! # #[derive(UserProperties)]
//! # #[personalize(schema = "tests/schemas/users.json")]
//! # struct Viewer {
//! #     #[personalize(user_id)]
//! #     id: String,
//! #     age: Option<u8>,
//! #     watched_seconds: u32,
//! #     score: f64,
//! #     genres: Vec<Genre>,
//! #     country: String,
//! #     nickname: Option<String>,
//! # }
//! # let viewer = Viewer {
//! #     id: "viewer-1".to_owned(),
//! #     age: None,
//! #     watched_seconds: 60,
//! #     score: 4.5,
//! #     genres: vec![Genre::Comedy, Genre::Drama],
//! #     country: "NL".to_owned(),
//! #     nickname: None,
//! # };
//! fn export<W: Write>(file: W, viewers: &[Viewer]) -> Result<W, CsvError> {
//!     let mut csv = CsvWriter::users(file);
//!     for viewer in viewers {
//!         match csv.write(viewer) {
//!             // The error has no values, so it can be logged.
//!             Err(CsvError::Invalid { record, error, .. }) => eprintln!("{record}: {error}"),
//!             written => written?,
//!         }
//!     }
//!     csv.finish() // writes the buffered lines
//! }
//!
//! assert_eq!(
//!     String::from_utf8(export(Vec::new(), &[viewer])?)?,
//!     "USER_ID,AGE,WATCHED_SECONDS,SCORE,GENRES,COUNTRY,NICKNAME\n\
//!      viewer-1,,60,4.5,Comedy|Drama,NL,\n"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The history of interactions is a file too: see [`CsvWriter::events_with_columns`], or the command `convert` in the guide on
//! [bulk](super::bulk#the-history-of-interactions).
//!
//! Copy the file to a bucket and start the import. The role must allow Personalize to read the bucket, see [granting access
//! to S3](https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-s3-access.html).
//!
//! ```text
//! aws s3 cp users.csv s3://films-personalize/users.csv
//!
//! aws personalize create-dataset-import-job \
//!     --job-name users-1 \
//!     --dataset-arn arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS \
//!     --data-source dataLocation=s3://films-personalize/users.csv \
//!     --role-arn arn:aws:iam::123456789012:role/PersonalizeReadsFilms
//! ```
//!
//! The job is done when `describe-dataset-import-job` reports `ACTIVE`. It replaces the records of earlier jobs, but not
//! those that were put by calls. With `--import-mode INCREMENTAL` it adds records, and replaces users with the same ID. See
//! [`CreateDatasetImportJob`](https://docs.aws.amazon.com/personalize/latest/dg/API_CreateDatasetImportJob.html).
//!
//! # 4. Put changes
//!
//! Put changed users with [`put_users`](crate::Client::put_users), up to ten per call. The credentials must allow
//! `personalize:PutUsers` on the dataset.
//!
//! ```no_run
//! use personalize_events::{Client, PutUsersRequest, UserProperties};
//!
//! const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
//!
//! # #[derive(UserProperties)]
//! # struct Viewer {
//! #     #[personalize(user_id)]
//! #     id: String,
//! #     age: u8,
//! # }
//! async fn put(client: &Client, viewers: &[Viewer]) -> Result<(), Box<dyn std::error::Error>> {
//!     for batch in viewers.chunks(10) {
//!         let request = PutUsersRequest::builder()
//!             .dataset_arn(DATASET)
//!             .users(batch.iter().map(Viewer::to_user))
//!             .build()?;
//!         client.put_users(&request).await?;
//!     }
//!     Ok(())
//! }
//! # let _ = put;
//! ```
//!
//! `build` returns a [`ValidationError`] with every violation in the batch and its path. It has no values, so it can be
//! logged. To send the valid users, call `to_user` for each and omit those that fail.
//!
//! ```
//! # use personalize_events::{PutUsersRequest, UserProperties};
//! # #[derive(UserProperties)]
//! # struct Viewer {
//! #     #[personalize(user_id)]
//! #     id: String,
//! #     score: f64,
//! # }
//! # let viewer = |id: &str, score| Viewer { id: id.to_owned(), score };
//! # let batch = [viewer("viewer-1", 4.5), viewer("", 1.5), viewer("viewer-3", f64::NAN)];
//! # let error = PutUsersRequest::builder()
//! #     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
//! #     .users(batch.iter().map(Viewer::to_user))
//! #     .build()
//! #     .unwrap_err();
//! let violations: Vec<String> = error.violations().iter().map(ToString::to_string).collect();
//! assert_eq!(
//!     violations,
//!     [
//!         "users[1].userId has 0 characters, but at least 1 is required",
//!         "users[2].properties.score is infinite or NaN, but only finite numbers can be sent",
//!     ]
//! );
//! ```
//!
//! - **A put replaces the user**, it does not merge: send all columns, not only the changed ones. It is safe to repeat a
//!   call, for example after a timeout. Send each user once per batch; AWS does not document which of two entries wins.
//! - **A call succeeds or fails as a whole.** AWS does not document whether the valid users of a failed call are stored.
//!   [`bulk`](crate::bulk) splits such a batch until the bad users are isolated.
//! - **The rate limit** is 10 calls per second and dataset group (developer guide of 2023): 100 users per second, from all
//!   processes together. Faster calls fail with `ThrottlingException`, are retried, and return an error if that continues
//!   ([`Error::code`]). [`bulk`](crate::bulk) limits its rate.
//! - **Changes take effect later**: filters use them within 20 minutes, models after their next full training.
//!
//! # 5. Add a column
//!
//! A schema cannot be changed, but a Users or Items dataset can get a new schema. It must have all columns of the previous
//! one, with the same types and attributes; additional columns must be nullable. The schemas of Actions, Interactions and
//! Action interactions datasets cannot be replaced. See [replacing a dataset's
//! schema](https://docs.aws.amazon.com/personalize/latest/dg/updating-dataset-schema.html).
//!
//! A new field is therefore an [`Option`], or has `nullable` if it always has a value:
//!
//! ```
//! # use personalize_events::UserProperties;
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     // … the existing columns …
//!     household_size: Option<u8>,
//!     #[personalize(nullable)]
//!     devices: u8,
//! }
//! # let schema = Viewer::schema();
//! assert!(schema.contains(r#"{"name": "HOUSEHOLD_SIZE", "type": ["null", "int"]}"#));
//! assert!(schema.contains(r#"{"name": "DEVICES", "type": ["null", "int"]}"#));
//! # let viewer = Viewer { id: "viewer-1".to_owned(), household_size: None, devices: 2 };
//! # assert!(viewer.to_user().is_ok());
//! ```
//!
//! Add the columns to the file, one line each. A missing field is then a compile-time error, as `genres` is here:
//!
//! ```compile_fail
//! # use personalize_events::UserProperties;
//! #[derive(UserProperties)]
//! #[personalize(schema = "tests/schemas/users.json")]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     age: Option<u8>,
//!     watched_seconds: u32,
//!     score: f64,
//!     country: String,
//!     nickname: Option<String>,
//! }
//! ```
//!
//! Create the schema under a new name, and update the dataset before the first program sends the new columns. AWS does not
//! document what happens to properties without a column.
//!
//! ```text
//! aws personalize create-schema \
//!     --name films-users-2 \
//!     --schema file://tests/schemas/users.json
//!
//! aws personalize update-dataset \
//!     --dataset-arn arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS \
//!     --schema-arn arn:aws:personalize:eu-west-1:123456789012:schema/films-users-2
//! ```
//!
//! Programs without the new columns continue to work, because the columns are nullable. But their puts replace users, and
//! remove the values of these columns. Existing recommenders and solutions exclude new columns from training until they are
//! updated.
//!
//! # 6. Tests
//!
//! The crate `personalize-events-emulator` is a local endpoint. With a schema, it rejects records that do not match. Where
//! AWS documents nothing, it is strict: it rejects properties without a column, and records without a value for a
//! non-nullable column.
//!
//! ```
//! use personalize_events::{Client, Config, Credentials, PutUsersRequest, UserProperties};
//! use personalize_events_emulator::Emulator;
//!
//! # const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
//! # #[derive(UserProperties)]
//! # struct Viewer {
//! #     #[personalize(user_id)]
//! #     id: String,
//! #     age: u8,
//! # }
//! # let viewer = Viewer { id: "viewer-1".to_owned(), age: 34 };
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! let emulator = Emulator::builder().schema(DATASET, Viewer::schema()).start().await?;
//! let config = Config::builder()
//!     .region("eu-west-1")
//!     .credentials(Credentials::new("test", "test"))
//!     .endpoint_url(emulator.url())
//!     .build()?;
//! let request = PutUsersRequest::builder()
//!     .dataset_arn(DATASET)
//!     .users([viewer.to_user()])
//!     .build()?;
//! Client::new(config)?.put_users(&request).await?;
//!
//! let users = emulator.users(DATASET);
//! assert_eq!(users[0]["properties"], r#"{"age":"34"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! As a program, it serves clients in any language, with the file of step 2:
//!
//! ```text
//! personalize-events-emulator \
//!     --schema arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS=tests/schemas/users.json
//!
//! export AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=http://127.0.0.1:8686 AWS_REGION=eu-west-1
//! export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
//! ```
//!
//! [step 5]: #5-add-a-column

#[cfg(doc)]
use crate::{CsvWriter, Error, ValidationError};
