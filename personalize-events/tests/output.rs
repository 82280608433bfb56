//! Logs contain the spans of calls, and no keys or user data.

mod output {
    mod tracker;
}

use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use personalize_events::{
    Action, ActionInteraction, AttemptReport, CallReport, Client, Config, ConfigBuilder,
    Credentials, CredentialsError, Event, Item, Observer, ProvideCredentials,
    PutActionInteractionsRequest, PutActionsRequest, PutEventsRequest, PutItemsRequest,
    PutUsersRequest, Timestamp, User, UserProperties, blocking,
};
use personalize_events_emulator::{Emulator, Fault, Reset};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// Collects the log.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().expect("no test has panicked")
    }

    fn text(&self) -> String {
        String::from_utf8(self.bytes().clone()).expect("it is text")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

fn subscriber(log: &Log, level: tracing::Level) -> impl tracing::Subscriber + Send + Sync {
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(log.clone())
        .finish()
}

fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url(url)
}

fn users(id: &str, properties: &str) -> PutUsersRequest {
    PutUsersRequest::builder()
        .dataset_arn(USERS)
        .users([User::builder().user_id(id).properties(properties)])
        .build()
        .expect("the user is valid")
}

#[tokio::test]
async fn a_call_is_a_span_with_a_span_for_each_attempt() {
    let emulator = Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let log = Log::default();
    let _subscribed = tracing::subscriber::set_default(subscriber(&log, tracing::Level::DEBUG));
    let fault =
        Fault::error(400, "ThrottlingException", "Rate exceeded").header("x-amz-retry-after", "1");
    emulator.inject_fault(fault).unwrap();
    let client = Client::new(config(emulator.url()).build().unwrap()).unwrap();
    let response = client.put_users(&users("u", "{}")).await.unwrap();
    let id = response.request_id().unwrap();
    let text = log.text();
    let ours = |line: &&str| line.contains("personalize_events: ");
    let lines: Vec<&str> = text.lines().filter(ours).collect();
    let [again, first, second, call] = lines.as_slice() else {
        panic!("{text}");
    };
    let of_call = "call{operation=\"PutUsers\"";
    for (line, parts) in [
        (
            first,
            &[
                of_call,
                "attempt{attempt=1 outcome=\"throttled\" duration_ms=",
                "status=400 code=\"ThrottlingException\" request_id=",
            ][..],
        ),
        (
            again,
            &[
                of_call,
                "retrying the request after a delay attempt=1 outcome=\"throttled\"",
                "code=\"ThrottlingException\" wait_ms=",
            ],
        ),
        (
            second,
            &[
                of_call,
                "attempt{attempt=2 outcome=\"success\" duration_ms=",
                "status=200",
                id,
            ],
        ),
        (
            call,
            &[
                of_call,
                "attempts=2 outcome=\"success\" duration_ms=",
                "status=200",
                id,
                "close",
            ],
        ),
    ] {
        for part in parts {
            assert!(line.contains(part), "{part} in {text}");
        }
    }
}

/// Texts that must not be printed anywhere.
const HUSH: [&str; 12] = [
    "hush-id",
    "hush-secret",
    "hush-token",
    "hush-user",
    "hush-property",
    "hush-item",
    "hush-action",
    "hush-session",
    "hush-event",
    "hush-recommendation",
    "hush-vault",
    "hush-panic",
];

#[derive(Debug, Default)]
struct Printing(Arc<Mutex<Vec<String>>>);

impl Observer for Printing {
    fn attempt(&self, report: &AttemptReport<'_>) {
        self.0.lock().expect("no panic").push(format!("{report:?}"));
    }

    fn call(&self, report: &CallReport<'_>) {
        self.0.lock().expect("no panic").push(format!("{report:?}"));
    }
}

/// Panics, returns invalid credentials, fails, and then returns credentials that are valid for a second.
#[derive(Debug, Default)]
struct Vault(std::sync::atomic::AtomicUsize);

