//! Records of a DynamoDB stream: changes of a table, of which each item has an order.

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;
use serde_json::{Value, json};

use crate::function::{Function, Invoked};
use crate::{TOO_LARGE, USERS, emulator, faults, invocations, stored};

const TABLE: &str =
    "arn:aws:dynamodb:eu-west-1:123456789012:table/viewers/stream/2026-01-01T00:00:00.000";
const LONG: Duration = Duration::from_secs(60);

fn record(number: usize, viewer: &str, image: Option<&Value>) -> Value {
    let name = if image.is_some() { "MODIFY" } else { "REMOVE" };
    let mut record = json!({
        "eventID": format!("{number:032x}"),
        "eventName": name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_700_000_000.0,
            "Keys": { "id": { "S": viewer } },
            "SequenceNumber": sequence_number(number),
            "SizeBytes": 26,
            "StreamViewType": "NEW_IMAGE",
        },
        "eventSourceARN": TABLE,
    });
    if let Some(image) = image {
        record["dynamodb"]["NewImage"] = image.clone();
    }
    record
}

fn image(viewer: &str, number: &str) -> Value {
    json!({
        "id": { "S": viewer },
        "videos_watched": { "N": number },
        "tags": { "SS": ["secret", "other"] },
        "address": { "M": { "street": { "S": "secret" }, "lines": { "L": [{ "NULL": true }] } } },
    })
}

fn sequence_number(number: usize) -> String {
    format!("4421584500000000017450{number:06}")
}

/// What is expected of a record.
enum Kind {
    Stored,
    Rejected,
    Removed,
}

#[tokio::test]
async fn each_change_is_stored_in_order_or_rejected() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = Rng::with_seed(seed);
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("dynamodb", &emulator);
    let mut records: Vec<(Kind, String, Value)> = Vec::new();
    let mut expected = BTreeMap::new();
    let (mut position, mut returned, mut killed) = (0, 0, 0);
    for invocation in 0.. {
        let is_producing = invocation < invocations();
        if is_producing {
            faults::inject(&emulator, &mut random);
            for _ in 0..random.usize(0..80) {
                let number = records.len();
                let viewer = format!("secret-{}", random.u8(0..20));
                let (kind, image) = match random.u8(0..12) {
                    0 => (Kind::Removed, None),
                    1 => (Kind::Rejected, Some(image(&viewer, "-1"))),
                    2 => (Kind::Rejected, Some(json!({ "id": { "S": viewer } }))),
                    _ => {
                        expected.insert(viewer.clone(), u32::try_from(number).unwrap());
                        (Kind::Stored, Some(image(&viewer, &number.to_string())))
                    }
                };
                let record = record(number, &viewer, image.as_ref());
                records.push((kind, viewer, record));
            }
        } else if position == records.len() {
            break;
        }
        assert!(invocation < 10 * invocations());
        let end = (position + random.usize(0..100)).min(records.len());
        let batch: Vec<&Value> = records[position..end].iter().map(|(_, _, it)| it).collect();
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
        let next = match &failures[..] {
            [] => end,
            [failure] => {
                returned += 1;
                let mut batch = batch.iter();
                let index = batch.position(|it| it["dynamodb"]["SequenceNumber"] == **failure);
                position + index.expect("a record of the batch")
            }
            _ => panic!("only the lowest: {failures:?}"),
        };
        // What was settled is stored; a later record of the batch may be stored too.
        for (index, (kind, viewer, _)) in records[position..next].iter().enumerate() {
            if matches!(kind, Kind::Stored) {
                let found = stored(&emulator, viewer);
                let found = found.and_then(|number| usize::try_from(number).ok());
                assert!(found >= Some(position + index), "{found:?}");
            }
        }
        position = next;
    }
    for (viewer, number) in expected {
        assert_eq!(stored(&emulator, &viewer), Some(number), "{viewer}");
    }
    for (number, (kind, _, _)) in records.iter().enumerate() {
        let id = sequence_number(number);
        match kind {
            Kind::Stored => {}
            Kind::Rejected => function.logged_id("rejected a record", &id).await,
            Kind::Removed => {
                let field = "sequence_number";
                function.logged_field("removed", field, &id).await;
            }
        }
    }
    function.assert_not_logged("secret");
    println!(
        "{} records, {returned} partial answers, {killed} killed",
        records.len()
    );
}

#[tokio::test]
async fn a_value_that_only_the_service_rejects_is_not_returned() {
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("dynamodb", &emulator);
    let too_large = image("viewer-1", &TOO_LARGE.to_string());
    let records = [
        record(1, "viewer-1", Some(&image("viewer-1", "1"))),
        record(2, "viewer-2", Some(&image("viewer-2", "2"))),
        record(3, "viewer-1", Some(&too_large)),
    ];
    let invoked = function
        .invoke(&json!({ "Records": records }), LONG, None)
        .await;
    assert_eq!(invoked.failures().unwrap(), [""; 0]);
    assert_eq!(stored(&emulator, "viewer-1"), Some(1));
    assert_eq!(stored(&emulator, "viewer-2"), Some(2));
    function
        .logged_id("rejected a record", &sequence_number(3))
        .await;
}

#[tokio::test]
async fn a_stream_without_new_images_is_an_error_that_names_its_view_type() {
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("dynamodb", &emulator);
    let mut record = record(1, "viewer-1", Some(&Value::Null));
    record["dynamodb"]["StreamViewType"] = "KEYS_ONLY".into();
    let invoked = function
        .invoke(&json!({ "Records": [record] }), LONG, None)
        .await;
    let Invoked::Failed(error) = invoked else {
        panic!("{invoked:?}");
    };
    let message = error["errorMessage"].as_str().unwrap();
    assert!(message.contains("the view type KEYS_ONLY"), "{message}");
    assert!(message.contains("NEW_AND_OLD_IMAGES"), "{message}");
    assert!(emulator.users(USERS).is_empty());
}
