//! Test an application against a local endpoint that validates requests, stores records and injects faults.
//!
//! The endpoint is the crate `personalize-events-emulator`. It shares no code with this client: it verifies signatures and
//! validates requests with its own reading of the service's model, and its errors name every violation.
//!
//! ```toml
//! [dev-dependencies]
//! personalize-events-emulator = { path = "…/personalize-events/emulator", default-features = false }
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```
//!
//! # Check what was sent
//!
//! Pass the [`Client`](crate::Client) to the application as an argument. Each test starts its own emulator on a free
//! port, and a client for it.
//!
//! ```
//! use personalize_events::{Client, Config, Credentials, PutUsersRequest, UserProperties};
//! use personalize_events_emulator::Emulator;
//!
//! const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     videos_watched: u32,
//! }
//!
//! /// The application.
//! async fn store(client: &Client, viewers: &[Viewer]) -> Result<(), Box<dyn std::error::Error>> {
//!     let request = PutUsersRequest::builder()
//!         .dataset_arn(USERS)
//!         .users(viewers.iter().map(Viewer::to_user))
//!         .build()?;
//!     client.put_users(&request).await?;
//!     Ok(())
//! }
//!
//! /// A client of the emulator.
//! fn client(emulator: &Emulator) -> Client {
//!     let config = Config::builder()
//!         .region("eu-west-1")
//!         .credentials(Credentials::new("test", "test"))
//!         .endpoint_url(emulator.url())
//!         .build()
//!         .expect("the settings are complete");
//!     Client::new(config).expect("HTTP needs no certificates")
//! }
//!
//! // #[tokio::test]
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::builder().start().await?;
//! let viewer = Viewer { id: "viewer-1".to_owned(), videos_watched: 45 };
//! store(&client(&emulator), &[viewer]).await?;
//! let viewer = emulator.user(USERS, "viewer-1").expect("the application has stored it");
//! assert_eq!(viewer.properties()["videosWatched"], "45");
//! assert_eq!(emulator.users(USERS).len(), 1);
//! assert_eq!(emulator.call_counts()["PutUsers"], 1);
//! # Ok(())
//! # }
//! ```
//!
//! | method of `Emulator` | returns |
//! |---|---|
//! | `user(ARN, ID)`, `item`, `action` | the record with this ID |
//! | `users(ARN)`, `items`, `actions` | all records of a dataset, the last one for each ID |
//! | `events(TRACKING_ID)`, `action_interactions` | the events of a tracker, with session and user, once for each `eventId` |
//! | `repeated_events(TRACKING_ID)`, `repeated_action_interactions` | those with the `eventId` of an earlier one, which the service ignores |
//! | `sessions(TRACKING_ID)` | each session with its users and its events in the order of arrival |
//! | `session_events(TRACKING_ID, SESSION_ID)` | the events of a session |
//! | `call_counts()` | the number of requests for each operation, with those that failed |
//! | `requests()` | the last requests: headers, body (`json::<T>()`), status and error code |
//!
//! A record has a method for each member. `properties()` is the parsed object, `properties_as::<T>()` reads it into a struct
//! of the test, and `json()` is the whole record as sent. An equality with `serde_json::Value` compares the same.
//!
//! With the schema of the dataset, `Emulator::builder().schema(USERS, Viewer::schema())`, the emulator also validates
//! the properties.
//!
//! The emulator stores up to two million records with 512 MiB together; `max_stored_records` and `max_stored_bytes` set
//! other limits.
//!
//! Tests of `blocking::Client` start it with `Emulator::builder().start_blocking()`, in a thread of its own.
//!
//! # Check events
//!
//! A tracker with a schema validates its events, and events for other trackers are refused. A second call of
//! `tracker_schema` adds the schema of action interactions.
//!
//! ```
//! use std::time::SystemTime;
//! use personalize_events::events::Session;
//! use personalize_events::{Client, Config, Credentials, Event, EventProperties};
//! use personalize_events_emulator::{Emulator, StoredEvent};
//!
//! const TRACKER: &str = "12345678-1234-1234-1234-123456789012";
//!
//! #[derive(EventProperties)]
//! struct Play {
//!     seconds_watched: u32,
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::builder().tracker_schema(TRACKER, Play::schema()).start().await?;
//! # let config = Config::builder()
//! #     .region("eu-west-1")
//! #     .credentials(Credentials::new("test", "test"))
//! #     .endpoint_url(emulator.url())
//! #     .build()?;
//! # let client = Client::new(config)?;
//! let play = Event::builder()
//!     .event_type("play")
//!     .item_id("film-7")
//!     .sent_at(SystemTime::now())
//!     .properties(Play { seconds_watched: 90 }.to_properties());
//! let request = Session::for_user("viewer-1")?.request(TRACKER, [play])?;
//! client.put_events(&request).await?;
//! client.put_events(&request).await?; // the same event, which the service ignores
//!
//! for session in emulator.sessions(TRACKER) {
//!     assert_eq!(session.user_ids(), ["viewer-1"]);
//!     assert!(session.events().iter().map(StoredEvent::event_type).eq(["play"]));
//! }
//! assert_eq!(emulator.repeated_events(TRACKER).len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Inject faults
//!
//! `Emulator::inject_fault` appends a fault to a queue. Each request takes the first fault that applies to it.
//!
//! | fault | effect |
//! |---|---|
//! | `Fault::throttling().times(2)` | two throttling errors, then success |
//! | `Fault::error(404, "ResourceNotFoundException", "no such dataset")` | an error that is not retried |
//! | `Fault::status(503)` | the error of a gateway, without a body; `.body("<html>…")` adds one |
//! | `Fault::delay(Duration::from_secs(60))` | a timeout, although the record is stored |
//! | `Fault::reset(Reset::BeforeStore)` | a connection reset before the record is stored |
//! | `Fault::reset(Reset::AfterStore)` | a connection reset after the record is stored |
//! | `.for_operation("PutUsers")` | the fault applies to one operation |
//! | `.percent(5).times(u32::MAX)` | the fault applies to 5 % of the requests, at random, until the emulator is dropped |
//!
//! The client waits between attempts. A test can replace the [`Clock`](trait@crate::Clock) with one that records the
//! delays and does not wait:
//!
//! ```
//! use std::future::{Future, ready};
//! use std::pin::Pin;
//! use std::sync::{Arc, Mutex};
//! use std::time::{Duration, Instant, SystemTime};
//! use personalize_events::{Client, Clock, Config, Credentials, PutUsersRequest, User};
//! use personalize_events_emulator::{Emulator, Fault, Reset};
//!
//! #[derive(Clone, Debug, Default)]
//! struct Waits(Arc<Mutex<Vec<Duration>>>);
//!
//! impl Clock for Waits {
//!     fn system_time(&self) -> SystemTime {
//!         SystemTime::now()
//!     }
//!     fn instant(&self) -> Instant {
//!         Instant::now()
//!     }
//!     fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
//!         self.0.lock().expect("no test has panicked").push(duration);
//!         Box::pin(ready(()))
//!     }
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::builder().start().await?;
//! let clock = Waits::default();
//! let config = Config::builder()
//!     .region("eu-west-1")
//!     .credentials(Credentials::new("test", "test"))
//!     .endpoint_url(emulator.url())
//!     .attempt_timeout(Duration::from_millis(200))
//!     .clock(clock.clone())
//!     .random_source(|| 1.0) // always the longest delay
//!     .build()?;
//! let client = Client::new(config)?;
//! let request = PutUsersRequest::builder()
//!     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
//!     .users([User::builder().user_id("user-1")])
//!     .build()?;
//!
//! // Two throttling errors, then success.
//! emulator.inject_fault(Fault::throttling().times(2))?;
//! client.put_users(&request).await?;
//! assert_eq!(*clock.0.lock().unwrap(), [Duration::from_secs(1), Duration::from_secs(2)]);
//!
//! // Three timeouts.
//! emulator.inject_fault(Fault::delay(Duration::from_secs(60)).times(3))?;
//! let error = client.put_users(&request).await.unwrap_err();
//! assert!(error.is_timeout());
//!
//! // A connection reset after the record was stored; the second attempt stores it again.
//! emulator.inject_fault(Fault::reset(Reset::AfterStore))?;
//! client.put_users(&request).await?;
//! assert_eq!(emulator.pending_faults(), 0);
//! # Ok(())
//! # }
//! ```
//!
//! # Unit tests without a network
//!
//! The feature `test-util` has constructors of responses, of all errors of calls, and of results of records, so that a
//! test can check how the application handles them: [`test_util`](../../test_util/index.html) has a complete example. The
//! example `unit_tests` in the repository tests an application both without a network and with the emulator.
//!
//! # As a program
//!
//! `personalize-events-emulator --listen 127.0.0.1:8686` serves clients in any language and accepts faults over HTTP. It
//! answers only `localhost` and loopback addresses; `--allow-host NAME` allows the name of a container. With
//! `--tracker ID=interactions.json` it validates the events of a tracker with the Avro schema in that file, and
//! `GET /_emulator/trackers/ID/sessions` returns the events that it has stored.
//! This client, AWS's SDKs and the AWS CLI send to it with these variables; boto3 reads only `AWS_DEFAULT_REGION`:
//!
//! ```sh
//! export AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=http://127.0.0.1:8686 AWS_REGION=eu-west-1
//! export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
//! ```
