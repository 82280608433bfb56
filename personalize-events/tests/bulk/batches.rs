//! Which records share a batch, and in which order they arrive.

use personalize_events::{User, bulk::Bulk};
use serde_json::Value;

use crate::{TestClock, USERS, all, bulk, client, emulator, letters, user};

/// The ids in each request.
fn sent(emulator: &personalize_events_emulator::Emulator) -> Vec<Vec<String>> {
    let requests = emulator.requests();
    let ids = |body: &[u8]| -> Vec<String> {
        let body: Value = serde_json::from_slice(body).expect("JSON");
        let users = body["users"].as_array().expect("users").iter();
        users
            .map(|user| user["userId"].as_str().expect("an id").to_owned())
            .collect()
    };
    requests.iter().map(|request| ids(request.body())).collect()
}

#[tokio::test]
async fn a_call_has_ten_records() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..25).map(|n| (n, user(&n.to_string(), "1")));
    let mut run = bulk(&client)
        .max_concurrent_batches(1)
        .send_iter(records)
        .unwrap();
    let results = all(&mut run).await;
    assert_eq!(letters(&results), "s".repeat(25));
    assert!(
        results
            .iter()
            .enumerate()
            .all(|(n, one)| one.tag == n && one.position == n as u64)
    );
    let sizes: Vec<usize> = sent(&emulator).iter().map(Vec::len).collect();
    assert_eq!(sizes, [10, 10, 5]);
    assert_eq!(emulator.users(USERS).len(), 25);
    assert_eq!((run.checkpoint(), run.summary().stored), (25, 25));
}

#[tokio::test]
async fn the_last_record_of_an_id_in_a_batch_is_sent_and_the_others_count_as_stored() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = [("a", "1"), ("b", "1"), ("a", "2"), ("a", "3"), ("b", "2")];
    let records = records.map(|(id, age)| ((), user(id, age)));
    let mut run = bulk(&client).send_iter(records).unwrap();
    assert_eq!(letters(&all(&mut run).await), "sssss");
    assert_eq!(sent(&emulator), [["a", "b"]]);
    assert_eq!(stored(&emulator, "a"), r#"{"age":"3"}"#);
    assert_eq!((run.summary().superseded, run.summary().stored), (3, 5));
}

fn stored(emulator: &personalize_events_emulator::Emulator, id: &str) -> String {
    let user = emulator.user(USERS, id).expect("stored");
    user["properties"].as_str().expect("text").to_owned()
}

#[tokio::test]
async fn if_the_last_record_of_an_id_is_bad_the_one_before_it_is_stored() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = [("a", "1"), ("a", "2"), ("a", "x"), ("b", "1"), ("a", "y")];
    let records = records.map(|(id, age)| ((), user(id, age)));
    let mut run = bulk(&client).send_iter(records).unwrap();
    assert_eq!(letters(&all(&mut run).await), "ssrsr");
    assert_eq!(stored(&emulator, "a"), r#"{"age":"2"}"#);
    assert_eq!(stored(&emulator, "b"), r#"{"age":"1"}"#);
    assert_eq!(run.checkpoint(), 5);
}

#[tokio::test]
async fn bad_records_are_isolated_and_all_others_are_stored() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let bad = [3, 4, 17, 29];
    let records = (0..30).map(|n| {
        let age = if bad.contains(&n) { "none" } else { "1" };
        (n, user(&n.to_string(), age))
    });
    let mut run = bulk(&client).send_iter(records).unwrap();
    let results = all(&mut run).await;
    for one in &results {
        let is_bad = matches!(
            one.outcome,
            personalize_events::bulk::RecordOutcome::Rejected(_)
        );
        assert_eq!(is_bad, bad.contains(&one.tag), "{one:?}");
    }
    let text = results[3].outcome.to_string();
    assert!(
        text.starts_with("rejected: InvalidInputException: "),
        "{text}"
    );
    assert_eq!(emulator.users(USERS).len(), 26);
    assert_eq!(run.summary().rejected, 4);
}

