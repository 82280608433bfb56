//! Two runs at once, and what runs leave behind.

use std::process::{Child, Stdio};
use std::time::Duration;

use personalize_events_emulator::{Emulator, Fault};

use crate::emulator;
use crate::folder::{Folder, put, result};

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    let rows = (0..1_000)
        .map(|id| format!("{id},1\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write("users.csv", format!("USER_ID,VIDEOS_WATCHED\n{rows}"));
    folder.write("other.csv", "USER_ID,VIDEOS_WATCHED\na,1\n");
    folder
}

/// Starts a run that sends slowly, and waits for its first calls.
fn start(folder: &Folder, emulator: &Emulator, arguments: &str) -> Child {
    let delay = Fault::delay(Duration::from_millis(300)).times(1_000);
    emulator.inject_fault(delay).expect("the fault is valid");
    let mut command = folder.command(&put(emulator, arguments));
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    while emulator.requests().len() < 4 {
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[test]
fn a_second_run_with_the_same_rejects_or_checkpoint_is_rejected() {
    let (folder, emulator) = (folder("second-run"), emulator());
    let mut first = start(
        &folder,
        &emulator,
        "users.csv --checkpoint run.json --rejects rejects.csv",
    );
    // Several checkpoints have replaced the first file.
    std::thread::sleep(Duration::from_millis(1_500));
    for (arguments, expected) in [
        (
            "other.csv --rejects rejects.csv",
            "rejects.csv: another run writes to this file; wait until it ends, or choose another file\n",
        ),
        (
            "users.csv --checkpoint run.json --resume",
            "run.json: another run uses this checkpoint; wait until it ends, or choose another file\n",
        ),
    ] {
        let ran = folder.put(&emulator, arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(2), expected));
    }
    let ran = folder.run("convert users.csv --schema users.json --output rejects.csv");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(
        ran.err,
        "rejects.csv: cannot be written: another run writes to it\n"
    );
    first.kill().unwrap();
    first.wait().unwrap();
    // The locks end with the process.
    let ran = folder.put(
        &emulator,
        "users.csv --checkpoint run.json --rejects rejects.csv --resume",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn an_empty_rejects_file_that_existed_remains() {
    let (folder, emulator) = (folder("empty-rejects"), emulator());
    folder.write("rejects.csv", "");
    for rejects in ["rejects.csv", "new.csv"] {
        let ran = folder.put(&emulator, &format!("other.csv --rejects {rejects}"));
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let ran = folder.put(&emulator, "other.csv --dry-run --rejects rejects.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(folder.has("rejects.csv") && !folder.has("new.csv"));
}

#[test]
fn temporary_files_of_killed_runs_are_removed_and_those_of_other_runs_are_not() {
    let folder = folder("leftovers");
    let convert = "convert - --format csv --schema users.json --output out.csv";
    let start = || {
        let mut command = folder.command(convert);
        let child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.as_ref().unwrap();
        std::io::Write::write_all(&mut stdin, b"USER_ID,VIDEOS_WATCHED\n").unwrap();
        child
    };
    let temporary = || {
        let files = folder.files();
        files
            .into_iter()
            .filter(|name| name.ends_with(".personalize-events-tmp"))
            .collect::<Vec<_>>()
    };
    let wait_for = |count: usize| {
        while temporary().len() < count {
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let mut killed = start();
    wait_for(1);
    killed.kill().unwrap();
    killed.wait().unwrap();
    let left = temporary();
    assert_eq!(left.len(), 1);
    let mut running = start();
    // It removes the file of the killed run, and creates its own.
    while temporary() == left || temporary().len() != 1 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let ran = folder.run_with_input(convert, b"USER_ID,VIDEOS_WATCHED\na,1\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(temporary().len(), 1, "the other run continues");
    // Its output has been created meanwhile.
    drop(running.stdin.take());
    assert_eq!(running.wait().unwrap().code(), Some(3));
    assert_eq!(temporary().len(), 0);
}

#[test]
fn a_conversion_does_not_replace_a_file_that_another_one_has_created_meanwhile() {
    let folder = folder("created-meanwhile");
    std::fs::create_dir(folder.path("data")).unwrap();
    std::os::unix::fs::symlink("data/out.csv", folder.path("link.csv")).unwrap();
    let convert = |output: &str| {
        format!("convert - --format csv --schema users.json --json --output {output}")
    };
    let mut command = folder.command(&convert("link.csv"));
    let mut later = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = later.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"USER_ID,VIDEOS_WATCHED\nlater,2\n").unwrap();
    let files = || std::fs::read_dir(folder.path("data")).unwrap().count();
    while files() == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let ran = folder.run_with_input(
        &convert("data/out.csv"),
        b"USER_ID,VIDEOS_WATCHED\nfirst,1\n",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    drop(stdin);
    let ran = result(&later.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(
        ran.summary()["stopped"],
        "the output cannot be written: link.csv was created while this run read its input, and is not replaced; \
         choose another file for --output, or convert again to replace it"
    );
    let first = "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\nfirst,,1,\n";
    assert_eq!(folder.read("data/out.csv"), first);
    assert_eq!(files(), 1, "no temporary file is left");
    // A file that exists at the start is replaced.
    let ran = folder.run_with_input(&convert("link.csv"), b"USER_ID,VIDEOS_WATCHED\nlater,2\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        folder.read("data/out.csv"),
        first.replace("first,,1", "later,,2")
    );
}

#[test]
fn a_file_that_a_conversion_will_replace_is_locked_until_then() {
    let (folder, emulator) = (folder("locked-output"), emulator());
    folder.write("out.csv", "");
    let convert = "convert - --format csv --schema users.json --output out.csv";
    let mut command = folder.command(convert);
    let mut running = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = running.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"USER_ID,VIDEOS_WATCHED\n").unwrap();
    while folder.files().len() == 3 {
        std::thread::sleep(Duration::from_millis(5));
    }
    // Otherwise the conversion would replace these rejects.
    let ran = folder.put(&emulator, "other.csv --rejects out.csv");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let ran = folder.run_with_input(convert, b"USER_ID,VIDEOS_WATCHED\na,1\n");
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            Some(2),
            "out.csv: cannot be written: another run writes to it\n"
        )
    );
    drop(stdin);
    assert!(running.wait().unwrap().success());
}

#[test]
fn a_conversion_does_not_replace_a_file_to_which_a_run_has_begun_to_write() {
    let (folder, emulator) = (folder("output-of-another"), emulator());
    let convert = "convert - --format csv --schema users.json --output new.csv";
    let mut command = folder.command(convert);
    let mut running = command
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = running.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"USER_ID,VIDEOS_WATCHED\na,1\n").unwrap();
    while folder.files().len() == 3 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut putting = start(&folder, &emulator, "users.csv --rejects new.csv");
    drop(stdin);
    assert_eq!(running.wait().unwrap().code(), Some(3));
    assert_eq!(folder.read("new.csv"), "", "the rejects so far");
    putting.kill().unwrap();
    putting.wait().unwrap();
}
