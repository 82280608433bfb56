//! Clients with other settings that share what their original has.

use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use personalize_events::{Client, Config, ConfigBuilder, Credentials, PutUsersRequest, User};

use crate::clock::TestClock;
use crate::counting::counting;
use crate::server::{Server, Step, Then, answer};
use crate::{USERS, client, client_with, emulator, users};

fn keys(id: &str) -> Credentials {
    Credentials::new(id, "the-secret")
}

/// A client with the clock of the machine.
fn real(url: &str, set: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(keys("id"))
        .endpoint_url(url);
    Client::new(set(config).build().expect("settings")).expect("no certificates")
}

fn users_in(region: &str) -> PutUsersRequest {
    PutUsersRequest::builder()
        .dataset_arn(USERS.replace("eu-west-1", region))
        .users([User::builder().user_id("user-1")])
        .build()
        .expect("the user is valid")
}

#[tokio::test]
async fn a_customized_client_uses_the_connections_of_its_original() {
    let (counts, url) = counting(0).await;
    let original = real(&url, |config| config);
    original.put_users(&users()).await.unwrap();
    let second = Duration::from_secs(1);
    let customized = original
        .customize()
        .max_attempts(1)
        .attempt_timeout(second)
        .operation_timeout(2 * second)
        .credentials(keys("another"))
        .region("us-east-1")
        .endpoint_url(format!("{url}/base"))
        .build()
        .unwrap();
    customized.put_users(&users_in("us-east-1")).await.unwrap();
    original.put_users(&users()).await.unwrap();
    drop(original);
    customized.put_users(&users_in("us-east-1")).await.unwrap();
    assert_eq!(counts.requests.load(Ordering::SeqCst), 4);
    assert_eq!(counts.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customized_clients_share_the_limit_of_concurrent_calls() {
    let (counts, url) = counting(0).await;
    let original = real(&url, |config| config.max_concurrent_calls(2));
    let calls: Vec<_> = (0..200)
        .map(|number| {
            let id = format!("id-{number}");
            let client = original.customize().credentials(keys(&id)).build().unwrap();
            tokio::spawn(async move { client.put_users(&users()).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(counts.requests.load(Ordering::SeqCst), 200);
    assert!(counts.most_in_flight.load(Ordering::SeqCst) <= 2);
}

#[tokio::test]
async fn settings_of_a_customized_client_do_not_change_its_original() {
    let unavailable = || Step::new(answer(503, "", b""), Then::Close);
    let server = Server::start(vec![unavailable(); 4]).await;
    let original = client(server.url(), &TestClock::new());
    let customized = original.customize().max_attempts(1).region("us-east-1");
    let customized = customized.credentials(keys("another")).build().unwrap();
    let error = customized.put_users(&users_in("us-east-1")).await;
    assert_eq!(error.unwrap_err().attempts(), 1);
    let requests = server.requests();
    assert!(requests[0].contains("Credential=another/"), "{requests:?}");
    assert!(requests[0].contains("/us-east-1/"), "{requests:?}");
    let error = original.put_users(&users()).await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    for request in server.requests() {
        assert!(request.contains("Credential=id/"), "{request}");
        assert!(request.contains("/eu-west-1/"), "{request}");
    }
    assert_eq!(original.config().region(), "eu-west-1");
    assert_eq!(original.config().max_attempts(), 3);
    // A dataset of the other region is now one of another region.
    let error = customized.put_users(&users()).await.unwrap_err();
    assert!(error.to_string().contains("calls `us-east-1`"), "{error}");
}

#[tokio::test]
async fn customized_clients_share_the_correction_of_the_clock() {
    let emulator = emulator().await;
    let clock = TestClock::at(SystemTime::now() - Duration::from_secs(3600));
    let original = client(emulator.url(), &clock);
    let customized = original.customize().max_attempts(1).build().unwrap();
    original.put_users(&users()).await.unwrap();
    assert_eq!(emulator.requests().len(), 2);
    customized.put_users(&users()).await.unwrap();
    let customized = original.customize().max_attempts(2).build().unwrap();
    customized.put_users(&users()).await.unwrap();
    assert_eq!(emulator.requests().len(), 4, "one attempt each");
}

#[tokio::test]
async fn customized_clients_share_the_retry_quota() {
    let emulator = emulator().await;
    let original = client(emulator.url(), &TestClock::new());
    let fault = personalize_events_emulator::Fault::status(503).times(10_000);
    emulator.inject_fault(fault).unwrap();
    while original.put_users(&users()).await.unwrap_err().attempts() > 1 {}
    let customized = original.customize().max_attempts(9).build().unwrap();
    let error = customized.put_users(&users()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn a_provider_that_hangs_occupies_no_slot_of_other_clients() {
    let (_, url) = counting(0).await;
    let original = real(&url, |config| config.max_concurrent_calls(1));
    let hanging = personalize_events::provide_credentials_fn(std::future::pending);
    let hanging = original.customize().credentials_provider(hanging);
    let hanging = hanging.build().unwrap();
    let call = tokio::spawn(async move { hanging.put_users(&users()).await.map(drop) });
    for _ in 0..3 {
        tokio::task::yield_now().await;
        original.put_users(&users()).await.unwrap();
    }
    assert!(!call.is_finished());
    call.abort();
}

#[tokio::test]
async fn a_client_may_be_customized_for_an_endpoint_on_this_machine_and_back() {
    let (counts, url) = counting(0).await;
    let original = real("http://192.0.2.1:9", |config| config.allow_http(true));
    let local = original.customize().endpoint_url(&url).build().unwrap();
    local.put_users(&users()).await.unwrap();
    let port = url.rsplit(':').next().unwrap();
    let named = local
        .customize()
        .endpoint_url(format!("http://localhost:{port}"));
    let named = named.build().unwrap();
    named.put_users(&users()).await.unwrap();
    assert_eq!(counts.requests.load(Ordering::SeqCst), 2);
    assert_eq!(
        named.config().endpoint_url(),
        format!("http://localhost:{port}")
    );
    assert_eq!(original.config().endpoint_url(), "http://192.0.2.1:9");
}

#[tokio::test]
async fn every_invalid_setting_of_a_customized_client_is_reported_at_once() {
    let original = client("http://127.0.0.1:9", &TestClock::new());
    let error = original
        .customize()
        .region("EU")
        .endpoint_url("http://example.com")
        .credentials(Credentials::new("id", "hush\n"))
        .max_attempts(0)
        .attempt_timeout(Duration::ZERO)
        .operation_timeout(Duration::ZERO)
        .build()
        .unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "the region \"EU\" must be 1 to 63 lower-case letters, digits and inner hyphens; an example is eu-west-1",
            "the endpoint URL starts with http:// and names another machine, so user data would cross the network \
             unencrypted; use https://, or `allow_http(true)` if the network is trusted",
            "`max_attempts` must be greater than zero",
            "`attempt_timeout` must be greater than zero",
            "`operation_timeout` must be greater than zero",
            "the secret access key must not contain a line break",
        ]
    );
}

#[test]
fn settings_can_be_read_from_a_client() {
    let seconds = Duration::from_secs;
    let client = client_with("http://127.0.0.1:9/base/", &TestClock::new(), |config| {
        config
            .app_name("films")
            .fips(false)
            .dual_stack(false)
            .allow_http(true)
            .max_attempts(4)
            .connect_timeout(seconds(1))
            .attempt_timeout(seconds(2))
            .operation_timeout(seconds(3))
            .credentials_timeout(seconds(5))
            .max_concurrent_calls(6)
            .clock_skew_correction(false)
            .check_dataset_arn(false)
    });
    let config = client.config();
    assert_eq!(config.region(), "eu-west-1");
    assert_eq!(config.endpoint_url(), "http://127.0.0.1:9/base");
    assert_eq!(config.app_name(), Some("films"));
    assert_eq!((config.fips(), config.dual_stack()), (false, false));
    assert!(config.allow_http());
    assert_eq!(config.max_attempts(), 4);
    assert_eq!(config.max_concurrent_calls(), 6);
    let timeouts = [
        config.connect_timeout(),
        config.attempt_timeout(),
        config.operation_timeout(),
        config.credentials_timeout(),
    ];
    assert_eq!(timeouts, [1, 2, 3, 5].map(seconds));
    assert!(!config.clock_skew_correction() && !config.check_dataset_arn());
    let customized = client
        .customize()
        .attempt_timeout(seconds(9))
        .build()
        .unwrap();
    assert_eq!(customized.config().attempt_timeout(), seconds(9));
    assert_eq!(customized.config().operation_timeout(), seconds(3));
    let another = Client::new(customized.config().clone()).unwrap();
    assert_eq!(another.config().attempt_timeout(), seconds(9));
}
