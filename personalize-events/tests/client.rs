//! The client against the emulator: stored records and errors.

use personalize_events::{
    Action, ActionInteraction, Client, Config, Credentials, Error, Event, Item, MetricAttribution,
    PutActionInteractionsRequest, PutActionsRequest, PutEventsError, PutEventsRequest,
    PutItemsRequest, PutUsersError, PutUsersRequest, Timestamp, User,
};
use personalize_events_emulator::{Emulator, Fault, Reset, StoredEvent};
use serde_json::{Value, json};

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
const ITEMS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/ITEMS";
const ACTIONS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/ACTIONS";

async fn emulator() -> Emulator {
    Emulator::builder()
        .credentials("id", "the-secret")
        .start()
        .await
        .expect("a port is free")
}

fn client(emulator: &Emulator, credentials: Credentials) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(credentials)
        .endpoint_url(emulator.url())
        .max_attempts(1)
        .build()
        .expect("the settings are right");
    Client::new(config).expect("HTTP needs no certificates")
}

fn known() -> Credentials {
    Credentials::new("id", "the-secret")
}

fn users() -> PutUsersRequest {
    PutUsersRequest::builder()
        .dataset_arn(USERS)
        .users([User::builder().user_id("user-1")])
        .build()
        .expect("the user is valid")
}

#[tokio::test]
async fn users_items_and_actions_are_stored_unchanged() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    let text = r#"{"name":"Zoë \"😀\"","age":"34"}"#;
    let request = PutUsersRequest::builder()
        .dataset_arn(USERS)
        .users([User::builder().user_id("üser 1").properties(text)])
        .build()
        .unwrap();
    let response = client.put_users(&request).await.unwrap();
    assert!(response.request_id().is_some());
    let request = PutItemsRequest::builder()
        .dataset_arn(ITEMS)
        .items([Item::builder().item_id("item-1")])
        .build()
        .unwrap();
    client.put_items(&request).await.unwrap();
    let request = PutActionsRequest::builder()
        .dataset_arn(ACTIONS)
        .actions([Action::builder().action_id("action-1").properties("{}")])
        .build()
        .unwrap();
    client.put_actions(&request).await.unwrap();

    assert_eq!(
        emulator.users(USERS),
        [json!({"userId": "üser 1", "properties": text})]
    );
    assert_eq!(emulator.items(ITEMS), [json!({"itemId": "item-1"})]);
    assert_eq!(
        emulator.actions(ACTIONS),
        [json!({"actionId": "action-1", "properties": "{}"})]
    );
}

#[tokio::test]
async fn events_and_action_interactions_have_every_member() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    let event = Event::builder()
        .event_id("event-1")
        .event_type("watch")
        .event_value(0.5)
        .item_id("item-1")
        .properties(r#"{"rating":"5"}"#)
        .sent_at(Timestamp::from_millis(1_700_000_000_250))
        .recommendation_id("rid-1")
        .impression(["item-1", "item-2"])
        .metric_attribution(MetricAttribution::builder().event_attribution_source("mail"));
    let request = PutEventsRequest::builder()
        .tracking_id("tracker")
        .user_id("user-1")
        .session_id("session-1")
        .event_list([event])
        .build()
        .unwrap();
    client.put_events(&request).await.unwrap();
    let stored = emulator.events("tracker").remove(0);
    let expected = json!({
        "eventId": "event-1",
        "eventType": "watch",
        "eventValue": 0.5,
        "itemId": "item-1",
        "properties": "{\"rating\":\"5\"}",
        "sentAt": 1_700_000_000.25,
        "recommendationId": "rid-1",
        "impression": ["item-1", "item-2"],
        "metricAttribution": {"eventAttributionSource": "mail"}
    });
    assert!(contains(stored.json(), &expected), "{stored:?}");

    let interaction = ActionInteraction::builder()
        .action_id("action-1")
        .user_id("user-1")
        .session_id("session-1")
        .timestamp(Timestamp::from_secs(1_700_000_000))
        .event_type("Taken")
        .impression(["action-1"]);
    let request = PutActionInteractionsRequest::builder()
        .tracking_id("tracker")
        .action_interactions([interaction])
        .build()
        .unwrap();
    client.put_action_interactions(&request).await.unwrap();
    let stored = emulator.action_interactions("tracker").remove(0);
    let expected = json!({
        "actionId": "action-1",
        "userId": "user-1",
        "sessionId": "session-1",
        "timestamp": 1_700_000_000,
        "eventType": "Taken",
        "impression": ["action-1"]
    });
    assert!(contains(stored.json(), &expected), "{stored:?}");
}

