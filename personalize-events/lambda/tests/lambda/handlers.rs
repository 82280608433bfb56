//! What mappings return, and what handlers of rejected and removed records do.

use std::sync::{Arc, Mutex};

use aws_lambda_events::kinesis::KinesisEvent;
use lambda_runtime::{Context, Error, LambdaEvent, Service};
use personalize_events::bulk::{Bulk, RateLimiter};
use personalize_events::events::Session;
use personalize_events::{
    ActionInteraction, Client, Config, Credentials, Event, Timestamp, User, ValidationError,
    Violation,
};
use personalize_events_emulator::{Emulator, Fault};
use personalize_events_lambda::{
    DynamoDbHandler, HandledRecord, IntoRecords, KinesisHandler, RejectReason, SqsHandler,
};
use serde_json::{Value, json};

use crate::{TOO_LARGE, USERS, emulator, stored};

fn client(emulator: &Emulator) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url(emulator.url());
    Client::new(config.build().unwrap()).unwrap()
}

fn users(emulator: &Emulator) -> Bulk<User> {
    Bulk::users(&client(emulator), USERS).rate_limiter(RateLimiter::unlimited())
}

fn user(id: impl Into<String>, number: u32) -> Result<User, ValidationError> {
    let properties = json!({ "videosWatched": number.to_string() }).to_string();
    User::builder().user_id(id).properties(properties).build()
}

/// Messages of a standard queue, in the order in which they were sent.
fn sqs(bodies: &[Value]) -> Value {
    let messages = bodies.iter().enumerate().map(|(index, body)| {
        json!({
            "messageId": index.to_string(),
            "body": body.to_string(),
            "attributes": { "SentTimestamp": index.to_string() },
            "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:viewers",
        })
    });
    json!({ "Records": messages.collect::<Vec<_>>() })
}

fn event<T: serde::de::DeserializeOwned>(event: Value) -> LambdaEvent<T> {
    LambdaEvent::new(serde_json::from_value(event).unwrap(), Context::default())
}

/// The IDs of the messages that a handler returns.
async fn handle<R: HandledRecord>(handler: &SqsHandler<R>, payload: Value) -> Vec<String> {
    let response = handler.handle(event(payload)).await.unwrap();
    let failures = response.batch_item_failures.into_iter();
    failures.map(|failure| failure.item_identifier).collect()
}

/// The reasons that `on_rejected` was called with.
type Reasons = Arc<Mutex<Vec<(Option<String>, RejectReason)>>>;

fn recording<R: HandledRecord>(handler: SqsHandler<R>) -> (SqsHandler<R>, Reasons) {
    let reasons = Reasons::default();
    let shared = Arc::clone(&reasons);
    let handler = handler.on_rejected(move |rejected| {
        let entry = (rejected.message.message_id, rejected.reason);
        shared.lock().unwrap().push(entry);
        std::future::ready(Ok(()))
    });
    (handler, reasons)
}

#[tokio::test]
async fn a_mapping_returns_none_one_or_several_records() {
    let emulator = emulator().start().await.unwrap();
    let handler = SqsHandler::new(users(&emulator), |ids: Vec<String>, _| {
        let users = ids.into_iter().map(|id| user(id, 1));
        users.collect::<Vec<_>>()
    });
    let messages = sqs(&[json!([]), json!(["a"]), json!(["b", "c"])]);
    assert_eq!(handle(&handler.unwrap(), messages).await, [""; 0]);
    assert_eq!(emulator.users(USERS).len(), 3);
}

#[tokio::test]
async fn the_service_of_the_runtime_is_the_same_handler() {
    let emulator = emulator().start().await.unwrap();
    let handler = SqsHandler::new(users(&emulator), |id: String, _| Some(user(id, 1)));
    let payload = event(sqs(&[json!("a")]));
    let response = handler.unwrap().call(payload).await.unwrap();
    assert!(response.batch_item_failures.is_empty());
    assert_eq!(emulator.users(USERS).len(), 1);
}

#[tokio::test]
async fn a_message_is_returned_if_one_of_its_records_is_undelivered() {
    let emulator = emulator().start().await.unwrap();
    // Records are sent one after the other, each in its own call.
    let users = users(&emulator).max_concurrent_batches(1).max_body_bytes(1);
    let handler = SqsHandler::new(users, |ids: Vec<String>, _| {
        ids.into_iter().map(|id| user(id, 1)).collect::<Vec<_>>()
    });
    let (handler, reasons) = recording(handler.unwrap());
    let denied = Fault::error(403, "AccessDeniedException", "User is not authorized");
    emulator
        .inject_fault(Fault::delay(std::time::Duration::ZERO).times(2))
        .unwrap();
    emulator.inject_fault(denied).unwrap();
    let messages = sqs(&[
        json!(["a"]),
        json!(["b", "c", ""]),
        json!(["b"]),
        json!([1]),
    ]);
    // The third message would be replaced when the second one is delivered again.
    assert_eq!(handle(&handler, messages).await, ["1", "2"]);
    assert_eq!(emulator.users(USERS).len(), 2);
    // The reject of the message that is returned is reported when that is settled.
    let reasons = reasons.lock().unwrap();
    let [(id, RejectReason::Unreadable(_))] = &reasons[..] else {
        panic!("{reasons:?}");
    };
    assert_eq!(id.as_deref(), Some("3"));
}

