//! Ctrl-C and SIGTERM.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use personalize_events_emulator::{Emulator, Fault, Reset};
use serde_json::Value;

use crate::folder::{Folder, Ran, put, result};
use crate::{USERS, emulator, restarted, stored};

const HEADER: &[u8] = b"USER_ID,VIDEOS_WATCHED\n";

fn start(command: &mut Command) -> Child {
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("it starts")
}

/// Waits for something that a running command does.
fn wait_until(mut child: Child, condition: impl Fn() -> bool) -> Child {
    while !condition() {
        let ended = child.try_wait().expect("it can be waited for");
        assert!(ended.is_none(), "{:?}", end(child));
        thread::sleep(Duration::from_millis(5));
    }
    child
}

fn send(child: &Child, signal: &str) {
    let mut kill = Command::new("kill");
    let status = kill.args(["-s", signal, &child.id().to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()));
}

fn end(child: Child) -> Ran {
    result(&child.wait_with_output().expect("it ends"))
}

fn has_temporary_file(folder: &Folder) -> bool {
    let files = folder.files();
    files
        .iter()
        .any(|name| name.ends_with(".personalize-events-tmp"))
}

#[test]
fn an_interrupted_conversion_leaves_the_output_unchanged_and_no_other_file() {
    let folder = Folder::new("interrupted-convert");
    folder.write("out.csv", "of yesterday\n");
    let convert =
        "convert - --format csv --schema users.json --output out.csv --rejects rejects.csv";
    for (signal, is_busy) in [
        ("INT", true),
        ("TERM", true),
        ("INT", false),
        ("TERM", false),
    ] {
        let mut command = folder.command(convert);
        let mut child = start(command.stdin(Stdio::piped()));
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(HEADER).unwrap();
        // An endless input, or one that the command waits for.
        let writer = thread::spawn(move || {
            while is_busy && stdin.write_all(b"1,1\n").is_ok() {}
            stdin
        });
        let child = wait_until(child, || has_temporary_file(&folder));
        thread::sleep(Duration::from_millis(50));
        send(&child, signal);
        let ran = end(child);
        writer.join().unwrap();
        assert_eq!(ran.code, Some(130), "{signal}: {ran:?}");
        assert!(ran.err.contains("interrupted"), "{ran:?}");
        assert_eq!(folder.read("out.csv"), "of yesterday\n");
        assert_eq!(folder.files(), ["out.csv", "users.json"], "{signal}");
    }
}

