//! Sessions and recommendations: their rules, and what arrives at the service.

use std::collections::HashSet;

use personalize_events::builders::EventBuilder;
use personalize_events::events::{Recommended, Session};
use personalize_events::{
    Client, Config, Credentials, Event, MetricAttribution, PutEventsRequest, Timestamp,
    ValidationError, ViolationKind,
};
use personalize_events_emulator::Emulator;
use serde_json::json;

const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

const NO_USER: Option<&str> = None;

fn event(item_id: &str) -> EventBuilder {
    Event::builder()
        .event_type("view")
        .item_id(item_id)
        .sent_at(Timestamp::from_secs(1_700_000_000))
}

fn client(emulator: &Emulator) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url())
        .build()
        .expect("the settings are right");
    Client::new(config).expect("HTTP needs no certificates")
}

/// The paths and kinds of all violations.
fn violations<T: std::fmt::Debug>(
    result: Result<T, ValidationError>,
) -> Vec<(String, ViolationKind)> {
    let error = result.expect_err("it is invalid");
    let violations = error.violations().iter();
    violations
        .map(|it| (it.path().to_owned(), it.kind().clone()))
        .collect()
}

fn violation<T: std::fmt::Debug>(result: Result<T, ValidationError>) -> (String, ViolationKind) {
    let mut violations = violations(result);
    assert_eq!(violations.len(), 1, "{violations:?}");
    violations.remove(0)
}

#[tokio::test]
async fn the_first_event_after_a_sign_in_has_both_ids() {
    let emulator = Emulator::builder().start().await.unwrap();
    let client = client(&emulator);
    let send = async |session: &Session, item_id| {
        let request = session.request(TRACKER, [event(item_id)]).unwrap();
        client.put_events(&request).await.unwrap();
    };
    let mut session = Session::anonymous();
    let visit = session.id().to_owned();
    send(&session, "film-1").await;
    session.identify("viewer-1").unwrap();
    send(&session, "film-2").await;
    session.sign_out();
    send(&session, "film-3").await;

    let events = emulator.session_events(TRACKER, &visit);
    let found: Vec<_> = events
        .iter()
        .map(|it| (it.item_id(), it.user_id()))
        .collect();
    let expected = [(Some("film-1"), None), (Some("film-2"), Some("viewer-1"))];
    assert_eq!(found, expected);
    let others = emulator.session_events(TRACKER, session.id());
    assert_eq!(others.len(), 1);
    assert_eq!(others[0].user_id(), None);
}

#[tokio::test]
async fn recommendation_and_impression_arrive() {
    let emulator = Emulator::builder().start().await.unwrap();
    let client = client(&emulator);
    let session = Session::for_user("viewer-1").unwrap();
    let items: Vec<String> = (1..=30).map(|n| format!("film-{n}")).collect();
    let shown = Recommended::new("RID-1a2b", &items).unwrap();
    let events = ["film-3", "film-28"].map(|item_id| shown.event(event(item_id)));
    let request = session.request(TRACKER, events).unwrap();
    client.put_events(&request).await.unwrap();

    let stored = emulator.session_events(TRACKER, session.id());
    let found: Vec<_> = stored.iter().map(|it| it.json().clone()).collect();
    for (event, expected) in found.iter().zip([&items[..25], &items[3..28]]) {
        assert_eq!(event["recommendationId"], "RID-1a2b");
        assert_eq!(event["impression"], json!(expected));
    }
    assert_eq!(found.len(), 2);
}

#[test]
fn anonymous_sessions_have_ids_of_their_own() {
    let ids: HashSet<String> = (0..100)
        .map(|_| Session::anonymous().id().to_owned())
        .collect();
    assert_eq!(ids.len(), 100);
    let first = Session::for_user("viewer-1").unwrap();
    let second = Session::for_user("viewer-1").unwrap();
    assert_ne!(first.id(), second.id());
    assert_ne!(first, second);
}

#[test]
fn a_session_is_continued_from_its_ids() {
    let session = Session::for_user("viewer-1").unwrap();
    let continued = Session::from_ids(session.id(), session.user_id()).unwrap();
    assert_eq!(continued, session);
    let anonymous = Session::from_ids("visit-7", NO_USER).unwrap();
    assert_eq!((anonymous.id(), anonymous.user_id()), ("visit-7", None));
}

#[test]
fn identifying_the_same_user_again_changes_nothing() {
    let mut session = Session::for_user("viewer-1").unwrap();
    let before = session.clone();
    session.identify("viewer-1").unwrap();
    assert_eq!(session, before);
}

#[test]
fn a_session_has_one_user_until_it_ends() {
    let mut session = Session::for_user("viewer-1").unwrap();
    let before = session.clone();
    let (path, kind) = violation(session.identify("viewer-2"));
    assert_eq!(
        (path.as_str(), &kind),
        ("userId", &ViolationKind::OtherUser)
    );
    assert_eq!(session, before);
    session.sign_out();
    session.identify("viewer-2").unwrap();
    assert_eq!(session.user_id(), Some("viewer-2"));
    assert_ne!(session.id(), before.id());
}

