//! Runs that resume from a checkpoint.

use std::process::Stdio;
use std::time::Duration;

use personalize_events_emulator::{Emulator, Fault};
use serde_json::json;

use crate::folder::{Folder, put, ran};
use crate::{USERS, emulator, restarted, stored};

fn csv(ids: std::ops::Range<u32>) -> String {
    let rows = ids
        .map(|id| format!("{id},{id}\n"))
        .collect::<Vec<_>>()
        .concat();
    format!("USER_ID,VIDEOS_WATCHED\n{rows}")
}

#[test]
fn a_stopped_run_resumes_from_its_checkpoint() {
    let (folder, emulator) = (Folder::new("resume"), emulator());
    folder.write(
        "users.csv",
        csv(0..100)
            .replace("\n5,5\n", "\n5,x\n")
            .replace("\n95,95\n", "\n95,x\n"),
    );
    // The fourth batch fails for a reason that applies to all records.
    emulator
        .inject_fault(Fault::delay(Duration::ZERO).times(3))
        .unwrap();
    emulator
        .inject_fault(Fault::error(403, "AccessDeniedException", "not authorized"))
        .unwrap();
    let arguments = "users.csv --max-concurrent-batches 1 --checkpoint run.json --resume --rejects rejects.csv --json";
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.err
            .contains("\nstopped early: AccessDeniedException: not authorized (HTTP 403"),
        "{ran:?}"
    );
    let summary = ran.summary();
    assert_eq!(summary["stored"], 30);
    assert_eq!(summary["completed"], 31, "thirty, and the invalid one");
    assert!(summary["notDelivered"].as_u64() >= Some(10));
    assert_eq!(stored(&emulator).len(), 30);
    let checkpoint: serde_json::Value = serde_json::from_str(&folder.read("run.json")).unwrap();
    let keys: Vec<&str> = checkpoint
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "command",
            "datasetArn",
            "digest",
            "endpoint",
            "records",
            "rejected",
            "rejects"
        ],
        "it contains no user data"
    );

    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let expected = json!({
        "read": 69, "stored": 68, "superseded": 0, "rejected": 1,
        "reasons": [{"reason": "VIDEOS_WATCHED has the wrong type", "records": 1}],
        "rejectedBefore": 1, "notDelivered": 0, "completed": 100, "stopped": null
    });
    assert_eq!(ran.summary(), expected);
    assert_eq!(stored(&emulator).len(), 98);
    let rejects = folder.read("rejects.csv");
    let lines: Vec<&str> = rejects.lines().collect();
    assert_eq!(lines.len(), 3, "{rejects}");
    assert!(
        lines[1].ends_with(",5,x") && lines[2].ends_with(",95,x"),
        "{rejects}"
    );
    assert!(
        !rejects.contains("not delivered"),
        "records that were not delivered before are removed"
    );

    // The input may have grown, and the summary includes rejects of earlier runs.
    folder.write("users.csv", folder.read("users.csv") + "100,1\n");
    let ran = folder.put(&emulator, arguments);
    assert_eq!(
        (ran.code, &ran.summary()["read"]),
        (Some(1), &json!(1)),
        "{ran:?}"
    );
    assert_eq!(ran.summary()["rejectedBefore"], 2);
    assert_eq!(folder.read("rejects.csv"), rejects);
}

#[test]
fn a_batch_that_is_not_delivered_within_the_retry_timeout_stops_the_run() {
    let (folder, emulator) = (Folder::new("retry-timeout"), emulator());
    folder.write("users.csv", csv(0..5000));
    emulator
        .inject_fault(Fault::delay(Duration::ZERO).times(20))
        .unwrap();
    emulator
        .inject_fault(Fault::status(503).times(100_000))
        .unwrap();
    let arguments =
        "users.csv --retry-timeout 1 --max-concurrent-batches 1 --checkpoint run.json --json";
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let summary = ran.summary();
    assert_eq!(
        (&summary["stored"], &summary["completed"]),
        (&json!(200), &json!(200))
    );
    assert!(
        summary["read"].as_u64() < Some(2000),
        "it stops reading: {summary}"
    );
    assert!(
        ran.err
            .contains("stopped early: an error without a code (HTTP 503"),
        "{ran:?}"
    );
    let emulator = restarted(emulator);
    let ran = folder.put(&emulator, "users.csv --checkpoint run.json --resume");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(stored(&emulator).len(), 4800);
}

