//! Sessions beside a list of all records, which is searched from its start.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::entry::Entry;
use super::super::grouping::Grouping;
use super::super::record::Record;
use super::{MAX_BYTES, MAX_RECORDS, Sessions};
use crate::events::{Session, SessionEvent};
use crate::types::Timestamp;
use crate::{ActionInteraction, Event};

const LINGER: Duration = Duration::from_secs(1);

fn event(session: &str, user: Option<&str>) -> SessionEvent {
    let event = Event::builder().event_type("view");
    let event = event.sent_at(Timestamp::from_secs(0));
    Session::from_ids(session, user)
        .unwrap()
        .event(event)
        .unwrap()
}

fn interaction(session: &str, _: Option<&str>) -> ActionInteraction {
    let interaction = ActionInteraction::builder().action_id("a");
    let interaction = interaction.session_id(session).event_type("Taken");
    interaction
        .timestamp(Timestamp::from_secs(0))
        .build()
        .unwrap()
}

fn entry<R>(position: u64, record: R, bytes: usize, read_at: Instant) -> Entry<(), R> {
    Entry {
        position,
        tag: (),
        record,
        bytes,
        read_at,
    }
}

fn positions<R: Record>(sessions: &mut Sessions<(), R>) -> Vec<u64> {
    let batch = sessions.take_batch();
    batch.iter().map(|it| it.latest.position).collect()
}

#[test]
fn a_session_waits_for_its_batch_in_flight_and_others_do_not() {
    let (mut sessions, now) = (Sessions::new(10, 1_000, LINGER), Instant::now());
    for position in 0..25 {
        let session = if position == 3 { "b" } else { "a" };
        sessions.push(entry(position, event(session, None), 10, now));
    }
    assert!(sessions.is_ready(now), "`a` has a whole batch");
    assert_eq!(positions(&mut sessions), [0, 1, 2, 4, 5, 6, 7, 8, 9, 10]);
    assert!(!sessions.is_ready(now) && !sessions.is_empty());
    assert_eq!(positions(&mut sessions), [3]);
    assert!(sessions.is_empty());
    sessions.release(&["b".to_owned()]);
    assert!(sessions.is_empty());
    sessions.release(&["a".to_owned()]);
    assert!(sessions.is_ready(now));
    assert_eq!(positions(&mut sessions), (11..21).collect::<Vec<_>>());
    sessions.release(&["a".to_owned()]);
    assert_eq!(positions(&mut sessions), [21, 22, 23, 24]);
    sessions.release(&["a".to_owned()]);
    assert!(sessions.sessions.is_empty(), "what is done is forgotten");
}

#[test]
fn the_session_that_waits_longest_ends_its_linger_first() {
    let (mut sessions, start) = (Sessions::new(10, 1_000, LINGER), Instant::now());
    let at = |milliseconds| start + Duration::from_millis(milliseconds);
    for (position, session) in [(0, "a"), (1, "b"), (2, "a")] {
        let read_at = at(position * 100);
        sessions.push(entry(position, event(session, None), 10, read_at));
    }
    assert_eq!(sessions.linger_end(), Some(at(1_000)));
    assert!(!sessions.is_ready(at(999)) && sessions.is_ready(at(1_000)));
    assert_eq!(positions(&mut sessions), [0, 2]);
    assert_eq!(sessions.linger_end(), Some(at(1_100)));
    // What has waited for a batch in flight does not wait anew.
    sessions.push(entry(3, event("a", None), 10, at(200)));
    assert_eq!(positions(&mut sessions), [1]);
    assert_eq!(sessions.linger_end(), None);
    sessions.release(&["a".to_owned()]);
    assert_eq!(sessions.linger_end(), Some(at(1_200)));
    let mut endless = Sessions::new(10, 1_000, Duration::MAX);
    endless.push(entry(0, event("a", None), 10, start));
    assert_eq!(endless.linger_end(), None);
}