/// An event and an interaction without ids, built.
fn unnamed() -> (PutEventsRequest, PutActionInteractionsRequest) {
    let event = || {
        Event::builder()
            .event_type("watch")
            .sent_at(Timestamp::from_secs(1_700_000_000))
    };
    let events = PutEventsRequest::builder()
        .tracking_id("tracker")
        .session_id("session-1")
        .event_list([event(), event()])
        .build();
    let interaction = ActionInteraction::builder()
        .action_id("action-1")
        .session_id("session-1")
        .timestamp(Timestamp::from_secs(1_700_000_000))
        .event_type("Taken");
    let interactions = PutActionInteractionsRequest::builder()
        .tracking_id("tracker")
        .action_interactions([interaction])
        .build();
    (
        events.expect("the events are valid"),
        interactions.expect("the interaction is valid"),
    )
}

#[tokio::test]
async fn an_event_without_an_id_gets_one_that_is_the_same_when_it_is_sent_again() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    let (events, interactions) = unnamed();
    for _ in 0..2 {
        client.put_events(&events).await.unwrap();
        client.put_action_interactions(&interactions).await.unwrap();
    }
    let built: Vec<_> = events.event_list().iter().map(Event::event_id).collect();
    assert_ne!(built[0], built[1], "one for each event");
    let (first, repeated) = (
        emulator.events("tracker"),
        emulator.repeated_events("tracker"),
    );
    for sent in [first, repeated] {
        let ids: Vec<_> = sent.iter().map(StoredEvent::event_id).collect();
        assert_eq!(ids, built);
    }
    let first = emulator.action_interactions("tracker").remove(0);
    let repeated = emulator.repeated_action_interactions("tracker").remove(0);
    assert!(first.event_id().is_some());
    assert_eq!(first, repeated);
}

/// Returns whether `stored` contains `expected`; the emulator may add members of the whole request.
fn contains(stored: &Value, expected: &Value) -> bool {
    let expected = expected.as_object().expect("an object");
    expected
        .iter()
        .all(|(key, value)| stored.get(key) == Some(value))
}

#[tokio::test]
async fn modeled_errors_are_variants_with_message_status_and_request_id() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    for (status, code) in [
        (400, "InvalidInputException"),
        (404, "ResourceNotFoundException"),
        (409, "ResourceInUseException"),
    ] {
        emulator
            .inject_fault(Fault::error(status, code, "because"))
            .unwrap();
        let error = client.put_users(&users()).await.unwrap_err();
        let message = match error.as_service().unwrap() {
            PutUsersError::InvalidInput(e) if status == 400 => e.message(),
            PutUsersError::ResourceNotFound(e) if status == 404 => e.message(),
            PutUsersError::ResourceInUse(e) if status == 409 => e.message(),
            other @ (PutUsersError::InvalidInput(_)
            | PutUsersError::ResourceNotFound(_)
            | PutUsersError::ResourceInUse(_)
            | _) => panic!("{code} became {other:?}"),
        };
        assert_eq!(message, Some("because"));
        assert_eq!((error.status(), error.code()), (Some(status), Some(code)));
        let id = error.request_id().unwrap();
        let text = error.to_string();
        let expected = format!("{code}: because (HTTP {status}, request id {id}, 1 attempt)");
        assert!(text.starts_with(&expected), "{text}");
    }
    assert_eq!(emulator.users(USERS), Vec::<Value>::new());
}

