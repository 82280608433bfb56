//! IDs that the input no longer has.

use std::fs::File;
use std::process::Stdio;

use serde_json::{Value, json};

use super::{dump, sync};
use crate::folder::{Folder, put};
use crate::{emulator, stored};

#[test]
fn deleted_ids_are_written_to_a_file_and_leave_the_state() {
    let (folder, emulator) = (Folder::new("state-deleted"), emulator());
    sync(
        &folder,
        &emulator,
        &dump([("a", 1), ("b,\"c\\", 1), ("d", 1)]).replace("b,\"c\\", "\"b,\"\"c\\\""),
        "--backslash-escapes=false",
    );
    let (summary, sent) = sync(
        &folder,
        &emulator,
        &dump([("d", 1)]),
        "--deleted deleted.csv",
    );
    assert_eq!((sent.len(), &summary["deleted"]), (0, &json!(2)));
    assert_eq!(folder.read("deleted.csv"), "USER_ID\na\n\"b,\\\"c\\\\\"\n");
    std::fs::remove_file(folder.path("deleted.csv")).unwrap();
    let (summary, _) = sync(
        &folder,
        &emulator,
        &dump([("d", 1)]),
        "--deleted deleted.csv",
    );
    assert_eq!(summary["deleted"], 0);
    assert!(!folder.has("deleted.csv"), "there is no file without IDs");
    let (summary, sent) = sync(&folder, &emulator, &dump([("a", 1), ("d", 1)]), "");
    assert_eq!((sent.len(), &summary["new"]), (1, &json!(1)));
}

#[test]
fn the_summary_explains_what_to_do_about_deleted_ids() {
    let (folder, emulator) = (Folder::new("state-deleted-summary"), emulator());
    sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    folder.write("users.csv", dump([("b", 1)]));
    let ran = folder.put(
        &emulator,
        "users.csv --state users.state --deleted deleted.csv",
    );
    assert!(
        ran.err
            .contains("the input no longer has 1 ID of the state: it is in deleted.csv; a data deletion job deletes"),
        "{ran:?}"
    );
    assert!(
        ran.err
            .contains("`aws personalize create-data-deletion-job`"),
        "{ran:?}"
    );
    let ran = folder.put(
        &emulator,
        "users.csv --state users.state --deleted deleted.csv",
    );
    let expected = "deleted.csv: the file exists; delete the records that it lists, then remove it, or choose another file for --deleted\n";
    assert_eq!((ran.code, &*ran.err), (Some(2), expected));
}

#[test]
fn ids_of_rejected_records_are_not_deleted() {
    let (folder, emulator) = (Folder::new("state-deleted-rejected"), emulator());
    sync(
        &folder,
        &emulator,
        &dump([("a", 1), ("b", 1), ("c", 1)]),
        "",
    );
    folder.write("users.csv", dump([("b", 1)]) + "a,x,y,\n");
    let ran = folder.put(
        &emulator,
        "users.csv --state users.state --deleted deleted.csv",
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(folder.read("deleted.csv"), "USER_ID\nc\n");
}

#[test]
fn deleted_ids_are_unknown_unless_each_record_has_an_id_that_can_be_read() {
    let (folder, emulator) = (Folder::new("state-deleted-unknown"), emulator());
    sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    for (rows, code, message) in [
        (
            "b,,1,\na\n",
            1,
            "1 record has no ID that can be read, so that it is unknown which IDs the input no longer has; correct it \
             and run the command again (warning)",
        ),
        (
            "b,,1,\n,,1,\n,,2,\n",
            1,
            "2 records have no ID that can be read, so that it is unknown which IDs the input no longer has; correct them \
             and run the command again (warning)",
        ),
        (
            "",
            0,
            "the input has no records, so that it is unknown which IDs the input no longer has (warning)",
        ),
    ] {
        folder.write("users.csv", dump([]) + rows);
        let ran = folder.put(
            &emulator,
            "users.csv --state users.state --json --deleted deleted.csv",
        );
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert_eq!(ran.summary()["deleted"], Value::Null);
        assert!(ran.warnings().contains(&message), "{ran:?}");
        assert!(!folder.has("deleted.csv"));
    }
}

/// The output of a program that fails looks like a complete one.
#[test]
fn ids_that_a_pipe_lacks_are_not_listed() {
    let (folder, emulator) = (Folder::new("state-deleted-pipe"), emulator());
    sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    let before = folder.files();
    let expected = "--deleted requires an input that is a file: if a program that writes to a pipe fails, the command reads a \
                    part of its output, and would list all other IDs; write the output to a file, and if that succeeds, \
                    pass the file\n";
    for input in ["-", "/dev/stdin"]
        .iter()
        .take(if cfg!(unix) { 2 } else { 1 })
    {
        let flags = format!("{input} --format csv --state users.state --deleted deleted.csv");
        let mut command = folder.command(&put(&emulator, &flags));
        let output = command.stdin(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
        assert_eq!(folder.files(), before);
    }
    let flags = "- --format csv --state users.state";
    let ran = folder.run_with_input(&put(&emulator, flags), dump([("b", 2)]).as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let expected = "the input no longer has 1 ID of the state, or has ended early; to list it, write the input to a file, and \
                    if that succeeds, pass the file and --deleted FILE";
    assert!(ran.err.lines().any(|line| line == expected), "{ran:?}");
    assert_eq!(stored(&emulator).len(), 2);
}

#[cfg(unix)]
#[test]
fn ids_that_a_file_as_standard_input_lacks_are_listed() {
    let (folder, emulator) = (Folder::new("state-deleted-redirected"), emulator());
    sync(&folder, &emulator, &dump([("a", 1), ("b", 1)]), "");
    folder.write("users.csv", dump([("b", 1)]));
    let flags = "- --format csv --state users.state --deleted deleted.csv";
    let mut command = folder.command(&put(&emulator, flags));
    let file = File::open(folder.path("users.csv")).unwrap();
    let output = command.stdin(file).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(folder.read("deleted.csv"), "USER_ID\na\n");
}
