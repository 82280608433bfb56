//! The reports that an observer receives.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use personalize_events::{AttemptReport, CallReport, CredentialsError, Observer, Outcome};
use personalize_events_emulator::{Emulator, Fault, Reset};

use crate::clock::TestClock;
use crate::server::{Server, Step, Then};
use crate::{client_with, users};

#[derive(Clone, Debug, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("no test has panicked"))
    }

    fn note(&self, note: String) {
        self.0.lock().expect("no test has panicked").push(note);
    }
}

impl Observer for Notes {
    fn attempt(&self, report: &AttemptReport<'_>) {
        let AttemptReport {
            operation,
            attempt,
            outcome,
            status,
            code,
            request_id,
            wait,
            ..
        } = report;
        let (outcome, has_id) = (outcome.as_str(), request_id.is_some());
        self.note(format!(
            "{operation} {attempt} {outcome} {status:?} {code:?} {has_id} {wait:?}"
        ));
    }

    fn call(&self, report: &CallReport<'_>) {
        let CallReport {
            operation,
            attempts,
            outcome,
            status,
            code,
            request_id,
            duration,
            ..
        } = report;
        let (outcome, has_id) = (outcome.as_str(), request_id.is_some());
        self.note(format!(
            "{operation} after {attempts} {outcome} {status:?} {code:?} {has_id} {duration:?}"
        ));
    }
}

#[tokio::test]
async fn every_attempt_and_every_call_is_reported() {
    let emulator = Emulator::builder().start().await.unwrap();
    let notes = Notes::default();
    let set = |config: personalize_events::ConfigBuilder| {
        config
            .credentials(personalize_events::Credentials::new("test", "test"))
            .observer(notes.clone())
    };
    let client = client_with(emulator.url(), &TestClock::new(), set);
    client.put_users(&users()).await.unwrap();
    assert_eq!(
        notes.take(),
        [
            "PutUsers 1 success Some(200) None true None",
            "PutUsers after 1 success Some(200) None true 0ns",
        ]
    );

    let throttled = Fault::error(400, "ThrottlingException", "Rate exceeded");
    emulator.inject_fault(throttled).unwrap();
    emulator
        .inject_fault(Fault::reset(Reset::BeforeStore))
        .unwrap();
    let refused = Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(refused).unwrap();
    client.put_users(&users()).await.unwrap_err();
    assert_eq!(
        notes.take(),
        [
            "PutUsers 1 throttled Some(400) Some(\"ThrottlingException\") true Some(1s)",
            "PutUsers 2 transport_error None None false Some(100ms)",
            "PutUsers 3 service_error Some(409) Some(\"ResourceInUseException\") true None",
            // On the clock of the test, only the delays take time.
            "PutUsers after 3 service_error Some(409) Some(\"ResourceInUseException\") true 1.1s",
        ]
    );
}

#[tokio::test]
async fn a_call_that_times_out_without_a_free_slot_is_reported() {
    let server = Server::start(vec![Step::new("", Then::Stall); 3]).await;
    let notes = Notes::default();
    let client = client_with(server.url(), &TestClock::new(), |config| {
        let config = config.max_concurrent_calls(1).observer(notes.clone());
        config.operation_timeout(Duration::from_millis(300))
    });
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.put_users(&users()).await.map(drop) }
    });
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    client.put_users(&users()).await.unwrap_err();
    let notes = notes.take();
    let expected = "PutUsers after 0 timed_out None None false ";
    assert!(
        notes.last().is_some_and(|note| note.starts_with(expected)),
        "{notes:?}"
    );
    first.abort();
}

#[derive(Debug)]
struct Sealed;

impl personalize_events::ProvideCredentials for Sealed {
    async fn provide_credentials(
        &self,
    ) -> Result<personalize_events::Credentials, CredentialsError> {
        Err(CredentialsError::new("the vault is sealed"))
    }
}

#[tokio::test]
async fn missing_credentials_are_an_outcome() {
    let server = Server::start([]).await;
    let notes = Notes::default();
    let client = client_with(server.url(), &TestClock::new(), |config| {
        config.credentials_provider(Sealed).observer(notes.clone())
    });
    client.put_users(&users()).await.unwrap_err();
    assert_eq!(
        notes.take(),
        [
            "PutUsers 1 no_credentials None None false None",
            "PutUsers after 1 no_credentials None None false 0ns",
        ]
    );
}

#[test]
fn outcomes_have_names_for_labels() {
    let names = [
        (Outcome::Success, "success"),
        (Outcome::Throttled, "throttled"),
        (Outcome::ServiceError, "service_error"),
        (Outcome::TimedOut, "timed_out"),
        (Outcome::TransportError, "transport_error"),
        (Outcome::NoCredentials, "no_credentials"),
    ];
    for (outcome, name) in names {
        assert_eq!(outcome.as_str(), name);
    }
}