#[tokio::test]
async fn an_error_with_a_known_code_has_a_hint() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    for (code, hint) in [
        (
            "AccessDeniedException",
            "; grant `personalize:PutUsers` on the resource to the caller's IAM identity",
        ),
        (
            "AccessDenied",
            "; grant `personalize:PutUsers` on the resource to the caller's IAM identity",
        ),
        (
            "NotAuthorized",
            "; grant `personalize:PutUsers` on the resource to the caller's IAM identity",
        ),
        (
            "ExpiredTokenException",
            "; the session token has expired: give the client new credentials",
        ),
        (
            "ExpiredToken",
            "; the session token has expired: give the client new credentials",
        ),
        (
            "UnrecognizedClientException",
            "; check the access key id; temporary keys need their session token",
        ),
        (
            "InvalidClientTokenId",
            "; check the access key id; temporary keys need their session token",
        ),
        (
            "InvalidSignatureException",
            "; check the secret access key and the clock of this machine",
        ),
        (
            "SignatureDoesNotMatch",
            "; check the secret access key and the clock of this machine",
        ),
        (
            "ResourceNotFoundException",
            "; check the name, and that the resource is in the region `eu-west-1`",
        ),
        ("InvalidInputException", ""),
        ("ThrottlingException", ""),
        ("Novel", ""),
    ] {
        emulator
            .inject_fault(Fault::error(403, code, "because"))
            .unwrap();
        let error = client.put_users(&users()).await.unwrap_err();
        let text = error.to_string();
        let (_, found) = text.split_once(", 1 attempt)").unwrap();
        assert!(found.starts_with(hint), "{text}");
        assert_eq!(found.is_empty(), hint.is_empty(), "{text}");
        // `main` that returns the error prints this.
        assert!(format!("{error:?}").contains(found.trim_start_matches("; ")));
    }
}

/// Puts users into the dataset with this ARN.
async fn put_into(client: &Client, arn: &str) -> Result<(), String> {
    let request = PutUsersRequest::builder()
        .dataset_arn(arn)
        .users([User::builder().user_id("user-1")])
        .build()
        .expect("the ARN matches the pattern");
    let result = client.put_users(&request).await;
    result.map(drop).map_err(|error| {
        assert_eq!((error.attempts(), error.is_retryable()), (0, false));
        assert!(matches!(&error, Error::Transport(transport) if transport.is_builder()));
        error.to_string()
    })
}

#[tokio::test]
async fn a_dataset_of_another_region_or_type_is_rejected_before_anything_is_sent() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    let region = "is in the region `us-east-1`, but this client calls `eu-west-1`: use a client of that region";
    let kind = "ends in `ITEMS`, but this operation writes to a dataset whose ARN ends in `/USERS`";
    let off = "(`ConfigBuilder::check_dataset_arn` disables this check)";
    let start = "the request could not be built: `datasetArn`";
    for (arn, expected) in [
        (USERS.replace("eu-west-1", "us-east-1"), region.to_owned()),
        (ITEMS.to_owned(), kind.to_owned()),
        (
            ITEMS.replace("eu-west-1", "us-east-1"),
            format!("{region}, and {kind}"),
        ),
        (
            "arn:aws:personalize:eu-west-1:123456789012:x".to_owned(),
            kind.replace("ITEMS", "x"),
        ),
        (
            "arn:aws:personalize:::/USERS".to_owned(),
            region.replace("us-east-1", ""),
        ),
        (
            "arn:aws:personalize:eu-west-1:1:a:b/USERS/".to_owned(),
            kind.replace("ITEMS", ""),
        ),
    ] {
        let error = put_into(&client, &arn).await.unwrap_err();
        assert_eq!(error, format!("{start} {expected} {off}"), "{arn}");
    }
    assert!(emulator.requests().is_empty());
    for arn in [USERS, "arn:aws-cn:personalize:eu-west-1:1:dataset/a/USERS"] {
        put_into(&client, arn).await.unwrap();
    }

    let request = PutItemsRequest::builder()
        .dataset_arn(USERS)
        .items([Item::builder().item_id("item-1")]);
    let error = client
        .put_items(&request.build().unwrap())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("ends in `/ITEMS`"), "{error}");
    let request = PutActionsRequest::builder()
        .dataset_arn(USERS)
        .actions([Action::builder().action_id("action-1").properties("{}")]);
    let error = client
        .put_actions(&request.build().unwrap())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("ends in `/ACTIONS`"), "{error}");
}

