//! Runs that go on where others ended.

use std::process::Stdio;
use std::time::Duration;

use personalize_events_emulator::{Emulator, Fault};
use serde_json::json;

use crate::folder::{Folder, put, ran};
use crate::{USERS, emulator, stored};

fn csv(ids: std::ops::Range<u32>) -> String {
    let rows = ids
        .map(|id| format!("{id},{id}\n"))
        .collect::<Vec<_>>()
        .concat();
    format!("USER_ID,VIDEOS_WATCHED\n{rows}")
}

#[test]
fn a_run_that_was_stopped_goes_on_at_its_checkpoint() {
    let (folder, emulator) = (Folder::new("resume"), emulator());
    folder.write(
        "users.csv",
        csv(0..100)
            .replace("\n5,5\n", "\n5,x\n")
            .replace("\n95,95\n", "\n95,x\n"),
    );
    // Of one batch at a time the fourth is refused, for a reason that all others would meet.
    emulator
        .inject_fault(Fault::delay(Duration::ZERO).times(3))
        .unwrap();
    emulator
        .inject_fault(Fault::error(403, "AccessDeniedException", "not authorized"))
        .unwrap();
    let arguments =
        "users.csv --max-in-flight 1 --checkpoint run.json --resume --rejects rejects.csv --json";
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.err
            .contains("\nstopped before the end: AccessDeniedException: not authorized (HTTP 403"),
        "{ran:?}"
    );
    let summary = ran.summary();
    assert_eq!(summary["acknowledged"], 30);
    assert_eq!(summary["settled"], 31, "thirty, and the one that is wrong");
    assert!(summary["undelivered"].as_u64() >= Some(10));
    assert_eq!(stored(&emulator).len(), 30);
    let kept: serde_json::Value = serde_json::from_str(&folder.read("run.json")).unwrap();
    let kept: Vec<&str> = kept
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        kept,
        [
            "command",
            "datasetArn",
            "digest",
            "records",
            "rejected",
            "rejects"
        ],
        "there is no user data in it"
    );

    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let expected = json!({
        "read": 69, "acknowledged": 68, "superseded": 0, "rejected": 1, "rejectedBefore": 1, "undelivered": 0,
        "settled": 100, "stopped": null
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
        "what was not delivered is no reject any more"
    );

    // There may be more since, and what was rejected is not forgotten.
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
fn what_could_not_be_delivered_until_the_deadline_ends_the_run() {
    let (folder, emulator) = (Folder::new("deadline"), emulator());
    folder.write("users.csv", csv(0..5000));
    emulator
        .inject_fault(Fault::delay(Duration::ZERO).times(20))
        .unwrap();
    emulator
        .inject_fault(Fault::status(503).times(100_000))
        .unwrap();
    let arguments = "users.csv --deadline 1 --max-in-flight 1 --checkpoint run.json --json";
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let summary = ran.summary();
    assert_eq!(
        (&summary["acknowledged"], &summary["settled"]),
        (&json!(200), &json!(200))
    );
    assert!(
        summary["read"].as_u64() < Some(2000),
        "it does not read on: {summary}"
    );
    assert!(
        ran.err
            .contains("stopped before the end: an error without a code (HTTP 503"),
        "{ran:?}"
    );
    let emulator = self::emulator();
    let ran = folder.put(&emulator, "users.csv --checkpoint run.json --resume");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(stored(&emulator).len(), 4800);
}

#[test]
fn a_checkpoint_is_taken_for_no_other_run() {
    let (folder, emulator) = (Folder::new("other-run"), emulator());
    folder.write("users.csv", csv(0..30));
    let refusal = |arguments: &str| {
        let ran = folder.put(&emulator, arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        ran.err.trim_end().to_owned()
    };
    let ran = folder.put(&emulator, "users.csv --checkpoint run.json");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let before = emulator.requests().len();
    assert_eq!(
        refusal("users.csv --checkpoint run.json"),
        "run.json: there is a checkpoint already; go on there with --resume, or remove it to begin again"
    );
    folder.write("users.csv", csv(0..30).replace("\n7,7\n", "\n7,8\n"));
    assert_eq!(
        refusal("users.csv --checkpoint run.json --resume"),
        "run.json: this is the checkpoint of another input: the first 30 records of users.csv are not the same"
    );
    folder.write("users.csv", csv(0..29));
    assert_eq!(
        refusal("users.csv --checkpoint run.json --resume"),
        "run.json: this is the checkpoint of another input: users.csv has 29 records, 30 were settled"
    );
    // The same rows, of other columns.
    folder.write(
        "users.csv",
        csv(0..30).replace("VIDEOS_WATCHED", "videos_watched"),
    );
    assert!(refusal("users.csv --checkpoint run.json --resume").ends_with("are not the same"));
    folder.write("users.csv", csv(0..30));
    let other = USERS.replace("films", "other");
    let url = emulator.url();
    let ran = folder.run(&format!(
        "put-users users.csv --schema users.json --dataset-arn {other} --endpoint-url {url} --checkpoint run.json \
         --resume"
    ));
    assert_eq!(
        ran.err.trim_end(),
        format!("run.json: this is the checkpoint of put-users into {USERS}")
    );
    folder.write("run.json", "{\"records\": 3}");
    assert!(
        refusal("users.csv --checkpoint run.json --resume")
            .starts_with("run.json: this is not a checkpoint: missing field")
    );
    assert_eq!(
        refusal("- --format csv --checkpoint other.json"),
        "standard input cannot be read again from a checkpoint; give a file"
    );
    assert_eq!(emulator.requests().len(), before, "nothing was sent");
}

#[test]
fn rejects_of_another_run_are_not_gone_on_with() {
    let (folder, emulator) = (Folder::new("other-rejects"), emulator());
    folder.write("users.csv", csv(0..30).replace("\n7,7\n", "\n7,x\n"));
    let arguments = "users.csv --checkpoint run.json --rejects rejects.csv --resume";
    assert_eq!(folder.put(&emulator, arguments).code, Some(1));
    folder.write("rejects.csv", "");
    let ran = folder.put(&emulator, arguments);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .starts_with("rejects.csv: this is not the file of the checkpoint, which had "),
        "{ran:?}"
    );
}

#[test]
fn rejects_of_a_resumed_run_are_written_over_nothing() {
    let (folder, emulator) = (Folder::new("foreign-rejects"), emulator());
    let users = csv(0..30).replace("\n7,7\n", "\n7,x\n");
    folder.write("users.csv", &users);
    let arguments = "users.csv --checkpoint run.json --resume";
    assert_eq!(folder.put(&emulator, arguments).code, Some(1));
    folder.write("yesterday.csv", "of yesterday\n");
    for name in ["yesterday.csv", "users.csv"] {
        let ran = folder.put(&emulator, &format!("{arguments} --rejects {name}"));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(": there are rejects already"), "{ran:?}");
    }
    assert_eq!(folder.read("yesterday.csv"), "of yesterday\n");
    assert_eq!(folder.read("users.csv"), users);
    // A file that the checkpoint knows is another in another folder.
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
fn a_reject_that_could_not_be_written_is_not_passed_over() {
    let (folder, emulator) = (Folder::new("full"), emulator());
    let long = "x".repeat(20_000);
    let users = csv(0..100)
        .replace("\n5,5\n", "\n5,x\n")
        .replace("\n50,50\n", &format!("\n50,{long}\n"))
        .replace("\n95,95\n", "\n95,x\n");
    folder.write("users.csv", users);
    let arguments =
        "users.csv --max-in-flight 1 --checkpoint run.json --resume --rejects rejects.csv";
    // Slow enough for checkpoints on the way.
    emulator
        .inject_fault(Fault::delay(Duration::from_millis(400)).times(10))
        .unwrap();
    // No file can be longer than some thousand bytes.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let ran = ran(&mut folder.shell(limited, &put(&emulator, arguments)));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.err
            .contains("stopped before the end: rejects cannot be written: "),
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
fn an_interrupt_waits_for_what_is_on_its_way() {
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
            err.starts_with("interrupted: waiting for what is on its way"),
            "{err}"
        );
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(summary["stopped"], "interrupted");
        assert_eq!(summary["undelivered"], 0);
        // What was sent is settled, to the last record.
        assert_eq!(
            summary["settled"].as_u64(),
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
