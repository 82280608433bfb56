//! Providers of credentials: fast, slow, failing, panicking.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use personalize_events::{
    Client, Clock, ConfigBuilder, Credentials, CredentialsError, Error, ProvideCredentials,
    provide_credentials_fn,
};
use tokio::sync::Semaphore;

use crate::clock::TestClock;
use crate::server::{Server, Step, Then, answer};
use crate::{client_with, users};

/// The results of the provider, in order.
type Results = dyn Fn(usize) -> Result<Credentials, CredentialsError> + Send + Sync;

#[derive(Clone)]
struct Provider {
    result: Arc<Results>,
    asked: Arc<AtomicUsize>,
    /// It answers when it gets a permit.
    answers: Arc<Semaphore>,
}

impl Provider {
    /// Returns `result(1)`, `result(2)`, …, without a delay.
    fn new(
        result: impl Fn(usize) -> Result<Credentials, CredentialsError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            result: Arc::new(result),
            asked: Arc::default(),
            answers: Arc::new(Semaphore::new(1_000_000)),
        }
    }

    /// Blocks until it is released.
    fn slow(self) -> Self {
        let answers = Arc::new(Semaphore::new(0));
        Self { answers, ..self }
    }

    fn may_answer(&self) {
        self.answers.add_permits(1);
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Provider")
    }
}

impl ProvideCredentials for Provider {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        let time = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let permit = self.answers.acquire().await.expect("it stays open");
        permit.forget();
        (self.result)(time)
    }
}

fn numbered(time: usize) -> Credentials {
    Credentials::new(format!("id-{time}"), "the-secret")
}

/// A provider of credentials that expire after a minute.
fn for_a_minute(clock: &TestClock) -> Provider {
    let clock = clock.clone();
    Provider::new(move |time| {
        let expiry = clock.system_time() + Duration::from_secs(60);
        Ok(numbered(time).with_expiry(expiry))
    })
}

fn client_of(
    server: &Server,
    clock: &TestClock,
    provider: &Provider,
    set: impl FnOnce(ConfigBuilder) -> ConfigBuilder,
) -> Client {
    client_with(server.url(), clock, |config| {
        set(config.credentials_provider(provider.clone()))
    })
}

/// The numbers of the credentials that signed the requests since the last call.
fn signed_with(server: &Server) -> Vec<usize> {
    let requests = server.requests();
    let id = |head: &String| {
        let (_, rest) = head.split_once("Credential=id-")?;
        rest.split_once('/')?.0.parse().ok()
    };
    requests
        .iter()
        .map(|head| id(head).expect("it is signed"))
        .collect()
}

async fn put(client: &Client) {
    client.put_users(&users()).await.expect("it succeeds");
}

#[tokio::test]
async fn credentials_are_cached_until_shortly_before_they_expire() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = for_a_minute(&clock);
    let client = client_of(&server, &clock, &provider, |config| config);
    put(&client).await;
    // The largest random number extends the ten seconds to fifteen.
    clock.pass(Duration::from_secs(44));
    put(&client).await;
    put(&client.clone()).await;
    assert_eq!(provider.asked(), 1);
    clock.pass(Duration::from_millis(1_500));
    // New ones are asked for beside the call, which does with the old.
    put(&client).await;
    assert_eq!(provider.asked(), 2);
    put(&client).await;
    assert_eq!(signed_with(&server), [1, 1, 1, 1, 2]);
    // And with the smallest random number after fifty.
    clock.always(0.0);
    clock.pass(Duration::from_secs(61));
    put(&client).await;
    clock.pass(Duration::from_secs(49));
    put(&client).await;
    assert_eq!(provider.asked(), 3);
    clock.pass(Duration::from_secs(2));
    put(&client).await;
    assert_eq!(provider.asked(), 4);
}

#[tokio::test]
async fn credentials_without_an_expiry_are_cached_for_fifteen_minutes() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|time| Ok(numbered(time)));
    let client = client_of(&server, &clock, &provider, |config| config);
    put(&client).await;
    clock.pass(Duration::from_secs(15 * 60 - 16));
    put(&client).await;
    assert_eq!(provider.asked(), 1);
    clock.pass(Duration::from_secs(16));
    put(&client).await;
    assert_eq!(signed_with(&server), [1, 1, 2]);
}