#[tokio::test]
async fn the_check_of_dataset_arns_can_be_disabled() {
    let emulator = emulator().await;
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(known())
        .endpoint_url(emulator.url())
        .check_dataset_arn(false)
        .build();
    let client = Client::new(config.unwrap()).unwrap();
    let elsewhere = USERS.replace("eu-west-1", "us-east-1");
    put_into(&client, &elsewhere).await.unwrap();
    let request = PutUsersRequest::builder()
        .dataset_arn(ITEMS)
        .users([User::builder().user_id("user-1")]);
    let error = client
        .put_users(&request.build().unwrap())
        .await
        .unwrap_err();
    // The emulator rejects it.
    assert!(
        matches!(error.as_service(), Some(PutUsersError::InvalidInput(_))),
        "{error}"
    );
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test]
async fn errors_that_the_model_does_not_declare_have_code_and_message() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    let fault = Fault::error(400, "ThrottlingException", "Rate exceeded");
    emulator.inject_fault(fault).unwrap();
    let error = client.put_users(&users()).await.unwrap_err();
    let Some(PutUsersError::Unhandled(unhandled)) = error.as_service() else {
        panic!("{error:?}");
    };
    assert_eq!(unhandled.code(), Some("ThrottlingException"));
    assert_eq!(unhandled.message(), Some("Rate exceeded"));

    // Modelled for the other operations, not for PutEvents.
    let fault = Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(fault).unwrap();
    let request = PutEventsRequest::builder()
        .tracking_id("tracker")
        .session_id("session-1")
        .event_list([Event::builder().event_type("x").sent_at(Timestamp::now())])
        .build()
        .unwrap();
    let error = client.put_events(&request).await.unwrap_err();
    assert!(matches!(
        error.as_service(),
        Some(PutEventsError::Unhandled(_))
    ));
}

#[tokio::test]
async fn responses_of_a_gateway_are_errors_with_any_body() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    for body in ["<html>Bad Gateway</html>", "", "{", "[1]"] {
        emulator
            .inject_fault(Fault::status(502).body(body))
            .unwrap();
        let error = client.put_users(&users()).await.unwrap_err();
        assert_eq!((error.status(), error.code()), (Some(502), None), "{body}");
        assert!(
            error
                .to_string()
                .starts_with("an error without a code (HTTP 502")
        );
    }
    let fault = Fault::status(400).body(r#"{"__type":"a.b#ResourceInUseException","Message":"m"}"#);
    emulator.inject_fault(fault).unwrap();
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(matches!(
        error.as_service(),
        Some(PutUsersError::ResourceInUse(_))
    ));
}

#[tokio::test]
async fn a_wrong_secret_is_reported_as_a_403() {
    let emulator = emulator().await;
    let error = client(&emulator, Credentials::new("id", "another"))
        .put_users(&users())
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert_eq!(error.code(), Some("InvalidSignatureException"));
}

#[tokio::test]
async fn a_session_token_is_sent_and_signed() {
    let emulator = Emulator::builder()
        .session_credentials("id", "the-secret", "the-token")
        .start()
        .await
        .unwrap();
    let with_token = known().with_session_token("the-token");
    client(&emulator, with_token)
        .put_users(&users())
        .await
        .unwrap();
    let error = client(&emulator, known())
        .put_users(&users())
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
    let signed = emulator.requests()[0]
        .header("authorization")
        .unwrap()
        .to_owned();
    assert!(signed.contains("x-amz-security-token"), "{signed}");
}

#[tokio::test]
async fn errors_are_classified_as_throttling_and_retryable() {
    let emulator = emulator().await;
    let client = client(&emulator, known());
    for (fault, throttling, retryable) in [
        (Fault::error(400, "ThrottlingException", "slow"), true, true),
        (Fault::status(503), false, true),
        (Fault::status(429), false, false),
        (Fault::reset(Reset::BeforeStore), false, true),
        (Fault::reset(Reset::AfterStore), false, true),
        (
            Fault::error(400, "InvalidInputException", "no"),
            false,
            false,
        ),
    ] {
        emulator.inject_fault(fault.clone()).unwrap();
        let error = client.put_users(&users()).await.unwrap_err();
        let found = (error.is_throttling(), error.is_retryable());
        assert_eq!(found, (throttling, retryable), "{fault:?}");
    }
    client.put_users(&users()).await.unwrap();
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let emulator = emulator().await;
    let elsewhere = self::emulator().await;
    let fault = Fault::status(307).header("location", format!("{}/users", elsewhere.url()));
    emulator.inject_fault(fault).unwrap();
    let error = client(&emulator, known())
        .put_users(&users())
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(307));
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn an_endpoint_may_have_a_path() {
    let emulator = emulator().await;
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(known())
        .endpoint_url(format!("{}/base path/", emulator.url()))
        .build()
        .unwrap();
    let error = Client::new(config)
        .unwrap()
        .put_users(&users())
        .await
        .unwrap_err();
    // The emulator knows no such path; what matters is what was asked for.
    assert_eq!(error.status(), Some(404));
    assert_eq!(emulator.requests()[0].path(), "/base%20path/users");
}

