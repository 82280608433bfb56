//! From a struct to a dataset: the schema, the import of what exists, and what changes later.
//!
//! The example is a Users dataset. Items are the same with
//! [`ItemProperties`](macro@crate::ItemProperties) and `put_items`, actions with
//! [`ActionProperties`](macro@crate::ActionProperties) and `put_actions`.
//!
//! # 1. The struct
//!
//! A field is a column. Its name is the column's, in snake case; its type tells the column's type,
//! and a string has to say what it is. All attributes are in [the reference](mod@super::derive).
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
//!     #[personalize(plain)] // stored, and not trained on
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
//! Take care with the types: once there is a dataset, its columns keep theirs ([step 5]).
//!
//! # 2. The schema
//!
//! `schema()` is the text that `CreateSchema` takes:
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
//! Write it to a file, which from now on belongs to the project:
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
//! Create the schema and, with its ARN, the dataset. In a Domain dataset group `create-schema`
//! takes its `--domain` too; which columns a domain asks for besides is not checked here.
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
//! Then hold the struct against the file. From here on a field that does not fit the dataset stops
//! the compiler, and so does a column without a field. The marks of strings can go: the file says
//! it.
//!
//! ```
//! # use personalize_events::{Category, UserProperties};
//! # #[derive(Category)]
//! # enum Genre { Comedy, Drama }
//! #[derive(UserProperties)]
//! #[personalize(schema = "tests/schemas/users.json")] // starts at the folder of Cargo.toml
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
//! # let viewer = Viewer {
//! #     id: "viewer-1".to_owned(),
//! #     age: None,
//! #     watched_seconds: 60,
//! #     score: 4.5,
//! #     genres: vec![Genre::Comedy, Genre::Drama],
//! #     country: "NL".to_owned(),
//! #     nickname: None,
//! # };
//! # assert!(viewer.to_user().is_ok());
//! ```
//!
//! # 3. What exists already
//!
//! AWS recommends a bulk import for large volumes. [`CsvWriter`] writes its file from the same
//! struct, with the same checks of each value; the limit of the `properties` text as a whole is one of
//! requests. A record that is not valid leaves no trace in the file, so it can
//! be noted and the next one written:
//!
//! ```no_run
//! use std::fs::File;
//! use personalize_events::{CsvError, CsvWriter, UserProperties};
//!
//! # #[derive(UserProperties)]
//! # struct Viewer {
//! #     #[personalize(user_id)]
//! #     id: String,
//! #     age: u8,
//! # }
//! fn export(viewers: impl Iterator<Item = Viewer>) -> Result<(), Box<dyn std::error::Error>> {
//!     let mut csv = CsvWriter::users(File::create("users.csv")?);
//!     for viewer in viewers {
//!         match csv.write(&viewer) {
//!             // Names what is wrong and repeats no value: it may be logged.
//!             Err(CsvError::Invalid { record, invalid, .. }) => eprintln!("{record}: {invalid}"),
//!             written => written?,
//!         }
//!     }
//!     csv.finish()?; // writing is buffered
//!     Ok(())
//! }
//! # export(std::iter::empty()).unwrap();
//! ```
//!
//! ```
//! # use personalize_events::{Category, CsvWriter, UserProperties};
//! # #[derive(Category)]
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
//! let mut csv = CsvWriter::users(Vec::new()); // a file in memory
//! csv.write(&viewer)?;
//! assert_eq!(
//!     String::from_utf8(csv.finish()?)?,
//!     "USER_ID,AGE,WATCHED_SECONDS,SCORE,GENRES,COUNTRY,NICKNAME\n\
//!      viewer-1,,60,4.5,Comedy|Drama,NL,\n"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Copy the file to a bucket and start the import. The role has to let Personalize read the bucket,
//! see [granting access to
//! S3](https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-s3-access.html).
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
//! When `describe-dataset-import-job` says `ACTIVE`, it is done. A job replaces what earlier jobs
//! imported, and not what requests have put. With `--import-mode INCREMENTAL` it adds to it; a user
//! with an ID that is there already is replaced. See
//! [`CreateDatasetImportJob`](https://docs.aws.amazon.com/personalize/latest/dg/API_CreateDatasetImportJob.html).
//!
//! # 4. What changes
//!
//! From now on [`put_users`](crate::Client::put_users) tells the service, with up to ten users a
//! request. The credentials have to allow `personalize:PutUsers` on the dataset.
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
//! What is not valid is not sent: `build` gives [`ValidationError`]. It tells everything that is wrong in
//! the batch, each with its place, and no value, so it may be logged. To send the others, call
//! `to_user` for each and leave out those that fail.
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
//! # let invalid = PutUsersRequest::builder()
//! #     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
//! #     .users(batch.iter().map(Viewer::to_user))
//! #     .build()
//! #     .unwrap_err();
//! let told: Vec<String> = invalid.violations().iter().map(ToString::to_string).collect();
//! assert_eq!(
//!     told,
//!     [
//!         "users[1].userId has 0 characters, at least 1 must be there",
//!         "users[2].properties.score is infinite or not a number, only finite numbers can be \
//!          sent",
//!     ]
//! );
//! ```
//!
//! - **A put replaces.** The user with the ID is replaced by the new one, not merged with it: send
//!   every column, not only those that changed. So it does no harm to repeat a request, after a
//!   timeout say. Name a user once a batch; which of two wins is not documented.
//! - **A request is taken or refused as a whole,** as far as its answer tells. Whether the valid
//!   users of a refused request are stored is not documented. Putting its halves alone, and so on,
//!   finds the one that is refused, and is safe, because a put replaces: [`bulk`](crate::bulk) does that.
//! - **The rate is limited** to 10 requests a second for each dataset group, by the developer guide
//!   of 2023: 100 users a second, of all processes together. A single call is not held back: what
//!   is too fast is refused with the code `ThrottlingException`, sent again after a wait, and an
//!   error if that goes on ([`Error::code`]). [`bulk`](crate::bulk) keeps to the rate.
//! - **When it takes effect:** filters see it within 20 minutes of the last put. Models learn from
//!   users' columns at the next full training.
//!
//! # 5. Another column
//!
//! A schema cannot be changed. A Users or Items dataset can be given another schema: with all
//! columns of the one before, of the same types and marks, and further ones that accept null.
//! Datasets of actions, interactions and action interactions keep the schema that they have. See
//! [replacing a dataset's
//! schema](https://docs.aws.amazon.com/personalize/latest/dg/updating-dataset-schema.html).
//!
//! So a new field is an [`Option`], or is marked `nullable` if it always has a value:
//!
//! ```
//! # use personalize_events::UserProperties;
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     // … the columns that there are …
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
//! Add the columns to the file, a line each. From then on the compiler asks for their fields, as it
//! does for `genres` here:
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
//! Create the schema under a new name, and give it to the dataset before the first program sends
//! the new columns: what the service does with a property that has no column is not documented.
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
//! A program that does not know the new columns yet may go on, since they accept null. But a put
//! replaces: each user that it puts is without them. The service leaves new columns out of the
//! training of recommenders and solutions that exist, until these are told to use them.
//!
//! # 6. Tests
//!
//! The crate `personalize-events-emulator` is a local endpoint. With a schema it refuses records
//! that do not fit. It is strict where AWS is silent: a property without a column is refused, and
//! so is a record that leaves out a column which cannot be null.
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
//! As a program it serves clients in any language, with the file of step 2:
//!
//! ```text
//! personalize-events-emulator \
//!     --schema arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS=tests/schemas/users.json
//!
//! export AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=http://127.0.0.1:8686 AWS_REGION=eu-west-1
//! export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
//! ```
//!
//! [step 5]: #5-another-column

#[cfg(doc)]
use crate::{CsvWriter, Error, ValidationError};
