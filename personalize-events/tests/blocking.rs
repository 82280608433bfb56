//! The blocking client, outside and inside of async code.

use std::time::Duration;

use personalize_events::blocking::{Bulk, Client};
use personalize_events::bulk::RateLimiter;
use personalize_events::{
    Action, ActionInteraction, Config, Credentials, Event, Item, PutActionInteractionsRequest,
    PutActionsRequest, PutEventsRequest, PutItemsRequest, PutUsersError, PutUsersRequest,
    Timestamp, User,
};
use personalize_events_emulator::{Emulator, Fault};

const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films";

/// Starts an emulator with a thread of its own.
fn emulator() -> Emulator {
    let builder = Emulator::builder().credentials("id", "the-secret");
    let started = std::thread::spawn(|| builder.start_blocking()).join();
    started.expect("it does not panic").expect("a port is free")
}

fn client(emulator: &Emulator) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "the-secret"))
        .endpoint_url(emulator.url())
        .build()
        .expect("the settings are right");
    Client::new(config).expect("HTTP needs no certificates")
}

fn users(id: &str) -> PutUsersRequest {
    PutUsersRequest::builder()
        .dataset_arn(format!("{DATASET}/USERS"))
        .users([User::builder().user_id(id)])
        .build()
        .expect("the user is valid")
}

fn stored(emulator: &Emulator) -> usize {
    emulator.users(&format!("{DATASET}/USERS")).len()
}

#[test]
fn every_operation_can_be_called() {
    let emulator = emulator();
    let client = client(&emulator);
    let response = client.put_users(&users("user-1")).unwrap();
    assert!(response.request_id().is_some());
    let items = PutItemsRequest::builder()
        .dataset_arn(format!("{DATASET}/ITEMS"))
        .items([Item::builder().item_id("item-1")]);
    client.put_items(&items.build().unwrap()).unwrap();
    let actions = PutActionsRequest::builder()
        .dataset_arn(format!("{DATASET}/ACTIONS"))
        .actions([Action::builder().action_id("action-1").properties("{}")]);
    client.put_actions(&actions.build().unwrap()).unwrap();
    let events = PutEventsRequest::builder()
        .tracking_id("tracker")
        .session_id("session-1")
        .event_list([Event::builder().event_type("x").sent_at(Timestamp::now())]);
    client.put_events(&events.build().unwrap()).unwrap();
    let interaction = ActionInteraction::builder()
        .action_id("action-1")
        .session_id("session-1")
        .timestamp(Timestamp::now())
        .event_type("Taken");
    let interactions = PutActionInteractionsRequest::builder()
        .tracking_id("tracker")
        .action_interactions([interaction]);
    let interactions = interactions.build().unwrap();
    client.put_action_interactions(&interactions).unwrap();
    assert_eq!(emulator.requests().len(), 5);
    assert!(emulator.requests().iter().all(|r| r.status() == Some(200)));
}

#[test]
fn errors_retries_and_timeouts_equal_those_of_the_async_client() {
    let emulator = emulator();
    let client = client(&emulator);
    emulator.inject_fault(Fault::status(503).times(2)).unwrap();
    client.put_users(&users("user-1")).unwrap();
    assert_eq!(emulator.requests().len(), 3);
    let fault = Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(fault).unwrap();
    let error = client.put_users(&users("user-1")).unwrap_err();
    let Some(PutUsersError::ResourceInUse(_)) = error.as_service() else {
        panic!("{error:?}");
    };

    emulator
        .inject_fault(Fault::delay(Duration::from_secs(60)))
        .unwrap();
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "the-secret"))
        .endpoint_url(emulator.url())
        .max_attempts(1)
        .attempt_timeout(Duration::from_millis(100))
        .build();
    let impatient = Client::new(config.unwrap()).unwrap();
    let error = impatient.put_users(&users("user-1")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "timed out after 100ms waiting for the response (1 attempt)"
    );
}