#[test]
fn a_session_that_could_not_be_identified_stays_anonymous() {
    let mut session = Session::anonymous();
    let before = session.clone();
    for user_id in ["", "null", "guest", before.id(), &"x".repeat(257)] {
        assert!(session.identify(user_id).is_err(), "{user_id}");
        assert_eq!(session, before);
    }
}

#[test]
fn an_event_has_the_session_of_its_time() {
    let mut session = Session::anonymous();
    let view = session.event(event("film-1")).unwrap();
    session.identify("viewer-1").unwrap();
    assert_eq!(view.session().user_id(), None);
    let (then, event) = view.into_parts();
    assert_eq!(then.id(), session.id());
    assert_eq!(event.item_id(), Some("film-1"));
}

#[test]
fn empty_and_long_ids_are_rejected() {
    let rejected = violations(Session::from_ids("", Some("x".repeat(257))));
    let paths: Vec<&str> = rejected.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["sessionId", "userId"]);
    for (_, kind) in rejected {
        assert!(matches!(
            kind,
            ViolationKind::Length {
                min: 1,
                max: Some(256),
                ..
            }
        ));
    }
    assert!(Session::from_ids("x".repeat(256), Some("é".repeat(256))).is_ok());
}

#[test]
fn a_session_id_that_is_the_user_id_is_rejected() {
    let (path, kind) = violation(Session::from_ids("viewer-1", Some("viewer-1")));
    assert_eq!(
        (path.as_str(), kind),
        ("sessionId", ViolationKind::SessionIdIsUserId)
    );
    let mut session = Session::from_ids("viewer-1", NO_USER).unwrap();
    assert_eq!(
        violation(session.identify("viewer-1")).1,
        ViolationKind::SessionIdIsUserId
    );
    assert!(Session::from_ids("viewer-1", Some("Viewer-1")).is_ok());
}

#[test]
fn the_text_null_is_rejected_unless_it_is_allowed() {
    let rejected = violations(Session::from_ids("null", NO_USER));
    assert_eq!(
        rejected,
        [("sessionId".to_owned(), ViolationKind::NullTextId)]
    );
    assert_eq!(
        violation(Session::for_user("null")).1,
        ViolationKind::NullTextId
    );
    let session = Session::builder()
        .session_id("null")
        .allow_null_text()
        .build();
    assert_eq!(session.unwrap().id(), "null");
    // Another case is a placeholder.
    let session = Session::builder()
        .session_id("NULL")
        .allow_null_text()
        .build();
    assert_eq!(violation(session).1, ViolationKind::PlaceholderId);
}

#[test]
fn events_of_an_allowed_id_can_be_sent() {
    let session = Session::builder()
        .session_id("null")
        .allow_null_text()
        .build();
    let request = session
        .unwrap()
        .request(TRACKER, [event("film-1")])
        .unwrap();
    assert_eq!(request.session_id(), "null");
}

#[test]
fn placeholders_are_rejected_unless_they_are_allowed() {
    let placeholders = [
        "anonymous",
        "Anonymous",
        "GUEST",
        "NaN",
        "none",
        "None",
        "NULL",
        "undefined",
        "unknown",
        " ",
        "\t\u{a0}",
        " guest",
        "00000000-0000-0000-0000-000000000000",
    ];
    for id in placeholders {
        assert_eq!(
            violation(Session::for_user(id)).1,
            ViolationKind::PlaceholderId,
            "{id}"
        );
        let rejected = violation(Session::from_ids(id, NO_USER));
        assert_eq!(
            rejected,
            ("sessionId".to_owned(), ViolationKind::PlaceholderId),
            "{id}"
        );
        let allowed = Session::builder()
            .user_id(id)
            .allow_placeholder_ids()
            .build();
        assert_eq!(allowed.unwrap().user_id(), Some(id));
    }
    for id in [
        "anonymous-7",
        "guesthouse",
        "none of them",
        "0",
        "-1",
        "test",
        "üser",
    ] {
        assert!(Session::for_user(id).is_ok(), "{id}");
    }
}

#[test]
fn what_a_session_rejects_a_request_accepts() {
    let request = |session_id: &str, user_id: &str| {
        PutEventsRequest::builder()
            .tracking_id(TRACKER)
            .session_id(session_id)
            .user_id(user_id)
            .event_list([event("film-1")])
            .build()
    };
    assert!(request("viewer-1", "viewer-1").is_ok());
    assert!(request("visit-7", "anonymous").is_ok());
}

