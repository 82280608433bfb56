//! Events of several threads with every fault, while the tracker is flushed, dropped and shut down at random.
//!
//! The environment variable `STRESS_TRACKERS` sets how many trackers are run, one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use personalize_events::bulk::RateLimiter;
use personalize_events::events::{EventTracker, TrackError, WhenFull};
use personalize_events::{Client, Clock};
use personalize_events_emulator::{Emulator, Fault, Reset};

use crate::{Failures, TRACKER, config, emulator, event_with, number, session};

const THREADS: u64 = 4;
const SESSIONS: u64 = 40;

/// Pseudorandom numbers from a fixed seed.
struct Random(u64);

impl Random {
    /// Below `end`.
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Sleeps a twentieth of the time.
#[derive(Debug)]
struct FastClock;

impl Clock for FastClock {
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(duration / 20))
    }
}

fn inject_faults(emulator: &Emulator) {
    for fault in [
        Fault::throttling(),
        Fault::reset(Reset::BeforeStore),
        Fault::reset(Reset::AfterStore),
        Fault::status(500),
        Fault::status(503),
        Fault::delay(Duration::from_millis(20)),
    ] {
        let fault = fault.percent(4).times(u32::MAX);
        emulator.inject_fault(fault).expect("it makes sense");
    }
    // Aborts a run.
    let denied = Fault::error(403, "AccessDeniedException", "not authorized");
    let denied = denied.percent(1).times(u32::MAX);
    emulator.inject_fault(denied).expect("it makes sense");
}

/// What the threads did with their events.
#[derive(Default)]
struct Tracked {
    /// By session, in their order.
    tracked: BTreeMap<u64, Vec<u64>>,
    returned: BTreeSet<u64>,
    bad: BTreeSet<u64>,
}

impl Tracked {
    /// Returns whether the tracker was shut down.
    fn add(&mut self, session: u64, id: u64, is_bad: bool, result: Result<(), TrackError>) -> bool {
        if is_bad {
            self.bad.insert(id);
        }
        let Err(error) = result else {
            self.tracked.entry(session).or_default().push(id);
            return false;
        };
        let is_shut_down = matches!(error, TrackError::ShutDown(_));
        assert_eq!(number(&error.into_event().expect("valid")), id);
        self.returned.insert(id);
        is_shut_down
    }

    /// Whether each event is stored or reported.
    fn is_settled(&self, emulator: &Emulator, failures: &Failures) -> bool {
        let mut settled = failures.numbers().into_iter().collect::<BTreeSet<_>>();
        let events = emulator.events(TRACKER);
        let ids = events.iter().map(|event| event.event_id().expect("set"));
        settled.extend(ids.map(|id| id.parse::<u64>().expect("a number")));
        self.tracked
            .values()
            .flatten()
            .all(|id| settled.contains(id))
    }
}

/// Tracks events until the tracker is shut down or the number is reached. Each session belongs to one thread.
async fn produce(
    tracker: EventTracker,
    all: Arc<Mutex<Tracked>>,
    ids: Arc<AtomicU64>,
    thread: u64,
    mut random: Random,
) {
    for _ in 0..random.below(600) + 100 {
        let of_session = random.below(SESSIONS / THREADS) * THREADS + thread;
        let id = ids.fetch_add(1, Ordering::Relaxed);
        let is_bad = random.below(100) == 0;
        let visit = session(&format!("session-{of_session}"));
        let event = event_with(&visit, id, if is_bad { "?" } else { "1" });
        let result = if random.below(2) == 0 {
            tracker.track(event)
        } else {
            tracker.track_wait(event).await
        };
        if all
            .lock()
            .expect("no thread has panicked")
            .add(of_session, id, is_bad, result)
        {
            return;
        }
        match random.below(200) {
            0 => {
                let _ = tracker.flush().await;
            }
            1 => {
                let wait = Duration::from_millis(random.below(30));
                // Cancelled sometimes.
                let _ = tokio::time::timeout(wait, tracker.flush()).await;
            }
            2 => tokio::time::sleep(Duration::from_millis(random.below(20))).await,
            _ => {}
        }
    }
}