#[test]
fn a_checkpoint_is_rejected_for_another_run() {
    let (folder, emulator) = (Folder::new("other-run"), emulator());
    folder.write("users.csv", csv(0..30));
    let error = |arguments: &str| {
        let ran = folder.put(&emulator, arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        ran.err.trim_end().to_owned()
    };
    let ran = folder.put(&emulator, "users.csv --checkpoint run.json");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let before = emulator.requests().len();
    assert_eq!(
        error("users.csv --checkpoint run.json"),
        "run.json: a checkpoint exists; resume from it with --resume, or remove it to start over"
    );
    folder.write("users.csv", csv(0..30).replace("\n7,7\n", "\n7,8\n"));
    assert_eq!(
        error("users.csv --checkpoint run.json --resume"),
        "run.json: the checkpoint belongs to another input: the first 30 records of users.csv differ"
    );
    folder.write("users.csv", csv(0..29));
    assert_eq!(
        error("users.csv --checkpoint run.json --resume"),
        "run.json: the checkpoint belongs to another input: users.csv has 29 records, but 30 are completed"
    );
    // The same rows with another header.
    folder.write(
        "users.csv",
        csv(0..30).replace("VIDEOS_WATCHED", "videos_watched"),
    );
    assert!(
        error("users.csv --checkpoint run.json --resume").ends_with("records of users.csv differ")
    );
    folder.write("users.csv", csv(0..30));
    let other = USERS.replace("films", "other");
    let url = emulator.url();
    let ran = folder.run(&format!(
        "put-users users.csv --schema users.json --dataset-arn {other} --endpoint-url {url} --checkpoint run.json \
         --resume"
    ));
    assert_eq!(
        ran.err.trim_end(),
        format!(
            "run.json: the checkpoint belongs to put-users into {USERS} at {url}; choose another file"
        )
    );
    folder.write("run.json", "{\"records\": 3}");
    assert!(
        error("users.csv --checkpoint run.json --resume")
            .starts_with("run.json: invalid checkpoint: missing field")
    );
    assert_eq!(
        error("- --format csv --checkpoint other.json"),
        "standard input cannot be resumed from a checkpoint; pass a file"
    );
    assert_eq!(emulator.requests().len(), before, "nothing was sent");
}

#[test]
fn a_resumed_run_requires_the_rejects_file_of_its_checkpoint() {
    let (folder, emulator) = (Folder::new("other-rejects"), emulator());
    folder.write("users.csv", csv(0..30).replace("\n7,7\n", "\n7,x\n"));
    let arguments = "users.csv --checkpoint run.json --rejects rejects.csv --resume";
    assert_eq!(folder.put(&emulator, arguments).code, Some(1));
    folder.write("rejects.csv", "");
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.starts_with("rejects.csv: the checkpoint requires "),
        "{ran:?}"
    );
}

