//! The file of a state: to whom it belongs, and what else may be there.

use std::process::Stdio;

use serde_json::json;

use super::{dump, sync};
use crate::folder::{Folder, put};
use crate::{USERS, emulator};

#[test]
fn a_state_belongs_to_one_dataset_and_endpoint() {
    let (folder, emulator) = (Folder::new("state-owner"), emulator());
    sync(&folder, &emulator, &dump([("a", 1)]), "");
    let other = USERS.replace("films", "books");
    let arguments = put(&emulator, "users.csv --state users.state").replace(USERS, &other);
    let ran = folder.run(&arguments);
    let expected =
        format!("users.state: the state belongs to the dataset ARN {USERS}; choose another file\n");
    assert_eq!((ran.code, &*ran.err), (Some(2), &*expected));
    let ran = folder.run(&format!("{arguments} --dry-run"));
    assert_eq!((ran.code, &*ran.err), (Some(2), &*expected));
    let second = crate::emulator();
    let ran = folder.put(&second, "users.csv --state users.state");
    let url = emulator.url();
    let expected =
        format!("users.state: the state belongs to the endpoint {url}; choose another file\n");
    assert_eq!((ran.code, &*ran.err), (Some(2), &*expected));
    assert!(second.requests().is_empty());
}

#[test]
fn another_file_is_no_state_and_stays_as_it_was() {
    let (folder, emulator) = (Folder::new("state-other-file"), emulator());
    folder.write("users.csv", dump([("a", 1)]));
    let database = rusqlite::Connection::open(folder.path("other.db")).unwrap();
    database
        .execute_batch("CREATE TABLE blocks (block)")
        .unwrap();
    drop(database);
    folder.write("text", "USER_ID\n".repeat(1_000));
    for name in ["other.db", "text"] {
        let before = std::fs::read(folder.path(name)).unwrap();
        for flags in ["", "--dry-run"] {
            let ran = folder.put(&emulator, &format!("users.csv --state {name} {flags}"));
            let expected = format!(
                "{name}: this is not a state of this command; choose another file for --state\n"
            );
            assert_eq!((ran.code, &*ran.err), (Some(2), &*expected));
        }
        assert_eq!(std::fs::read(folder.path(name)).unwrap(), before);
    }
    let ran = folder.put(&emulator, "users.csv --state -");
    let expected = "-: a state must be a file, because it is read again by the next run\n";
    assert_eq!((ran.code, &*ran.err), (Some(2), expected));
    let ran = folder.put(&emulator, "users.csv --state none/users.state");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err
            .starts_with("none/users.state: the state cannot be used: "),
        "{ran:?}"
    );
    assert!(emulator.requests().is_empty());
}

#[test]
fn a_state_of_another_format_is_not_used() {
    let (folder, emulator) = (Folder::new("state-format"), emulator());
    sync(&folder, &emulator, &dump([("a", 1)]), "");
    let database = rusqlite::Connection::open(folder.path("users.state")).unwrap();
    database.pragma_update(None, "user_version", 2).unwrap();
    drop(database);
    let ran = folder.put(&emulator, "users.csv --state users.state");
    let expected = "users.state: the state has format 2, but this version of the command uses format 1; choose another file\n";
    assert_eq!((ran.code, &*ran.err), (Some(2), expected));
}

#[test]
fn only_one_run_uses_a_state() {
    let (folder, emulator) = (Folder::new("state-lock"), emulator());
    folder.write("users.csv", dump([("a", 1)]));
    let mut command = folder.command(&put(&emulator, "- --format csv --state users.state"));
    let mut first = command
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It has opened the state once it has sent a record.
    let input = first.stdin.as_mut().unwrap();
    std::io::Write::write_all(input, dump([("a", 1)]).as_bytes()).unwrap();
    while emulator.requests().is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    for flags in ["", "--dry-run"] {
        let ran = folder.put(&emulator, &format!("users.csv --state users.state {flags}"));
        let expected = "users.state: another run uses this state; wait until it ends, or choose another file\n";
        assert_eq!((ran.code, &*ran.err), (Some(2), expected));
    }
    drop(first.stdin.take());
    assert_eq!(first.wait().unwrap().code(), Some(0));
    let ran = folder.put(&emulator, "users.csv --state users.state --json");
    assert_eq!(
        (ran.code, &ran.summary()["unchanged"]),
        (Some(0), &json!(1))
    );
}

#[test]
fn flags_that_exclude_each_other_are_errors() {
    let (folder, emulator) = (Folder::new("state-flags"), emulator());
    folder.write("users.csv", dump([("a", 1)]));
    for (flags, expected) in [
        (
            "--state users.state --checkpoint run.json --resume",
            "--state and --checkpoint exclude each other: a run with a state continues without a checkpoint, because it \
             sends only what is not stored; remove --checkpoint and --resume\n",
        ),
        (
            "--full",
            "the following required arguments were not provided:\n  --state <FILE>\n",
        ),
        (
            "--deleted a.csv",
            "the following required arguments were not provided:\n  --state <FILE>\n",
        ),
        (
            "--state a --deleted b --dry-run",
            "'--deleted <FILE>' cannot be used with '--dry-run'",
        ),
        (
            "--state users.csv",
            "the input users.csv and --state users.csv are the same file",
        ),
        (
            "--state a --deleted a",
            "--state a and --deleted a are the same file",
        ),
    ] {
        let ran = folder.put(&emulator, &format!("users.csv {flags}"));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(expected), "{ran:?}");
    }
    let ran = folder.run("put-users users.csv --schema users.json --local --state a");
    let expected = "'--local' cannot be used with '--state <FILE>'";
    assert!(ran.err.contains(expected), "{ran:?}");
    let ran = folder.run("put-events a.csv --schema users.json --dry-run --state a");
    assert!(ran.err.contains("unexpected argument '--state'"), "{ran:?}");
    assert_eq!(folder.files(), ["users.csv", "users.json"]);
}