impl ProvideCredentials for Vault {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        let time = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let expiry = SystemTime::now() + Duration::from_secs(1);
        match time {
            0 => std::panic::panic_any("hush-panic"),
            1 => Ok(Credentials::new("hush-id\n", "hush-vault")),
            2 => Err(CredentialsError::new("the vault is sealed")),
            _ => Ok(keys().with_expiry(expiry)),
        }
    }
}

fn keys() -> Credentials {
    Credentials::new("hush-id", "hush-secret").with_session_token("hush-token")
}

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: &'static str,
    favourite: &'static str,
}

fn all(
    printed: &mut Vec<String>,
) -> (
    PutItemsRequest,
    PutActionsRequest,
    PutEventsRequest,
    PutActionInteractionsRequest,
) {
    let properties = r#"{"a":"hush-property"}"#;
    let items = PutItemsRequest::builder()
        .dataset_arn(USERS.replace("USERS", "ITEMS"))
        .items([Item::builder().item_id("hush-item").properties(properties)]);
    let actions = PutActionsRequest::builder()
        .dataset_arn(USERS.replace("USERS", "ACTIONS"))
        .actions([Action::builder()
            .action_id("hush-action")
            .properties(properties)]);
    let event = Event::builder()
        .event_id("hush-event")
        .recommendation_id("hush-recommendation")
        .event_type("watch")
        .item_id("hush-item")
        .properties(properties)
        .impression(["hush-item"])
        .sent_at(Timestamp::now());
    let events = PutEventsRequest::builder()
        .tracking_id("tracker")
        .user_id("hush-user")
        .session_id("hush-session")
        .event_list([event.clone()]);
    let interaction = ActionInteraction::builder()
        .action_id("hush-action")
        .user_id("hush-user")
        .session_id("hush-session")
        .event_id("hush-event")
        .recommendation_id("hush-recommendation")
        .timestamp(Timestamp::now())
        .event_type("Taken")
        .properties(properties);
    let interactions = PutActionInteractionsRequest::builder()
        .tracking_id("tracker")
        .action_interactions([interaction.clone()]);
    printed.push(format!(
        "{items:?} {actions:?} {event:?} {events:?} {interaction:?} {interactions:?}"
    ));
    (
        items.build().expect("valid"),
        actions.build().expect("valid"),
        events.build().expect("valid"),
        interactions.build().expect("valid"),
    )
}

