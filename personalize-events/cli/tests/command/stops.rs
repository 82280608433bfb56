//! Inputs that cannot be read to their end.

use personalize_events_emulator::Fault;

use crate::folder::Folder;
use crate::{emulator, stored};

#[test]
fn an_unclosed_quotation_mark_stops_the_run() {
    let (folder, emulator) = (Folder::new("quotation"), emulator());
    let rows = (10..200_000)
        .map(|n| format!("{n},2\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write(
        "long.csv",
        format!("USER_ID,VIDEOS_WATCHED\n1,2\n2,\"3\n{rows}"),
    );
    let ran = folder.put(&emulator, "long.csv --json");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(
        ran.lines(),
        [
            "stopped early: long.csv:3:1: the record that starts here is longer than 1048576 bytes; check it for an \
             unclosed quotation mark",
            "the first 1 records of long.csv are completed, but no --checkpoint has saved that; run the command again \
             to send all records, which replaces those that are stored already"
        ]
    );
    assert_eq!(ran.summary()["stored"], 1);
    assert_eq!(stored(&emulator).len(), 1);
    // The same with an input that ends before the limit.
    folder.write("short.csv", "USER_ID,VIDEOS_WATCHED\n1,2\n2,\"3\n4,5\n");
    let ran = folder.put(&emulator, "short.csv");
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.err
            .contains("short.csv:3:1: the record that starts here has an unclosed quotation mark"),
        "{ran:?}"
    );
}

#[test]
fn json_that_is_not_json_lines_is_rejected() {
    let folder = Folder::new("not-lines");
    folder.write(
        "one.jsonl",
        format!("[{}]", "{\"userId\": \"1\"},".repeat(100_000)),
    );
    let ran = folder.run("put-users one.jsonl --schema users.json --dry-run");
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.err
            .ends_with("write each object on a line of its own\n"),
        "{ran:?}"
    );
    folder.write("pretty.jsonl", "{\n  \"userId\": \"1\"\n}\n");
    let ran = folder.run("put-users pretty.jsonl --schema users.json --dry-run");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.starts_with(
            "pretty.jsonl:1:1: invalid JSON: EOF while parsing an object; write the whole object in one line, for \
             example with `jq -c .`\n"
        ),
        "{ran:?}"
    );
    folder.write("array.jsonl", "[{\"userId\": \"1\"}]\n");
    let ran = folder.run("put-users array.jsonl --schema users.json --dry-run");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.starts_with(
            "array.jsonl:1:1: the line is not a JSON object; write one object in each line, for example with \
             `jq -c '.[]'` from an array\n"
        ),
        "{ran:?}"
    );
}

#[test]
fn unusable_files_are_reported() {
    let folder = Folder::new("files");
    folder.write("users.txt", "");
    let error = |arguments: &str| {
        let ran = folder.run(&format!("put-users {arguments} --dry-run"));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        ran.err
    };
    assert!(error("none.csv --schema users.json").starts_with("none.csv: cannot be read: "));
    assert!(error("users.txt --schema none.json").starts_with("none.json: cannot be read: "));
    assert_eq!(
        error(". --schema users.json --format csv"),
        ".: this is a directory; pass a file\n"
    );
    assert_eq!(
        error("users.txt --schema users.json"),
        "users.txt: the file name does not determine the format; pass --format csv or --format jsonl\n"
    );
    assert_eq!(
        error("- --schema users.json"),
        "-: the file name does not determine the format; pass --format csv or --format jsonl\n"
    );
}

#[test]
fn a_stopped_run_explains_how_to_continue() {
    let (folder, emulator) = (Folder::new("stopped-advice"), emulator());
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED\n1,1\n2,2\n");
    let denied = || Fault::error(403, "AccessDeniedException", "no");
    emulator.inject_fault(denied().times(2)).unwrap();
    let last = |arguments: &str| {
        let ran = folder.put(&emulator, arguments);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        ran.lines().last().map(ToString::to_string)
    };
    assert_eq!(
        last("users.csv").as_deref(),
        Some(
            "none of the records of users.csv are completed; run the command again to send all records"
        )
    );
    // The records that are not delivered are in the rejects.
    assert_eq!(
        last("users.csv --rejects rejects.csv").as_deref(),
        Some(
            "none of the records of users.csv are completed; run the command again with another file than --rejects \
             rejects.csv to send all records"
        )
    );
    assert_eq!(folder.read("rejects.csv").lines().count(), 3);
}
