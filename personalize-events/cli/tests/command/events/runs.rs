//! Runs: rejects, checkpoints, interrupts and dry runs.

use std::time::Duration;

use personalize_events_emulator::{Fault, Reset};
use serde_json::{Value, json};

use super::{HEADER, TRACKER, dry_run, emulator, event_ids, folder, run, stored};

fn csv(rows: impl IntoIterator<Item = u32>) -> String {
    let rows = rows
        .into_iter()
        .map(|n| format!("s{},,i{n},1,view\n", n % 5));
    rows.collect::<Vec<_>>().concat()
}

#[test]
fn rejected_rows_can_be_corrected_and_sent() {
    let (folder, emulator) = (folder("event-rejects"), emulator());
    folder.write(
        "events.csv",
        format!("{HEADER},SECONDS_WATCHED\ns,u,a,1,view,1\ns,u,b,2,view,x\ns,u,c,3,view,3\n"),
    );
    let ran = run(
        &folder,
        &emulator,
        "events.csv --rejects rejects.csv --json",
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(
        ran.summary()["reasons"],
        json!([{"reason": "SECONDS_WATCHED has the wrong type", "records": 1}])
    );
    let rejects = folder.read("rejects.csv");
    assert!(
        rejects.starts_with("REJECT_REASON,SESSION_ID,"),
        "{rejects}"
    );
    folder.write("rejects.csv", rejects.replace("view,x", "view,2"));
    let ran = run(&folder, &emulator, "rejects.csv --rejects again.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let items: Vec<String> = stored(&emulator).into_iter().map(|it| it.2).collect();
    assert_eq!(items, ["a", "c", "b"]);
    assert!(!folder.has("again.csv"));
}

#[test]
fn rows_that_the_service_rejects_are_isolated() {
    let (folder, emulator) = (folder("event-service-rejects"), emulator());
    // Only the schema of the service requires numbers.
    let schema = folder.read("schema.json");
    folder.write(
        "schema.json",
        schema.replace(r#"["null", "int"]"#, r#"["null", "string"]"#),
    );
    let rows = (0..30).map(|n| format!("s,u,i{n},1,view,{}\n", if n == 13 { "x" } else { "1" }));
    let rows = rows.collect::<Vec<_>>().concat();
    folder.write("events.csv", format!("{HEADER},SECONDS_WATCHED\n{rows}"));
    let ran = run(
        &folder,
        &emulator,
        "events.csv --rejects rejects.csv --json",
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let rejects = folder.read("rejects.csv");
    assert_eq!(rejects.lines().count(), 2);
    assert!(
        rejects.contains("line 15, column 1: rejected by the service: InvalidInputException"),
        "{rejects}"
    );
    let items: Vec<String> = stored(&emulator).into_iter().map(|it| it.2).collect();
    let expected = (0..30).filter(|n| *n != 13).map(|n| format!("i{n}"));
    assert_eq!(items, expected.collect::<Vec<_>>(), "in order");
}

#[test]
fn a_stopped_run_resumes_from_its_checkpoint_which_names_the_tracker() {
    let (folder, emulator) = (folder("event-resume"), emulator());
    folder.write("events.csv", format!("{HEADER}\n{}", csv(0..100)));
    let delay = Fault::delay(Duration::ZERO).times(3);
    emulator.inject_fault(delay).expect("it is valid");
    let denied = Fault::error(403, "AccessDeniedException", "not authorized");
    emulator.inject_fault(denied).expect("it is valid");
    let arguments = "events.csv --max-concurrent-batches 1 --checkpoint run.json --resume --rejects rejects.csv --json";
    let ran = run(&folder, &emulator, arguments);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.err.contains("with --resume") || ran.err.contains("run the command again"),
        "{ran:?}"
    );
    let checkpoint: Value = serde_json::from_str(&folder.read("run.json")).unwrap();
    assert_eq!(checkpoint["command"], "put-events");
    assert_eq!(checkpoint["trackingId"], TRACKER);
    assert_eq!(checkpoint.get("datasetArn"), None);
    assert!(
        !folder.has("rejects.csv"),
        "events that were not delivered are no rejects"
    );
    let other = arguments.replace("run.json", "run.json --tracking-id other");
    let other = super::put(&emulator, &other).replacen(&format!("--tracking-id {TRACKER} "), "", 1);
    let other = folder.run(&other);
    assert!(
        other
            .err
            .contains(&format!("belongs to put-events into {TRACKER} at http")),
        "{other:?}"
    );
    let ran = run(&folder, &emulator, arguments);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.summary()["completed"], 100);
    assert_eq!(emulator.events(TRACKER).len(), 100);
}

#[test]
fn a_stopped_run_without_a_checkpoint_can_be_repeated_as_a_whole() {
    let (folder, emulator) = (folder("event-repeat"), emulator());
    folder.write("events.csv", format!("{HEADER}\n{}", csv(0..100)));
    // Stored, but the command does not know.
    let lost = Fault::reset(Reset::AfterStore).times(2);
    emulator.inject_fault(lost).expect("it is valid");
    let denied = Fault::error(403, "AccessDeniedException", "not authorized").times(50);
    emulator.inject_fault(denied).expect("it is valid");
    let ran = run(&folder, &emulator, "events.csv");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let emulator_has = emulator.events(TRACKER).len();
    assert!(emulator_has > 0);
    assert!(ran.err.contains("to send all records"), "{ran:?}");
    while emulator.pending_faults() > 0 {
        run(&folder, &emulator, "events.csv");
    }
    let ran = run(&folder, &emulator, "events.csv --json");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.summary()["stored"], 100);
    let ids = event_ids(&emulator.events(TRACKER));
    assert_eq!(ids.len(), 100);
}

#[test]
fn a_dry_run_counts_and_sends_nothing() {
    let folder = folder("event-dry-run");
    folder.write(
        "events.csv",
        format!("{HEADER}\n{}s,u,,1,view\n", csv(0..7)),
    );
    let ran = dry_run(&folder, "events.csv --json --rejects rejects.csv");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(
        ran.summary(),
        json!({
            "read": 8, "valid": 7, "rejected": 1, "stopped": null,
            "reasons": [{"reason": "ITEM_ID is null, but its column is not nullable", "records": 1}],
        })
    );
    assert_eq!(folder.read("rejects.csv").lines().count(), 2);
}

#[test]
fn anonymous_users_are_no_doubt_but_ids_with_spaces_are() {
    let folder = folder("event-warnings");
    folder.write(
        "events.csv",
        format!("{HEADER}\ns,,i,1,view\n s,u ,i,1,view\n"),
    );
    let ran = dry_run(&folder, "events.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let warnings = ran.warnings();
    let padded =
        "has white space at its start or end, which makes it another ID; remove it (warning)";
    assert_eq!(warnings[0], format!("events.csv:3:4: USER_ID {padded}"));
    assert_eq!(warnings[1], format!("events.csv:3:1: SESSION_ID {padded}"));
    assert_eq!(warnings.len(), 2);
    folder.write("events.csv", format!("{HEADER}\ns,,i,1,view\n"));
    assert_eq!(
        dry_run(&folder, "events.csv").warnings(),
        [
            "events.csv: no event has a USER_ID, and the service uses the events of a session only once one of them has it; \
          send an event with SESSION_ID and USER_ID when a visitor signs in (warning)"
        ]
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_explains_how_to_continue_and_counts_what_it_has_sent() {
    use std::process::{Command, Stdio};

    let (folder, emulator) = (folder("event-interrupt"), emulator());
    folder.write("events.csv", format!("{HEADER}\n{}", csv(0..2_000)));
    let delay = Fault::delay(Duration::from_millis(30)).times(10_000);
    emulator.inject_fault(delay).expect("it is valid");
    let mut command = folder.command(&super::put(&emulator, "events.csv --json"));
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let child = child.expect("it starts");
    while emulator.requests().len() < 5 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let id = child.id().to_string();
    let status = Command::new("kill").args(["-s", "INT", &id]).status();
    assert!(status.is_ok_and(|it| it.success()));
    let ran = crate::folder::result(&child.wait_with_output().expect("it ends"));
    assert_eq!(ran.code, Some(130), "{ran:?}");
    let summary = ran.summary();
    assert_eq!(summary["stored"], emulator.events(TRACKER).len());
    let last = ran
        .lines()
        .last()
        .map(|it| (*it).to_owned())
        .unwrap_or_default();
    assert!(
        last.ends_with(
            "run the command again to send all records, of which the service ignores those that it has stored already, \
             because their event IDs are the same"
        ) || last.contains("none of the records"),
        "{last}"
    );
}
