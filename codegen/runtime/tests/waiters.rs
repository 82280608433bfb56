//! Waiters of generated operations call a local server until the resource has the state.

#![deny(warnings)]

use std::error::Error as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use runtime::{Clock, Error, WaiterError};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use waiters::{DescribeFilmError, DescribeFilmInput, DescribeFilmsInput, Status};

#[path = "../../tests/golden/waiters/generated/mod.rs"]
#[rustfmt::skip]
pub mod waiters;

/// What the host crate of generated code supplies.
mod runtime {
    pub(crate) use super::Client;
    pub(crate) use personalize_events_codegen_runtime::*;
}

/// A client as in the root of a generated crate.
#[derive(Debug)]
pub struct Client {
    transports: Arc<runtime::Transports>,
}

impl Client {
    fn waiter<O: runtime::Operation>(
        &self,
        request: O,
        rules: &'static runtime::waiter::Rules<O>,
    ) -> runtime::Waiter<O> {
        runtime::Waiter::new(Arc::clone(&self.transports), request, rules)
    }

    async fn send<O: runtime::Operation>(
        &self,
        operation: &O,
    ) -> Result<O::Response, runtime::Error<O::Error>> {
        self.transports.send(operation).await
    }
}

/// A clock on which sleeping takes no time, and that records how long it was.
#[derive(Clone, Debug)]
struct TestClock {
    start: Instant,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl TestClock {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            slept: Arc::default(),
        }
    }

    /// The delays in seconds.
    fn slept(&self) -> Vec<f64> {
        let slept = self.slept.lock().expect("no test panicked");
        slept.iter().map(Duration::as_secs_f64).collect()
    }
}

impl Clock for TestClock {
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn instant(&self) -> Instant {
        let slept = self.slept.lock().expect("no test panicked");
        self.start + slept.iter().sum::<Duration>()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut slept = self.slept.lock().expect("no test panicked");
        slept.push(duration);
        Box::pin(std::future::ready(()))
    }
}

/// How many requests a server has received.
type Count = Arc<Mutex<usize>>;

/// A server that gives these answers, one after the other and then the last one again, and a client of it whose random
/// numbers are these, from the last to the first.
async fn serve(answers: Vec<(u16, Value)>, randoms: &[f64]) -> (Client, TestClock, Count) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("the listener has an address");
    let count = Count::default();
    let received = Arc::clone(&count);
    tokio::spawn(async move {
        loop {
            let (mut connection, _) = listener.accept().await.expect("a client comes");
            let mut sent = Vec::new();
            while !is_complete(&sent) {
                let read = connection.read_buf(&mut sent).await;
                read.expect("a client writes");
            }
            let number = {
                let mut received = received.lock().expect("no test panicked");
                *received += 1;
                *received - 1
            };
            let (status, body) = &answers[number.min(answers.len() - 1)];
            let body = body.to_string();
            let answer = format!(
                "HTTP/1.1 {status} -\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let written = connection.write_all(answer.as_bytes()).await;
            written.expect("the client reads");
        }
    });
    let clock = TestClock::new();
    let randoms = Mutex::new(randoms.to_vec());
    let config = runtime::ConfigBuilder::default()
        .endpoint_url(format!("http://{address}"))
        .region("eu-west-1")
        .credentials(runtime::Credentials::new("AKID", "secret"))
        .max_attempts(1)
        .clock(clock.clone())
        .random_source(move || {
            let mut randoms = randoms.lock().expect("no test panicked");
            randoms.pop().unwrap_or(1.0)
        });
    let transports = runtime::Transports::new(config, &waiters::SERVICE, &[&[]]);
    let transports = Arc::new(transports.expect("the settings are complete"));
    (Client { transports }, clock, count)
}

/// Whether the bytes are a request with its body.
fn is_complete(sent: &[u8]) -> bool {
    let text = String::from_utf8_lossy(sent);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let mut lines = head.lines();
    let length = lines.find_map(|line| line.strip_prefix("content-length: "));
    body.len() == length.map_or(0, |length| length.parse().expect("a length"))
}