#[tokio::test]
async fn each_kind_of_reject_has_its_reason_without_data() {
    #[derive(Debug)]
    struct Secret;
    impl std::fmt::Display for Secret {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("secret")
        }
    }
    impl std::error::Error for Secret {}

    let emulator = emulator().start().await.unwrap();
    let handler = SqsHandler::new(users(&emulator), |number: u32, _| match number {
        0 => Err(Error::from(Secret)),
        1 => Ok([user("", 1)]),
        2 => Err(Error::from(user("", 1).unwrap_err())),
        3 => Ok([user("secret", TOO_LARGE)]),
        _ => Ok([user("secret", number)]),
    });
    let (handler, reasons) = recording(handler.unwrap());
    let messages = (0..5).map(|number| json!(number));
    let messages: Vec<Value> = messages.chain([json!("secret")]).collect();
    assert_eq!(handle(&handler, sqs(&messages)).await, [""; 0]);
    let mut reasons = std::mem::take(&mut *reasons.lock().unwrap());
    reasons.sort_by(|(a, _), (b, _)| a.cmp(b));
    let id = "invalid: userId has 0 characters, but at least 1 is required";
    let found: Vec<String> = reasons
        .iter()
        .map(|(id, reason)| {
            assert_eq!(format!("{reason:?}"), reason.to_string());
            format!("{}: {reason}", id.as_deref().unwrap())
        })
        .collect();
    assert_eq!(found[0], "0: the mapping returned an error");
    assert_eq!(found[1..3], [format!("1: {id}"), format!("2: {id}")]);
    let unreadable = "the body has a wrong field or type: expected u32 (line 1, column 8)";
    assert_eq!(found[3], format!("5: {unreadable}"));
    assert_eq!(found.len(), 4, "the third was superseded");
    let source = |index: usize| std::error::Error::source(&reasons[index].1).unwrap();
    assert_eq!(source(0).to_string(), "secret");
    assert!(source(3).to_string().contains("secret"));

    let (handler, reasons) =
        recording(SqsHandler::new(users(&emulator), |id: String, _| user(id, TOO_LARGE)).unwrap());
    assert_eq!(handle(&handler, sqs(&[json!("secret")])).await, [""; 0]);
    let reasons = reasons.lock().unwrap();
    let text = reasons[0].1.to_string();
    let expected = "the service returned InvalidInputException (HTTP 400, request id ";
    assert!(text.starts_with(expected), "{text}");
    let source = std::error::Error::source(&reasons[0].1).unwrap();
    assert!(source.to_string().contains("VIDEOS_WATCHED"), "{source}");
}

#[tokio::test]
async fn a_message_is_returned_if_the_handler_for_rejected_records_fails() {
    let emulator = emulator().start().await.unwrap();
    let handler = SqsHandler::new(users(&emulator), |id: String, _| user(id, 1)).unwrap();
    let handler = handler.on_rejected(|_| async { Err("the queue is full".into()) });
    let messages = sqs(&[json!("a"), json!(1), json!("b")]);
    assert_eq!(handle(&handler, messages).await, ["1"]);
    assert_eq!(emulator.users(USERS).len(), 2);
}

#[tokio::test]
async fn a_handler_for_rejected_records_that_does_not_end_is_dropped() {
    let emulator = emulator().start().await.unwrap();
    let handler = SqsHandler::new(users(&emulator), |id: String, _| user(id, 1)).unwrap();
    let handler = handler.on_rejected(|_| std::future::pending());
    let mut event = event(sqs(&[json!(1)]));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    event.context.deadline = u64::try_from(now.unwrap().as_millis()).unwrap() + 500;
    let response = handler.handle(event).await.unwrap();
    assert_eq!(response.batch_item_failures[0].item_identifier, "0");
}

#[tokio::test]
async fn a_message_that_is_twice_in_a_batch_is_returned_once() {
    let emulator = emulator().start().await.unwrap();
    let denied = Fault::error(403, "AccessDeniedException", "User is not authorized");
    emulator.inject_fault(denied).unwrap();
    let handler = SqsHandler::new(users(&emulator), |id: String, _| user(id, 1)).unwrap();
    let mut messages = sqs(&[json!("a"), json!("a")]);
    messages["Records"][1]["messageId"] = "0".into();
    assert_eq!(handle(&handler, messages).await, ["0"]);
}

