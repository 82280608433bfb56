//! Kills, stops and restarts consumers at random, with faults of the service and the brokers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use personalize_events_emulator::{Fault, Reset};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};

use crate::setup::{Process, Setup, USERS, viewer, wait_until};

const PARTITIONS: usize = 6;

/// A message of the topic.
struct Produced {
    user: String,
    expected: Expected,
}

/// What is expected of a message.
#[derive(Clone, Copy, PartialEq)]
enum Expected {
    /// The user is stored with this number, which is greater than in earlier messages, or with a later one.
    Stored(u64),
    /// The message is reported.
    Invalid,
    /// The service rejects the user, and the message is reported, unless a later one of the user is in the same call.
    Rejected,
}

/// What was written so far, by partition and offset.
type Log = Mutex<BTreeMap<(i32, i64), Produced>>;

/// `KAFKA_SECONDS` is how long consumers are killed, 30 seconds by default.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_consumers_are_killed_at_random() {
    let seconds = std::env::var("KAFKA_SECONDS").map_or(30, |seconds| seconds.parse().unwrap());
    let time = Duration::from_secs(seconds);
    let setup = Setup::new("killed", PARTITIONS as i32, 200).await;
    let log = Arc::new(Log::default());
    let (producer, topic) = (setup.producer.clone(), setup.topic.clone());
    let producing = tokio::spawn(produce(producer, topic, time, Arc::clone(&log)));
    let (kills, stops) = disturb(&setup, &log, time);
    producing.await.unwrap();
    let mut ends = [0; PARTITIONS];
    for (partition, offset) in log.lock().unwrap().keys() {
        ends[*partition as usize] = offset + 1;
    }

    // A request without a response, whose users have newer records, holds back the commit until the consumer stops.
    wait_until("everything is committed", 180, || {
        let mut consumers = [setup.consumer(&[]), setup.consumer(&[])];
        let end = Instant::now() + Duration::from_secs(15);
        while setup.committed() != ends && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(100));
        }
        for consumer in &mut consumers {
            assert!(consumer.terminate().success(), "{}", consumer.log());
        }
        setup.committed() == ends
    });
    let committed = check_committed(&setup, &log, &[0; PARTITIONS]);
    assert_eq!(committed, ends);

    let log = log.lock().unwrap();
    let mut last = BTreeMap::new();
    for message in log.values() {
        if let Expected::Stored(number) = message.expected {
            let last = last.entry(message.user.as_str()).or_insert(number);
            *last = number.max(*last);
        }
    }
    let users = setup.emulator.users(USERS);
    for user in &users {
        let stored = setup.videos_watched(user.user_id());
        assert_eq!(stored, last.get(user.user_id()).copied());
    }
    assert_eq!(users.len(), last.len());

    let reported = setup.rejected();
    for (place, message) in log.iter() {
        match message.expected {
            Expected::Stored(_) => assert!(!reported.contains(place)),
            Expected::Invalid => assert!(reported.contains(place)),
            Expected::Rejected => {}
        }
    }
    let letters = setup.dead_letters();
    assert!(letters.keys().eq(&reported));
    for (place, letter) in &letters {
        assert_eq!(log[place].user.as_bytes(), letter.key);
        assert!(!letter.reason.is_empty());
    }
    println!(
        "{} messages of {} users, {} rejected; {kills} kills, {stops} stops; {} calls",
        log.len(),
        users.len(),
        reported.len(),
        setup.emulator.call_counts()["PutUsers"],
    );
}

