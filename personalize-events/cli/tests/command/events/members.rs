//! The members of events from the columns of files.

use serde_json::json;

use super::{HEADER, TRACKER, dry_run, emulator, folder, run, stored};
use crate::folder::Folder;

const ACTIONS: &str = r#"{"type": "record", "name": "ActionInteractions",
  "namespace": "com.amazonaws.personalize.schema", "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "ACTION_ID", "type": "string"},
    {"name": "EVENT_TYPE", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
    {"name": "CHANNEL", "type": ["null", "string"], "categorical": true}
  ], "version": "1.0"}"#;

/// The event of both formats, as the emulator stores it.
fn complete() -> serde_json::Value {
    json!({
        "sessionId": "visit-1", "userId": "user-1", "eventId": "event-1", "eventType": "watch", "eventValue": 4.5,
        "itemId": "film-7", "sentAt": 1_700_000_060, "recommendationId": "RID-1",
        "impression": ["film-7", "film-8"], "metricAttribution": {"eventAttributionSource": "newsletter"},
        "properties": r#"{"device":"phone|tv","secondsWatched":"90"}"#,
    })
}

#[test]
fn every_column_of_a_csv_is_sent_as_its_member_or_as_a_property() {
    let (folder, emulator) = (folder("events-csv"), emulator());
    folder.write(
        "events.csv",
        "Device,session_id,userId,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,IMPRESSION,RECOMMENDATION_ID,\
         EVENT_ATTRIBUTION_SOURCE,SECONDS_WATCHED,EVENT_ID\n\
         phone|tv,visit-1,user-1,film-7,1700000060,watch,4.5,film-7|film-8,RID-1,newsletter,90,event-1\n\
         ,visit-1,,film-9,1700000000,view,,,,,,event-2\n",
    );
    let ran = run(&folder, &emulator, "events.csv --json");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(ran.summary()["stored"], 2);
    let events = emulator.session_events(TRACKER, "visit-1");
    assert_eq!(events.len(), 2);
    assert_eq!(events[0], complete());
    // The order of a session is that of the file, even if an earlier event has a later time.
    assert_eq!(
        events[1],
        json!({
            "sessionId": "visit-1", "eventId": "event-2", "eventType": "view", "itemId": "film-9",
            "sentAt": 1_700_000_000
        })
    );
}

#[test]
fn lines_of_json_may_have_columns_or_be_as_in_calls() {
    let folder = folder("events-jsonl");
    let with_columns = json!({
        "SESSION_ID": "visit-1", "USER_ID": "user-1", "EVENT_ID": "event-1", "EVENT_TYPE": "watch",
        "metricAttribution": null, "EVENT_VALUE": 4.5, "ITEM_ID": "film-7", "TIMESTAMP": 1_700_000_060, "RECOMMENDATION_ID": "RID-1",
        "IMPRESSION": ["film-7", "film-8"], "EVENT_ATTRIBUTION_SOURCE": "newsletter",
        "DEVICE": ["phone", "tv"], "SECONDS_WATCHED": 90,
    });
    let as_in_calls = complete();
    let mut with_object = complete();
    with_object["properties"] = json!({"device": "phone|tv", "secondsWatched": 90});
    for line in [with_columns, as_in_calls, with_object] {
        let emulator = emulator();
        folder.write("events.jsonl", line.to_string());
        let ran = run(&folder, &emulator, "events.jsonl");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        let events = emulator.events(TRACKER);
        assert_eq!(events.len(), 1, "{line}");
        assert_eq!(events[0], complete(), "{line}");
    }
}

