//! Durable events: on disk when they are acknowledged, and stored once, whatever happens to the process.
//!
//! The environment variable `STRESS_SPOOL_KILLS` sets how often the child process is killed.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use personalize_events::events::{
    EventTracker, EventTrackerBuilder, Session, SessionEvent, TrackError,
};
use personalize_events::{Client, Config, Credentials, Event};
use personalize_events_emulator::{Emulator, Fault, Reset};

const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

const LONG: Duration = Duration::from_secs(60);

/// The column `SECONDS` has to be an integer. Only the service rejects other values.
const SCHEMA: &str = r#"{"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema",
    "fields":[{"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
    {"name":"TIMESTAMP","type":"long"},{"name":"SECONDS","type":["null","int"]}],"version":"1.0"}"#;

/// A directory of a test, which is removed afterwards.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let id = std::process::id();
        let path = std::env::temp_dir().join(format!("personalize-events-spool-{id}-{name}"));
        std::fs::create_dir_all(&path).expect("it can be created");
        Self(path)
    }

    fn spool(&self) -> PathBuf {
        self.0.join("events.redb")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn started() -> Emulator {
    let emulator = Emulator::builder().credentials("id", "secret");
    let emulator = emulator.tracker_schema(TRACKER, SCHEMA);
    emulator.start().await.expect("a port is free")
}

fn builder(url: &str, spool: &Path) -> EventTrackerBuilder {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url(url)
        .build();
    let client = Client::new(config.expect("valid")).expect("a client");
    EventTracker::builder(&client, TRACKER)
        .scheduled_delay(Duration::from_millis(5))
        .spool(spool)
}

fn event(id: &str, seconds: &str) -> SessionEvent {
    event_in("visit-1", id, seconds)
}

fn event_in(session: &str, id: &str, seconds: &str) -> SessionEvent {
    let event = Event::builder()
        .event_id(id)
        .event_type("view")
        .item_id("film-7")
        .properties(format!(r#"{{"seconds":"{seconds}"}}"#))
        .sent_at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let session = Session::from_ids(session, None::<String>).expect("valid");
    session.event(event).expect("valid")
}

fn stored(emulator: &Emulator) -> Vec<String> {
    let events = emulator.session_events(TRACKER, "visit-1");
    let ids = events.iter().map(|event| event.event_id().expect("set"));
    ids.map(str::to_owned).collect()
}

#[tokio::test]
async fn events_that_were_not_delivered_are_sent_by_the_next_start_with_their_ids_in_order() {
    let (directory, emulator) = (Directory::new("reopen"), started().await);
    let fault = Fault::status(503).times(u32::MAX);
    emulator.inject_fault(fault).expect("it makes sense");
    let staying = Arc::new(Mutex::new(0));
    let count = Arc::clone(&staying);
    let tracker = builder(emulator.url(), &directory.spool())
        .max_queue_size(20)
        .on_failure(move |failed| *count.lock().expect("it") += u64::from(failed.stays_in_spool))
        .build()
        .expect("valid");
    // More than the queue has room for.
    let ids: Vec<String> = (0..300).map(|number| format!("event-{number}")).collect();
    for id in &ids {
        tracker
            .track_durable(event(id, "1"))
            .await
            .expect("on disk");
    }
    let report = tracker.shutdown(Duration::from_millis(50)).await;
    assert_eq!(report.stored, 0);
    assert_eq!(
        *staying.lock().expect("it"),
        tracker.summary().not_delivered
    );
    let error = tracker.track_durable(event("late", "1")).await.unwrap_err();
    assert!(matches!(error, TrackError::ShutDown(_)), "{error}");
    assert!(matches!(
        tracker.track(event("late", "1")),
        Err(TrackError::ShutDown(_))
    ));

    let emulator = started().await;
    for expected in [300, 0] {
        let tracker = builder(emulator.url(), &directory.spool()).max_queue_size(20);
        let tracker = tracker.build().expect("it is closed");
        assert_eq!(tracker.shutdown(LONG).await.stored, expected);
    }
    assert_eq!(stored(&emulator), ids);
}

#[tokio::test]
async fn a_rejected_event_is_reported_and_leaves_the_spool() {
    let (directory, emulator) = (Directory::new("rejected"), started().await);
    let staying = Arc::new(Mutex::new(Vec::new()));
    let failures = Arc::clone(&staying);
    let tracker = builder(emulator.url(), &directory.spool())
        .on_failure(move |failed| failures.lock().expect("it").push(failed.stays_in_spool))
        .build()
        .expect("valid");
    tracker
        .track_durable(event("bad", "x"))
        .await
        .expect("on disk");
    tracker
        .track_durable(event("good", "1"))
        .await
        .expect("on disk");
    let report = tracker.flush().await;
    assert_eq!((report.stored, report.rejected), (1, 1));
    assert_eq!(*staying.lock().expect("it"), [false]);
    let _ = tracker.shutdown(LONG).await;
    let tracker = builder(emulator.url(), &directory.spool())
        .build()
        .expect("valid");
    let report = tracker.shutdown(LONG).await;
    assert_eq!((report.stored, report.rejected), (0, 0));
    assert_eq!(stored(&emulator), ["good"]);
}

#[tokio::test]
async fn a_shutdown_with_a_timeout_counts_what_was_stored_before_it() {
    let (directory, emulator) = (Directory::new("timeout"), started().await);
    let fault = Fault::delay(Duration::from_millis(100)).times(u32::MAX);
    emulator.inject_fault(fault).expect("it makes sense");
    let tracker = builder(emulator.url(), &directory.spool());
    let tracker = tracker.max_queue_size(20).build().expect("valid");
    for number in 0..200 {
        let event = event(&number.to_string(), "1");
        tracker.track_durable(event).await.expect("on disk");
    }
    let before = tracker.summary().stored;
    let report = tracker.shutdown(Duration::from_millis(500)).await;
    assert!((1..200).contains(&report.stored), "{report}");
    assert_eq!(report.stored, tracker.summary().stored - before);
    assert_eq!(report.not_delivered, tracker.summary().not_delivered);
}

#[tokio::test]
async fn ids_that_were_allowed_are_valid_after_a_restart() {
    let (directory, emulator) = (Directory::new("allowed"), started().await);
    let session = Session::builder().session_id("guest");
    let session = session.allow_placeholder_ids().build();
    let item = Event::now("view").item_id("film-7");
    let event = session.and_then(|session| session.event(item));
    let tracker = builder(emulator.url(), &directory.spool())
        .build()
        .expect("valid");
    tracker.track_durable(event).await.expect("on disk");
    let report = tracker.shutdown(LONG).await;
    assert_eq!((report.stored, report.failed()), (1, 0), "{report}");
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_an_error_that_names_it() {
    let (directory, emulator) = (Directory::new("errors"), started().await);
    let spool = directory.spool();
    let build = |spool: &Path| builder(emulator.url(), spool).build();
    let first = build(&spool).expect("valid");
    let error = build(&spool).unwrap_err().to_string();
    assert!(
        error.contains("is open in another tracker or process"),
        "{error}"
    );
    assert!(error.contains(&*spool.to_string_lossy()), "{error}");
    let _ = first.shutdown(LONG).await;

    let client = Client::new(first_config(emulator.url())).expect("a client");
    let other = EventTracker::builder(&client, "other").spool(&spool);
    let error = other.build().unwrap_err().to_string();
    assert!(
        error.contains("has events for another tracking ID"),
        "{error}"
    );

    let damaged = directory.0.join("damaged");
    for text in [vec![b'x'; 100], vec![b'x'; 100_000]] {
        std::fs::write(&damaged, text).expect("it can be written");
        let error = build(&damaged).unwrap_err().to_string();
        assert!(error.contains("damaged"), "{error}");
    }
    // The beginning of a file that was valid.
    let mut text = std::fs::read(&spool).expect("it can be read");
    text.truncate(5_000);
    std::fs::write(&damaged, text).expect("it can be written");
    let error = build(&damaged).unwrap_err().to_string();
    assert!(error.contains("damaged"), "{error}");

    let error = build(&directory.0.join("none/events"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("check that its directory exists"), "{error}");
}

fn first_config(url: &str) -> Config {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url(url);
    config.build().expect("valid")
}

#[tokio::test]
async fn without_a_spool_no_event_is_durable() {
    let emulator = started().await;
    let client = Client::new(first_config(emulator.url())).expect("a client");
    let tracker = EventTracker::builder(&client, TRACKER)
        .build()
        .expect("valid");
    let error = tracker.track_durable(event("1", "1")).await.unwrap_err();
    assert!(
        error.to_string().contains("EventTrackerBuilder::spool"),
        "{error}"
    );
    assert!(error.into_event().is_some());
}

const CHILD: [&str; 3] = ["SPOOL_CHILD_URL", "SPOOL_CHILD_FILE", "SPOOL_CHILD_ROUND"];

/// The process that is killed: prints the ID of each event that is acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(url) = std::env::var(CHILD[0]) else {
        return;
    };
    let file = std::env::var(CHILD[1]).expect("set");
    let round = std::env::var(CHILD[2]).expect("set");
    let tracker = builder(&url, Path::new(&file)).build().expect("valid");
    let mut tasks = Vec::new();
    for task in 0..8 {
        let (tracker, round) = (tracker.clone(), round.clone());
        tasks.push(tokio::spawn(async move {
            for number in 0..u64::MAX {
                let id = format!("{round}-{task}-{number}");
                // Sessions do not wait for each other.
                let session = format!("visit-{task}-{}", number % 20);
                tracker
                    .track_durable(event_in(&session, &id, "1"))
                    .await
                    .expect("on disk");
                println!("acknowledged {id} .");
            }
        }));
    }
    for task in tasks {
        task.await.expect("no panic");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_event_is_lost_or_counts_twice_if_the_process_is_killed() {
    let rounds = std::env::var("STRESS_SPOOL_KILLS");
    let rounds: u64 = rounds.map_or(10, |rounds| rounds.parse().expect("a number"));
    let (directory, emulator) = (Directory::new("kill"), started().await);
    for fault in [
        Fault::throttling(),
        Fault::reset(Reset::BeforeStore),
        Fault::reset(Reset::AfterStore),
        Fault::status(500),
        Fault::status(503),
    ] {
        let fault = fault.percent(4).times(u32::MAX);
        emulator.inject_fault(fault).expect("it makes sense");
    }
    let mut acknowledged = BTreeSet::new();
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "child", "--nocapture"])
            .env(CHILD[0], emulator.url())
            .env(CHILD[1], directory.spool())
            .env(CHILD[2], round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let output = child.stdout.take().expect("piped");
        let reader = std::thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            // The last line may be incomplete, and other output may precede the first.
            let ids = lines.filter_map(|line| {
                let (_, id) = line.split_once("acknowledged ")?;
                Some(id.strip_suffix(" .")?.to_owned())
            });
            ids.collect::<Vec<_>>()
        });
        let mut random = [0];
        getrandom(&mut random);
        tokio::time::sleep(Duration::from_millis(100 + 2 * u64::from(random[0]))).await;
        child.kill().expect("it runs until then");
        child.wait().expect("it was started");
        acknowledged.extend(reader.join().expect("no panic"));
    }
    let tracker = builder(emulator.url(), &directory.spool())
        .build()
        .expect("valid");
    let report = tracker.shutdown(LONG).await;
    assert_eq!(report.failed(), 0, "{report}");
    let events = emulator.events(TRACKER);
    let ids = events.iter().map(|event| event.event_id().expect("set"));
    let stored: Vec<String> = ids.map(str::to_owned).collect();
    let unique: BTreeSet<String> = stored.iter().cloned().collect();
    assert_eq!(unique.len(), stored.len());
    let lost: Vec<_> = acknowledged.difference(&unique).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(acknowledged.len() as u64 > rounds, "{}", acknowledged.len());
    println!(
        "{} acknowledged, {} stored",
        acknowledged.len(),
        stored.len()
    );
}

/// A random byte.
fn getrandom(bytes: &mut [u8; 1]) {
    bytes[0] = uuid::Uuid::new_v4().as_bytes()[0];
}