#[test]
fn threads_share_a_client_and_its_connections() {
    let emulator = emulator();
    let client = client(&emulator);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let client = client.clone();
            scope.spawn(move || {
                for user in 0..25 {
                    client
                        .put_users(&users(&format!("{thread}-{user}")))
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(stored(&emulator), 200);
}

/// Creates, calls and drops clients, more often than the cooperative budget of a task allows.
async fn in_async_code(emulator: &Emulator) {
    let client = client(emulator);
    for user in 0..300 {
        let put = client.put_users(&users(&user.to_string()));
        put.expect("it is stored");
    }
    drop(client);
    tokio::task::yield_now().await;
}

#[tokio::test]
async fn a_client_may_be_created_called_and_dropped_in_async_code() {
    let emulator = emulator();
    in_async_code(&emulator).await;
    assert_eq!(stored(&emulator), 300);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_may_be_used_in_tasks_of_several_threads() {
    let emulator = std::sync::Arc::new(emulator());
    let tasks = [(); 4].map(|()| {
        let emulator = std::sync::Arc::clone(&emulator);
        tokio::spawn(async move { in_async_code(&emulator).await })
    });
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(stored(&emulator), 300);
}

#[tokio::test]
async fn a_client_may_be_used_in_blocking_tasks() {
    let emulator = emulator();
    let client = client(&emulator);
    let task = tokio::task::spawn_blocking(move || client.put_users(&users("user-1")).map(drop));
    task.await.unwrap().unwrap();
    assert_eq!(stored(&emulator), 1);
}

#[test]
fn a_clone_works_after_the_original_is_dropped() {
    let emulator = emulator();
    let client = client(&emulator);
    client.put_users(&users("user-1")).unwrap();
    let clone = client.clone();
    drop(client);
    clone.put_users(&users("user-2")).unwrap();
    assert_eq!(stored(&emulator), 2);
}

#[test]
fn a_customized_client_shares_the_thread_of_its_original_and_outlives_it() {
    let emulator = emulator();
    let client = client(&emulator);
    let impatient = client.customize().max_attempts(1);
    let impatient = impatient.attempt_timeout(Duration::from_millis(100));
    let impatient = impatient.build().unwrap();
    let fault = Fault::delay(Duration::from_secs(60));
    emulator.inject_fault(fault).unwrap();
    let error = impatient.put_users(&users("user-1")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "timed out after 100ms waiting for the response (1 attempt)"
    );
    client.put_users(&users("user-1")).unwrap();
    assert_eq!(client.config().max_attempts(), 3);
    drop(client);
    impatient.put_users(&users("user-2")).unwrap();
    assert_eq!(stored(&emulator), 2);
    let error = impatient.customize().region("EU").build().unwrap_err();
    assert!(error.problems()[0].contains("\"EU\""), "{error}");
}

#[test]
fn a_client_shows_nothing_of_its_credentials_and_can_be_shared() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    let client = client(&emulator());
    shared(&client);
    assert!(!format!("{client:?}").contains("the-secret"));
}

#[test]
fn records_can_be_sent_in_bulk() {
    let emulator = emulator();
    let client = client(&emulator);
    let dataset = format!("{DATASET}/USERS");
    let user = |n: u64| User::builder().user_id(n.to_string());
    let bulk = Bulk::users(&client, &dataset).rate_limiter(RateLimiter::unlimited());
    let mut run = bulk
        .clone()
        .send_iter((0..95).map(|n| (n, user(n))))
        .unwrap()
        .with_checkpoint_key(|n| *n);
    let mut tags: Vec<u64> = run.by_ref().take(20).map(|result| result.tag).collect();
    tags.extend(run.by_ref().map(|result| result.tag));
    tags.sort_unstable();
    assert_eq!(tags, (0..95).collect::<Vec<_>>());
    assert_eq!((run.checkpoint(), run.checkpoint_key()), (95, Some(&94)));
    assert_eq!(run.into_report().into_result().unwrap().stored, 95);
    assert_eq!(stored(&emulator), 95);

    // An input that fails, and an invalid record.
    let rows = [
        Ok((0, user(0))),
        Ok((1, User::builder())),
        Err("connection lost"),
        Ok((2, user(2))),
    ];
    let run = bulk.clone().send_iter(rows).unwrap();
    let (rejects, report) = run.collect_rejects();
    assert_eq!(rejects.len(), 1);
    assert_eq!(
        (report.summary.read, report.source_error),
        (2, Some("connection lost"))
    );

    let denied = Fault::error(403, "AccessDeniedException", "no");
    emulator.inject_fault(denied).unwrap();
    let mut results = 0;
    let run = bulk.send_iter([((), user(1))]).unwrap();
    let report = run.for_each(|_| results += 1);
    assert_eq!(results, 1);
    let error = report.into_result().unwrap_err();
    assert!(
        error.to_string().starts_with("AccessDeniedException: no"),
        "{error}"
    );
}

#[test]
fn the_checkpoint_of_a_bulk_run_precedes_rejected_batches_in_a_row() {
    let emulator = emulator();
    let client = client(&emulator);
    let user = |n: u64| (n, User::builder().user_id(n.to_string()));
    let bulk = Bulk::users(&client, format!("{DATASET}/USERS"))
        .rate_limiter(RateLimiter::unlimited())
        .max_concurrent_batches(1);
    emulator
        .inject_fault(Fault::delay(Duration::ZERO).times(2))
        .unwrap();
    let rejected = Fault::error(400, "InvalidInputException", "no");
    emulator.inject_fault(rejected.times(1_000)).unwrap();
    let run = bulk.send_iter((0..300).map(user)).unwrap();
    let report = run.with_checkpoint_key(|n| *n).for_each(|_| {});
    assert!(report.abort_error.is_some());
    assert_eq!((report.checkpoint, report.checkpoint_key), (20, Some(19)));
}

#[test]
fn a_bulk_run_works_in_async_code_and_outlives_its_client() {
    let emulator = emulator();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let client = client(&emulator);
        let records = (0..25).map(|n| (n, User::builder().user_id(n.to_string())));
        let run = Bulk::users(&client, format!("{DATASET}/USERS")).send_iter(records);
        drop(client);
        assert_eq!(run.unwrap().count(), 25);
    });
    assert_eq!(stored(&emulator), 25);
}
