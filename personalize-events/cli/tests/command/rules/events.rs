//! Walks the table of rules for events, sessions and recommendations.

use personalize_events::builders::EventBuilder;
use personalize_events::events::{Recommended, Session};
use personalize_events::{Event, MetricAttribution, PutEventsRequest, Timestamp};
use personalize_events_emulator::Emulator;
use serde_json::{Value, json};

use super::{ACCEPTED, Outcome, REFUSED, WARNED, of_status, outcome, request, table};
use crate::folder::Folder;

/// The schema of the tracker.
const SCHEMA: &str = r#"{"type": "record", "name": "Interactions", "fields": [
    {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}]}"#;
const SHOWN: [&str; 2] = ["film-1", "film-2"];

struct Trial {
    rule: &'static str,
    outcomes: [Outcome; 4],
}

fn click(item_id: &str) -> EventBuilder {
    Event::builder()
        .event_type("click")
        .item_id(item_id)
        .sent_at(Timestamp::from_secs(1_700_000_000))
}

/// What the builder of a request, the command, and an emulator that receives the same request make of an event.
fn sent(session_id: &str, user_id: Option<&str>, event: EventBuilder) -> [Outcome; 3] {
    let built = PutEventsRequest::builder()
        .tracking_id("t")
        .session_id(session_id)
        .maybe_user_id(user_id)
        .event_list([event.clone()])
        .build();
    let event = event.build().expect("the event is valid");
    let body = json!({"trackingId": "t", "sessionId": session_id, "userId": user_id, "eventList": [event]});
    [outcome(built), command(&body), post(&body)]
}

/// What `put-events` makes of a file with the event of a request.
fn command(body: &Value) -> Outcome {
    let mut line = body["eventList"][0].clone();
    line["sessionId"] = body["sessionId"].clone();
    line["userId"] = body["userId"].clone();
    put_line(&Folder::new("rules-events"), &line)
}

/// What `put-events` makes of a valid event with these columns instead of some.
pub(super) fn put(folder: &Folder, changes: &[(&str, &str)]) -> Outcome {
    let mut line = json!({
        "SESSION_ID": "visit-7", "ITEM_ID": "film-1", "TIMESTAMP": "1700000000", "EVENT_TYPE": "click"
    });
    for (column, value) in changes {
        line[*column] = json!(value);
    }
    put_line(folder, &line)
}

fn put_line(folder: &Folder, line: &Value) -> Outcome {
    folder.write("events.json", SCHEMA);
    // There is no warning that no user is known.
    let valid = json!({
        "sessionId": "visit-8", "userId": "viewer-8", "itemId": "film-1", "sentAt": 1, "eventType": "click"
    });
    folder.write("events.jsonl", format!("{valid}\n{line}\n"));
    let ran = folder.run("put-events events.jsonl --schema events.json --local");
    match ran.code {
        Some(0) if ran.warnings().is_empty() => ACCEPTED,
        Some(0) => WARNED,
        Some(1) => REFUSED,
        _ => panic!("{ran:?}"),
    }
}

fn post(body: &Value) -> Outcome {
    let emulator = request::start(Emulator::builder().tracker_schema("t", SCHEMA));
    of_status(request::post(&emulator, "/events", body))
}

fn of_ids(rule: &'static str, session_id: &str, user_id: Option<&str>) -> Trial {
    let session = outcome(Session::from_ids(session_id, user_id));
    let [builder, command, emulator] = sent(session_id, user_id, click("film-1"));
    let outcomes = [session, builder, command, emulator];
    Trial { rule, outcomes }
}

fn of_second_user() -> Trial {
    let mut session = Session::for_user("viewer-1").expect("the ID is valid");
    let rule = "second user";
    let identified = outcome(session.identify("viewer-2"));
    // The requests of both users.
    let [builder, command, emulator] = sent("visit-7", Some("viewer-1"), click("film-1"));
    assert_eq!(
        sent("visit-7", Some("viewer-2"), click("film-1")),
        [builder, command, emulator]
    );
    let outcomes = [identified, builder, command, emulator];
    Trial { rule, outcomes }
}