#[test]
fn events_are_read_from_standard_input_and_values_are_json_if_that_is_wanted() {
    let (folder, emulator) = (folder("events-stdin"), emulator());
    let input = format!("{HEADER},SECONDS_WATCHED\nvisit-1,,film-7,1700000000,view,90\n");
    let arguments = super::put(&emulator, "- --format csv --values json");
    let ran = folder.run_with_input(&arguments, input.as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let events = emulator.events(TRACKER);
    assert_eq!(events[0]["properties"], r#"{"secondsWatched":90}"#);
}

#[test]
fn a_schema_without_the_column_of_a_member_needs_none_but_that_of_values() {
    let (folder, emulator) = (Folder::new("events-few-columns"), emulator());
    let schema = r#"{"type": "record", "name": "Interactions", "namespace": "n", "fields": [
        {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"}], "version": "1.0"}"#;
    folder.write("schema.json", schema);
    folder.write(
        "events.csv",
        format!("{HEADER},IMPRESSION,RECOMMENDATION_ID,EVENT_ATTRIBUTION_SOURCE\ns,u,i,1700000000,view,a|b,R,mail\n"),
    );
    let ran = run(&folder, &emulator, "events.csv");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(emulator.events(TRACKER)[0]["impression"], json!(["a", "b"]));
    folder.write(
        "events.csv",
        format!("{HEADER},EVENT_VALUE\ns,u,i,1,view,1\n"),
    );
    let ran = dry_run(&folder, "events.csv");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("\"EVENT_VALUE\" is not a column"),
        "{ran:?}"
    );
}

#[test]
fn an_event_that_is_too_large_is_rejected_also_in_a_dry_run() {
    let (folder, emulator) = (folder("large-event"), emulator());
    let items = vec!["\u{1f3ac}".repeat(256); 25].join("|");
    folder.write(
        "events.csv",
        format!("{HEADER},IMPRESSION\ns,u,i,1,view,{items}\n"),
    );
    for ran in [
        dry_run(&folder, "events.csv"),
        run(&folder, &emulator, "events.csv"),
    ] {
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.err.starts_with("events.csv:2:1: event has 25"),
            "{ran:?}"
        );
        assert!(
            ran.err.contains(" bytes, but at most 10240 are allowed"),
            "{ran:?}"
        );
    }
    assert_eq!(stored(&emulator), []);
}

#[test]
fn action_interactions_are_sent_with_all_members() {
    let folder = Folder::new("action-interactions");
    let emulator = personalize_events_emulator::Emulator::builder()
        .tracker_schema(TRACKER, ACTIONS)
        .start_blocking()
        .expect("it starts");
    folder.write("schema.json", ACTIONS);
    folder.write(
        "interactions.csv",
        "SESSION_ID,USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP,CHANNEL,IMPRESSION,RECOMMENDATION_ID,EVENT_ID\n\
         visit-1,user-1,newsletter,Taken,1700000000,mail,newsletter|trial,RID-1,event-1\n\
         visit-1,visit-1,newsletter,Taken,1700000000,,,,\n\
         visit-1,,newsletter,Viewed,1700000001,,,,\n\
         visit-1,,null,Viewed,1700000001,,,,\n",
    );
    let arguments = format!(
        "put-action-interactions interactions.csv --schema schema.json --tracking-id {TRACKER} --region eu-west-1 \
         --endpoint-url {} --rejects rejects.csv",
        emulator.url()
    );
    let ran = folder.run(&arguments);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        folder
            .read("rejects.csv")
            .contains("line 3, column 1: SESSION_ID is the user ID"),
        "{ran:?}"
    );
    assert!(
        folder
            .read("rejects.csv")
            .contains("line 5, column 10: ACTION_ID is the text `null`"),
        "{ran:?}"
    );
    let interactions = emulator.action_interactions(TRACKER);
    assert_eq!(interactions.len(), 2);
    assert_eq!(
        interactions[0],
        json!({
            "sessionId": "visit-1", "userId": "user-1", "actionId": "newsletter", "eventType": "Taken",
            "timestamp": 1_700_000_000, "eventId": "event-1", "recommendationId": "RID-1",
            "impression": ["newsletter", "trial"], "properties": r#"{"channel":"mail"}"#
        })
    );
    assert_eq!(
        (interactions[1].user_id(), interactions[1].event_type()),
        (None, "Viewed")
    );
    assert_eq!(interactions[1].event_id().map(str::len), Some(36));
}

#[test]
fn every_problem_of_an_event_is_reported_once_with_its_place() {
    let folder = folder("events-problems");
    let rows = [
        "visit-1,user-1,film-7,1700000060000,watch,,,",
        "visit-1,user-1,film-7,1.5,watch,,,",
        "visit-1,user-1,film-7,yesterday,watch,,,",
        "visit-1,user-1,,1700000000,,x,,",
        "visit-1,user-1,null,1700000000,watch,inf,,",
        "visit-1,user-1,film-7,1700000000,watch,,a||b,",
        "visit-1,user-1,film-7,1700000000,watch,,1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26,",
        "visit-1,user-1,film-7,1700000000,watch,,,x",
    ];
    folder.write(
        "events.csv",
        format!(
            "{HEADER},EVENT_VALUE,IMPRESSION,SECONDS_WATCHED\n{}\n",
            rows.join("\n")
        ),
    );
    let ran = dry_run(&folder, "events.csv --rejects rejects.csv");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let rejects = folder.read("rejects.csv");
    let expected = [
        "column 23: TIMESTAMP is no timestamp in seconds, because it would be outside of the years 1 to 9999; if it is \
         in milliseconds, divide it by 1000",
        "column 23: TIMESTAMP has a fraction, even if it is `.0`; its column is a timestamp, which accepts whole seconds \
         since 1970-01-01 (UTC), such as 1700000000; remove it (pandas adds `.0` if a value of the column is missing: \
         use its type Int64)",
        "column 23: TIMESTAMP has the wrong type; its column is a timestamp, which accepts whole seconds since \
         1970-01-01 (UTC), such as 1700000000; convert dates, in Python with int(date.timestamp())",
        "column 16: ITEM_ID is null, but its column is not nullable; line 5, column 28: EVENT_TYPE is null, but each \
         event must have one; line 5, column 29: EVENT_VALUE has the wrong type; its column is float, which accepts \
         numbers from -3.4e38 to 3.4e38",
        "column 16: ITEM_ID is the text `null`, and the service has dropped a record with such an ID without an error; \
         set the actual ID, or allow it with --allow-null-text; line 6, column 38: EVENT_VALUE has the wrong type; its \
         column is float, which accepts numbers from -3.4e38 to 3.4e38",
        "column 41: IMPRESSION[1] has 0 characters, but at least 1 is required",
        "column 41: IMPRESSION has 26 elements, but at most 25 are allowed",
        "column 42: SECONDS_WATCHED has the wrong type; its column is int, which accepts whole numbers from -2147483648 \
         to 2147483647",
    ];
    let found: Vec<&str> = rejects.lines().skip(1).collect();
    assert_eq!(found.len(), rows.len());
    for ((line, (found, expected)), row) in (2..).zip(found.iter().zip(expected)).zip(rows) {
        assert_eq!(*found, format!("\"line {line}, {expected}\",{row}"));
    }
}
