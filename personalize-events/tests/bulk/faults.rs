//! 100,000 users with every fault of a call.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use personalize_events::User;
use personalize_events::bulk::RecordOutcome;
use personalize_events_emulator::{Emulator, Fault, Reset};

use crate::{TestClock, USERS, bulk, client_with, emulator, user};

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

/// Injects a fault into one in seven of so many requests.
fn inject_faults(emulator: &Emulator, random: &mut Random, requests: usize) {
    for _ in 0..requests / 7 {
        let pass = Fault::delay(Duration::ZERO).times(6);
        let fault = match random.below(6) {
            0 => Fault::error(400, "ThrottlingException", "Rate exceeded"),
            1 => Fault::reset(Reset::BeforeStore),
            2 => Fault::reset(Reset::AfterStore),
            3 => Fault::status(500),
            4 => Fault::error(409, "ResourceInUseException", "busy"),
            _ => Fault::delay(Duration::from_millis(2)),
        };
        emulator.inject_fault(pass).expect("it makes sense");
        emulator.inject_fault(fault).expect("it makes sense");
    }
}

/// Records with repeated ids, one in two hundred of which has a bad value.
fn input(random: &mut Random, count: usize) -> Vec<(String, String)> {
    let mut record = || {
        let id = random.below(count as u64 * 3 / 4).to_string();
        let is_bad = random.below(200) == 0;
        let age = random.below(1_000_000);
        (
            id,
            if is_bad {
                format!("{age}?")
            } else {
                age.to_string()
            },
        )
    };
    (0..count).map(|_| record()).collect()
}

fn is_bad(age: &str) -> bool {
    age.ends_with('?')
}

/// The last good record of each id.
fn expected(input: &[(String, String)]) -> BTreeMap<String, String> {
    let good = input.iter().filter(|(_, age)| !is_bad(age));
    let properties = |age: &str| format!(r#"{{"age":"{age}"}}"#);
    good.map(|(id, age)| (id.clone(), properties(age)))
        .collect()
}

fn stored(emulator: &Emulator) -> BTreeMap<String, String> {
    let users = emulator.users(USERS);
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let pairs = users.iter();
    pairs
        .map(|user| (user.user_id().to_owned(), text(&user["properties"])))
        .collect()
}

fn records(input: &[(String, String)]) -> impl Iterator<Item = (u64, User)> {
    let users = input.iter().map(|(id, age)| user(id, age));
    (0..).zip(users.collect::<Vec<_>>())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_good_record_of_each_id_is_stored_and_every_bad_record_is_rejected() {
    const COUNT: usize = 100_000;
    let mut random = Random(1);
    let emulator = emulator().start().await.unwrap();
    inject_faults(&emulator, &mut random, 15_000);
    let client = client_with(emulator.url(), &TestClock::new(), |config| config);
    let input = input(&mut random, COUNT);
    let mut run = bulk(&client).send_iter(records(&input)).unwrap();
    let mut results = HashMap::new();
    while let Some(result) = run.next().await {
        let is_rejected = match result.outcome {
            RecordOutcome::Stored => false,
            RecordOutcome::Rejected(error) => {
                assert_eq!(error.code(), Some("InvalidInputException"));
                true
            }
            outcome @ (RecordOutcome::Invalid(_) | RecordOutcome::NotDelivered(_) | _) => {
                panic!("{outcome}")
            }
        };
        assert_eq!(result.tag, result.position);
        assert!(
            results.insert(result.tag, is_rejected).is_none(),
            "each record has one result"
        );
    }
    assert_eq!(results.len(), COUNT);
    for (position, (_, age)) in (0..).zip(&input) {
        assert_eq!(results[&position], is_bad(age), "{position}");
    }
    assert!(
        stored(&emulator) == expected(&input),
        "the last good record of each id is stored"
    );
    let summary = run.summary();
    assert_eq!(summary.stored + summary.rejected, COUNT as u64);
    assert_eq!(
        (summary.read, run.checkpoint()),
        (COUNT as u64, COUNT as u64)
    );
    assert!(
        summary.rejected > 300 && summary.superseded > 0,
        "{summary:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_is_dropped_anywhere_is_completed_from_its_checkpoint() {
    const COUNT: usize = 5_000;
    let mut random = Random(2);
    for _ in 0..5 {
        let emulator = emulator().start().await.unwrap();
        inject_faults(&emulator, &mut random, 700);
        let clock = TestClock::new();
        let client = client_with(emulator.url(), &clock, |config| config);
        let input = input(&mut random, COUNT);
        let (mut done, mut runs, mut seen) = (0, 0, HashSet::new());
        loop {
            runs += 1;
            let rest = records(&input[done..]);
            let mut run = bulk(&client).send_iter(rest).unwrap();
            let mut remaining = random.below(800);
            let is_over = loop {
                let Some(result) = run.next().await else {
                    break true;
                };
                seen.insert(done as u64 + result.position);
                if remaining == 0 {
                    break false;
                }
                remaining -= 1;
            };
            done += usize::try_from(run.checkpoint()).unwrap();
            if is_over {
                break;
            }
            drop(run);
            // The server still has requests in flight, which must not arrive after those of the next run.
            tokio::time::sleep(Duration::from_millis(100)).await;
            // Before the runs resume after a value, its earlier requests can no longer arrive.
            clock.pass(Duration::from_secs(5 * 60));
        }
        assert_eq!(done, COUNT);
        assert_eq!(seen.len(), COUNT, "every record has a result");
        assert!(runs > 3, "{runs}");
        assert!(stored(&emulator) == expected(&input), "after {runs} runs");
    }
}
