//! How a connection or an answer may end, and what is told of it.

use std::time::Duration;

use personalize_events::Error;

use crate::clock::TestClock;
use crate::server::{Server, Step, Then, answer};
use crate::{client, client_with, users};

const UNREACHED: &str = "the service could not be reached: ";
const UNREAD: &str = "the response could not be read: ";

/// An answer whose body is announced as longer than it is.
fn truncated(status: u16, body: &str) -> String {
    let length = body.len() + 10;
    format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// Waits of two retries after failures that pass.
fn waits() -> [Duration; 2] {
    [50, 100].map(Duration::from_millis)
}

/// What ends a connection before there is an answer, and how that is told.
fn broken() -> Vec<(Step, &'static str)> {
    let step = |bytes: &str, then| Step::new(bytes, then);
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    vec![
        (step("", Then::Close), UNREACHED),
        (step("", Then::Reset), UNREACHED),
        (
            step("HTTP/1.1 200 OK\r\ncontent-le", Then::Close),
            UNREACHED,
        ),
        (
            step("HTTP/1.1 200 OK\r\ncontent-le", Then::Reset),
            UNREACHED,
        ),
        (step("HTTP/1.1 OK\r\n\r\n", Then::Close), UNREACHED),
        (step("HTTP/9.1 200 OK\r\n\r\n", Then::Close), UNREACHED),
        (
            step("220 mail.example.com ESMTP\r\n", Then::Close),
            UNREACHED,
        ),
        (step("\0\u{1}\u{2}\u{3}", Then::Close), UNREACHED),
        (
            step("HTTP/1.1 200 OK\r\na b: c\r\n\r\n", Then::Close),
            UNREACHED,
        ),
        (
            step("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", Then::Close),
            UNREACHED,
        ),
        // After the head.
        (step(&truncated(200, "{}"), Then::Close), UNREAD),
        (step(&truncated(200, "{}"), Then::Reset), UNREAD),
        (step(&truncated(400, "{\"__ty"), Then::Close), UNREAD),
        (step(&truncated(500, ""), Then::Reset), UNREAD),
        (step(&format!("{chunked}5\r\nhel"), Then::Close), UNREAD),
        (step(&format!("{chunked}nonsense"), Then::Close), UNREAD),
    ]
}

#[tokio::test]
async fn a_connection_that_ends_too_early_is_made_anew() {
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
async fn what_always_ends_too_early_is_told_with_the_step_and_the_attempts() {
    for (step, start) in broken() {
        let clock = TestClock::new();
        let server = Server::start(vec![step.clone(); 3]).await;
        let client = client(server.url(), &clock);
        let error = client.put_users(&users()).await.unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, Error::Transport(_)), "{step:?}: {error:?}");
        assert!(text.starts_with(start), "{step:?}: {text}");
        assert!(text.ends_with(" (3 attempts)"), "{step:?}: {text}");
        assert!(error.is_retryable() && !error.is_timeout(), "{step:?}");
        assert_eq!(clock.waits(), waits(), "{step:?}");
    }
}

#[tokio::test]
async fn an_answer_that_stalls_anywhere_is_a_timeout_that_is_tried_again() {
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
async fn a_body_that_comes_slowly_but_in_time_is_read() {
    let body = br#"{"__type":"ResourceInUseException","message":"busy"}"#;
    let step = Step::new(answer(409, "", body), Then::Close).slowly();
    let server = Server::start([step]).await;
    let client = client(server.url(), &TestClock::new());
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceInUseException"));
    assert!(error.to_string().contains(": busy ("), "{error}");
}

#[tokio::test]
async fn the_rest_of_an_error_that_is_longer_than_a_mebibyte_is_not_waited_for() {
    let head = "HTTP/1.1 400 X\r\ncontent-length: 9999999\r\nx-amzn-errortype: Novel\r\n\r\n";
    let bytes = head.to_owned() + &"x".repeat(2 * 1024 * 1024);
    let server = Server::start([Step::new(bytes, Then::Stall)]).await;
    let client = client(server.url(), &TestClock::new());
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(error.code(), Some("Novel"));
}

#[tokio::test]
async fn a_connection_that_nobody_takes_is_tried_again() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let clock = TestClock::new();
    let error = client(&url, &clock).put_users(&users()).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with(UNREACHED) && text.ends_with(" (3 attempts)"),
        "{text}"
    );
    assert_eq!(clock.waits(), waits());
}