#[test]
fn a_flush_concerns_the_records_before_a_position_read_or_not() {
    let (mut sessions, now) = (Sessions::new(10, 1_000, LINGER), Instant::now());
    sessions.push(entry(0, event("a", None), 10, now));
    sessions.flush_until(2);
    assert!(sessions.is_ready(now));
    assert_eq!(positions(&mut sessions), [0]);
    sessions.push(entry(1, event("b", None), 10, now));
    assert!(sessions.is_ready(now));
    assert_eq!(positions(&mut sessions), [1]);
    sessions.push(entry(2, event("c", None), 10, now));
    assert!(!sessions.is_ready(now));
    sessions.flush_until(1);
    assert!(!sessions.is_ready(now));
}

#[test]
fn the_number_and_the_size_of_records_that_wait_are_bounded() {
    let now = Instant::now();
    for (bytes, max) in [(1, MAX_RECORDS), (10_000, MAX_BYTES / 10_000 + 1)] {
        let mut sessions = Sessions::new(10, 1_000, LINGER);
        let mut position = 0;
        let mut fill = |sessions: &mut Sessions<(), SessionEvent>| {
            let before = position;
            while sessions.has_room() {
                // One in two waits for a batch in flight.
                let session = match position % 2 {
                    0 => "in flight".to_owned(),
                    _ => position.to_string(),
                };
                sessions.push(entry(position, event(&session, None), bytes, now));
                position += 1;
            }
            usize::try_from(position - before).unwrap()
        };
        sessions.push(entry(0, event("in flight", None), bytes, now));
        sessions.take_batch();
        assert_eq!(fill(&mut sessions), max);
        assert_eq!(positions(&mut sessions).len(), 1);
        assert_eq!(fill(&mut sessions), 1);
        assert_eq!(sessions.drain().len(), max);
        assert!(sessions.has_room() && sessions.is_empty());
    }
}

#[test]
fn no_more_is_read_while_enough_batches_are_complete() {
    fn read<R: Record>(record: fn(&str, Option<&str>) -> R) -> u64 {
        let (mut sessions, now) = (Sessions::new(10, 1_000, LINGER), Instant::now());
        let mut position = 0;
        while sessions.has_room() {
            let session = (position / 10).to_string();
            sessions.push(entry(position, record(&session, None), 10, now));
            position += 1;
        }
        assert_eq!(positions(&mut sessions), (0..10).collect::<Vec<_>>());
        assert!(sessions.has_room(), "the next batch is read");
        position
    }
    assert_eq!(read(event), 640);
    assert_eq!(read(interaction), 640);
}

#[test]
fn a_record_that_is_larger_than_a_batch_is_alone_in_one() {
    let (mut sessions, now) = (Sessions::new(10, 100, LINGER), Instant::now());
    for (position, bytes) in [(0, 60), (1, 40), (2, 101), (3, 50)] {
        sessions.push(entry(position, event("a", None), bytes, now));
    }
    for expected in [vec![0, 1], vec![2], vec![3]] {
        assert_eq!(positions(&mut sessions), expected);
        sessions.release(&["a".to_owned()]);
    }
}

#[test]
fn nothing_of_the_ids_is_shown() {
    let mut sessions = Sessions::new(10, 100, LINGER);
    sessions.push(entry(
        0,
        event("visit-1", Some("user-1")),
        10,
        Instant::now(),
    ));
    let shown = format!("{sessions:?}");
    assert_eq!(
        shown,
        "Sessions { total: Size { records: 1, bytes: 10 }, .. }"
    );
}

/// A record of the input, as a test knows it.
#[derive(Clone, Debug)]
struct Waiting {
    position: u64,
    session: String,
    user: Option<String>,
    bytes: usize,
}

/// Returns the batches that may be taken: for each session that may be sent, the longest one that starts with its first
/// record.
fn batches(waiting: &[Waiting], in_flight: &BTreeSet<String>, by_user: bool) -> Vec<Vec<u64>> {
    let sessions: BTreeSet<&String> = waiting.iter().map(|it| &it.session).collect();
    let free = sessions.into_iter().filter(|it| !in_flight.contains(*it));
    free.map(|session| {
        let mut records = waiting.iter().filter(|it| it.session == *session);
        let first = records.next().expect("there is one");
        let (mut batch, mut bytes) = (vec![first.position], first.bytes);
        for record in records {
            bytes += record.bytes;
            if batch.len() == 10 || bytes > 100 || by_user && record.user != first.user {
                break;
            }
            batch.push(record.position);
        }
        batch
    })
    .collect()
}

