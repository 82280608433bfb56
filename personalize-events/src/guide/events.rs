//! Send what visitors do: sessions, anonymous visitors who sign in, recommendations, times, and what the service drops.
//!
//! An event is one interaction of a visitor with an item, such as a view or a click. It belongs to a [`Session`], and is
//! sent with the tracking ID of the dataset group's event tracker. This program sends two events to a local endpoint:
//!
//! ```
//! use std::error::Error;
//! use personalize_events::events::Session;
//! use personalize_events::{Client, Config, Credentials, Event};
//! use personalize_events_emulator::Emulator;
//!
//! const TRACKER: &str = "12345678-1234-1234-1234-123456789012";
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn Error>> {
//!     let emulator = Emulator::builder().start().await?;
//!     let config = Config::builder()
//!         .region("eu-west-1")
//!         .credentials(Credentials::new("test", "test"))
//!         .endpoint_url(emulator.url());
//!     let client = Client::new(config.build()?)?;
//!
//!     let mut session = Session::anonymous();
//!     client.put_events(&session.request(TRACKER, [Event::now("view").item_id("film-7")])?).await?;
//!     session.identify("viewer-1")?; // has signed in
//!     client.put_events(&session.request(TRACKER, [Event::now("click").item_id("film-8")])?).await?;
//!
//!     let stored = emulator.session_events(TRACKER, session.id());
//!     assert_eq!(stored.len(), 2);
//!     assert_eq!(stored[0].user_id(), None);
//!     assert_eq!(stored[1].user_id(), Some("viewer-1"));
//!     Ok(())
//! }
//! ```
//!
//! Without the emulator, `Client::new(Config::from_env()?)?` sends them to the service: set `AWS_REGION` and credentials in the
//! environment. `aws personalize create-event-tracker` prints the tracking ID, and `describe-event-tracker` prints it again. [`testing`](super::testing) has the
//! dependencies for `Cargo.toml`.
//!
//! # Sessions
//!
//! A session is one visit: all its events have the same session ID. The visitor may be anonymous at first, and become known.
//!
//! | what happens | call | IDs of the next event |
//! |---|---|---|
//! | somebody arrives | [`Session::anonymous`] | a new session |
//! | a user who is signed in arrives | [`Session::for_user`] | a new session, and the user |
//! | the next request of the visit | [`Session::from_ids`], with the ID of a cookie | the same |
//! | the visitor signs in | [`Session::identify`] | the same session, and the user |
//! | the user signs out | [`Session::sign_out`] | a new session |
//!
//! In a web service, the session ID is in a cookie, and the user ID is known from the authentication:
//!
//! ```
//! use personalize_events::ValidationError;
//! use personalize_events::events::Session;
//!
//! /// Returns the session of a request.
//! fn session(cookie: Option<&str>, signed_in: Option<&str>) -> Result<Session, ValidationError> {
//!     match (cookie, signed_in) {
//!         (Some(id), user_id) => Session::from_ids(id, user_id),
//!         (None, Some(user_id)) => Session::for_user(user_id),
//!         (None, None) => Ok(Session::anonymous()),
//!     }
//! }
//!
//! let first = session(None, None)?; // the response sets a cookie with `first.id()`
//! let second = session(Some(first.id()), Some("viewer-1"))?; // has signed in
//! assert_eq!(second.id(), first.id());
//!
//! let mut third = second.clone();
//! third.sign_out(); // the response sets a cookie with the new `third.id()`
//! assert_ne!(third.id(), first.id());
//! assert_eq!(third.user_id(), None);
//! # Ok::<(), ValidationError>(())
//! ```
//!
//! Visitors can change a cookie: sign it, or store the session on the server. `Session` implements serde's `Serialize` and
//! `Deserialize` for that. If the ID of a cookie is a violation, start a new session. Set a new cookie whenever a user signs
//! out: if another user continued the session, the events of both would be joined.
//!
//! # Anonymous visitors
//!
//! Send the events of an anonymous visitor without a user ID, not with a made-up one. The service joins the events of a
//! session to a user when it receives one event with both IDs, and afterwards the session ID may change. Without such an
//! event, it does not use the anonymous ones. So the first event after `identify` has to be sent; the sign-in itself can be
//! that event.
//!
//! `Session` rejects IDs that would defeat this, and [its documentation](Session#ids) lists them: a session ID that is equal
//! to the user ID, and placeholders that many visitors would share, such as `anonymous`. Both are frequent in public code, and
//! the service accepts them without an error. [`PutEventsRequest`] accepts them too: [`rules`](super::rules).
//!
//! # Recommendations
//!
//! If a page shows what `GetRecommendations` (Personalize Runtime) has returned, add it to the events of these items:
//!
//! ```
//! use personalize_events::events::{Recommended, Session};
//! use personalize_events::{Event, ValidationError};
//!
//! /// The response of the AWS SDK.
//! struct Response {
//!     recommendation_id: String,
//!     item_list: Vec<Item>,
//! }
//! struct Item {
//!     item_id: String,
//! }
//!
//! /// When the page is shown: store the result, for example with the session.
//! fn shown(response: &Response) -> Result<Recommended, ValidationError> {
//!     let items = response.item_list.iter().map(|item| &item.item_id);
//!     Recommended::new(&response.recommendation_id, items)
//! }
//!
//! # let item = |id: &str| Item { item_id: id.to_owned() };
//! # let response = Response {
//! #     recommendation_id: "RID-1a2b".to_owned(),
//! #     item_list: ["film-1", "film-2"].map(item).into(),
//! # };
//! # let session = Session::anonymous();
//! let shown = shown(&response)?;
//! // When one of the items is clicked:
//! let click = session.event(shown.event(Event::now("click").item_id("film-2")))?;
//! assert_eq!(click.event().impression().unwrap(), ["film-1", "film-2"]);
//! # Ok::<(), ValidationError>(())
//! ```
//!
//! This project can also generate a client for Personalize Runtime from its model, with `cargo xtask codegen --model FILE --out
//! DIR`. The example `personalize-events/examples/recommendations` of the repository uses one with an [`EventTracker`].
//!
//! The event has the `recommendationId` and the `impression`, which are the items that were visible. With the ID alone, the
//! service derives the impression from its recommendation; if both are sent and differ, it uses the `impression`.
//!
//! - An impression has at most 25 items. [`Recommended::omitted`] returns how many of a longer list are not sent; the
//!   event's item is always among those sent.
//! - An event of an item that was not shown is a violation: send it without the recommendation.
//! - So is an event with the source of a metric attribution, because the service would use the source and not the
//!   recommendation if they conflict. [`Recommended::allow_metric_attribution`] allows it.
//!
//! The dataset needs the columns `RECOMMENDATION_ID` and `IMPRESSION` for them, which
//! [`optional_columns`](super::derive#optional_columns) adds to the schema of a struct. The schema of an Interactions dataset
//! cannot be replaced later.
//!
//! For a list that does not come from Personalize, set `impression` of [`Event::builder`] to what was shown.
//!
//! # Services
//!
//! A handler of a web service should not wait for Amazon Personalize. An [`EventTracker`] adds events to a queue; its task sends
//! those of a session in order, up to ten in a call, and retries:
//!
//! ```
//! use std::time::Duration;
//! use personalize_events::events::{EventTracker, Session};
//! use personalize_events::{Client, Event};
//!
//! const TRACKER: &str = "12345678-1234-1234-1234-123456789012";
//!
//! /// A handler; the tracker is the state of the service.
//! async fn click(tracker: &EventTracker, session: &Session, film: &str) {
//!     let event = session.event(Event::now("click").item_id(film));
//!     if let Err(error) = tracker.track(event) {
//!         eprintln!("a click is not tracked: {error}"); // invalid, or the queue is full
//!     }
//! }
//!
//! async fn serve(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
//!     let tracker = EventTracker::builder(client, TRACKER)
//!         .on_failure(|failed| eprintln!("an event is not stored: {}", failed.reason))
//!         .build()?;
//! #   click(&tracker, &Session::anonymous(), "film-7").await;
//!     // … serve until a signal; then:
//!     let report = tracker.shutdown(Duration::from_secs(10)).await;
//!     println!("{report}");
//! #   assert_eq!(report.stored, 1);
//!     Ok(())
//! }
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use personalize_events::{Config, Credentials};
//! # let emulator = personalize_events_emulator::Emulator::builder().start().await?;
//! # let config = Config::builder()
//! #     .region("eu-west-1")
//! #     .credentials(Credentials::new("test", "test"))
//! #     .endpoint_url(emulator.url())
//! #     .build()?;
//! # serve(&Client::new(config)?).await
//! # }
//! ```
//!
//! The queue is in memory and bounded; [`EventTracker`] documents its settings and what can be lost. In a test, `flush` waits
//! until the events are in the emulator. The example `personalize-events/examples/axum` of the repository is a complete service,
//! with the session in a cookie.
//!
//! # Events that survive a crash
//!
//! The events of `track` are in memory: a process that is killed loses them. With the feature `spool`, `EventTracker::track_durable`
//! writes an event to a file, set by `EventTrackerBuilder::spool`, before it returns:
//!
//! ```ignore
//! let tracker = EventTracker::builder(&client, TRACKER).spool("/var/lib/shop/events.redb").build()?;
//! tracker.track_durable(session.event(Event::now("purchase").item_id("film-7"))).await?; // on disk
//! ```
//!
//! - An event for which `track_durable` has returned `Ok` is sent until it is stored, or rejected. If the process ends before, the next
//!   tracker with this file sends it first, with the same ID, so that it counts once.
//! - An event that is not delivered, such as after the retry timeout, is reported to `on_failure` and counted as a failure, but
//!   stays in the file: `FailedEvent::stays_in_spool`. The running tracker does not send it again; the next start does.
//!   So do not send such an event elsewhere.
//! - An invalid or rejected event is reported, and leaves the file.
//! - Durable events are sent in the order of the file. An event that was not delivered before is sent after later events of
//!   its session, and the order between `track` and `track_durable` is not defined.
//! - The disk has to honor `fsync`. A lost disk loses its events.
//! - One process uses a file at a time, for one tracking ID. Give each instance of a service its own file, and start it again
//!   with the same file.
//! - The file grows while the service cannot be reached. A full disk is an error of `track_durable`.
//!
//! # IDs of events
//!
//! Each event has an `eventId` once it is built: a random one unless you set it. The service counts the first event
//! with an ID and ignores later ones, so:
//!
//! - after a failed call, send the same request or the same events again. Events that are built anew have other IDs and count
//!   twice;
//! - set `event_id` only to an ID of this one event, such as the primary key of a row. With an ID of a session, a user or a
//!   page, all events but the first are lost.
//!
//! # Times
//!
//! `sent_at` is when the event happened, not when it is sent. [`Event::now`] sets it to the time of its call: build the event
//! where it happens, and send it later. The setter takes a [`SystemTime`](std::time::SystemTime) or a [`Timestamp`], and the
//! time is sent as a number of seconds, which may have three decimals. A number of milliseconds is a violation:
//! the service accepts them, but has been observed not to use such events.
//!
//! # What the service drops
//!
//! In these cases the service returns success:
//!
//! | sent | effect | this crate |
//! |---|---|---|
//! | an `eventId` that an earlier event had | the event is ignored | a random ID for each event, the same when it is sent again |
//! | two events with the same time and the same properties | one of them is used | sends both, each with its ID |
//! | anonymous events, and none with session and user | they are not used | [`Session::identify`] |
//! | the session ID as the user ID | anonymous events cannot be joined to a user | rejected by `Session` |
//! | the same user ID for all anonymous visitors | one history of all of them (our conclusion) | known placeholders are rejected by `Session` |
//! | the session ID `null` (as text) | the event is dropped (observed) | rejected, [unless it is allowed](super::rules) |
//! | `sentAt` in milliseconds | the event has no effect (observed) | rejected |
//! | source of a metric attribution, and a recommendation ID | the source is used if they conflict | rejected by `Recommended`, unless it is allowed |
//! | impression that differs from the recommendation | the impression is used | `Recommended` sends both from one list |
//!
//! AWS documents the rows without a remark. The service rejects an event with one of the keys `userId`,
//! `sessionId`, `eventType`, `timestamp`, `recommendationId` and `impression` among its properties, and so does this crate:
//! [`rules`](super::rules) lists everything that is rejected, and where.
//!
//! # Many events
//!
//! [`Bulk::events`](crate::bulk::Bulk::events) sends any number of events, such as the rows of a table or the messages of a
//! queue: up to ten of a session in a call, in the order of the session, and reports the outcome of each. A record is what
//! [`Session::event`] returns, so that an invalid session or event is the outcome of its record:
//!
//! ```
//! use personalize_events::bulk::Bulk;
//! use personalize_events::events::Session;
//! use personalize_events::{Client, Event, Timestamp};
//!
//! const TRACKER: &str = "12345678-1234-1234-1234-123456789012";
//!
//! /// Sends plays: their number, session, film and time.
//! async fn send(client: &Client, plays: Vec<(u64, &str, &str, i64)>) -> Result<(), Box<dyn std::error::Error>> {
//!     let records = plays.into_iter().map(|(number, visit, film, seconds)| {
//!         let event = Event::builder()
//!             .event_id(format!("play-{number}")) // the same if it is sent again after a crash
//!             .event_type("play")
//!             .item_id(film)
//!             .sent_at(Timestamp::from_secs(seconds));
//!         let session = Session::builder().session_id(visit).build();
//!         (number, session.and_then(|session| session.event(event)))
//!     });
//!     let (rejects, report) = Bulk::events(client, TRACKER).send_iter(records)?.collect_rejects().await;
//!     for reject in rejects {
//!         eprintln!("play {}: {}", reject.tag, reject.outcome);
//!     }
//!     report.into_result()?;
//!     Ok(())
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use personalize_events::{Config, Credentials};
//! # let emulator = personalize_events_emulator::Emulator::builder().start().await?;
//! # let config = Config::builder()
//! #     .region("eu-west-1")
//! #     .credentials(Credentials::new("test", "test"))
//! #     .endpoint_url(emulator.url())
//! #     .build()?;
//! # let plays = vec![(1, "visit-1", "film-7", 1_700_000_000), (2, "undefined", "film-8", 1_700_000_001)];
//! # send(&Client::new(config)?, plays).await?;
//! # assert_eq!(emulator.session_events(TRACKER, "visit-1").len(), 1);
//! # assert_eq!(emulator.events(TRACKER).len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! [The module](crate::bulk#events) documents batches, order, rate and checkpoints. For millions of events that happened in the
//! past, an import job may be faster: [`bulk`](super::bulk) explains the file of interactions.
//!
//! # Files
//!
//! The command `personalize-events put-events` sends the events of a CSV or JSON Lines file, with the same rules:
//! [`bulk`](super::bulk#files-of-events).
//!
//! # Limits
//!
//! | | limit |
//! |---|---|
//! | calls of `PutEvents` | 1,000 per second for a dataset group; it can be increased |
//! | events in a call | 10, all of one session |
//! | size of an event | 10 KB; `Session::event` rejects more than 10,240 bytes of JSON |
//! | `properties` of an event | 1,024 characters |
//! | items in an impression | 25 |
//! | event types and optional columns | 10 in all |
//!
//! The rate and the size were documented in 2023.
//!
//! # AWS Lambda and permissions
//!
//! The identity of the caller needs `personalize:PutEvents`. In a Lambda function, the policy of its role has to allow it on
//! the resource `*`:
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": [{"Effect": "Allow", "Action": "personalize:PutEvents", "Resource": "*"}]
//! }
//! ```
//!
//! Create the client outside of the handler, and wait for the calls before the handler returns: Lambda suspends the process
//! then. A function that is invoked again with the same input has to send the same `eventId`s: derive them from the ID of the
//! input's record.
//!
//! # More
//!
//! [`derive`](mod@super::derive) writes the `properties` of events from a struct, and returns the schema of their dataset. The
//! example `personalize-events/examples/events.rs` of the repository is a complete program with both.
//!
//! What visitors did before is imported as a file: see [bulk](super::bulk#the-history-of-interactions).
//!
//! Sources: [Recording item interaction
//! events](https://docs.aws.amazon.com/personalize/latest/dg/recording-item-interaction-events.html), [Recording events for
//! anonymous users](https://docs.aws.amazon.com/personalize/latest/dg/recording-anonymous-user-events.html), [Impressions
//! data](https://docs.aws.amazon.com/personalize/latest/dg/putevents-including-impressions-data.html),
//! [PutEvents](https://docs.aws.amazon.com/personalize/latest/dg/API_UBS_PutEvents.html) and
//! [Quotas](https://docs.aws.amazon.com/personalize/latest/dg/limits.html); observed in
//! [aws-sdk-js#3370](https://github.com/aws/aws-sdk-js/issues/3370) and
//! [#3371](https://github.com/aws/aws-sdk-js/issues/3371).

#[cfg(doc)]
use crate::events::{EventTracker, Recommended, Session};
#[cfg(doc)]
use crate::{Event, PutEventsRequest, Timestamp};