/// A provider for this client and for AWS's: no feature may add an implementation that conflicts.
#[derive(Clone, Debug)]
struct ForBoth;

impl ProvideCredentials for ForBoth {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        Ok(numbered(1))
    }
}

impl aws_credential_types::provider::ProvideCredentials for ForBoth {
    fn provide_credentials<'a>(
        &'a self,
    ) -> aws_credential_types::provider::future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let keys = aws_credential_types::Credentials::new("id-2", "secret", None, None, "test");
        aws_credential_types::provider::future::ProvideCredentials::ready(Ok(keys))
    }
}

/// A provider that wraps any other.
#[derive(Debug)]
struct Logged<P>(P);

impl<P: ProvideCredentials> ProvideCredentials for Logged<P> {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        self.0.provide_credentials().await
    }
}

#[tokio::test]
async fn keys_pointers_closures_and_types_of_users_are_providers() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let client = client_with(server.url(), &clock, |config| config);
    let time = Arc::new(AtomicUsize::new(6));
    let closure = provide_credentials_fn(move || {
        let time = time.fetch_add(1, Ordering::SeqCst);
        async move { Ok(numbered(time)) }
    });
    let customize = || client.customize();
    for customized in [
        customize().credentials_provider(ForBoth),
        customize().credentials_provider(numbered(2)),
        customize().credentials_provider(Arc::new(numbered(3))),
        customize().credentials_provider(Box::new(numbered(4))),
        customize().credentials_provider(Logged(Arc::new(Box::new(numbered(5))))),
        customize().credentials_provider(closure),
    ] {
        put(&customized.build().unwrap()).await;
    }
    assert_eq!(signed_with(&server), [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn clients_of_one_config_share_the_cached_credentials() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = for_a_minute(&clock);
    let config = ConfigBuilder::default()
        .region("eu-west-1")
        .endpoint_url(server.url())
        .clock(clock)
        .credentials_provider(provider.clone())
        .build()
        .unwrap();
    put(&Client::new(config.clone()).unwrap()).await;
    put(&Client::new(config).unwrap()).await;
    assert_eq!(provider.asked(), 1);
}

/// Starts `calls` calls at once.
fn start(client: &Client, calls: usize) -> Vec<tokio::task::JoinHandle<Result<(), String>>> {
    let call = |client: Client| async move {
        let result = client.put_users(&users()).await;
        result.map(drop).map_err(|error| error.to_string())
    };
    let calls = 0..calls;
    calls.map(|_| tokio::spawn(call(client.clone()))).collect()
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn calls_that_wait_together_share_one_result_of_the_provider() {
    for fails in [false, true] {
        let (server, clock) = (Server::start([]).await, TestClock::new());
        let provider = Provider::new(move |time| {
            let sealed = || CredentialsError::new("the vault is sealed");
            if fails {
                Err(sealed())
            } else {
                Ok(numbered(time))
            }
        })
        .slow();
        let client = client_of(&server, &clock, &provider, |config| config);
        let calls = start(&client, 50);
        until(|| provider.asked() == 1).await;
        tokio::task::yield_now().await;
        provider.may_answer();
        for call in calls {
            let result = call.await.unwrap();
            let sealed = Err("no credentials: the vault is sealed".to_owned());
            assert_eq!(result, if fails { sealed } else { Ok(()) });
        }
        assert_eq!(provider.asked(), 1);
    }
}

#[tokio::test]
async fn the_next_call_runs_a_failed_provider_again() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|time| match time {
        1 => Err(CredentialsError::new("the vault is sealed")),
        _ => Ok(numbered(time)),
    });
    let client = client_of(&server, &clock, &provider, |config| config);
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(matches!(error, Error::Credentials(_)), "{error:?}");
    assert!(!error.is_retryable() && error.attempts() == 0);
    assert_eq!(error.to_string(), "no credentials: the vault is sealed");
    assert_eq!((provider.asked(), clock.waits()), (1, vec![]));
    put(&client).await;
    assert_eq!(signed_with(&server), [2]);
}