#[tokio::test]
async fn an_invalid_record_is_reported_and_not_sent() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let good = || User::builder().user_id("good").properties(r#"{"age":"1"}"#);
    let records = [
        (0, User::builder()),
        (1, good()),
        (2, good().properties("{")),
    ];
    let mut run = bulk(&client).send_iter(records).unwrap();
    let results = all(&mut run).await;
    assert_eq!(letters(&results), "isi");
    assert!(
        results[0]
            .outcome
            .to_string()
            .starts_with("invalid: userId"),
        "{}",
        results[0].outcome
    );
    assert_eq!(sent(&emulator), [["good"]]);
}

#[tokio::test]
async fn a_call_does_not_exceed_the_byte_limit() {
    // Without a schema, which would limit the length of a string.
    let emulator = personalize_events_emulator::Emulator::builder().credentials("id", "secret");
    let emulator = emulator.start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let note = |length: usize| format!(r#"{{"age":"1","note":"{}"}}"#, "x".repeat(length));
    let lengths = [4_000, 4_000, 4_000, 20_000, 10, 10];
    let records = lengths.iter().enumerate().map(|(n, length)| {
        (
            (),
            User::builder()
                .user_id(n.to_string())
                .properties(note(*length)),
        )
    });
    let bulk = bulk(&client)
        .max_body_bytes(10_000)
        .max_concurrent_batches(1);
    let mut run = bulk.send_iter(records).unwrap();
    assert_eq!(letters(&all(&mut run).await), "ssssss");
    let expected: [&[&str]; 4] = [&["0", "1"], &["2"], &["3"], &["4", "5"]];
    assert_eq!(sent(&emulator), expected);
}

#[tokio::test]
async fn an_id_is_in_one_batch_at_a_time_so_that_its_records_arrive_in_order() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    // Each batch but the last has `x`; four may be in flight at once.
    let records = (0..400).map(|n| {
        let id = if n % 5 == 0 {
            "x".to_owned()
        } else {
            n.to_string()
        };
        (n, user(&id, &n.to_string()))
    });
    let mut run = bulk(&client).send_iter(records).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(400));
    assert_eq!(stored(&emulator, "x"), r#"{"age":"395"}"#);
    let ages = emulator.requests().into_iter().filter_map(|request| {
        let body: Value = serde_json::from_slice(request.body()).ok()?;
        let users = body["users"].as_array()?.iter();
        let x = users.clone().find(|user| user["userId"] == "x")?;
        let properties: Value = serde_json::from_str(x["properties"].as_str()?).ok()?;
        properties["age"].as_str()?.parse::<u32>().ok()
    });
    let ages: Vec<u32> = ages.collect();
    assert!(ages.len() > 5 && ages.is_sorted(), "{ages:?}");
}

#[tokio::test]
async fn items_and_actions_are_sent_too() {
    use personalize_events::{Action, Item};
    let emulator = personalize_events_emulator::Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let (items, actions) = (
        USERS.replace("USERS", "ITEMS"),
        USERS.replace("USERS", "ACTIONS"),
    );
    let records = (0..12).map(|n| (n, Item::builder().item_id(n.to_string())));
    let mut run = Bulk::items(&client, &items).send_iter(records).unwrap();
    while run.next().await.is_some() {}
    let records = (0..12).map(|n| {
        (
            n,
            Action::builder().action_id(n.to_string()).properties("{}"),
        )
    });
    let mut run = Bulk::actions(&client, &actions).send_iter(records).unwrap();
    while run.next().await.is_some() {}
    assert_eq!(
        (
            emulator.items(&items).len(),
            emulator.actions(&actions).len()
        ),
        (12, 12)
    );
}

#[test]
fn an_invalid_arn_is_reported_before_anything_is_read() {
    let client = client("http://127.0.0.1:1", &TestClock::new());
    let records = std::iter::from_fn(|| -> Option<((), User)> { panic!("it is read") });
    let error = Bulk::users(&client, "films")
        .send_iter(records)
        .unwrap_err();
    assert!(error.to_string().contains("datasetArn"), "{error}");
}

#[test]
fn zero_concurrent_batches_are_an_error() {
    let client = client("http://127.0.0.1:1", &TestClock::new());
    let error = Bulk::users(&client, "films")
        .max_concurrent_batches(0)
        .send_iter([((), User::builder())])
        .unwrap_err();
    let paths: Vec<&str> = error
        .violations()
        .iter()
        .map(personalize_events::Violation::path)
        .collect();
    assert_eq!(paths, ["max_concurrent_batches", "datasetArn"], "{error}");
}
