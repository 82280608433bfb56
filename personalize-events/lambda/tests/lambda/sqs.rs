//! Messages of SQS: of standard queues, which have no order, and of FIFO queues.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use fastrand::Rng;
use personalize_events_emulator::{Emulator, Fault, Reset};
use serde_json::{Value, json};

use crate::function::{Function, Invoked};
use crate::{TOO_LARGE, USERS, emulator, faults, invocations, stored};

const QUEUE: &str = "arn:aws:sqs:eu-west-1:123456789012:viewers";
const LONG: Duration = Duration::from_secs(60);

#[derive(Clone, Debug)]
struct Message {
    id: String,
    group: String,
    viewer: String,
    number: u32,
    body: String,
    is_valid: bool,
}

impl Message {
    /// A message of a viewer with a number that identifies it; some cannot be stored.
    fn random(number: u32, viewers: u32, random: &mut Rng) -> Self {
        let viewer = format!("secret-{}", random.u32(0..viewers));
        let body = |id: &str, number: u32| json!({ "id": id, "videos_watched": number });
        let (body, is_valid) = match random.u8(0..12) {
            0 => (format!("{{\"id\":\"{viewer}"), false),
            1 => (
                json!({ "id": viewer, "videos_watched": "secret" }).to_string(),
                false,
            ),
            2 => (body(&viewer, TOO_LARGE).to_string(), false),
            3 => (body(&viewer.repeat(40), number).to_string(), false),
            _ => (body(&viewer, number).to_string(), true),
        };
        Self {
            id: format!("message-{number}"),
            group: format!("group-{viewer}"),
            viewer,
            number,
            body,
            is_valid,
        }
    }

    fn json(&self, queue: &str) -> Value {
        json!({
            "messageId": self.id,
            "receiptHandle": "handle",
            "body": self.body,
            "attributes": {
                "ApproximateReceiveCount": "1",
                "SentTimestamp": (1_700_000_000_000_u64 + u64::from(self.number)).to_string(),
                "SenderId": "sender",
                "MessageGroupId": self.group,
            },
            "messageAttributes": {},
            "md5OfBody": "",
            "eventSource": "aws:sqs",
            "eventSourceARN": queue,
            "awsRegion": "eu-west-1",
        })
    }
}

fn event<'a>(messages: impl IntoIterator<Item = &'a Message>, queue: &str) -> Value {
    let messages = messages.into_iter().map(|message| message.json(queue));
    json!({ "Records": messages.collect::<Vec<_>>() })
}

fn message(number: u32, viewer: &str) -> Message {
    Message {
        id: format!("message-{number}"),
        group: viewer.to_owned(),
        viewer: viewer.to_owned(),
        number,
        body: json!({ "id": viewer, "videos_watched": number }).to_string(),
        is_valid: true,
    }
}

/// Checks the response to a batch: the messages that it names, each once.
fn failures(batch: &[Message], invoked: Invoked) -> BTreeSet<String> {
    let sent: BTreeSet<String> = batch.iter().map(|message| message.id.clone()).collect();
    let Some(failures) = invoked.failures() else {
        return sent;
    };
    let unique: BTreeSet<String> = failures.iter().cloned().collect();
    assert_eq!(unique.len(), failures.len(), "none twice: {failures:?}");
    assert!(unique.is_subset(&sent), "{failures:?}");
    unique
}

#[tokio::test]
async fn each_message_of_a_standard_queue_is_stored_rejected_or_returned() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = Rng::with_seed(seed);
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("sqs", &emulator);
    let (mut queue, mut rejected): (Vec<Message>, Vec<Message>) = Default::default();
    let (mut number, mut killed, mut returned) = (0, 0, 0);
    let mut viewers = BTreeSet::new();
    for invocation in 0.. {
        let is_producing = invocation < invocations();
        if is_producing {
            faults::inject(&emulator, &mut random);
            for _ in 0..random.u32(0..60) {
                number += 1;
                queue.push(Message::random(number, 30, &mut random));
            }
        } else if queue.is_empty() {
            break;
        }
        assert!(invocation < 10 * invocations(), "{queue:?}");
        random.shuffle(&mut queue);
        let size = random.usize(0..=queue.len().min(60));
        let mut batch = queue.split_off(queue.len() - size);
        // A standard queue may deliver a message twice.
        if let Some(first) = batch.first().filter(|_| random.u8(0..4) == 0) {
            batch.push(first.clone());
        }
        let time = if is_producing {
            faults::time(&mut random)
        } else {
            faults::TIME
        };
        let kill_after = faults::kill_after(&mut random).filter(|_| is_producing);
        let invoked = function
            .invoke(&event(&batch, QUEUE), time, kill_after)
            .await;
        killed += usize::from(matches!(invoked, Invoked::Killed));
        let failures = failures(&batch, invoked);
        returned += failures.len();
        let mut again = BTreeMap::new();
        for message in &batch {
            if failures.contains(&message.id) {
                again.insert(message.id.clone(), message.clone());
            } else if message.is_valid {
                // Stored, or superseded by a newer one of the batch.
                let found = stored(&emulator, &message.viewer);
                let newer = batch.iter().filter(|newer| {
                    newer.is_valid
                        && newer.viewer == message.viewer
                        && newer.number >= message.number
                });
                let newer: Vec<u32> = newer.map(|newer| newer.number).collect();
                assert!(
                    found.is_some_and(|found| newer.contains(&found)),
                    "{found:?} {newer:?}"
                );
                viewers.insert(message.viewer.clone());
            } else if message.body.contains(&TOO_LARGE.to_string())
                && batch
                    .iter()
                    .any(|newer| newer.viewer == message.viewer && newer.number > message.number)
            {
                // Superseded by a newer one of the batch, or rejected if that could not be stored.
            } else {
                rejected.push(message.clone());
            }
        }
        queue.extend(again.into_values());
    }
    for message in &rejected {
        function.logged_id("rejected a record", &message.id).await;
    }
    function.assert_not_logged("secret");
    assert_eq!(emulator.users(USERS).len(), viewers.len());
    println!(
        "{number} messages, {returned} returned, {} rejected, {killed} killed",
        rejected.len()
    );
}