#[test]
fn a_conversion_to_a_pipe_that_nobody_reads_can_be_interrupted() {
    let folder = Folder::new("interrupted-pipe");
    let rows = (0..50_000)
        .map(|id| format!("{id},1\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write("users.csv", format!("USER_ID,VIDEOS_WATCHED\n{rows}"));
    let mut command = folder.command("convert users.csv --schema users.json --output -");
    let child = start(&mut command);
    thread::sleep(Duration::from_millis(500));
    send(&child, "TERM");
    assert_eq!(end(child).code, Some(130));
}

#[test]
fn an_interrupted_run_explains_how_to_continue() {
    let (folder, emulator) = (Folder::new("interrupted-put"), emulator());
    let rows = (0..2_000)
        .map(|id| format!("{id},{}\n", if id == 7 { "x" } else { "1" }))
        .collect::<Vec<_>>()
        .concat();
    folder.write("users.csv", format!("USER_ID,VIDEOS_WATCHED\n{rows}"));
    let delay = Fault::delay(Duration::from_millis(30)).times(10_000);
    emulator.inject_fault(delay).unwrap();
    let interrupted = |arguments: &str| {
        let before = emulator.requests().len();
        let arguments = put(&emulator, &format!("{arguments} --json"));
        let child = start(&mut folder.command(&arguments));
        let child = wait_until(child, || emulator.requests().len() >= before + 5);
        send(&child, "INT");
        let ran = end(child);
        assert_eq!(ran.code, Some(130), "{ran:?}");
        let summary: Value = serde_json::from_str(&ran.out).unwrap();
        let count = |key: &str| summary[key].as_u64().unwrap();
        assert_eq!(
            count("read"),
            count("stored") + count("rejected") + count("notDelivered")
        );
        let last = ran
            .lines()
            .last()
            .map(|line| line.replace(&count("completed").to_string(), "N"));
        last.unwrap()
    };
    assert_eq!(
        interrupted("users.csv"),
        "the first N records of users.csv are completed, but no --checkpoint has saved that; run the command again to \
         send all records, which replaces those that are stored already"
    );
    assert_eq!(
        interrupted("users.csv --rejects rejects.csv"),
        "the first N records of users.csv are completed, but no --checkpoint has saved that; run the command again \
         with another file than --rejects rejects.csv to send all records, which replaces those that are stored already"
    );
    let arguments = "users.csv --rejects again.csv --checkpoint run.json";
    assert_eq!(
        interrupted(arguments),
        "N records of users.csv are completed, as saved in run.json; to continue, run the command again with --resume"
    );
    assert_eq!(
        interrupted(&format!("{arguments} --resume")),
        "N records of users.csv are completed, as saved in run.json; to continue, run the command again"
    );
    let emulator = restarted(emulator);
    let ran = folder.put(&emulator, &format!("{arguments} --resume"));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(folder.read("again.csv").lines().count(), 2);
}

#[test]
fn a_second_interrupt_ends_the_run_at_once() {
    let (folder, emulator) = (Folder::new("interrupted-twice"), emulator());
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED\n1,1\n2,x\n");
    emulator
        .inject_fault(Fault::delay(Duration::from_secs(60)))
        .unwrap();
    let child =
        start(&mut folder.command(&put(&emulator, "users.csv --rejects rejects.csv --json")));
    let child = wait_until(child, || !emulator.requests().is_empty());
    send(&child, "INT");
    thread::sleep(Duration::from_millis(300));
    send(&child, "TERM");
    let ran = end(child);
    assert_eq!(ran.code, Some(130), "{ran:?}");
    let summary = ran.summary();
    let keys = ["read", "stored", "rejected", "notDelivered"];
    assert_eq!(keys.map(|key| summary[key].as_u64().unwrap()), [2, 0, 1, 1]);
    assert!(folder.read("rejects.csv").ends_with("\",2,x\n"));
}

#[test]
fn an_interrupted_run_does_not_wait_for_an_endpoint_that_always_fails() {
    let (folder, emulator) = (Folder::new("interrupted-retries"), emulator());
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED\n1,1\n2,2\n");
    let fault = Fault::status(503).times(1_000);
    emulator.inject_fault(fault).unwrap();
    let child = start(&mut folder.command(&put(&emulator, "users.csv --json")));
    let child = wait_until(child, || !emulator.requests().is_empty());
    let interrupted = Instant::now();
    send(&child, "TERM");
    let ran = end(child);
    assert_eq!(ran.code, Some(130), "{ran:?}");
    // The retry timeout is ten minutes.
    assert!(interrupted.elapsed() < Duration::from_secs(60), "{ran:?}");
    let summary: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&summary["completed"], &summary["notDelivered"]),
        (&Value::from(0), &Value::from(2)),
        "{ran:?}"
    );
}

#[test]
fn that_the_service_cannot_be_reached_is_reported_while_calls_are_made_again() {
    let folder = Folder::new("unreachable");
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED\n1,1\n2,x\n");
    // Nobody listens to its port once it is dropped.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let mut child = start(&mut folder.command(&format!(
        "put-users users.csv --schema users.json --endpoint-url http://{address} --dataset-arn {USERS}"
    )));
    let mut err = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap);
    // The retry timeout is ten minutes.
    let notice = "no call succeeds; each is made again for up to 600 s (--retry-timeout): the service could not be reached";
    assert!(err.any(|line| line.contains(notice)));
    send(&child, "TERM");
    assert_eq!(err.filter(|line| line.contains(notice)).count(), 0);
    assert_eq!(end(child).code, Some(130));
}