#[tokio::test]
async fn a_dropped_call_does_not_leave_an_old_error_to_a_call_that_waits() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|time| match time {
        1 => Err(CredentialsError::new("the vault is sealed")),
        _ => Ok(numbered(time)),
    })
    .slow();
    let client = client_of(&server, &clock, &provider, |config| config);
    let [first, second, third] = <[_; 3]>::try_from(start(&client, 3)).expect("three");
    until(|| provider.asked() == 1).await;
    first.abort();
    first.await.unwrap_err();
    // The second call waits for the run of the first one, and starts its own.
    provider.may_answer();
    until(|| provider.asked() == 2).await;
    clock.pass(Duration::from_secs(10));
    second.abort();
    second.await.unwrap_err();
    provider.may_answer();
    third.await.unwrap().unwrap();
    assert_eq!((provider.asked(), signed_with(&server)), (2, vec![2]));
}

#[tokio::test]
async fn calls_that_wait_for_credentials_do_not_occupy_slots() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|time| Ok(numbered(time))).slow();
    let client = client_of(&server, &clock, &provider, |config| {
        config
            .max_attempts(1)
            .max_concurrent_calls(1)
            .operation_timeout(Duration::from_millis(300))
    });
    let calls = start(&client, 3);
    until(|| provider.asked() == 1).await;
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(
            error,
            "timed out after 300ms waiting for the credentials provider (0 attempts)"
        );
    }
    let calls = start(&client, 3);
    provider.may_answer();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((provider.asked(), signed_with(&server)), (1, vec![1; 3]));
}

#[tokio::test]
async fn a_panic_of_the_provider_fails_the_call_and_not_the_client() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|time| {
        assert!(time > 1, "the-secret in a panic");
        Ok(numbered(time))
    });
    let client = client_of(&server, &clock, &provider, |config| config);
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credentials: the credentials provider panicked"
    );
    put(&client).await;
    assert_eq!(signed_with(&server), [2]);
}

#[tokio::test]
async fn calls_wait_for_a_slow_provider_until_the_operation_timeout() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|time| Ok(numbered(time))).slow();
    let client = client_of(&server, &clock, &provider, |config| {
        config
            .operation_timeout(Duration::from_millis(100))
            .max_attempts(1)
    });
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "timed out after 100ms waiting for the credentials provider (0 attempts)"
    );
    // The provider is still running; its result is for the next call.
    provider.may_answer();
    put(&client).await;
    assert_eq!((provider.asked(), signed_with(&server)), (1, vec![1]));
}

#[tokio::test]
async fn calls_use_valid_credentials_while_the_provider_is_slow_or_fails() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let expiry = clock.system_time() + Duration::from_secs(60);
    let provider = Provider::new(move |time| match time {
        1 => Ok(numbered(time).with_expiry(expiry)),
        _ => Err(CredentialsError::new("the vault is sealed")),
    })
    .slow();
    let client = client_of(&server, &clock, &provider, |config| config);
    provider.may_answer();
    put(&client).await;
    clock.pass(Duration::from_secs(50));
    // It is asked and does not answer.
    for _ in 0..3 {
        put(&client).await;
    }
    assert_eq!(provider.asked(), 2);
    provider.may_answer();
    until(|| provider.answers.available_permits() == 0).await;
    put(&client).await;
    assert_eq!(signed_with(&server), [1; 5]);
    // The old ones are not good any more.
    clock.pass(Duration::from_secs(11));
    provider.may_answer();
    provider.may_answer();
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(error.to_string(), "no credentials: the vault is sealed");
}

#[tokio::test]
async fn credentials_that_are_invalid_in_headers_are_rejected_without_showing_them() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|_| Ok(numbered(1).with_session_token("tök en")));
    let client = client_of(&server, &clock, &provider, |config| config);
    let error = client.put_users(&users()).await.unwrap_err();
    let expected = "no credentials: the provided credentials are invalid: the session token must consist of visible ASCII characters";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn each_attempt_is_signed_with_the_credentials_of_its_time() {
    let step = Step::new(answer(503, "x-amz-retry-after: 4000\r\n", b""), Then::Close);
    let (server, clock) = (Server::start([step]).await, TestClock::new());
    let shared = clock.clone();
    let provider = Provider::new(move |time| {
        let expiry = shared.system_time() + Duration::from_secs(3);
        Ok(numbered(time).with_expiry(expiry))
    });
    let client = client_of(&server, &clock, &provider, |config| config);
    put(&client).await;
    assert_eq!(signed_with(&server), [1, 2]);
}

