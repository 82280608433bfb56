//! 100,000 users, and everything that can go wrong with a call.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use personalize_events::User;
use personalize_events::bulk::RecordOutcome;
use personalize_events_emulator::{Emulator, Fault, Reset};

use crate::{TestClock, USERS, bulk, client_with, emulator, user};

/// Numbers that look random and are the same in every run of the tests.
struct Chance(u64);

impl Chance {
    /// Below `end`.
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A script for so many requests, one in seven of which goes wrong.
fn script(emulator: &Emulator, chance: &mut Chance, requests: usize) {
    for _ in 0..requests / 7 {
        let pass = Fault::delay(Duration::ZERO).times(6);
        let fault = match chance.below(6) {
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

/// What there is to send: ids come again, and one in two hundred has a bad value.
fn input(chance: &mut Chance, count: usize) -> Vec<(String, String)> {
    let mut record = || {
        let id = chance.below(count as u64 * 3 / 4).to_string();
        let is_bad = chance.below(200) == 0;
        let age = chance.below(1_000_000);
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

/// The last good value of each id.
fn expected(input: &[(String, String)]) -> BTreeMap<String, String> {
    let good = input.iter().filter(|(_, age)| !is_bad(age));
    let properties = |age: &str| format!(r#"{{"age":"{age}"}}"#);
    good.map(|(id, age)| (id.clone(), properties(age)))
        .collect()
}

fn stored(emulator: &Emulator) -> BTreeMap<String, String> {
    let users = emulator.users(USERS);
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let pair = |user: &serde_json::Value| (text(&user["userId"]), text(&user["properties"]));
    users.iter().map(pair).collect()
}

fn records(input: &[(String, String)]) -> impl Iterator<Item = (u64, User)> {
    let users = input.iter().map(|(id, age)| user(id, age));
    (0..).zip(users.collect::<Vec<_>>())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_good_record_is_stored_with_its_last_value_and_every_bad_one_is_told() {
    const COUNT: usize = 100_000;
    let mut chance = Chance(1);
    let emulator = emulator().start().await.unwrap();
    script(&emulator, &mut chance, 15_000);
    let client = client_with(emulator.url(), &TestClock::new(), |config| config);
    let input = input(&mut chance, COUNT);
    let mut run = bulk(&client).send_iter(records(&input)).unwrap();
    let mut told = HashMap::new();
    while let Some(result) = run.next().await {
        let is_refused = match result.outcome {
            RecordOutcome::Stored => false,
            RecordOutcome::Rejected(error) => {
                assert_eq!(error.code(), Some("InvalidInputException"));
                true
            }
            fate @ (RecordOutcome::Invalid(_) | RecordOutcome::NotDelivered(_) | _) => {
                panic!("{fate}")
            }
        };
        assert_eq!(result.tag, result.position);
        assert!(
            told.insert(result.tag, is_refused).is_none(),
            "it is told once"
        );
    }
    assert_eq!(told.len(), COUNT);
    for (position, (_, age)) in (0..).zip(&input) {
        assert_eq!(told[&position], is_bad(age), "{position}");
    }
    assert!(
        stored(&emulator) == expected(&input),
        "the store has all the last good values"
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
async fn a_run_that_is_left_at_any_moment_is_finished_by_those_from_its_checkpoint() {
    const COUNT: usize = 5_000;
    let mut chance = Chance(2);
    for _ in 0..5 {
        let emulator = emulator().start().await.unwrap();
        script(&emulator, &mut chance, 700);
        let client = client_with(emulator.url(), &TestClock::new(), |config| config);
        let input = input(&mut chance, COUNT);
        let (mut done, mut runs, mut told) = (0, 0, HashSet::new());
        loop {
            runs += 1;
            let rest = records(&input[done..]);
            let mut run = bulk(&client).send_iter(rest).unwrap();
            let mut fates = chance.below(800);
            let is_over = loop {
                let Some(result) = run.next().await else {
                    break true;
                };
                told.insert(done as u64 + result.position);
                if fates == 0 {
                    break false;
                }
                fates -= 1;
            };
            done += usize::try_from(run.checkpoint()).unwrap();
            if is_over {
                break;
            }
        }
        assert_eq!(done, COUNT);
        assert_eq!(told.len(), COUNT, "every record has been told of");
        assert!(runs > 3, "{runs}");
        assert!(stored(&emulator) == expected(&input), "after {runs} runs");
    }
}