fn film() -> DescribeFilmInput {
    let request = DescribeFilmInput::builder().title("The End");
    request.build().expect("a valid request")
}

fn films(titles: &[&str]) -> DescribeFilmsInput {
    let request = DescribeFilmsInput::builder().titles(titles.iter().copied());
    request.build().expect("a valid request")
}

fn status(status: &str) -> (u16, Value) {
    (200, json!({ "status": status }))
}

fn not_found() -> (u16, Value) {
    (
        404,
        json!({ "__type": "FilmNotFound", "message": "no film" }),
    )
}

const MINUTES: Duration = Duration::from_secs(300);

// The waiter `ThingExists` of the specification.
#[tokio::test]
async fn calls_are_repeated_until_an_acceptor_succeeds() {
    let answers = vec![status("filming"), (200, json!({})), status("released")];
    let (client, clock, count) = serve(answers, &[]).await;
    let waiter = client.wait_until_film_released(film());
    // A wait can be a task of its own.
    let poll = tokio::spawn(waiter.wait(MINUTES)).await.unwrap().unwrap();
    assert_eq!(
        poll.into_result().unwrap().status(),
        Some(&Status::Released)
    );
    assert_eq!(*count.lock().unwrap(), 3);
    assert_eq!(clock.slept(), [2.0, 4.0]);
}

#[tokio::test]
async fn a_failure_state_ends_a_wait_with_the_last_response() {
    let (client, _, count) = serve(vec![status("filming"), status("failed")], &[]).await;
    let error = client.wait_until_film_released(film()).wait(MINUTES).await;
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the resource cannot get into the desired state"
    );
    assert!(error.source().is_none());
    let WaiterError::FailureState(poll) = error else {
        panic!("{error}");
    };
    assert_eq!(poll.as_result().unwrap().status(), Some(&Status::Failed));
    assert_eq!(*count.lock().unwrap(), 2);
}

// The waiter `BucketExists` of the specification.
#[tokio::test]
async fn an_error_that_an_acceptor_expects_is_a_state() {
    let (client, _, count) = serve(vec![not_found(), not_found(), status("cutting")], &[]).await;
    let poll = client.wait_until_film_exists(film()).wait(MINUTES).await;
    assert!(poll.unwrap().as_result().is_ok());
    assert_eq!(*count.lock().unwrap(), 3);

    for delete in [true, false] {
        let (client, clock, _) = serve(vec![status("cutting"), not_found()], &[0.5]).await;
        let waiter = if delete {
            client.wait_until_film_deleted(film())
        } else {
            client.wait_until_film_gone(film())
        };
        let poll = waiter.wait(MINUTES).await.unwrap();
        let error = poll.into_result().unwrap_err();
        assert!(matches!(
            error.as_service(),
            Some(DescribeFilmError::FilmNotFound(_))
        ));
        // The minimum and the maximum of one waiter are equal, and the longest first delay is the minimum.
        assert_eq!(clock.slept(), if delete { [5.0] } else { [2.0] });
    }
}

#[tokio::test]
async fn an_error_that_no_acceptor_expects_ends_a_wait() {
    let denied = (403, json!({ "__type": "AccessDenied", "message": "no" }));
    for answer in [denied, not_found()] {
        let (client, _, count) = serve(vec![answer], &[]).await;
        let error = client.wait_until_film_released(film()).wait(MINUTES).await;
        let WaiterError::OperationFailed(error) = error.unwrap_err() else {
            panic!("another error");
        };
        assert!(matches!(error, Error::Service { .. }), "{error}");
        assert_eq!(*count.lock().unwrap(), 1);
    }
}

// As in AWS's SDK for Rust: it is not known whether the service has the resource.
#[tokio::test]
async fn an_error_without_a_response_is_no_state() {
    let (client, _, _) = serve(vec![(200, json!("no object"))], &[]).await;
    let error = client.wait_until_film_gone(film()).wait(MINUTES).await;
    let error = error.unwrap_err();
    assert!(
        matches!(error, WaiterError::OperationFailed(Error::Transport(_))),
        "{error}"
    );
}