#[tokio::test]
async fn a_request_has_the_headers_of_the_protocol_and_the_user_agent() {
    let emulator = emulator().await;
    client(&emulator, known())
        .put_users(&users())
        .await
        .unwrap();
    let request = &emulator.requests()[0];
    assert_eq!((request.method(), request.path()), ("POST", "/users"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("personalize-events/"), "{agent}");
}

/// The bodies of AWS's SDK for Rust: compact JSON with members in the order of the model.
#[test]
fn the_body_equals_that_of_the_sdk_byte_for_byte() {
    let Some(captured) = personalize_events_conformance::read("wire/wire-aws-sdk-rust.txt") else {
        return;
    };
    let body = captured
        .lines()
        .find(|line| line.starts_with("{\"datasetArn\""))
        .unwrap();
    let read: Value = serde_json::from_str(body).unwrap();
    let users = read["users"].as_array().unwrap().iter().map(|user| {
        User::builder()
            .user_id(user["userId"].as_str().unwrap())
            .properties(user["properties"].as_str().unwrap())
    });
    let request = PutUsersRequest::builder()
        .dataset_arn(read["datasetArn"].as_str().unwrap())
        .users(users)
        .build()
        .unwrap();
    assert_eq!(serde_json::to_string(&request).unwrap(), body);
}

#[test]
fn debug_output_contains_no_secrets_and_no_user_data() {
    let credentials = Credentials::new("the-id", "the-secret").with_session_token("the-token");
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(credentials)
        .endpoint_url("http://127.0.0.1:1");
    let user = || {
        User::builder()
            .user_id("the-user")
            .properties("{\"the\":\"value\"}")
    };
    let event = || {
        Event::builder()
            .event_type("the-type")
            .item_id("the-item")
            .sent_at(Timestamp::now())
    };
    let events = PutEventsRequest::builder()
        .tracking_id("tracker")
        .user_id("the-user")
        .session_id("session-1")
        .event_list([event()]);
    let users = PutUsersRequest::builder()
        .dataset_arn(USERS)
        .users([user()]);
    let mut texts = vec![
        format!("{config:?} {:?} {users:?} {events:?}", user()),
        format!("{:?} {:?}", user().build(), event().build()),
        format!("{:?} {:?}", users.build(), events.build()),
        format!("{:?}", Item::builder().item_id("the-item").build()),
        format!("{:?}", Action::builder().action_id("the-action").build()),
    ];
    let config = config.build().unwrap();
    texts.push(format!(
        "{config:?} {:?}",
        Client::new(config.clone()).unwrap()
    ));
    for text in texts {
        assert!(
            !text.contains("the-") && !text.contains("value\\"),
            "{text}"
        );
    }
}

#[test]
fn clients_requests_and_errors_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<Config>();
    shared::<PutUsersRequest>();
    shared::<personalize_events::builders::PutUsersRequestBuilder>();
    shared::<Error<PutUsersError>>();
    shared::<personalize_events::ValidationError>();
}

/// A client of an HTTPS endpoint.
fn with_tls() -> Result<Client, personalize_events::ConfigError> {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(known())
        .endpoint_url("https://example.com");
    Client::new(config.build().expect("the settings are right"))
}

#[cfg(feature = "rustls")]
#[test]
fn https_needs_no_process_wide_provider() {
    // Without certificates, the constructor returns an error and does not panic.
    if let Err(error) = with_tls() {
        assert!(error.to_string().starts_with("TLS is unavailable: "));
    }
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
#[test]
fn https_may_use_the_library_of_the_platform() {
    with_tls().unwrap();
}

#[cfg(not(any(feature = "native-tls", feature = "rustls")))]
#[test]
fn a_client_of_https_without_tls_reports_how_to_enable_it() {
    assert_eq!(
        with_tls().unwrap_err().to_string(),
        "TLS is unavailable: this build does not include it; enable the feature `rustls` or `native-tls`, or set an \
         HTTP client that supports it (`ConfigBuilder::http_client`, feature `reqwest-0_13`)"
    );
}

#[cfg(all(
    feature = "reqwest-0_13",
    not(any(feature = "native-tls", feature = "rustls"))
))]
#[tokio::test]
async fn a_custom_client_without_tls_is_not_retried_for_https() {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(known())
        .endpoint_url("https://127.0.0.1:1")
        .http_client(reqwest::Client::new());
    let client = Client::new(config.build().unwrap()).unwrap();
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(!error.is_retryable() && error.attempts() == 0, "{error:?}");
}
