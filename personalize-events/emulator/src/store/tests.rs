use serde_json::{Value, json};

use super::{Limit, PutError, Store};
use crate::Model;
use crate::model::{Destination, RecordMapping};

fn mapping(operation: &str) -> &'static RecordMapping {
    let operation = Model::embedded().operation(operation).unwrap();
    operation.records.as_ref().unwrap()
}

fn put_users(store: &mut Store, arn: &str, users: &Value) -> Result<(), PutError> {
    let input = json!({ "datasetArn": arn, "users": users });
    store.put(mapping("PutUsers"), &input)
}

fn values<'a>(records: impl Iterator<Item = &'a str>) -> Vec<Value> {
    records
        .map(|record| serde_json::from_str(record).unwrap())
        .collect()
}

fn users(store: &Store, arn: &str) -> Vec<Value> {
    values(store.records(arn, "users").unwrap())
}

#[test]
fn a_record_replaces_the_one_with_its_id() {
    let mut store = Store::default();
    let first = json!([{ "userId": "a", "properties": "{}" }, { "userId": "b" }]);
    let second = json!([{ "userId": "a" }, { "userId": "c" }, { "userId": "c", "x": 1 }]);
    assert_eq!(put_users(&mut store, "arn", &first), Ok(()));
    assert_eq!(put_users(&mut store, "arn", &second), Ok(()));
    assert_eq!(
        users(&store, "arn"),
        [
            json!({ "userId": "a" }),
            json!({ "userId": "b" }),
            json!({ "userId": "c", "x": 1 })
        ]
    );
}

#[test]
fn a_tracker_stores_the_first_event_with_an_id_and_repeats_apart() {
    let mut store = Store::default();
    let anonymous = json!({ "trackingId": "t", "sessionId": "s-1", "eventList": [
        { "eventId": "1", "userId": "not a member of events" }
    ]});
    let known = json!({ "trackingId": "t", "sessionId": "s-2", "userId": "u", "eventList": [
        { "eventId": "2", "sessionId": "not a member of events" }, { "eventId": "2", "x": 1 },
        { "eventId": "1" }, { "y": 1 }, { "y": 1 }
    ]});
    let more = json!({ "trackingId": "t", "sessionId": "s-1", "eventList": [{ "eventId": "0" }] });
    for input in [&anonymous, &known, &more] {
        assert_eq!(store.put(mapping("PutEvents"), input), Ok(()));
    }
    let tracker = store.tracker("t").unwrap();
    let first = json!({ "eventId": "1", "sessionId": "s-1" });
    let last = json!({ "eventId": "0", "sessionId": "s-1" });
    let without_id = json!({ "y": 1, "sessionId": "s-2", "userId": "u" });
    assert_eq!(
        values(tracker.events("events")),
        [
            first.clone(),
            json!({ "eventId": "2", "sessionId": "s-2", "userId": "u" }),
            without_id.clone(),
            without_id,
            last.clone()
        ]
    );
    assert_eq!(
        values(tracker.repeated("events")),
        [
            json!({ "eventId": "2", "x": 1, "sessionId": "s-2", "userId": "u" }),
            json!({ "eventId": "1", "sessionId": "s-2", "userId": "u" })
        ]
    );
    assert!(tracker.sessions().eq(["s-1", "s-2"]));
    assert_eq!(
        values(tracker.session_events("events", "s-1")),
        [first, last]
    );
    assert_eq!(tracker.session_events("events", "s-3").count(), 0);
    assert_eq!(tracker.events("action-interactions").count(), 0);
}

#[test]
fn events_and_action_interactions_have_ids_of_their_own_and_sessions_in_common() {
    let mut store = Store::default();
    let interactions = json!({ "trackingId": "t", "actionInteractions": [
        { "eventId": "1", "sessionId": "s-1", "actionId": "a" },
        { "eventId": "1", "sessionId": "s-4", "actionId": "b" },
        { "eventId": "2", "sessionId": "s-2", "actionId": "c" }
    ]});
    let events =
        json!({ "trackingId": "t", "sessionId": "s-3", "eventList": [{ "eventId": "1" }] });
    assert_eq!(
        store.put(mapping("PutActionInteractions"), &interactions),
        Ok(())
    );
    assert_eq!(store.put(mapping("PutEvents"), &events), Ok(()));
    let tracker = store.tracker("t").unwrap();
    assert_eq!(tracker.events("events").count(), 1);
    assert_eq!(tracker.events("action-interactions").count(), 2);
    assert_eq!(tracker.repeated("events").count(), 0);
    assert_eq!(tracker.repeated("action-interactions").count(), 1);
    // The repeat of an event alone makes no session.
    assert!(tracker.sessions().eq(["s-1", "s-2", "s-3"]));
    assert_eq!(
        tracker.session_events("action-interactions", "s-2").count(),
        1
    );
}