#[tokio::test]
async fn the_order_of_a_group_is_preserved_across_deliveries() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = Rng::with_seed(seed);
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("sqs", &emulator);
    let mut groups: BTreeMap<String, VecDeque<Message>> = BTreeMap::new();
    let mut expected = BTreeMap::new();
    let mut number = 0;
    for invocation in 0.. {
        let is_producing = invocation < invocations();
        if is_producing {
            faults::inject(&emulator, &mut random);
            for _ in 0..random.u32(0..40) {
                number += 1;
                let mut message = Message::random(number, 12, &mut random);
                if random.bool() {
                    // A group of several viewers.
                    let last = message.viewer.chars().last().unwrap();
                    message.group = format!("group-{last}");
                }
                // A viewer is in one group only, or there is no order.
                message.viewer = format!("{}-{}", message.viewer, message.group);
                if message.is_valid {
                    let body = json!({ "id": message.viewer, "videos_watched": number });
                    message.body = body.to_string();
                    expected.insert(message.viewer.clone(), number);
                }
                let group = groups.entry(message.group.clone()).or_default();
                group.push_back(message);
            }
        } else if groups.values().all(VecDeque::is_empty) {
            break;
        }
        assert!(invocation < 10 * invocations());
        let mut batch = Vec::new();
        for messages in groups.values_mut() {
            let taken = random.usize(0..=messages.len().min(10));
            batch.extend(messages.drain(..taken));
        }
        let time = if is_producing {
            faults::time(&mut random)
        } else {
            faults::TIME
        };
        let kill_after = faults::kill_after(&mut random).filter(|_| is_producing);
        let event = event(&batch, &format!("{QUEUE}.fifo"));
        let invoked = function.invoke(&event, time, kill_after).await;
        let failures = failures(&batch, invoked);
        let mut stopped = BTreeSet::new();
        for message in batch.into_iter().rev() {
            let group = groups.get_mut(&message.group).unwrap();
            if failures.contains(&message.id) {
                assert!(
                    !stopped.contains(&message.group),
                    "later messages of the group are returned too"
                );
                group.push_front(message);
            } else {
                stopped.insert(message.group);
            }
        }
    }
    for (viewer, number) in expected {
        assert_eq!(stored(&emulator, &viewer), Some(number), "{viewer}");
    }
    function.assert_not_logged("secret");
}

#[tokio::test]
async fn an_empty_batch_has_no_failures() {
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("sqs", &emulator);
    let invoked = function.invoke(&event([], QUEUE), LONG, None).await;
    assert_eq!(invoked.failures().unwrap(), [""; 0]);
}

#[tokio::test]
async fn throttling_is_retried_as_long_as_there_is_time() {
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("sqs", &emulator);
    let throttled = Fault::error(429, "TooManyRequestsException", "Rate exceeded");
    emulator.inject_fault(throttled.times(4)).unwrap();
    let batch = [message(1, "viewer-1"), message(2, "viewer-2")];
    let invoked = function.invoke(&event(&batch, QUEUE), LONG, None).await;
    assert_eq!(invoked.failures().unwrap(), [""; 0]);
    assert_eq!(emulator.users(USERS).len(), 2);
    assert_eq!(emulator.requests().len(), 5);
}