/// Runs a client through successes and failures and collects all texts.
async fn full_run(emulator: &Emulator, printed: &mut Vec<String>) {
    let observer = Printing::default();
    let reports = Arc::clone(&observer.0);
    let builder = config(emulator.url())
        .credentials(keys())
        .attempt_timeout(Duration::from_millis(300))
        .observer(observer);
    printed.push(format!("{builder:?}"));
    let config = builder.clone().build().expect("fit");
    let client = Client::new(config.clone()).expect("a client");
    let blocking = blocking::Client::new(config.clone()).expect("a client");
    printed.push(format!("{config:?} {client:?} {blocking:?} {:?}", keys()));
    let request = users("hush-user", r#"{"a":"hush-property"}"#);
    printed.push(format!("{request:?}"));
    let (items, actions, events, interactions) = all(printed);
    printed.push(format!("{items:?} {actions:?} {events:?} {interactions:?}"));
    for fault in [
        None,
        Some(Fault::error(400, "ThrottlingException", "slow").times(2)),
        Some(Fault::error(400, "ThrottlingException", "slow").times(3)),
        Some(Fault::error(400, "InvalidInputException", "bad")),
        Some(Fault::error(403, "AccessDeniedException", "no")),
        Some(Fault::error(403, "ExpiredTokenException", "old")),
        Some(Fault::error(404, "ResourceNotFoundException", "none")),
        Some(Fault::status(502).body("<html>").times(3)),
        Some(Fault::status(307).header("location", "/elsewhere")),
        Some(Fault::reset(Reset::BeforeStore).times(3)),
        Some(Fault::reset(Reset::AfterStore).times(3)),
        Some(Fault::delay(Duration::from_secs(9)).times(3)),
    ] {
        if let Some(fault) = fault {
            emulator.inject_fault(fault).expect("it makes sense");
        }
        match client.put_users(&request).await {
            Ok(response) => printed.push(format!("{response:?}")),
            Err(error) => printed.push(format!("{error} {error:?}")),
        }
    }
    printed.push(format!("{:?}", client.put_items(&items).await));
    printed.push(format!("{:?}", client.put_actions(&actions).await));
    printed.push(format!("{:?}", client.put_events(&events).await));
    printed.push(format!(
        "{:?}",
        client.put_action_interactions(&interactions).await
    ));
    printed.push(format!("{:?}", blocking.put_users(&request)));

    // Keys that are wrong, of a provider, of nobody, of an endpoint that is not there.
    let wrong = Credentials::new("hush-id", "hush-secret-2").with_session_token("hush-token");
    for config in [
        builder.clone().credentials(wrong),
        builder.clone().credentials_provider(Vault::default()),
        builder.clone().endpoint_url("http://127.0.0.1:1"),
        builder.clone().region("us-east-1"),
    ] {
        let client = Client::new(config.build().expect("fit")).expect("a client");
        for _ in 0..4 {
            match client.put_users(&request).await {
                Ok(response) => printed.push(format!("{response:?}")),
                Err(error) => printed.push(format!("{error} {error:?}")),
            }
        }
    }
    // What builders and settings refuse.
    let bad = User::builder()
        .user_id("hush-user")
        .properties("{hush-property");
    printed.push(format!("{:?}", bad.build()));
    let long = User::builder().user_id("hush-user".repeat(100)).build();
    printed.push(format!("{long:?} {}", long.as_ref().expect_err("too long")));
    let viewer = Viewer {
        id: "hush-user",
        favourite: "hush-property",
    };
    printed.push(format!("{:?}", viewer.to_user()));
    let none = Viewer {
        id: "null",
        favourite: "hush-property",
    }
    .to_user();
    printed.push(format!("{none:?} {}", none.as_ref().expect_err("null")));
    let invalid = builder.credentials(Credentials::new("hush-id\u{7f}", "hush-secret"));
    let invalid = invalid
        .endpoint_url("ftp://hush-user:hush-secret@x")
        .build();
    printed.push(format!(
        "{invalid:?} {}",
        invalid.as_ref().expect_err("invalid settings")
    ));
    printed.append(&mut reports.lock().expect("no panic"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_printed_text_contains_secrets_or_user_data() {
    let log = Log::default();
    // For all threads, and for the logs of other crates.
    tracing::subscriber::set_global_default(subscriber(&log, tracing::Level::TRACE)).unwrap();
    tracing_log::LogTracer::init().unwrap();
    let emulator = Emulator::builder()
        .session_credentials("hush-id", "hush-secret", "hush-token")
        .start()
        .await
        .unwrap();
    let mut printed = Vec::new();
    full_run(&emulator, &mut printed).await;
    printed.push(log.text());
    for text in &printed {
        for hush in HUSH {
            assert!(!text.contains(hush), "{hush} in {text}");
        }
    }
    // The run was complete: everything was sent and logged.
    assert_eq!(emulator.users(USERS).len(), 1);
    assert_eq!(emulator.events("tracker").len(), 1);
    let log = log.text();
    for part in [
        "call{operation=\"PutActionInteractions\"",
        "outcome=\"timed_out\"",
        "outcome=\"no_credentials\"",
        "no credentials: the vault is sealed",
        "outcome=\"transport_error\"",
    ] {
        assert!(log.contains(part), "{part} is missing");
    }
}
