//! A million events in 50,000 sessions with every fault, or a share of them.
//!
//! The environment variable `STRESS_EVENTS` sets the number of events; there is one session for every 20.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use personalize_events::bulk::RecordOutcome;
use personalize_events_emulator::{Fault, Reset};

use super::events::{TRACKER, bulk, emulator, event, session};
use crate::{TestClock, client_with};

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

/// An event of the input.
#[derive(Clone, Copy)]
struct Planned {
    session: u64,
    is_known: bool,
    is_bad: bool,
}

/// Sessions come and go; some users sign in in between, and one event in two hundred is bad.
fn plan(random: &mut Random, count: u64) -> Vec<Planned> {
    let sessions = (count / 20).max(1);
    let open = sessions.min(2_000);
    let mut known = HashSet::new();
    (0..count)
        .map(|n| {
            let first = n * (sessions - open) / count;
            let session = first + random.below(open);
            if random.below(10) == 0 {
                known.insert(session);
            }
            Planned {
                session,
                is_known: known.contains(&session),
                is_bad: random.below(200) == 0,
            }
        })
        .collect()
}

fn record(number: u64, planned: Planned) -> personalize_events::events::SessionEvent {
    let user = format!("user-{}", planned.session);
    let user = planned.is_known.then_some(user.as_str());
    let session = session(&format!("session-{}", planned.session), user);
    event(&session, number, if planned.is_bad { "?" } else { "1" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_valid_event_is_stored_once_in_the_order_of_its_session_and_each_bad_one_is_rejected()
{
    let count = std::env::var("STRESS_EVENTS").map_or(20_000, |count| {
        count.parse().expect("`STRESS_EVENTS` is a number")
    });
    let plan = plan(&mut Random(1), count);
    let emulator = emulator()
        .max_stored_records(4_000_000)
        .max_stored_bytes(4 * 1024 * 1024 * 1024)
        .start()
        .await
        .unwrap();
    let faults = [
        Fault::throttling(),
        Fault::reset(Reset::BeforeStore),
        Fault::reset(Reset::AfterStore),
        Fault::status(500),
        Fault::status(503),
        Fault::error(409, "ResourceInUseException", "busy"),
        Fault::delay(Duration::from_millis(20)),
    ];
    for fault in faults {
        let fault = fault.percent(2).times(u32::MAX);
        emulator.inject_fault(fault).unwrap();
    }
    let client = client_with(emulator.url(), &TestClock::new(), |config| config);
    let records = (0..)
        .zip(&plan)
        .map(|(n, planned)| (n, record(n, *planned)));
    let mut run = bulk(&client).send_iter(records).unwrap();
    let mut rejected = 0;
    while let Some(result) = run.next().await {
        let is_bad = plan[usize::try_from(result.tag).unwrap()].is_bad;
        match result.outcome {
            RecordOutcome::Stored => assert!(!is_bad),
            RecordOutcome::Rejected(error) => {
                assert_eq!(error.code(), Some("InvalidInputException"));
                assert!(is_bad);
                rejected += 1;
            }
            outcome @ (RecordOutcome::Invalid(_) | RecordOutcome::NotDelivered(_) | _) => {
                panic!("{outcome}")
            }
        }
    }
    let report = run.into_report();
    assert_eq!(report.checkpoint, count);
    let summary = report.into_result().unwrap();
    let bad = plan.iter().filter(|planned| planned.is_bad).count() as u64;
    assert_eq!((summary.rejected, rejected), (bad, bad));
    assert_eq!(summary.stored, count - bad);

    let mut expected: BTreeMap<u64, Vec<(u64, bool)>> = BTreeMap::new();
    for (number, planned) in (0..).zip(&plan) {
        if !planned.is_bad {
            let events = expected.entry(planned.session).or_default();
            events.push((number, planned.is_known));
        }
    }
    let mut sessions = 0;
    for stored in emulator.sessions(TRACKER) {
        let session = stored.session_id().strip_prefix("session-").unwrap();
        let session: u64 = session.parse().unwrap();
        let events: Vec<(u64, bool)> = stored
            .events()
            .iter()
            .map(|event| {
                let id = event.event_id().unwrap().parse().unwrap();
                (id, event.user_id().is_some())
            })
            .collect();
        assert_eq!(events, expected[&session], "session {session}");
        sessions += 1;
    }
    assert_eq!(sessions, expected.len());
    let calls: HashMap<String, u64> = emulator.call_counts().into_iter().collect();
    println!(
        "{count} events in {sessions} sessions: {} calls, {bad} bad events, {} repeats",
        calls["PutEvents"],
        emulator.repeated_events(TRACKER).len()
    );
}