// The delays are those of the table in the specification; each random number leads to one of them.
#[tokio::test]
async fn delays_are_random_and_grow_to_the_maximum() {
    let expected = [2, 3, 6, 6, 22, 62, 43, 24, 71, 42, 9, 6, 4].map(f64::from);
    let longest = [2, 4, 8, 16, 32, 64, 120, 120, 120, 120, 120, 120, 120].map(f64::from);
    let randoms = expected.iter().zip(longest).map(|(delay, longest)| {
        if longest > 2.0 {
            (delay - 2.0) / (longest - 2.0)
        } else {
            0.7
        }
    });
    let mut randoms: Vec<f64> = randoms.collect();
    randoms.reverse();
    let (client, clock, count) = serve(vec![status("filming")], &randoms).await;
    let error = client.wait_until_film_released(film()).wait(MINUTES).await;
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the resource did not get into the desired state within 300s (14 calls)"
    );
    let slept = clock.slept();
    assert_eq!(slept.len(), expected.len());
    for (slept, expected) in slept.iter().zip(expected) {
        assert!(
            (slept - expected).abs() < 1e-6,
            "{slept} instead of {expected}"
        );
    }
    assert_eq!(*count.lock().unwrap(), 14);
}

// The last call is not cancelled although the time is over.
#[tokio::test]
async fn a_short_wait_ends_with_a_last_call() {
    let (client, clock, _) = serve(vec![status("filming"), status("released")], &[]).await;
    let waiter = client.wait_until_film_released(film());
    waiter.wait(Duration::from_secs(3)).await.unwrap();
    assert_eq!(clock.slept().len(), 1);
    assert!((2.0..=3.0).contains(&clock.slept()[0]));
}

#[tokio::test]
async fn a_call_is_cancelled_when_the_time_is_over() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = runtime::ConfigBuilder::default()
        .endpoint_url(format!("http://{}", listener.local_addr().unwrap()))
        .region("eu-west-1")
        .credentials(runtime::Credentials::new("AKID", "secret"));
    let transports = runtime::Transports::new(config, &waiters::SERVICE, &[&[]]).unwrap();
    let transports = Arc::new(transports);
    let client = Client { transports };
    let waiter = client.wait_until_film_released(film());
    let error = waiter.wait(Duration::from_millis(20)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the resource did not get into the desired state within 20ms (0 calls)"
    );
}

#[test]
fn a_wait_outside_of_a_runtime_is_an_error() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    let (client, _, _) = runtime.block_on(serve(vec![status("filming")], &[]));
    let mut wait = Box::pin(client.wait_until_film_released(film()).wait(MINUTES));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = wait.as_mut().poll(&mut context) else {
        panic!("no error");
    };
    let text = error.to_string() + &error.source().map(ToString::to_string).unwrap_or_default();
    assert!(text.contains("in no Tokio runtime"), "{text}");
}

/// Whether a waiter ends with the first response.
macro_rules! ends {
    ($method:ident, $request:expr, $response:expr) => {{
        let (client, _, _) = serve(vec![(200, $response)], &[]).await;
        let waiter = client.$method($request);
        waiter.wait(Duration::from_secs(1)).await.is_ok()
    }};
}

