//! Records of a Kinesis stream: a shard is delivered in order, again from the lowest undelivered record on.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fastrand::Rng;
use personalize_events_emulator::{Emulator, Fault};
use serde_json::{Value, json};

use crate::function::{Function, Invoked};
use crate::{faults, invocations};

const STREAM: &str = "arn:aws:kinesis:eu-west-1:123456789012:stream/views";
const LONG: Duration = Duration::from_secs(60);

/// The event name and version are as documented.
fn record(number: u64, data: &[u8]) -> Value {
    let sequence_number = sequence_number(number);
    json!({
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "1",
            "sequenceNumber": sequence_number,
            "data": STANDARD.encode(data),
            "approximateArrivalTimestamp": 1_545_084_650.987,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": format!("shardId-000000000006:{sequence_number}"),
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda-role",
        "awsRegion": "eu-west-1",
        "eventSourceARN": STREAM,
    })
}

fn sequence_number(number: u64) -> String {
    format!("49590338271490256608559692538361571095921575989136{number:06}")
}

/// Whether the data is valid, and the data.
fn random_data(number: u64, random: &mut Rng) -> (bool, Vec<u8>) {
    let visit = format!("secret-{}", random.u8(0..10));
    let view = |visit: &str, viewer: Option<&str>| {
        let seconds = 1_700_000_000 + number;
        json!({ "visit": visit, "viewer": viewer, "film": format!("film-{number}"), "seconds": seconds })
    };
    match random.u8(0..15) {
        0 => (false, vec![0x1f, 0x8b, 8, 0]),
        1 => (false, b"\xf3\x89\x9a\xc2secret".to_vec()),
        2 => (false, b"{\"visit\": 1".to_vec()),
        // A placeholder is no session.
        3 => (false, view("anonymous", None).to_string().into_bytes()),
        4..8 => (
            true,
            view(&visit, Some(&visit.to_uppercase()))
                .to_string()
                .into_bytes(),
        ),
        _ => (true, view(&visit, None).to_string().into_bytes()),
    }
}

#[tokio::test]
async fn each_event_of_a_stream_is_stored_once_or_rejected() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = Rng::with_seed(seed);
    let emulator = Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let mut function = Function::new("kinesis", &emulator);
    let mut records: Vec<(bool, Value)> = Vec::new();
    let (mut position, mut returned, mut killed) = (0, 0, 0);
    for invocation in 0.. {
        let is_producing = invocation < invocations();
        if is_producing {
            faults::inject(&emulator, &mut random);
            for _ in 0..random.usize(0..100) {
                let number = records.len() as u64;
                let (is_valid, data) = random_data(number, &mut random);
                records.push((is_valid, record(number, &data)));
            }
        } else if position == records.len() {
            break;
        }
        assert!(invocation < 10 * invocations());
        let end = (position + random.usize(0..150)).min(records.len());
        let batch: Vec<&Value> = records[position..end].iter().map(|(_, it)| it).collect();
        let time = if is_producing {
            faults::time(&mut random)
        } else {
            faults::TIME
        };
        let kill_after = faults::kill_after(&mut random).filter(|_| is_producing);
        let event = json!({ "Records": batch });
        let invoked = function.invoke(&event, time, kill_after).await;
        killed += usize::from(matches!(invoked, Invoked::Killed));
        let Some(failures) = invoked.failures() else {
            continue;
        };
        position = match &failures[..] {
            [] => end,
            [failure] => {
                returned += 1;
                let mut batch = batch.iter();
                let index = batch.position(|it| it["kinesis"]["sequenceNumber"] == **failure);
                position + index.expect("a record of the batch")
            }
            _ => panic!("only the lowest: {failures:?}"),
        };
    }
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for (number, (is_valid, record)) in records.iter().enumerate() {
        if *is_valid {
            let id = record["eventID"].as_str().unwrap();
            expected.insert(format!("{id}-0"), number);
        } else {
            let id = sequence_number(number as u64);
            function.logged_id("rejected a record", &id).await;
        }
    }
    let events = emulator.events("tracking-id");
    assert_eq!(events.len(), expected.len(), "each counts once");
    for event in events {
        let number = expected[event.event_id().unwrap()];
        assert_eq!(event.item_id(), Some(&*format!("film-{number}")));
        let user = event.session_id().to_uppercase();
        assert!(event.user_id().is_none_or(|id| id == user));
    }
    function.assert_not_logged("secret");
    println!(
        "{} records, {returned} partial answers, {killed} killed",
        records.len()
    );
}

#[tokio::test]
async fn the_lowest_undelivered_sequence_number_is_returned() {
    let emulator = Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let mut function = Function::new("kinesis", &emulator);
    let view = |number: u64| {
        let visit = format!("visit-{number}");
        let view =
            json!({ "visit": visit, "viewer": null, "film": "film-1", "seconds": 1_700_000_000 });
        record(number, view.to_string().as_bytes())
    };
    let denied = Fault::error(403, "AccessDeniedException", "User is not authorized");
    emulator.inject_fault(denied.times(u32::MAX)).unwrap();
    let event = json!({ "Records": [record(1, b"unreadable"), view(2), view(3)] });
    let invoked = function.invoke(&event, LONG, None).await;
    assert_eq!(invoked.failures().unwrap(), [sequence_number(2)]);
}

#[tokio::test]
async fn aggregated_and_compressed_data_is_refused_with_an_explanation() {
    let emulator = Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    for (data, expected) in [
        (&[0xf3, 0x89, 0x9a, 0xc2, 1][..], "`AggregationEnabled`"),
        (&[0x1f, 0x8b, 8], "gzip"),
        (&[0x28, 0xb5, 0x2f, 0xfd, 4], "Zstandard"),
    ] {
        let mut function = Function::new("kinesis", &emulator);
        let event = json!({ "Records": [record(1, data)] });
        let invoked = function.invoke(&event, LONG, None).await;
        assert_eq!(invoked.failures().unwrap(), [""; 0]);
        let line = function.logged("rejected a record").await;
        let reason = line["fields"]["reason"].as_str().unwrap();
        assert!(reason.contains(expected), "{reason}");
    }
}