/// An event with what `Recommended` adds.
fn of_recommended(rule: &'static str, event: &EventBuilder) -> Trial {
    let shown = Recommended::new("RID-1", SHOWN).expect("it is valid");
    let added = outcome(shown.event(event.clone()));
    let complete = event.clone().recommendation_id("RID-1").impression(SHOWN);
    let [builder, command, emulator] = sent("visit-7", None, complete);
    let outcomes = [added, builder, command, emulator];
    Trial { rule, outcomes }
}

fn of_long_impression() -> Trial {
    let items: Vec<String> = (0..26).map(|n| format!("film-{n}")).collect();
    let shown = Recommended::new("RID-1", &items).expect("it is valid");
    let built = click("film-1").impression(&items).build();
    let event = json!({"eventType": "click", "itemId": "film-1", "sentAt": 1, "impression": items});
    let body = json!({"trackingId": "t", "sessionId": "s", "eventList": [event]});
    Trial {
        rule: "impression of more",
        outcomes: [
            outcome(shown.event(click("film-1"))),
            outcome(built),
            command(&body),
            post(&body),
        ],
    }
}

fn of_large_event() -> Trial {
    let items = vec!["\u{1f3ac}".repeat(256); 25];
    let large = click("film-1").impression(items);
    let session = Session::from_ids("visit-7", None::<&str>).expect("the ID is valid");
    let [builder, command, emulator] = sent("visit-7", None, large.clone());
    Trial {
        rule: "event of more than 10 KB",
        outcomes: [outcome(session.event(large)), builder, command, emulator],
    }
}

fn of_event_value() -> Trial {
    let rated = click("film-1").event_value(4.5);
    let session = Session::from_ids("visit-7", None::<&str>).expect("the ID is valid");
    let [builder, command, emulator] = sent("visit-7", None, rated.clone());
    Trial {
        rule: "`eventValue` for a tracker",
        outcomes: [outcome(session.event(rated)), builder, command, emulator],
    }
}

#[test]
fn every_cell_of_the_table_of_rules_for_events_is_true() {
    let source = MetricAttribution::builder().event_attribution_source("newsletter");
    let attributed = click("film-1").metric_attribution(source);
    let trials = [
        of_ids("text `null`", "null", None),
        of_ids("text `null`", "visit-7", Some("null")),
        of_ids("placeholder", "undefined", None),
        of_ids("placeholder", "visit-7", Some("Guest")),
        of_ids("session or user ID of only", " \t", None),
        of_ids("session or user ID of only", "visit-7", Some(" ")),
        of_ids("session ID that is equal", "viewer-1", Some("viewer-1")),
        of_second_user(),
        of_recommended("recommendation ID and impression", &click("film-3")),
        of_recommended("recommendation ID and a metric", &attributed),
        of_long_impression(),
        of_large_event(),
        of_event_value(),
    ];
    let table = table("//! | rule for events |");
    assert_eq!(table.len(), 10);
    for Trial { rule, outcomes } in &trials {
        let mut rows = table.iter().filter(|(name, _)| name.starts_with(rule));
        let (_, cells) = rows.next().unwrap_or_else(|| panic!("{rule}"));
        assert!(rows.next().is_none(), "{rule}");
        assert_eq!(cells, outcomes, "{rule}");
    }
    for (rule, _) in &table {
        assert!(trials.iter().any(|it| rule.starts_with(it.rule)), "{rule}");
    }
    // What the builders allow.
    let null = Session::builder()
        .session_id("null")
        .allow_null_text()
        .build();
    assert_eq!(outcome(null), ACCEPTED);
    let guest = Session::builder()
        .user_id("guest")
        .allow_placeholder_ids()
        .build();
    assert_eq!(outcome(guest), ACCEPTED);
    let shown = Recommended::new("RID-1", SHOWN).expect("it is valid");
    let allowed = shown.allow_metric_attribution().event(attributed);
    assert_eq!(outcome(allowed), ACCEPTED);
}