#[test]
fn a_run_ends_in_time_although_nothing_more_can_be_written() {
    let (folder, emulator) = (Folder::new("interrupted-stall"), emulator());
    let rows = (0..5_000)
        .map(|id| format!("{id},x\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write("users.csv", format!("USER_ID,VIDEOS_WATCHED\n{rows}"));
    let pipe = folder.path("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    let child = start(&mut folder.command(&put(&emulator, "users.csv --rejects pipe")));
    // A reader that never reads: what does not fit into the pipe blocks, as on a disk that does not respond.
    let reader = std::fs::File::open(&pipe).unwrap();
    thread::sleep(Duration::from_millis(1_500));
    let interrupted = Instant::now();
    send(&child, "TERM");
    let ran = end(child);
    let elapsed = interrupted.elapsed();
    drop(reader);
    assert_eq!(ran.code, Some(130), "{ran:?}");
    assert!(elapsed < Duration::from_secs(9), "{elapsed:?}");
    assert!(ran.err.ends_with("interrupted\n"), "{ran:?}");
}

/// A record of an ID for which an earlier request has no answer is sent once more, at the end of the run.
fn put_repeated_id(folder: &Folder, emulator: &Emulator, last: Fault) -> Ran {
    let rows = (0..10)
        .map(|id| format!("{id},1\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write("users.csv", format!("USER_ID,VIDEOS_WATCHED\n{rows}0,2\n"));
    let faults = [
        Fault::reset(Reset::BeforeStore),
        Fault::delay(Duration::ZERO).times(2),
        last,
    ];
    for fault in faults {
        emulator.inject_fault(fault).expect("the fault is valid");
    }
    let arguments = "users.csv --max-concurrent-batches 1 --checkpoint run.json --json";
    let child = start(&mut folder.command(&put(emulator, arguments)));
    let has_last = || {
        stored(emulator)
            .first()
            .is_some_and(|it| it.1.contains('2'))
    };
    let child = wait_until(child, has_last);
    thread::sleep(Duration::from_millis(100));
    send(&child, "TERM");
    let ran = end(child);
    assert_eq!(ran.code, Some(130), "{ran:?}");
    ran
}

#[test]
fn a_checkpoint_does_not_pass_a_record_that_a_late_request_may_replace() {
    let (folder, emulator) = (Folder::new("interrupted-unconfirmed"), emulator());
    let ran = put_repeated_id(&folder, &emulator, Fault::delay(Duration::from_secs(60)));
    let summary = ran.summary();
    let counts = ["stored", "completed", "unconfirmed"].map(|key| summary[key].as_u64());
    assert_eq!(counts, [Some(11), Some(10), Some(1)], "{ran:?}");
    let expected = "1 stored records may be replaced by earlier records of their IDs, because requests that timed out \
                    may still arrive; run the command again with --resume in 15 minutes, which sends them again (warning)";
    assert!(ran.warnings().contains(&expected), "{ran:?}");
    let ran = folder.put(&emulator, "users.csv --checkpoint run.json --resume --json");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let summary = ran.summary();
    let counts = ["read", "completed"].map(|key| summary[key].as_u64());
    assert_eq!(counts, [Some(1), Some(11)]);
}

#[test]
fn an_interrupted_run_sends_values_once_more_that_a_late_request_may_replace() {
    let (folder, emulator) = (Folder::new("interrupted-confirmed"), emulator());
    let ran = put_repeated_id(&folder, &emulator, Fault::delay(Duration::ZERO));
    let summary = ran.summary();
    let counts = ["stored", "completed", "confirmedEarly"].map(|key| summary[key].as_u64());
    assert_eq!(counts, [Some(11), Some(11), Some(1)], "{ran:?}");
    let expected = "1 stored records were sent once more, but requests that timed out may arrive even later and replace \
                    them; put the last record of each ID again in 15 minutes (warning)";
    assert!(ran.warnings().contains(&expected), "{ran:?}");
    assert_eq!(emulator.requests().len(), 4);
}