async fn run(seed: u64) {
    let mut random = Random(seed * 7_919);
    let emulator = emulator().start().await.expect("a port is free");
    inject_faults(&emulator);
    let config = config(emulator.url())
        .clock(FastClock)
        .random_source(|| 0.1);
    let client = Client::new(config.build().expect("valid")).expect("valid");
    let failures = Failures::default();
    let drops_oldest = random.below(2) == 0;
    let tracker = EventTracker::builder(&client, TRACKER)
        .max_queue_size(usize::try_from(random.below(200)).expect("valid") + 1)
        .when_full(if drops_oldest {
            WhenFull::DropOldest
        } else {
            WhenFull::Reject
        })
        .scheduled_delay(Duration::from_millis(random.below(20)))
        .rate_limiter(RateLimiter::unlimited())
        .on_failure(failures.callback())
        .build()
        .expect("valid");
    let (all, ids) = (Arc::<Mutex<Tracked>>::default(), Arc::default());
    let producers: Vec<_> = (0..THREADS)
        .map(|thread| {
            let random = Random(random.below(1 << 30));
            let (all, ids) = (Arc::clone(&all), Arc::clone(&ids));
            tokio::spawn(produce(tracker.clone(), all, ids, thread, random))
        })
        .collect();
    let join = async {
        for producer in producers {
            producer.await.expect("it does not panic");
        }
    };
    match random.below(3) {
        // While the producers track.
        0 => {
            tokio::time::sleep(Duration::from_millis(random.below(50))).await;
            let timeout = Duration::from_millis(random.below(200));
            let _ = tracker.shutdown(timeout).await;
            join.await;
        }
        1 => {
            join.await;
            let _ = tracker.shutdown(Duration::from_secs(60)).await;
        }
        // The last clone is dropped with events pending.
        _ => {
            join.await;
            drop(tracker);
            let all = std::mem::take(&mut *all.lock().expect("no thread has panicked"));
            crate::eventually(|| all.is_settled(&emulator, &failures)).await;
            return check(&emulator, &all, &failures, seed);
        }
    }
    let summary = tracker.summary();
    assert_eq!(summary.pending, 0);
    let failed = failures.all().len() as u64;
    assert_eq!(summary.failed(), failed);
    assert_eq!(summary.tracked, summary.stored + failed);
    check(
        &emulator,
        &all.lock().expect("no thread has panicked"),
        &failures,
        seed,
    );
}

fn check(emulator: &Emulator, all: &Tracked, failures: &Failures, seed: u64) {
    let failed: Vec<_> = failures.numbers();
    let reported = failed.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(reported.len(), failed.len(), "twice reported, seed {seed}");
    for (number, reason) in failures.all() {
        let is_rejected = reason.starts_with("rejected");
        assert!(
            !is_rejected || all.bad.contains(&number),
            "{number}: {reason}"
        );
    }
    for (of_session, tracked) in &all.tracked {
        let stored = crate::stored(emulator, &format!("session-{of_session}"));
        // An event that has failed may be stored nevertheless, unless it is bad.
        let certain = stored.iter().copied().filter(|it| !reported.contains(it));
        let expected = tracked.iter().copied().filter(|it| !reported.contains(it));
        assert_eq!(
            certain.collect::<Vec<_>>(),
            expected.collect::<Vec<_>>(),
            "session {of_session}, seed {seed}"
        );
        assert!(stored.iter().all(|it| !all.bad.contains(it)));
        assert!(stored.iter().all(|it| !all.returned.contains(it)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn each_event_is_stored_once_in_the_order_of_its_session_or_returned_or_reported() {
    let trackers = std::env::var("STRESS_TRACKERS").map_or(12, |count| {
        count.parse().expect("`STRESS_TRACKERS` is a number")
    });
    for seed in 1..=trackers {
        run(seed).await;
    }
}