/// Whether the first of two batches gives up before the end depends on random delays, so that this is tried several times.
#[tokio::test]
async fn an_undelivered_message_is_settled_by_a_newer_one_that_is_stored() {
    for _ in 0..30 {
        let emulator = emulator().start().await.unwrap();
        let mut function = Function::new("sqs", &emulator);
        // The client makes one attempt for a call, and a batch three calls before its next delay is too long.
        let throttled = Fault::throttling().header("x-amz-retry-after", "5000");
        emulator.inject_fault(throttled.times(3)).unwrap();
        // Two full batches of the same users.
        let batch: Vec<Message> = (0..20)
            .map(|number| message(number, &format!("viewer-{}", number % 10)))
            .collect();
        let event = event(&batch, QUEUE);
        let invoked = function.invoke(&event, Duration::from_secs(4), None).await;
        let failures = failures(&batch, invoked);
        let is_newer = |viewer: usize| {
            let number = stored(&emulator, &format!("viewer-{viewer}"));
            number == u32::try_from(viewer + 10).ok()
        };
        // The first batch was throttled in three calls, and the second one is stored in the fourth.
        if (0..10).all(is_newer) && emulator.requests().len() == 4 {
            assert_eq!(failures, BTreeSet::new());
            return;
        }
    }
    panic!("no batch has given up early");
}

#[tokio::test]
async fn a_stored_message_that_an_earlier_request_may_replace_is_returned() {
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("sqs", &emulator);
    let none = Fault::delay(Duration::ZERO).times(2);
    let faults = [
        // The first attempt of the first batch has no response, and may arrive after the second batch.
        Fault::reset(Reset::BeforeStore),
        none,
        // What the second batch has stored cannot be sent once more.
        Fault::status(503).times(u32::MAX),
    ];
    for fault in faults {
        emulator.inject_fault(fault).unwrap();
    }
    // Two full batches of the same users.
    let batch: Vec<Message> = (0..20)
        .map(|number| message(number, &format!("viewer-{}", number % 10)))
        .collect();
    let event = event(&batch, QUEUE);
    let invoked = function.invoke(&event, Duration::from_secs(4), None).await;
    assert_eq!(stored(&emulator, "viewer-0"), Some(10));
    let newer: BTreeSet<String> = (10..20).map(|number| format!("message-{number}")).collect();
    assert_eq!(failures(&batch, invoked), newer);
}

#[tokio::test]
async fn what_is_not_settled_at_the_deadline_is_returned_in_time() {
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("sqs", &emulator);
    emulator.inject_fault(Fault::delay(LONG)).unwrap();
    let batch = [message(1, "viewer-1"), message(2, "viewer-2")];
    let event = event(&batch, QUEUE);
    let invoked = function.invoke(&event, Duration::from_secs(4), None).await;
    assert_eq!(invoked.failures().unwrap(), ["message-1", "message-2"]);
    let invoked = function.invoke(&event, LONG, None).await;
    assert_eq!(invoked.failures().unwrap(), [""; 0]);
}

#[tokio::test]
async fn without_permission_the_whole_batch_is_returned_and_the_error_logged() {
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("sqs", &emulator);
    let denied = Fault::error(403, "AccessDeniedException", "User is not authorized");
    emulator.inject_fault(denied.times(3)).unwrap();
    let batch: Vec<Message> = (0..25)
        .map(|number| message(number, &number.to_string()))
        .collect();
    let invoked = function.invoke(&event(&batch, QUEUE), LONG, None).await;
    assert_eq!(invoked.failures().unwrap().len(), 25);
    assert!(emulator.users(USERS).is_empty());
    let line = function.logged("returned messages").await;
    assert_eq!(line["level"], "ERROR");
    let error = line["fields"]["error"].as_str().unwrap();
    assert!(error.contains("AccessDeniedException"), "{error}");
}

#[tokio::test]
async fn missing_credentials_return_the_whole_batch() {
    let emulator = Emulator::start().await.unwrap();
    // The provider of containers: nothing listens there.
    let mut function = Function::new("sqs", &emulator)
        .env("AWS_ACCESS_KEY_ID", "")
        .env("AWS_SECRET_ACCESS_KEY", "")
        .env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/");
    let batch = [message(1, "viewer-1")];
    let event = event(&batch, QUEUE);
    let invoked = function.invoke(&event, Duration::from_secs(5), None).await;
    assert_eq!(invoked.failures().unwrap(), ["message-1"]);
    let line = function.logged("returned messages").await;
    let error = line["fields"]["error"].as_str().unwrap();
    assert!(error.contains("credentials"), "{error}");
}

#[tokio::test]
async fn an_invalid_dataset_fails_before_the_first_invocation() {
    let emulator = emulator().start().await.unwrap();
    let mut function = Function::new("sqs", &emulator).env("DATASET_ARN", "films");
    let error = function.init_error().await;
    assert_eq!(error, Value::Null, "the runtime has not started");
}
