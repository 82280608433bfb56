//! Connections and responses that end early, and how they are reported.

use std::error::Error as _;
use std::io::{self, Write as _};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use personalize_events::bulk::Bulk;
use personalize_events::{Client, Config, Credentials, Error, PutUsersError, User};

use crate::clock::TestClock;
use crate::server::{Server, Step, Then, answer};
use crate::{client, client_with, users};

const REACH: &str = "the service could not be reached at http://127.0.0.1:";
const SEND: &str = "no response was received from http://127.0.0.1:";
const READ: &str = "the response could not be read (3 attempts)";

/// A response with a `content-length` that is longer than its body.
fn truncated(status: u16, body: &str) -> String {
    let length = body.len() + 10;
    format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// The kind of the system's error among the causes.
fn io_kind(error: &Error<PutUsersError>) -> Option<io::ErrorKind> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        cause = error.source();
    }
    None
}

/// The delays of two retries after transient failures.
fn waits() -> [Duration; 2] {
    [50, 100].map(Duration::from_millis)
}

/// Connections that end before a response, and how they are reported.
fn broken() -> Vec<(Step, &'static str)> {
    let step = |bytes: &str, then| Step::new(bytes, then);
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    vec![
        (step("", Then::Close), SEND),
        (step("", Then::Reset), SEND),
        (step("HTTP/1.1 200 OK\r\ncontent-le", Then::Close), SEND),
        (step("HTTP/1.1 200 OK\r\ncontent-le", Then::Reset), SEND),
        (step("HTTP/1.1 OK\r\n\r\n", Then::Close), SEND),
        (step("HTTP/9.1 200 OK\r\n\r\n", Then::Close), SEND),
        (step("220 mail.example.com ESMTP\r\n", Then::Close), SEND),
        (step("\0\u{1}\u{2}\u{3}", Then::Close), SEND),
        (step("HTTP/1.1 200 OK\r\na b: c\r\n\r\n", Then::Close), SEND),
        (
            step("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", Then::Close),
            SEND,
        ),
        // After the head.
        (step(&truncated(200, "{}"), Then::Close), READ),
        (step(&truncated(200, "{}"), Then::Reset), READ),
        (step(&truncated(400, "{\"__ty"), Then::Close), READ),
        (step(&truncated(500, ""), Then::Reset), READ),
        (step(&format!("{chunked}5\r\nhel"), Then::Close), READ),
        (step(&format!("{chunked}nonsense"), Then::Close), READ),
    ]
}

#[tokio::test]
async fn a_request_is_retried_after_a_connection_that_ends_early() {
    for (step, _) in broken() {
        let clock = TestClock::new();
        let server = Server::start([step.clone(), step.clone()]).await;
        let result = client(server.url(), &clock).put_users(&users()).await;
        assert!(result.is_ok(), "{step:?}: {result:?}");
        assert_eq!(clock.waits(), waits(), "{step:?}");
        assert_eq!(server.requests().len(), 3, "{step:?}");
    }
}

#[tokio::test]
async fn connections_that_always_end_early_are_reported_with_step_and_attempts() {
    for (step, start) in broken() {
        let clock = TestClock::new();
        let server = Server::start(vec![step.clone(); 3]).await;
        let client = client(server.url(), &clock);
        let error = client.put_users(&users()).await.unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with(start), "{step:?}: {text}");
        assert!(text.ends_with(" (3 attempts)"), "{step:?}: {text}");
        let Error::Transport(transport) = &error else {
            panic!("{step:?}: {error:?}");
        };
        assert_eq!(transport.is_body(), start == READ, "{step:?}");
        assert!(
            !transport.is_connect() && !transport.is_builder(),
            "{step:?}"
        );
        assert!(error.is_retryable() && !error.is_timeout(), "{step:?}");
        assert_eq!(clock.waits(), waits(), "{step:?}");
    }
}

#[tokio::test]
async fn a_response_that_stalls_anywhere_is_a_timeout_and_is_retried() {
    for bytes in [
        String::new(),
        "HTTP/1.1 200 OK\r\ncont".to_owned(),
        truncated(200, ""),
        truncated(400, "{\"__type\":\"Throttling"),
        truncated(503, ""),
    ] {
        let clock = TestClock::new();
        let step = Step::new(&bytes, Then::Stall);
        let server = Server::start(vec![step.clone(); 3]).await;
        let limit = Duration::from_millis(100);
        let client = client_with(server.url(), &clock, |c| c.attempt_timeout(limit));
        let error = client.put_users(&users()).await.unwrap_err();
        assert!(error.is_timeout(), "{bytes}: {error:?}");
        assert_eq!(
            error.to_string(),
            "timed out after 100ms waiting for the response (3 attempts)",
            "{bytes}"
        );
        assert_eq!(clock.waits(), waits(), "{bytes}");
        client.put_users(&users()).await.unwrap();
    }
}