#[tokio::test]
async fn credentials_that_are_missing_for_a_second_attempt_are_reported_with_the_first() {
    let step = Step::new(answer(503, "", b""), Then::Close);
    let (server, clock) = (Server::start([step]).await, TestClock::new());
    let expiry = clock.system_time() + Duration::from_millis(10);
    let provider = Provider::new(move |time| match time {
        1 => Ok(numbered(time).with_expiry(expiry)),
        _ => Err(CredentialsError::new("the vault is sealed")),
    });
    let client = client_of(&server, &clock, &provider, |config| config);
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(error.to_string(), "no credentials: the vault is sealed");
    assert_eq!(error.attempts(), 1);
}

#[test]
fn a_provider_works_after_the_runtime_of_the_first_call_is_gone() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    };
    let provider = Provider::new(|time| Ok(numbered(time))).slow();
    let first = runtime();
    let client = first.block_on(async {
        let server = Server::start([]).await;
        let client = client_of(&server, &TestClock::new(), &provider, |config| {
            config
                .operation_timeout(Duration::from_millis(50))
                .max_attempts(1)
        });
        client.put_users(&users()).await.unwrap_err();
        client
    });
    drop(first);
    provider.may_answer();
    // The server is gone with its runtime; that it was tried to be reached shows that there were credentials.
    let error = runtime().block_on(client.put_users(&users())).unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_refresh_that_has_expired_when_it_is_used_is_discarded() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = for_a_minute(&clock);
    let client = client_of(&server, &clock, &provider, |config| config);
    put(&client).await;
    clock.pass(Duration::from_secs(46));
    put(&client).await;
    until(|| provider.asked() == 2).await;
    // No call has used the second result, which is valid for a minute too.
    clock.pass(Duration::from_secs(3_600));
    put(&client).await;
    put(&client).await;
    assert_eq!(signed_with(&server), [1, 1, 3, 3]);
}

#[tokio::test]
async fn the_error_of_an_earlier_refresh_is_not_that_of_a_later_call() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let shared = clock.clone();
    let provider = Provider::new(move |time| match time {
        2 => Err(CredentialsError::new("the vault is sealed")),
        _ => Ok(numbered(time).with_expiry(shared.system_time() + Duration::from_secs(60))),
    });
    let client = client_of(&server, &clock, &provider, |config| config);
    put(&client).await;
    clock.pass(Duration::from_secs(46));
    put(&client).await;
    clock.pass(Duration::from_secs(3_600));
    put(&client).await;
    assert_eq!(signed_with(&server), [1, 1, 3]);
}

#[tokio::test]
async fn a_failed_refresh_is_repeated_after_growing_delays_while_the_credentials_are_valid() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let expiry = clock.system_time() + Duration::from_secs(60);
    let provider = Provider::new(move |time| match time {
        1 => Ok(numbered(time).with_expiry(expiry)),
        _ => Err(CredentialsError::new("the vault is sealed")),
    });
    let client = client_of(&server, &clock, &provider, |config| config);
    put(&client).await;
    clock.pass(Duration::from_secs(46));
    let mut asked = Vec::new();
    for _ in 0..10 {
        for _ in 0..10 {
            put(&client).await;
        }
        asked.push(provider.asked() - 1);
        clock.pass(Duration::from_secs(1));
    }
    // After 0, 1, 3 and 7 seconds.
    assert_eq!(asked, [1, 2, 2, 3, 3, 3, 3, 4, 4, 4]);
    assert_eq!(signed_with(&server), [1; 101]);
}

#[tokio::test]
async fn credentials_of_a_short_life_are_not_refreshed_with_each_call() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let shared = clock.clone();
    let provider = Provider::new(move |time| {
        Ok(numbered(time).with_expiry(shared.system_time() + Duration::from_secs(5)))
    });
    let client = client_of(&server, &clock, &provider, |config| config);
    for _ in 0..100 {
        put(&client).await;
    }
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn a_provider_that_hangs_is_dropped_and_runs_again() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|time| Ok(numbered(time))).slow();
    let client = client_of(&server, &clock, &provider, |config| {
        config.operation_timeout(Duration::from_secs(1))
    });
    for client in [&client, &client.clone()] {
        let error = client.put_users(&users()).await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
    }
    assert_eq!(provider.asked(), 1);
    clock.pass(Duration::from_secs(30));
    let call = start(&client, 1);
    until(|| provider.asked() == 2).await;
    provider.may_answer();
    for result in call {
        result.await.unwrap().unwrap();
    }
    put(&client).await;
    assert_eq!(signed_with(&server), [2, 2]);
}