#[test]
fn a_rejects_file_that_the_user_has_changed_is_not_overwritten() {
    let (folder, emulator) = (Folder::new("changed-rejects"), emulator());
    let users = csv(0..30)
        .replace("\n7,7\n", "\n7,x\n")
        .replace("\n29,29\n", "\n29,x\n");
    folder.write("users.csv", users);
    let arguments = "users.csv --checkpoint run.json --rejects rejects.csv --resume";
    assert_eq!(folder.put(&emulator, arguments).code, Some(1));
    let written = folder.read("rejects.csv");
    for changed in [
        written.replace(",7,x\n", ",7,7\n"),
        format!("{written}30,1\n"),
        written.replace(",29,x\n", ",29,29,29\n"),
    ] {
        folder.write("rejects.csv", &changed);
        let ran = folder.put(&emulator, arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert_eq!(
            ran.err,
            "rejects.csv: the file has changed since the checkpoint was saved; restore it, or write the rejects of the \
             remaining records to another file\n"
        );
        assert_eq!(folder.read("rejects.csv"), changed);
    }
    folder.write("rejects.csv", &written);
    folder.write("users.csv", folder.read("users.csv") + "30,x\n");
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let continued = folder.read("rejects.csv");
    assert_eq!(
        continued
            .strip_prefix(&written)
            .map(|more| more.lines().count()),
        Some(1)
    );
    // As advised.
    folder.write("rejects.csv", "of yesterday\n");
    let ran = folder.put(&emulator, &arguments.replace("rejects.csv", "more.csv"));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(folder.read("rejects.csv"), "of yesterday\n");
}

#[test]
fn rejects_after_the_checkpoint_of_a_stopped_run_may_be_discarded_but_not_changes_to_them() {
    let (folder, emulator) = (Folder::new("changed-tail"), emulator());
    folder.write("users.csv", csv(0..30).replace("\n7,7\n", "\n7,x\n"));
    emulator
        .inject_fault(Fault::error(403, "AccessDeniedException", "no"))
        .unwrap();
    let arguments =
        "users.csv --max-concurrent-batches 1 --checkpoint run.json --rejects rejects.csv --resume";
    assert_eq!(folder.put(&emulator, arguments).code, Some(3));
    let written = folder.read("rejects.csv");
    assert!(written.contains("not delivered"), "{written}");
    let changed = written.replace(",0,0\n", ",0,1\n");
    assert_ne!(changed, written);
    folder.write("rejects.csv", &changed);
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(folder.read("rejects.csv"), changed);
    folder.write("rejects.csv", &written);
    assert_eq!(folder.put(&emulator, arguments).code, Some(1));
    assert_eq!(folder.read("rejects.csv").lines().count(), 2);
    assert_eq!(stored(&emulator).len(), 29);
}

#[test]
fn a_trial_with_another_endpoint_does_not_count_as_the_run() {
    let (folder, trial, real) = (Folder::new("other-endpoint"), emulator(), emulator());
    folder.write("users.csv", csv(0..30));
    let arguments = "users.csv --checkpoint run.json --resume";
    assert_eq!(folder.put(&trial, arguments).code, Some(0));
    let ran = folder.put(&real, arguments);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(
        ran.err,
        format!(
            "run.json: the checkpoint belongs to put-users into {USERS} at {}; choose another file\n",
            trial.url()
        )
    );
    // The endpoint of a variable is the same one.
    let mut command = folder
        .command(&put(&trial, arguments).replace(&format!("--endpoint-url {}", trial.url()), ""));
    let variable = command.env("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", trial.url());
    let ran = self::ran(variable);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(stored(&real).len(), 0);
}

#[test]
fn a_resumed_run_does_not_overwrite_other_files_with_rejects() {
    let (folder, emulator) = (Folder::new("foreign-rejects"), emulator());
    let users = csv(0..30).replace("\n7,7\n", "\n7,x\n");
    folder.write("users.csv", &users);
    let arguments = "users.csv --checkpoint run.json --resume";
    assert_eq!(folder.put(&emulator, arguments).code, Some(1));
    folder.write("yesterday.csv", "of yesterday\n");
    let ran = folder.put(&emulator, &format!("{arguments} --rejects yesterday.csv"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains(": the file is not empty"), "{ran:?}");
    assert_eq!(folder.read("yesterday.csv"), "of yesterday\n");
    assert_eq!(folder.read("users.csv"), users);
    // A file of the same name in another directory is another file.
    let ran = folder.put(&emulator, &format!("{arguments} --rejects rejects.csv"));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let elsewhere = Folder::new("foreign-rejects-elsewhere");
    elsewhere.write("users.csv", &users);
    elsewhere.write("run.json", folder.read("run.json"));
    elsewhere.write("rejects.csv", "of yesterday\n");
    let ran = elsewhere.put(&emulator, &format!("{arguments} --rejects rejects.csv"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(elsewhere.read("rejects.csv"), "of yesterday\n");
}

#[cfg(unix)]
#[test]
fn a_reject_that_cannot_be_written_is_written_by_the_resumed_run() {
    let (folder, emulator) = (Folder::new("full"), emulator());
    let long = "x".repeat(20_000);
    let users = csv(0..100)
        .replace("\n5,5\n", "\n5,x\n")
        .replace("\n50,50\n", &format!("\n50,{long}\n"))
        .replace("\n95,95\n", "\n95,x\n");
    folder.write("users.csv", users);
    let arguments =
        "users.csv --max-concurrent-batches 1 --checkpoint run.json --resume --rejects rejects.csv";
    // Slow enough for several checkpoints.
    emulator
        .inject_fault(Fault::delay(Duration::from_millis(400)).times(10))
        .unwrap();
    // Limits the size of files to a few thousand bytes.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let ran = ran(&mut folder.shell(limited, &put(&emulator, arguments)));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.err
            .contains("stopped early: the rejects file cannot be written: "),
        "{ran:?}"
    );
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let rejects = folder.read("rejects.csv");
    let ends: Vec<&str> = rejects
        .lines()
        .skip(1)
        .map(|line| line.rsplit_once("\",").unwrap().1)
        .collect();
    assert_eq!(ends, ["5,x", &format!("50,{long}"), "95,x"]);
    assert_eq!(stored(&emulator).len(), 97);
}

#[cfg(unix)]
#[test]
fn an_interrupt_waits_for_calls_in_progress() {
    let (folder, emulator) = (Folder::new("interrupt"), emulator());
    folder.write("users.csv", csv(0..2000));
    emulator
        .inject_fault(Fault::delay(Duration::from_millis(20)).times(10_000))
        .unwrap();
    for signal in ["INT", "TERM"] {
        let arguments = put(&emulator, "users.csv --checkpoint run.json --resume --json");
        let mut command = folder.command(&arguments);
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        wait_for(&emulator, emulator.requests().len() + 5);
        let id = child.id().to_string();
        let killed = std::process::Command::new("kill")
            .args(["-s", signal, &id])
            .status()
            .unwrap();
        assert!(killed.success());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{err}");
        assert!(
            err.starts_with("interrupted: waiting up to 8 s for calls in progress"),
            "{err}"
        );
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(summary["stopped"], "interrupted");
        let count = |key: &str| summary[key].as_u64().unwrap();
        assert_eq!(
            count("read"),
            count("stored") + count("rejected") + count("notDelivered")
        );
        // Every record that was sent is completed.
        assert_eq!(
            summary["completed"].as_u64(),
            Some(stored(&emulator).len() as u64)
        );
    }
    let ran = folder.put(&emulator, "users.csv --checkpoint run.json --resume");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(stored(&emulator).len(), 2000);
}

#[cfg(unix)]
fn wait_for(emulator: &Emulator, requests: usize) {
    while emulator.requests().len() < requests {
        std::thread::yield_now();
    }
}