#[tokio::test]
async fn the_message_that_was_sent_last_wins_in_a_batch_of_a_standard_queue() {
    let emulator = emulator().start().await.unwrap();
    let handler = SqsHandler::new(users(&emulator), |number: u32, _| user("a", number)).unwrap();
    let mut messages = sqs(&[json!(1), json!(2), json!(3)]);
    messages["Records"].as_array_mut().unwrap().reverse();
    assert_eq!(handle(&handler, messages.clone()).await, [""; 0]);
    assert_eq!(stored(&emulator, "a"), Some(3));

    for message in messages["Records"].as_array_mut().unwrap() {
        message["eventSourceARN"] = "arn:aws:sqs:eu-west-1:123456789012:viewers.fifo".into();
    }
    assert_eq!(handle(&handler, messages).await, [""; 0]);
    assert_eq!(stored(&emulator, "a"), Some(1), "the order of a FIFO queue");
}

#[tokio::test]
async fn a_message_without_an_id_that_is_to_be_returned_is_an_error() {
    let emulator = emulator().start().await.unwrap();
    let denied = Fault::error(403, "AccessDeniedException", "User is not authorized");
    emulator.inject_fault(denied.times(3)).unwrap();
    let handler = SqsHandler::new(users(&emulator), |id: String, _| user(id, 1)).unwrap();
    let payload = event(json!({ "Records": [{ "body": "\"a\"" }] }));
    assert!(handler.handle(payload).await.is_err());

    let bulk = users(&emulator);
    let handler = KinesisHandler::new(bulk, |id: String, _| user(id, 1)).unwrap();
    let record = json!({ "data": "ImEi", "approximateArrivalTimestamp": 0 });
    let payload = event(json!({ "Records": [{ "kinesis": record }] }));
    assert!(handler.handle(payload).await.is_err());
}

#[tokio::test]
async fn an_event_of_another_source_is_an_error_that_names_it() {
    let emulator = emulator().start().await.unwrap();
    let handler = SqsHandler::new(users(&emulator), |id: String, _| user(id, 1)).unwrap();
    let record = json!({ "eventSource": "aws:kinesis", "kinesis": { "data": "ImEi" } });
    let payload = event(json!({ "Records": [record] }));
    let error = handler.handle(payload).await.unwrap_err().to_string();
    let expected = "the event is from aws:kinesis, but `SqsHandler` handles aws:sqs";
    assert_eq!(error, expected);

    // Of SNS, which delivers to a function without a queue: all names differ.
    let record =
        json!({ "EventSource": "aws:sns", "Sns": { "MessageId": "1", "Message": "\"a\"" } });
    let payload = event(json!({ "Records": [record] }));
    let error = handler.handle(payload).await.unwrap_err().to_string();
    assert!(error.contains("no message of SQS"), "{error}");

    let messages = sqs(&[json!("a")]);
    assert!(serde_json::from_value::<KinesisEvent>(messages).is_err());
}

#[tokio::test]
async fn ten_rejected_batches_in_a_row_return_what_was_not_sent_alone() {
    let emulator = emulator().start().await.unwrap();
    let bulk = users(&emulator).max_concurrent_batches(1);
    let handler = SqsHandler::new(bulk, |id: u32, _| user(id.to_string(), TOO_LARGE)).unwrap();
    let (handler, reasons) = recording(handler);
    let messages: Vec<Value> = (0..200).map(|number| json!(number)).collect();
    let returned = handle(&handler, sqs(&messages)).await;
    let rejected = reasons.lock().unwrap().len();
    assert_eq!(returned.len() + rejected, 200);
    assert_eq!(rejected, 20, "the first batch and the tenth");
}

#[tokio::test]
async fn an_event_has_an_id_from_its_message_unless_it_has_one() {
    fn event_at(seconds: i64) -> personalize_events::builders::EventBuilder {
        Event::builder()
            .event_type("view")
            .sent_at(Timestamp::from_secs(seconds))
    }
    let emulator = Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let events = Bulk::events(&client(&emulator), "tracking-id");
    let handler = SqsHandler::new(events, |number: i64, _| {
        let session = Session::from_ids("visit-1", None::<String>)?;
        let own = event_at(number + 1).event_id(format!("own-{number}"));
        Ok::<_, ValidationError>([(session.clone(), event_at(number)), (session, own)])
    })
    .unwrap();
    for _ in 0..2 {
        assert_eq!(
            handle(&handler, sqs(&[json!(10), json!(20)])).await,
            [""; 0]
        );
    }
    let ids: Vec<String> = emulator
        .events("tracking-id")
        .iter()
        .map(|event| event.event_id().unwrap().to_owned())
        .collect();
    assert_eq!(ids, ["0-0", "own-10", "1-0", "own-20"]);
    assert_eq!(emulator.repeated_events("tracking-id").len(), 4);
}

