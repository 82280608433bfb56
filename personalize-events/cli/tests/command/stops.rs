//! Inputs that cannot be read to their end, and how it is told.

use crate::folder::Folder;
use crate::{emulator, stored};

#[test]
fn a_quotation_mark_that_is_never_closed_stops_the_run() {
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
            "stopped before the end: long.csv:3:1: the record that begins here is longer than 1048576 bytes; a \
          quotation mark may not be closed"
        ]
    );
    assert_eq!(ran.summary()["acknowledged"], 1);
    assert_eq!(stored(&emulator).len(), 1);
    // Without quotation marks all of it is records.
    folder.write("short.csv", "USER_ID,VIDEOS_WATCHED\n1,2\n2,\"3\n4,5\n");
    let ran = folder.put(&emulator, "short.csv");
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.err
            .contains("short.csv:3:1: in the record that begins here a quotation mark"),
        "{ran:?}"
    );
}

#[test]
fn json_that_is_not_in_lines_is_told_as_such() {
    let folder = Folder::new("not-lines");
    folder.write(
        "one.jsonl",
        format!("[{}]", "{\"userId\": \"1\"},".repeat(100_000)),
    );
    let ran = folder.run("put-users one.jsonl --schema users.json --dry-run");
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.err
            .ends_with("in JSON Lines each object has a line of its own\n"),
        "{ran:?}"
    );
    folder.write("pretty.jsonl", "{\n  \"userId\": \"1\"\n}\n");
    let ran = folder.run("put-users pretty.jsonl --schema users.json --dry-run");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err
            .starts_with("pretty.jsonl:1:1: this is not JSON: EOF while parsing an object"),
        "{ran:?}"
    );
}

#[test]
fn files_that_cannot_be_used_are_told() {
    let folder = Folder::new("files");
    folder.write("users.txt", "");
    let refusal = |arguments: &str| {
        let ran = folder.run(&format!("put-users {arguments} --dry-run"));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        ran.err
    };
    assert!(refusal("none.csv --schema users.json").starts_with("none.csv: cannot be read: "));
    assert!(refusal("users.txt --schema none.json").starts_with("none.json: cannot be read: "));
    assert_eq!(
        refusal(". --schema users.json --format csv"),
        ".: this is a folder\n"
    );
    assert_eq!(
        refusal("users.txt --schema users.json"),
        "users.txt: the name does not tell the format; say --format csv or --format jsonl\n"
    );
    assert_eq!(
        refusal("- --schema users.json"),
        "-: the name does not tell the format; say --format csv or --format jsonl\n"
    );
}