#[test]
fn a_serialized_session_has_the_names_of_the_service() {
    let session = Session::from_ids("visit-7", Some("viewer-1")).unwrap();
    let text = serde_json::to_string(&session).unwrap();
    assert_eq!(text, r#"{"sessionId":"visit-7","userId":"viewer-1"}"#);
    assert_eq!(serde_json::from_str::<Session>(&text).unwrap(), session);
    let anonymous = Session::from_ids("visit-7", NO_USER).unwrap();
    let text = serde_json::to_string(&anonymous).unwrap();
    assert_eq!(text, r#"{"sessionId":"visit-7"}"#);
    assert_eq!(serde_json::from_str::<Session>(&text).unwrap(), anonymous);
}

#[test]
fn a_stored_session_is_validated_without_its_values_in_the_message() {
    let problems = [
        ("{}", "sessionId is required but missing"),
        (
            r#"{"userId":"viewer-1"}"#,
            "sessionId is required but missing",
        ),
        (
            r#"{"sessionId":["secret"]}"#,
            "sessionId is a list, but a string is required",
        ),
        (
            r#"{"sessionId":"secret","userId":"secret"}"#,
            "sessionId is equal to the user ID",
        ),
        (
            r#"{"sessionId":"secret","user":"secret"}"#,
            "user is not a member",
        ),
        (r#"{"sessionId":"undefined"}"#, "sessionId is a placeholder"),
        (
            r#"{"sessionId":"","userId":""}"#,
            "sessionId has 0 characters, but at least 1 is required; userId has",
        ),
        (r#""secret""#, "found a string"),
    ];
    for (text, expected) in problems {
        let error = serde_json::from_str::<Session>(text)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{text}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn debug_omits_ids() {
    let session = Session::from_ids("visit-7", Some("viewer-1")).unwrap();
    let shown = Recommended::new("RID-1a2b", ["film-1"]).unwrap();
    let event = session.event(shown.event(event("film-1"))).unwrap();
    let builder = Session::builder().session_id("visit-7").user_id("viewer-1");
    let recommended = Recommended::builder()
        .recommendation_id("RID-1a2b")
        .items(["film-1"]);
    let text = format!("{session:?} {shown:?} {event:?} {builder:?} {recommended:?}");
    for id in ["visit", "viewer", "RID", "film"] {
        assert!(!text.contains(id), "{text}");
    }
}

#[test]
fn an_event_of_another_item_is_not_recommended() {
    let shown = Recommended::new("RID-1a2b", ["film-1", "film-2"]).unwrap();
    let (path, kind) = violation(shown.event(event("film-3")));
    assert_eq!(
        (path.as_str(), kind),
        ("itemId", ViolationKind::NotRecommended)
    );
}

#[test]
fn recommendations_are_set_once() {
    let shown = Recommended::new("RID-1a2b", ["film-1"]).unwrap();
    let set = event("film-1")
        .recommendation_id("RID-3c4d")
        .impression(["film-9"]);
    let expected = ["recommendationId", "impression"]
        .map(|path| (path.to_owned(), ViolationKind::SetByRecommended));
    assert_eq!(violations(shown.event(set)), expected);
    let once = shown.event(event("film-1")).unwrap();
    assert_eq!(violations(shown.event(once)).len(), 2);
}

#[test]
fn a_metric_attribution_is_rejected_unless_it_is_allowed() {
    let shown = Recommended::new("RID-1a2b", ["film-1"]).unwrap();
    let source = MetricAttribution::builder().event_attribution_source("newsletter");
    let click = event("film-1").metric_attribution(source);
    let (path, kind) = violation(shown.event(click.clone()));
    assert_eq!(
        (path.as_str(), kind),
        ("metricAttribution", ViolationKind::AttributionConflict)
    );
    let click = shown.allow_metric_attribution().event(click).unwrap();
    assert_eq!(
        click
            .metric_attribution()
            .unwrap()
            .event_attribution_source(),
        "newsletter"
    );
}

#[test]
fn recommendations_are_validated() {
    let rejected = violations(Recommended::new("x".repeat(41), ["", "null", "film-1"]));
    let paths: Vec<&str> = rejected.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["recommendationId", "items[0]", "items[1]"]);
    let none: [&str; 0] = [];
    assert_eq!(violation(Recommended::new("RID-1a2b", none)).0, "items");
    let null = Recommended::builder()
        .recommendation_id("RID-1a2b")
        .items(["null"])
        .items(["film-1"])
        .allow_null_text()
        .build()
        .unwrap();
    let click = event("null").allow_null_text();
    assert_eq!(
        null.event(click).unwrap().impression().unwrap(),
        ["null", "film-1"]
    );
}

#[test]
fn violations_of_the_event_are_reported_by_recommendations() {
    let shown = Recommended::new("RID-1a2b", ["film-1"]).unwrap();
    let (path, _) = violation(shown.event(event("film-1").properties("[]")));
    assert_eq!(path, "properties");
}

#[test]
fn recommendations_are_stored_as_json() {
    let shown = Recommended::new("RID-1a2b", ["film-1", "film-2"]).unwrap();
    let text = serde_json::to_string(&shown).unwrap();
    assert_eq!(
        text,
        r#"{"recommendationId":"RID-1a2b","items":["film-1","film-2"]}"#
    );
    assert_eq!(serde_json::from_str::<Recommended>(&text).unwrap(), shown);
    let error = serde_json::from_str::<Recommended>(r#"{"items":["film-1",7]}"#).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("recommendationId is required but missing"),
        "{error}"
    );
    assert!(error.contains("items[1] is a number"), "{error}");
}