#[tokio::test]
async fn an_action_interaction_has_an_id_from_its_message_unless_it_has_one() {
    let emulator = Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let bulk = Bulk::action_interactions(&client(&emulator), "tracking-id");
    let handler = SqsHandler::new(bulk, |number: i64, _| {
        let interaction = ActionInteraction::builder()
            .action_id("action-1")
            .session_id("visit-1")
            .event_type("Viewed")
            .timestamp(Timestamp::from_secs(number));
        [interaction.clone(), interaction.event_id("own")]
    });
    assert_eq!(handle(&handler.unwrap(), sqs(&[json!(10)])).await, [""; 0]);
    let interactions = emulator.action_interactions("tracking-id");
    let ids = interactions.iter().map(|it| it.event_id().unwrap());
    assert_eq!(ids.collect::<Vec<_>>(), ["0-0", "own"]);
}

#[tokio::test]
async fn data_of_another_format_is_read_by_the_mapping() {
    let emulator = emulator().start().await.unwrap();
    let handler = SqsHandler::from_messages(users(&emulator), |message| {
        let (id, number) = message.body.as_deref()?.split_once(',')?;
        Some(number.parse().map(|number| user(id, number)))
    });
    let mut messages = sqs(&[json!(1), json!(2)]);
    messages["Records"][0]["body"] = "a,7".into();
    messages["Records"][1]["body"] = "a,b".into();
    assert_eq!(handle(&handler.unwrap(), messages).await, [""; 0]);
    assert_eq!(stored(&emulator, "a"), Some(7));

    let handler = KinesisHandler::from_records(users(&emulator), |record| {
        str::from_utf8(&record.kinesis.data).map(|id| user(id, 8))
    });
    let record = json!({ "data": "YQ==", "approximateArrivalTimestamp": 0 });
    let payload = event(json!({ "Records": [{ "kinesis": record }] }));
    let response = handler.unwrap().handle(payload).await.unwrap();
    assert!(response.batch_item_failures.is_empty());
    assert_eq!(stored(&emulator, "a"), Some(8));
}

#[tokio::test]
async fn a_removal_is_handled_after_what_is_before_it_and_returned_if_that_fails() {
    #[derive(serde::Deserialize)]
    struct Viewer {
        id: String,
    }

    let emulator = emulator().start().await.unwrap();
    let removed = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&removed);
    let handler = DynamoDbHandler::new(users(&emulator), |viewer: Viewer, _| user(viewer.id, 1))
        .unwrap()
        .on_removed(move |record| {
            let shared = Arc::clone(&shared);
            async move {
                let number = record.change.sequence_number.unwrap();
                shared.lock().unwrap().push(number.clone());
                if number == "5" {
                    Err("the table is full".into())
                } else {
                    Ok(())
                }
            }
        });
    let record = |number: u8, name: &str| {
        json!({
            "eventID": number.to_string(),
            "eventName": name,
            "awsRegion": "eu-west-1",
            "dynamodb": {
                "Keys": { "id": { "S": "a" } },
                "NewImage": if name == "REMOVE" { Value::Null } else { json!({ "id": { "S": number.to_string() } }) },
                "SequenceNumber": number.to_string(),
                "SizeBytes": 1,
            },
        })
    };
    let names = [
        "REMOVE", "INSERT", "OTHER", "REMOVE", "REMOVE", "REMOVE", "MODIFY",
    ];
    let records = (1..).zip(names).map(|(number, name)| record(number, name));
    let payload = event(json!({ "Records": records.collect::<Vec<_>>() }));
    let response = handler.handle(payload).await.unwrap();
    let failures = response.batch_item_failures.iter();
    let failures: Vec<_> = failures.map(|it| it.item_identifier.as_deref()).collect();
    assert_eq!(failures, [Some("5")]);
    assert_eq!(*removed.lock().unwrap(), ["1", "4", "5"]);
    assert_eq!(emulator.users(USERS).len(), 2);
}

#[test]
fn settings_of_runs_are_checked_before_the_first_invocation() {
    fn map(id: String, _: &aws_lambda_events::sqs::SqsMessage) -> impl IntoRecords<User> + use<> {
        user(id, 1)
    }
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"));
    let client = Client::new(config.build().unwrap()).unwrap();
    let users = Bulk::users(&client, "films").max_concurrent_batches(0);
    let error = SqsHandler::new(users, map).unwrap_err();
    let paths = error.violations().iter().map(Violation::path);
    assert_eq!(
        paths.collect::<Vec<_>>(),
        ["max_concurrent_batches", "datasetArn"]
    );
}