fn check<R: Record>(
    steps: &[(u8, u8, usize)],
    record: fn(&str, Option<&str>) -> R,
) -> Result<(), TestCaseError> {
    let now = Instant::now();
    let mut sessions = Sessions::new(10, 100, LINGER);
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut in_flight: BTreeSet<String> = BTreeSet::new();
    let mut position = 0;
    for (action, number, bytes) in steps {
        match action {
            0..=5 => {
                let (session, user) = (format!("s{}", number % 4), number % 3);
                let user = (user > 0).then(|| format!("u{user}"));
                let record = record(&session, user.as_deref());
                sessions.push(entry(position, record, *bytes, now));
                waiting.push(Waiting {
                    position,
                    session,
                    user,
                    bytes: *bytes,
                });
                position += 1;
            }
            6..=7 if !sessions.is_empty() => {
                let may_be_taken = batches(&waiting, &in_flight, !R::MIXES_SESSIONS);
                let batch = positions(&mut sessions);
                let records = |batch: &[u64]| -> Vec<Waiting> {
                    let in_batch = waiting.iter().filter(|it| batch.contains(&it.position));
                    in_batch.cloned().collect()
                };
                let taken = records(&batch);
                if R::MIXES_SESSIONS {
                    let bytes: usize = taken.iter().map(|it| it.bytes).sum();
                    prop_assert!(batch.len() <= 10 && (bytes <= 100 || batch.len() == 1));
                    for session in taken.iter().map(|it| &it.session) {
                        let of_session = taken.iter().filter(|it| it.session == *session);
                        let of_session: Vec<u64> = of_session.map(|it| it.position).collect();
                        let starts = |other: &Vec<u64>| other.starts_with(&of_session);
                        prop_assert!(may_be_taken.iter().any(starts));
                    }
                } else {
                    let full = |batch: &Vec<u64>| {
                        let batch = records(batch);
                        let session = &batch[0].session;
                        let all = waiting.iter().filter(|it| it.session == *session);
                        batch.len() == 10 || all.count() > batch.len()
                    };
                    prop_assert!(may_be_taken.contains(&batch));
                    // One that cannot grow, or else the one that has waited longest.
                    let oldest = may_be_taken.iter().min().expect("there is one");
                    let complete = may_be_taken.iter().filter(|batch| full(batch)).min();
                    prop_assert_eq!(&batch, complete.unwrap_or(oldest));
                }
                in_flight.extend(taken.into_iter().map(|it| it.session));
                waiting.retain(|it| !batch.contains(&it.position));
            }
            _ => {
                if let Some(session) = in_flight.pop_first() {
                    sessions.release(&[session]);
                }
            }
        }
        let can_be_sent = batches(&waiting, &in_flight, !R::MIXES_SESSIONS);
        prop_assert_eq!(sessions.is_empty(), can_be_sent.is_empty());
        prop_assert_eq!(sessions.total.records, waiting.len());
        let bytes: usize = waiting.iter().map(|it| it.bytes).sum();
        prop_assert_eq!(sessions.total.bytes, bytes);
        let grouped: usize = can_be_sent.iter().map(Vec::len).sum();
        prop_assert_eq!(sessions.grouped.records, grouped);
    }
    let drained: Vec<u64> = sessions.drain().iter().map(|it| it.position).collect();
    let expected: Vec<u64> = waiting.iter().map(|it| it.position).collect();
    prop_assert_eq!(drained, expected);
    Ok(())
}

proptest! {
    #[test]
    fn batches_are_those_of_a_list_that_is_searched(
        steps in prop::collection::vec((0..10_u8, any::<u8>(), 1..40_usize), 0..150),
    ) {
        check(&steps, event)?;
        check(&steps, interaction)?;
    }
}