// The results are those of the grammar's functions and operators: https://jmespath.org/specification.html
#[tokio::test]
async fn expressions_on_members_mean_what_jmespath_specifies() {
    for (response, expected) in [
        (json!({ "status": "open" }), true),
        // An absent value is not equal to a text.
        (json!({}), true),
        (json!({ "status": "filming" }), false),
        (json!({ "status": "cutting" }), false),
    ] {
        assert_eq!(ends!(wait_until_film_settled, film(), response), expected);
    }
    for (response, expected) in [
        (
            json!({ "director": { "contract": { "status": "open" } } }),
            true,
        ),
        (
            json!({ "director": { "contract": { "status": "failed" } } }),
            false,
        ),
        (json!({}), false),
    ] {
        assert_eq!(ends!(wait_until_film_open, film(), response), expected);
    }
    for (response, expected) in [
        (json!({ "rating": 5 }), true),
        (json!({ "rating": 6 }), false),
        (json!({ "rating": 7, "done": true }), true),
        (json!({ "rating": 7, "done": false }), false),
        (json!({ "done": true }), false),
    ] {
        assert_eq!(ends!(wait_until_film_rated, film(), response), expected);
    }
    for (done, is_done, is_undone) in [
        (json!({ "done": true }), true, false),
        (json!({ "done": false }), false, true),
        (json!({}), false, false),
    ] {
        assert_eq!(ends!(wait_until_film_done, film(), done.clone()), is_done);
        assert_eq!(ends!(wait_until_film_undone, film(), done), is_undone);
    }
    for (response, expected) in [
        (json!({}), true),
        (json!({ "isOld": true }), false),
        (json!({ "done": true }), false),
    ] {
        let ends = ends!(wait_until_film_neither_done_nor_old, film(), response);
        assert_eq!(ends, expected);
    }
}

#[tokio::test]
async fn expressions_on_lists_mean_what_jmespath_specifies() {
    let two = json!({ "films": [{ "title": "a" }, { "title": "The End" }] });
    assert!(ends!(wait_until_all_found, films(&["a", "b"]), two.clone()));
    assert!(!ends!(wait_until_all_found, films(&["a"]), two.clone()));
    // `length` of an absent list is an error.
    let none = DescribeFilmsInput::builder().build().unwrap();
    assert!(!ends!(wait_until_all_found, none, json!({})));

    assert!(ends!(wait_until_film_listed_, films(&[]), two));
    assert!(!ends!(
        wait_until_film_listed_,
        films(&[]),
        json!({ "films": [{ "title": "a" }] })
    ));

    let with = |statuses: &[Option<&str>]| {
        let films = statuses.iter();
        let films = films.map(|status| json!({ "title": "a", "status": status }));
        json!({ "films": films.collect::<Vec<_>>() })
    };
    for (statuses, expected) in [
        (&[Some("released"), Some("released")][..], true),
        // A projection has no absent values.
        (&[Some("released"), None], true),
        (&[Some("released"), Some("failed")], false),
        (&[], false),
        (&[None], false),
    ] {
        assert_eq!(
            ends!(wait_until_films_released, films(&[]), with(statuses)),
            expected
        );
    }

    let scenes = |states: &[&[&str]]| {
        let films = states.iter().map(|states| {
            let scenes = states.iter().map(|state| json!({ "state": state }));
            json!({ "title": "a", "scenes": scenes.collect::<Vec<_>>() })
        });
        json!({ "films": films.collect::<Vec<_>>() })
    };
    for (states, all_cut, some) in [
        (&[&["cut"][..], &["cut", "cut"]][..], true, true),
        (&[&["cut"], &[]], true, false),
        (&[&["cut"], &["new"]], false, true),
    ] {
        assert_eq!(
            ends!(wait_until_scenes_cut, films(&[]), scenes(states)),
            all_cut
        );
        assert_eq!(
            ends!(wait_until_some_scenes, films(&[]), scenes(states)),
            some
        );
    }
    for (tags, ratings, expected) in [
        (json!(["old", "new"]), json!({ "a": 1, "b": 2 }), true),
        (json!(["old"]), json!({ "a": 1, "b": 2 }), false),
        (json!(["new"]), json!({ "a": 1 }), false),
        (json!(["new"]), json!(null), false),
    ] {
        let response = json!({ "tags": tags, "ratings": ratings });
        assert_eq!(ends!(wait_until_tagged, films(&[]), response), expected);
    }
    let response = json!({ "oldTags": [null, "old"] });
    assert!(ends!(wait_until_old_tag, films(&[]), response));
}