/// Writes messages in the course of the given time: several of each user, and a few that are to be rejected.
async fn produce(producer: FutureProducer, topic: String, time: Duration, log: Arc<Log>) {
    const TASKS: u64 = 8;
    let count = 500 * time.as_secs();
    let start = Instant::now();
    let unreadable = [
        None,
        Some("{"),
        Some(r#"{"userId": "viewer-1"}"#),
        Some("null"),
    ];
    // Each task has users of its own, and writes one message after the other.
    let tasks = (0..TASKS).map(async |task| {
        for number in (task..count).step_by(TASKS as usize) {
            let due = time.mul_f64(number as f64 / count as f64);
            tokio::time::sleep(due.saturating_sub(start.elapsed())).await;
            let user = format!("viewer-{}", fastrand::u64(..count / 64) * TASKS + task);
            let valid = viewer(&user, number);
            let (message, expected) = match fastrand::u8(..100) {
                0 => {
                    let message = unreadable[fastrand::usize(..unreadable.len())];
                    (message.map(str::to_owned), Expected::Invalid)
                }
                1 => (
                    Some(valid.replace("Comedy", "Comedy|Drama")),
                    Expected::Invalid,
                ),
                2 => (
                    Some(viewer(&user, u64::from(u32::MAX) + number)),
                    Expected::Rejected,
                ),
                _ => (Some(valid), Expected::Stored(number)),
            };
            let record = FutureRecord {
                payload: message.as_ref(),
                ..FutureRecord::to(&topic).key(&user)
            };
            let delivery = producer
                .send_result(record)
                .unwrap()
                .await
                .unwrap()
                .unwrap();
            let place = (delivery.partition, delivery.offset);
            log.lock()
                .unwrap()
                .insert(place, Produced { user, expected });
        }
    });
    futures_util::future::join_all(tasks).await;
}

/// Kills, stops and starts two consumers, and injects faults of the service and the brokers. Returns how many were killed
/// and stopped.
fn disturb(setup: &Setup, log: &Log, time: Duration) -> (u32, u32) {
    let end = Instant::now() + time;
    let mut checked = vec![0; PARTITIONS];
    let (mut kills, mut stops) = (0, 0);
    let mut consumers: [Option<Process>; 2] = [None, None];
    while Instant::now() < end {
        for consumer in &mut consumers {
            if consumer.is_none() && fastrand::u8(..4) > 0 {
                *consumer = Some(setup.consumer(&[]));
            }
        }
        let next = Instant::now() + Duration::from_millis(fastrand::u64(500..8_000));
        while Instant::now() < next.min(end) {
            inject_faults(setup);
            std::thread::sleep(Duration::from_millis(250));
            checked = check_committed(setup, log, &checked);
        }
        if let Some(mut consumer) = consumers[fastrand::usize(..2)].take() {
            if fastrand::bool() {
                assert!(consumer.terminate().success(), "{}", consumer.log());
                stops += 1;
            } else {
                // Is killed when it is dropped.
                kills += 1;
            }
        }
    }
    for mut consumer in consumers.into_iter().flatten() {
        assert!(consumer.terminate().success(), "{}", consumer.log());
    }
    (kills, stops)
}

fn inject_faults(setup: &Setup) {
    // No request waits longer than the group for a consumer that was killed.
    let delay = Duration::from_millis(fastrand::u64(..1_000));
    let faults = [
        Fault::throttling(),
        Fault::error(500, "InternalServerException", "try again"),
        Fault::status(503),
        Fault::reset(Reset::BeforeStore),
        Fault::reset(Reset::AfterStore),
        Fault::delay(delay),
    ];
    while setup.emulator.pending_faults() < 6 {
        let fault = faults[fastrand::usize(..faults.len())].clone();
        setup.emulator.inject_fault(fault.percent(5)).unwrap();
    }
    use RDKafkaApiKey::{Fetch, Heartbeat, OffsetCommit, OffsetFetch};
    use RDKafkaRespErr::*;
    // The mock cluster aborts the process if a consumer joins again whose connection was lost while it joined: no connection
    // to the coordinator is reset.
    let errors = [
        (Fetch, RD_KAFKA_RESP_ERR__TRANSPORT),
        (Fetch, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION),
        (Heartbeat, RD_KAFKA_RESP_ERR_NOT_COORDINATOR),
        (OffsetCommit, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE),
        (OffsetFetch, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS),
    ];
    if let Some(cluster) = &setup.cluster
        && fastrand::u8(..8) == 0
    {
        let (request, error) = errors[fastrand::usize(..errors.len())];
        cluster.request_errors(request, &[error]);
    }
}

/// Checks that offsets were committed no further than what is stored or was reported, and returns the new ones.
fn check_committed(setup: &Setup, log: &Log, checked: &[i64]) -> Vec<i64> {
    let committed = setup.committed();
    let log = log.lock().unwrap_or_else(PoisonError::into_inner);
    let mut reported: Option<BTreeSet<_>> = None;
    for (partition, (from, to)) in (0..).zip(checked.iter().zip(&committed)) {
        assert!(
            from <= to,
            "partition {partition}: {from} was committed before {to}"
        );
        for (place, message) in log.range((partition, *from)..(partition, *to)) {
            match message.expected {
                Expected::Stored(number) => {
                    let stored = setup.videos_watched(&message.user);
                    assert!(
                        stored >= Some(number),
                        "{place:?}: {number} is not stored, but {stored:?}"
                    );
                }
                Expected::Invalid => {
                    let reported = reported.get_or_insert_with(|| setup.rejected());
                    assert!(reported.contains(place), "{place:?} was not reported");
                }
                Expected::Rejected => {}
            }
        }
    }
    committed
}