#[tokio::test]
async fn the_timeout_of_the_provider_ends_a_call_that_waits_for_it() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = Provider::new(|time| Ok(numbered(time))).slow();
    let client = client_of(&server, &clock, &provider, |config| {
        config.credentials_timeout(Duration::from_millis(300))
    });
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!((error.attempts(), provider.asked()), (0, 1));
    assert_eq!(
        error.to_string(),
        "timed out after 300ms waiting for the credentials provider (0 attempts)"
    );
    provider.may_answer();
    put(&client).await;
    assert_eq!(signed_with(&server), [2]);
}

#[tokio::test]
async fn a_refresh_that_hangs_is_dropped_and_runs_again_while_the_credentials_are_valid() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let provider = for_a_minute(&clock).slow();
    let client = client_of(&server, &clock, &provider, |config| {
        config.credentials_timeout(Duration::from_secs(2))
    });
    provider.may_answer();
    put(&client).await;
    clock.pass(Duration::from_secs(46));
    put(&client).await;
    until(|| provider.asked() == 2).await;
    clock.pass(Duration::from_secs(2));
    put(&client).await;
    clock.pass(Duration::from_secs(1));
    put(&client).await;
    until(|| provider.asked() == 3).await;
    provider.may_answer();
    until(|| provider.answers.available_permits() == 0).await;
    while put_and_id(&client, &server).await != 3 {}
}

async fn put_and_id(client: &Client, server: &Server) -> usize {
    server.requests();
    put(client).await;
    signed_with(server)[0]
}

/// A response with the time of the service.
fn dated() -> Step {
    let now = httpdate::fmt_http_date(std::time::SystemTime::now());
    Step::new(answer(200, &format!("date: {now}\r\n"), b""), Then::Close)
}

#[tokio::test]
async fn an_expiry_is_compared_with_the_time_of_the_service() {
    let (hour, minute) = (Duration::from_secs(3_600), Duration::from_secs(60));
    let now = std::time::SystemTime::now();
    // The clock of the machine, whether the first credentials expire, and which ones sign the requests.
    for (clock, expiry, expected) in [
        (now - hour, Some(now - minute), [1, 2, 2, 2, 2]),
        (now - hour, Some(now + 30 * minute), [1; 5]),
        (now + hour, Some(now + 30 * minute), [1; 5]),
        (now - hour, None, [1; 5]),
        (now + hour, None, [1; 5]),
    ] {
        let (server, clock) = (Server::start(vec![dated(); 5]).await, TestClock::at(clock));
        let provider = Provider::new(move |time| {
            Ok(match expiry {
                Some(expiry) if time == 1 => numbered(time).with_expiry(expiry),
                Some(_) => numbered(time).with_expiry(now + hour),
                None => numbered(time),
            })
        });
        let client = client_of(&server, &clock, &provider, |config| config);
        for _ in 0..5 {
            put(&client).await;
        }
        assert_eq!(signed_with(&server), expected, "{clock:?} {expiry:?}");
    }
}

#[tokio::test]
async fn secrets_that_cannot_be_right_are_rejected_without_showing_them() {
    for (secret, expected) in [
        ("", "must not be empty"),
        ("hush\n", "must not contain a line break"),
        ("hu\r\nsh", "must not contain a line break"),
        (" hush", "must not start or end with white space"),
        ("hush\t", "must not start or end with white space"),
        ("hush\u{a0}", "must not start or end with white space"),
        ("\u{feff}hush", "must consist of printable ASCII characters"),
        ("hu\u{0}sh", "must consist of printable ASCII characters"),
    ] {
        let (server, clock) = (Server::start([]).await, TestClock::new());
        let provider = Provider::new(move |_| Ok(Credentials::new("id", secret)));
        let client = client_of(&server, &clock, &provider, |config| config);
        let error = client.put_users(&users()).await.unwrap_err();
        let expected = format!(
            "no credentials: the provided credentials are invalid: the secret access key {expected}"
        );
        assert_eq!(error.to_string(), expected, "{secret:?}");
        assert!(server.requests().is_empty());
    }
}