#[test]
fn repeated_events_count_in_the_limit() {
    let mut store = Store::new(Limit {
        records: 2,
        bytes: 1000,
    });
    let put = |store: &mut Store| {
        let event = json!([{ "eventId": "1" }]);
        let input = json!({ "trackingId": "t", "sessionId": "s", "eventList": event });
        store.put(mapping("PutEvents"), &input)
    };
    assert_eq!(put(&mut store), Ok(()));
    // The tracker, the session, the ID and {"eventId":"1","sessionId":"s"}.
    assert_eq!(store.used.bytes, 1 + 1 + 1 + 31);
    assert_eq!(put(&mut store), Ok(()));
    assert!(matches!(put(&mut store), Err(PutError::Full(_))));
    assert_eq!((store.used.records, store.used.bytes), (2, 1 + 2 * 33));
}

#[test]
fn only_registered_datasets_and_trackers_exist_if_any_is_registered() {
    let mut store = Store::default();
    store.register(Destination::Dataset, "one".to_owned());
    let user = json!([{ "userId": "a" }]);
    let message = "datasetArn: there is no such dataset; the emulator has one".to_owned();
    let not_found = Err(PutError::NotFound(message));
    assert_eq!(put_users(&mut store, "two", &user), not_found);
    assert!(store.records("two", "users").is_none());
    assert_eq!(users(&store, "one"), Vec::<Value>::new());
    let event = json!({ "trackingId": "t", "sessionId": "s", "eventList": [{}] });
    assert_eq!(store.put(mapping("PutEvents"), &event), Ok(()));
    store.register(Destination::Tracker, "other".to_owned());
    let message = "trackingId: there is no such tracker; the emulator has other".to_owned();
    let not_found = Err(PutError::NotFound(message));
    assert_eq!(store.put(mapping("PutEvents"), &event), not_found);
}

#[test]
fn records_beyond_the_limit_are_not_stored_and_others_may_be_replaced() {
    let mut store = Store::new(Limit {
        records: 2,
        bytes: 1000,
    });
    let full = |records, bytes| {
        Err(PutError::Full(format!(
            "The emulator stores at most 2 records with 1000 bytes together, and has {records} with {bytes}. Restart it \
             to remove them, or start it with larger limits (`max_stored_records`, `max_stored_bytes`)."
        )))
    };
    let three = json!([{ "userId": "a" }, { "userId": "b" }, { "userId": "c" }]);
    assert_eq!(put_users(&mut store, "arn", &three), full(0, 0));
    assert!(store.records("arn", "users").is_none());
    let two = json!([{ "userId": "a" }, { "userId": "b" }, { "userId": "a" }]);
    assert_eq!(put_users(&mut store, "arn", &two), Ok(()));
    // The name, and twice an id and {"userId":"a"}.
    let used = 3 + 2 * (1 + 14);
    let more = json!([{ "userId": "a", "x": 1 }, { "userId": "c" }]);
    assert_eq!(put_users(&mut store, "arn", &more), full(2, used));
    assert_eq!(users(&store, "arn")[0], json!({ "userId": "a" }));
    let large = json!([{ "userId": "a", "x": "x".repeat(900) }]);
    assert_eq!(put_users(&mut store, "arn", &large), Ok(()));
    let larger = json!([{ "userId": "b", "x": "x".repeat(100) }]);
    assert_eq!(put_users(&mut store, "arn", &larger), full(2, used + 907));
    assert_eq!(
        put_users(&mut store, "arn", &json!([{ "userId": "a" }])),
        Ok(())
    );
    assert_eq!(put_users(&mut store, "arn", &larger), Ok(()));
}
