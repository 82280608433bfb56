//! What the service returns besides success.

use std::time::{Duration, Instant};

use personalize_events_emulator::Fault;
use serde_json::json;

use crate::folder::Folder;
use crate::{SCHEMA, emulator};

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED\n1,1\n2,2\n3,x\n4,x\n");
    folder
}

#[test]
fn control_characters_of_the_service_are_escaped_and_long_messages_are_cut() {
    let folder = folder("hostile-messages");
    let message = format!("no\u{1b}[2J\u{9b}31m\r\n\u{202e}{}", "x".repeat(100_000));
    for (status, code, expected) in [
        (403, "AccessDeniedException", 3),
        (400, "StrangeException", 1),
    ] {
        let fault = Fault::error(status, code, &message).times(10);
        let emulator = emulator();
        emulator.inject_fault(fault).unwrap();
        let ran = folder.put(&emulator, "users.csv --rejects rejects.csv");
        assert_eq!(ran.code, Some(expected), "{ran:?}");
        let rejects = std::fs::read(folder.path("rejects.csv")).unwrap();
        for text in [ran.out.as_bytes(), ran.err.as_bytes(), &rejects] {
            let text = std::str::from_utf8(text).unwrap();
            assert!(
                !text.contains(|char: char| char.is_control() && char != '\n'),
                "{text}"
            );
            assert!(!text.contains('\u{202e}') && text.len() < 10_000, "{text}");
        }
        let shown = r"no\u{1b}[2J\u{9b}31m\r\n\u{202e}xxx";
        assert!(
            ran.err.contains(shown) && ran.err.contains("more characters)"),
            "{ran:?}"
        );
        std::fs::remove_file(folder.path("rejects.csv")).unwrap();
    }
}

