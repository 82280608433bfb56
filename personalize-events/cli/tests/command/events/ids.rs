//! The IDs of events: those of the file, and those that are derived.

use std::collections::BTreeSet;

use personalize_events_emulator::{Fault, Reset};

use super::{HEADER, TRACKER, dry_run, emulator, event_ids, folder, run};

const ROWS: &str = "visit-1,user-1,a,1,view\nvisit-1,user-1,a,1,view\nvisit-2,,b,2,view\n";

#[test]
fn a_file_that_is_sent_again_counts_once_and_equal_rows_count_each() {
    let (folder, emulator) = (folder("sent-twice"), emulator());
    folder.write("events.csv", format!("{HEADER}\n{ROWS}"));
    for _ in 0..2 {
        assert_eq!(run(&folder, &emulator, "events.csv").code, Some(0));
    }
    let first = event_ids(&emulator.events(TRACKER));
    assert_eq!(first.len(), 3, "the equal rows are two events");
    let repeated = event_ids(&emulator.repeated_events(TRACKER));
    let as_set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(as_set(&repeated), as_set(&first));
    // Line breaks, and rows that are appended, do not change the IDs of the rows before.
    let rows = ROWS.replace('\n', "\r\n");
    folder.write("events.csv", format!("{HEADER}\r\n{rows}visit-2,,c,3,view"));
    assert_eq!(run(&folder, &emulator, "events.csv").code, Some(0));
    assert_eq!(emulator.events(TRACKER).len(), 4);
    // Rows with another number are other events: three, since one of the equal rows has the number of the other.
    folder.write("events.csv", format!("{HEADER}\nvisit-2,,c,3,view\n{ROWS}"));
    assert_eq!(run(&folder, &emulator, "events.csv").code, Some(0));
    assert_eq!(emulator.events(TRACKER).len(), 7);
}

#[test]
fn lines_of_json_that_are_sent_again_count_once() {
    let (folder, emulator) = (folder("sent-twice-jsonl"), emulator());
    let line = r#"{"sessionId":"s","itemId":"a","timestamp":1,"eventType":"view"}"#;
    folder.write("events.jsonl", format!("{line}\n{line}\n"));
    for _ in 0..2 {
        assert_eq!(run(&folder, &emulator, "events.jsonl").code, Some(0));
    }
    assert_eq!(emulator.events(TRACKER).len(), 2);
    assert_eq!(emulator.repeated_events(TRACKER).len(), 2);
}

#[test]
fn a_derived_id_is_that_of_the_documented_computation() {
    let (folder, emulator) = (folder("derived-id"), emulator());
    folder.write("events.csv", format!("{HEADER}\nvisit-1,user-1,a,1,view\n"));
    assert_eq!(run(&folder, &emulator, "events.csv").code, Some(0));
    // Computed with Python, as `derived_id.rs` documents it.
    assert_eq!(
        event_ids(&emulator.events(TRACKER)),
        ["22140e3f-92f2-8d8f-9255-91a03d018707"]
    );
}

#[test]
fn ids_of_the_file_are_sent_and_repeated_ones_are_reported() {
    let (folder, emulator) = (folder("own-ids"), emulator());
    folder.write(
        "events.csv",
        format!("{HEADER},EVENT_ID\ns,u,a,1,view,one\ns,u,b,2,view,two\ns,u,c,3,view,one\ns,u,d,4,view,\n"),
    );
    let ran = run(&folder, &emulator, "events.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        ran.warnings(),
        [
            "events.csv:4:14: EVENT_ID is the ID of an earlier event, and the service uses only the first event with an ID; \
          set another one, unless it is the same event (warning)"
        ]
    );
    let stored = event_ids(&emulator.events(TRACKER));
    assert_eq!(stored[..2], ["one", "two"]);
    assert_eq!((stored.len(), stored[2].len()), (3, 36));
    folder.write(
        "events.csv",
        format!("{HEADER},EVENT_ID\ns,u,a,1,view,{}\n", "x".repeat(257)),
    );
    let ran = dry_run(&folder, "events.csv");
    assert!(
        ran.err
            .contains("events.csv:2:14: EVENT_ID has 257 characters, but at most 256"),
        "{ran:?}"
    );
}

#[test]
fn an_event_whose_response_is_lost_is_stored_once() {
    let (folder, emulator) = (folder("lost-responses"), emulator());
    let rows = (0..100).map(|n| format!("s{},,i{n},1,view\n", n % 7));
    let rows = rows.collect::<Vec<_>>().concat();
    folder.write("events.csv", format!("{HEADER}\n{rows}"));
    let fault = Fault::reset(Reset::AfterStore).times(5);
    emulator.inject_fault(fault).expect("it is valid");
    assert_eq!(run(&folder, &emulator, "events.csv").code, Some(0));
    assert_eq!(emulator.events(TRACKER).len(), 100);
    assert!(!emulator.repeated_events(TRACKER).is_empty());
}