#[tokio::test]
async fn a_slow_body_within_the_timeout_is_read() {
    let body = br#"{"__type":"ResourceInUseException","message":"busy"}"#;
    let step = Step::new(answer(409, "", body), Then::Close).slowly();
    let server = Server::start([step]).await;
    let client = client(server.url(), &TestClock::new());
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceInUseException"));
    assert!(error.to_string().contains(": busy ("), "{error}");
}

#[tokio::test]
async fn the_rest_of_an_error_body_beyond_one_mebibyte_is_not_read() {
    let head = "HTTP/1.1 400 X\r\ncontent-length: 9999999\r\nx-amzn-errortype: Novel\r\n\r\n";
    let bytes = head.to_owned() + &"x".repeat(2 * 1024 * 1024);
    let server = Server::start([Step::new(bytes, Then::Stall)]).await;
    let client = client(server.url(), &TestClock::new());
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(error.code(), Some("Novel"));
}

#[tokio::test]
async fn a_refused_connection_is_retried() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let clock = TestClock::new();
    let error = client(&url, &clock).put_users(&users()).await.unwrap_err();
    let text = error.to_string();
    assert_eq!(io_kind(&error), Some(io::ErrorKind::ConnectionRefused));
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()));
    assert!(
        text.starts_with(REACH) && text.ends_with(" (3 attempts)"),
        "{text}"
    );
    assert_eq!(clock.waits(), waits());
}

#[tokio::test]
async fn a_reset_connection_has_the_error_of_the_system_among_its_causes() {
    for bytes in [String::new(), truncated(200, "{}")] {
        let server = Server::start([Step::new(&bytes, Then::Reset)]).await;
        let client = client_with(server.url(), &TestClock::new(), |c| c.max_attempts(1));
        let error = client.put_users(&users()).await.unwrap_err();
        assert_eq!(
            io_kind(&error),
            Some(io::ErrorKind::ConnectionReset),
            "{error:#}"
        );
    }
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_failed_tls_handshake_is_a_failure_to_connect_with_the_error_among_its_causes() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    // A server without TLS.
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let _ = connection.and_then(|mut it| it.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
        }
    });
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret"))
        .endpoint_url(url)
        .max_attempts(1)
        .build();
    let Ok(client) = Client::new(config.expect("the settings are complete")) else {
        eprintln!("left out: this machine has no certificates");
        return;
    };
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.is_connect()),
        "{error:#}"
    );
    assert!(io_kind(&error).is_some(), "{error:#}");
    assert!(
        format!("{error:#}").contains("corrupt message"),
        "{error:#}"
    );
}

/// A client of an address where nobody listens.
fn nowhere() -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret"))
        .endpoint_url("http://127.0.0.1:1")
        .max_attempts(1)
        .build();
    let config = config.expect("the settings are complete");
    Client::new(config).expect("no certificates are needed")
}

#[tokio::test]
async fn an_error_of_the_connection_names_the_address_without_path() {
    let text = nowhere().put_users(&users()).await.unwrap_err().to_string();
    assert_eq!(text, format!("{REACH}1 (1 attempt)"));
}

#[test]
fn a_call_outside_of_a_runtime_is_an_error_that_names_the_remedy() {
    let is_explained =
        |text: &str| text.contains("in no Tokio runtime") && text.contains("#[tokio::main]");
    let mut context = Context::from_waker(Waker::noop());
    let (client, request) = (nowhere(), users());
    let Poll::Ready(Err(error)) = pin!(client.put_users(&request)).poll(&mut context) else {
        panic!("the call waits");
    };
    assert!(is_explained(&error.to_string()), "{error}");

    let dataset = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
    let records = [(0, User::builder().user_id("user-1"))];
    let mut run = Bulk::users(&client, dataset).send_iter(records).unwrap();
    let Poll::Ready(None) = pin!(run.next()).poll(&mut context) else {
        panic!("the run waits");
    };
    let error = run.abort_error().unwrap().to_string();
    assert!(is_explained(&error), "{error}");
}
