//! Messages that cannot be stored.

use std::time::Duration;

use personalize_events_emulator::Fault;

use crate::setup::{Setup, USERS, viewer, wait_until};

#[tokio::test(flavor = "multi_thread")]
async fn rejected_users_at_the_end_are_not_committed_without_a_topic_for_dead_letters() {
    let mut setup = Setup::new("last", 1, 20).await;
    setup.has_dead_letters = false;
    setup.produce_users(5, u64::MAX).await;
    let mut consumer = setup.consumer(&[]);
    wait_until("all are rejected", 30, || setup.rejected().len() == 5);
    assert!(consumer.terminate().success());
    assert_eq!(setup.committed(), [0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_in_the_schema_ends_the_consumer_unless_there_is_a_topic_for_dead_letters() {
    let mut setup = Setup::new("schema", 2, 100).await;
    setup.has_dead_letters = false;
    let ends = setup.produce_users(400, u64::MAX).await;
    let mut consumer = setup.consumer(&[]);
    assert_eq!(consumer.wait().code(), Some(1));
    assert!(
        consumer.log().contains("10 batches in a row were rejected"),
        "{}",
        consumer.log()
    );
    assert_eq!(setup.committed(), [0; 2]);

    setup.has_dead_letters = true;
    let mut consumer = setup.consumer(&[]);
    wait_until("all are rejected", 60, || setup.rejected().len() == 400);
    assert!(consumer.terminate().success());
    assert_eq!(setup.committed(), ends);
    assert_eq!(setup.dead_letters().len(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn rejected_users_are_not_committed_while_a_consumer_stops() {
    let mut setup = Setup::new("stopping", 1, 20).await;
    setup.has_dead_letters = false;
    setup.produce_users(10, u64::MAX).await;
    let mut consumer = setup.consumer(&[]);
    wait_until("all are rejected", 30, || setup.rejected().len() == 10);
    let calls = setup.emulator.call_counts()["PutUsers"];
    setup
        .emulator
        .inject_fault(Fault::delay(Duration::from_secs(4)))
        .unwrap();
    setup.produce_users(10, u64::MAX).await;
    wait_until("a request is in flight", 30, || {
        setup.emulator.call_counts()["PutUsers"] > calls
    });
    assert!(consumer.terminate().success());
    assert_eq!(setup.committed(), [0], "{}", consumer.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_messages_in_a_row_end_the_consumer_unless_there_is_a_topic_for_dead_letters() {
    let mut setup = Setup::new("unreadable", 1, 100).await;
    setup.has_dead_letters = false;
    let stored = setup.produce_users(10, 1).await;
    // A new field, of which `viewer.rs` does not know.
    let message = viewer("viewer-10", 1).replace('}', r#", "age": 7}"#);
    for _ in 0..150 {
        setup.produce("viewer-10", Some(&message)).await;
    }
    let mut consumer = setup.consumer(&[]);
    assert_eq!(consumer.wait().code(), Some(1), "{}", consumer.log());
    assert!(
        consumer.log().contains("100 messages in a row"),
        "{}",
        consumer.log()
    );
    assert_eq!(setup.committed(), stored);
    assert_eq!(setup.emulator.users(USERS).len(), 10);

    setup.has_dead_letters = true;
    let mut consumer = setup.consumer(&[]);
    wait_until("all are in the topic", 60, || {
        setup.committed() == [stored[0] + 150]
    });
    assert!(consumer.terminate().success());
    assert_eq!(setup.dead_letters().len(), 150);
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_keys_do_not_end_the_consumer_and_are_committed_with_the_next_user() {
    let mut setup = Setup::new("deleted", 1, 20).await;
    setup.has_dead_letters = false;
    for _ in 0..150 {
        setup.produce("viewer-1", None).await;
    }
    let mut consumer = setup.consumer(&[]);
    wait_until("all are reported", 30, || setup.rejected().len() == 150);
    // Longer than offsets take to be stored and committed.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(setup.committed(), [0]);
    let end = setup
        .produce("viewer-2", Some(&viewer("viewer-2", 1)))
        .await;
    wait_until("all are committed", 30, || setup.committed() == [end]);
    assert!(consumer.terminate().success(), "{}", consumer.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_message_of_the_service_is_in_the_dead_letter_and_not_in_the_log() {
    let setup = Setup::new("reason", 1, 20).await;
    let fault = Fault::error(400, "InvalidInputException", "viewer-0 is no user");
    setup.emulator.inject_fault(fault).unwrap();
    let end = setup.produce_users(1, 1).await;
    let mut consumer = setup.consumer(&[]);
    wait_until("it is committed", 30, || setup.committed() == end);
    assert!(consumer.terminate().success());
    let letters = setup.dead_letters();
    let letter = &letters[&(0, 0)];
    assert!(letter.reason.contains("viewer-0 is no user"));
    assert!(consumer.log().contains("InvalidInputException"));
    assert!(!consumer.log().contains("viewer-0"), "{}", consumer.log());
}