#[test]
fn advice_is_about_the_command() {
    let folder = folder("advice");
    for (status, code) in [
        (403, "ExpiredTokenException"),
        (404, "ResourceNotFoundException"),
        (403, "AccessDeniedException"),
        (403, "InvalidSignatureException"),
        (403, "UnrecognizedClientException"),
    ] {
        let emulator = emulator();
        emulator
            .inject_fault(Fault::error(status, code, "no").times(10))
            .unwrap();
        let ran = folder.put(&emulator, "users.csv");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        for of_the_library in [
            "ConfigBuilder",
            "Config::",
            "this client",
            "in code",
            "the client",
        ] {
            assert!(!ran.err.contains(of_the_library), "{ran:?}");
        }
    }
    let mut command = folder.command(&crate::folder::put(&emulator(), "users.csv"));
    let ran = crate::folder::ran(command.env("AWS_RETRY_MODE", "adaptive"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.ends_with("unset it to use this command\n"),
        "{ran:?}"
    );
}

#[test]
fn rejected_records_are_counted_by_reason() {
    let (folder, emulator) = (folder("reasons"), emulator());
    let fault = Fault::error(400, "InvalidInputException", "user 1 is bad").times(2);
    emulator.inject_fault(fault).unwrap();
    let ran = folder.put(&emulator, "users.csv --json");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(
        ran.summary()["reasons"],
        json!([
            {"reason": "VIDEOS_WATCHED has the wrong type", "records": 2},
            {"reason": "rejected by the service: InvalidInputException", "records": 1},
        ])
    );
    let ran = folder.run("put-users users.csv --schema users.json --dry-run");
    assert!(
        ran.out
            .ends_with("\n  2 rejected: VIDEOS_WATCHED has the wrong type\n"),
        "{ran:?}"
    );
}

#[test]
fn the_retry_timeout_bounds_the_wait_for_a_service_that_does_not_respond() {
    let (folder, emulator) = (folder("no-response"), emulator());
    emulator
        .inject_fault(Fault::delay(Duration::from_secs(60)).times(100))
        .unwrap();
    let started = Instant::now();
    let ran = folder.put(&emulator, "users.csv --retry-timeout 2 --json");
    assert!(started.elapsed() < Duration::from_secs(20), "{ran:?}");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let summary = ran.summary();
    let keys = ["read", "stored", "rejected", "notDelivered"];
    assert_eq!(keys.map(|key| summary[key].as_u64().unwrap()), [4, 0, 2, 2]);
}

#[test]
fn without_time_for_retries_a_request_is_attempted_once() {
    let (folder, emulator) = (folder("no-retries"), emulator());
    emulator.inject_fault(Fault::status(503).times(5)).unwrap();
    let put = "users.csv --retry-timeout 0 --max-concurrent-batches 1";
    let mut command = folder.command(&crate::folder::put(&emulator, put));
    let ran = crate::folder::ran(command.env("AWS_MAX_ATTEMPTS", "5"));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(emulator.requests().len(), 1);
    assert_eq!(emulator.pending_faults(), 4);
    let emulator = crate::emulator();
    let ran = folder.put(&emulator, put);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(crate::stored(&emulator).len(), 2);
}

#[test]
fn the_retry_timeout_bounds_the_wait_for_an_answer() {
    let (folder, emulator) = (folder("slow-answers"), emulator());
    let delay = Fault::delay(Duration::from_secs(60)).times(10);
    emulator.inject_fault(delay).unwrap();
    let started = Instant::now();
    let ran = folder.put(&emulator, "users.csv --deadline 2");
    let elapsed = started.elapsed();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(elapsed < Duration::from_secs(4), "{elapsed:?}");
    assert!(
        ran.err.contains(
            "stopped early: timed out after 2s before the call was complete (1 attempt; --retry-timeout)"
        ),
        "{ran:?}"
    );
}

/// Users whose ages only the schema of the service rejects.
fn rejected_users(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write(
        "users.json",
        SCHEMA.replace(
            r#"["null", "int"]"#,
            r#"["null", "string"], "categorical": true"#,
        ),
    );
    let rows = (0..1_000)
        .map(|id| format!("{id},1,old\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write("users.csv", format!("USER_ID,VIDEOS_WATCHED,AGE\n{rows}"));
    folder
}

#[test]
fn a_mistake_in_the_whole_file_stops_the_run_early() {
    let (folder, emulator) = (rejected_users("all-rejected"), emulator());
    let arguments =
        "users.csv --max-concurrent-batches 1 --rejects rejects.csv --checkpoint run.json --json";
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let stopped = ran.summary()["stopped"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let expected =
        "10 batches in a row were rejected (--max-rejected-batches): InvalidInputException: ";
    assert!(stopped.starts_with(expected), "{stopped}");
    assert!(
        emulator.requests().len() < 60,
        "{}",
        emulator.requests().len()
    );
    let summary = ran.summary();
    assert_eq!(
        (&summary["stored"], &summary["rejected"]),
        (&json!(0), &json!(20))
    );
    assert_eq!(summary["completed"], 0);
    // After the mistake is corrected, all records are sent, and those that were rejected are no longer in the file.
    let rejects = folder.read("rejects.csv");
    assert!(rejects.lines().count() > 20, "{rejects}");
    let emulator = crate::restarted_with(emulator, &folder.read("users.json"));
    let ran = folder.put(&emulator, &format!("{arguments} --resume"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(crate::stored(&emulator).len(), 1_000);
    assert_eq!(folder.read("rejects.csv").lines().count(), 0);
}

#[test]
fn records_that_are_rejected_again_after_a_mistake_in_the_whole_file_are_in_the_rejects_once() {
    let (folder, emulator) = (rejected_users("rejected-again"), emulator());
    let arguments =
        "users.csv --max-concurrent-batches 1 --rejects rejects.csv --checkpoint run.json --json";
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    // Nothing was corrected, and the user insists.
    let again = format!("{arguments} --resume --max-rejected-batches unlimited");
    let ran = folder.put(&emulator, &again);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(ran.summary()["rejected"], 1_000);
    let rejects = folder.read("rejects.csv");
    assert_eq!(rejects.lines().count(), 1_001);
    for id in 0..1_000 {
        let row = format!(",{id},1,old");
        assert_eq!(
            rejects.lines().filter(|line| line.ends_with(&row)).count(),
            1,
            "{id}"
        );
    }
}

#[test]
fn the_maximum_of_rejected_batches_can_be_set_or_disabled() {
    let (folder, emulator) = (rejected_users("rejected-batches"), emulator());
    let put = "users.csv --max-concurrent-batches 1 --json";
    let ran = folder.put(&emulator, &format!("{put} --max-rejected-batches 2"));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(ran.summary()["rejected"], 20);
    let ran = folder.put(
        &emulator,
        &format!("{put} --max-rejected-batches unlimited"),
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(ran.summary()["rejected"], 1_000);
}
