//! Inputs that are neither CSV nor JSON Lines.

use std::io::Write as _;

use crate::folder::Folder;

const DRY_RUN: &str = "--schema users.json --dry-run";

#[test]
fn compressed_and_binary_inputs_are_recognized_before_anything_is_parsed() {
    let folder = Folder::new("recognized");
    for (start, name) in [
        (&b"\x1f\x8b\x08\x08\x53\xd6"[..], "compressed with gzip"),
        (b"\x28\xb5\x2f\xfd\x24", "compressed with Zstandard"),
        (b"PK\x03\x04\x14\0", "a ZIP archive or a workbook"),
        (b"PAR1\x15\0\x15\x10", "a Parquet file"),
        (b"\xff\xfeU\0S\0E\0R\0", "text in UTF-16LE"),
        (b"\xfe\xff\0U\0S\0E\0R", "text in UTF-16BE"),
    ] {
        let mut bytes = start.to_vec();
        bytes.extend([7; 100]);
        folder.write("users.csv", &bytes);
        folder.write("users.csv.gz", &bytes);
        folder.write("users.jsonl", &bytes);
        for (command, input) in [
            (
                format!("put-users users.csv {DRY_RUN} --rejects rejects.csv"),
                None,
            ),
            (format!("put-users users.csv.gz {DRY_RUN}"), None),
            (format!("put-users users.jsonl {DRY_RUN}"), None),
            (
                "convert users.csv --schema users.json --output out.csv".to_owned(),
                None,
            ),
            (format!("put-users - {DRY_RUN} --format csv"), Some(&bytes)),
        ] {
            let ran = match input {
                Some(input) => folder.run_with_input(&command, input),
                None => folder.run(&command),
            };
            assert_eq!(ran.code, Some(2), "{ran:?}");
            assert_eq!(ran.lines().len(), 1, "{ran:?}");
            assert!(
                ran.err.contains(&format!(": the input is {name}")),
                "{ran:?}"
            );
        }
        assert!(!folder.has("rejects.csv") && !folder.has("out.csv"));
    }
}

#[test]
fn other_separators_are_recognized() {
    let folder = Folder::new("separators");
    for (text, separator) in [
        ("USER_ID;AGE;VIDEOS_WATCHED\n1;2;3\n", "`;`"),
        (
            "\u{feff}\"USER_ID\";\"VIDEOS_WATCHED\"\r\n\"1\";\"3\"\r\n",
            "`;`",
        ),
        ("userId\tvideosWatched\n1\t3\n", "tabs"),
        ("USER_ID|VIDEOS_WATCHED\n1|3\n", "`|`"),
        ("user-1;34\nuser-2;35\n", "`;`"),
        ("USER_ID\u{1}AGE\n", "the character U+0001"),
        // A column may have a comma in its name.
        ("USER_ID;\"a, b\"\n", "`;`"),
    ] {
        folder.write("users.csv", text);
        let ran = folder.run(&format!("put-users users.csv {DRY_RUN}"));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(
            ran.err.starts_with(&format!(
                "users.csv:1:1: the fields of the first line are separated by {separator}, but commas are required; "
            )),
            "{ran:?}"
        );
        assert!(!ran.err.contains("user-1"));
    }
    folder.write("users.tsv", "USER_ID\tVIDEOS_WATCHED\n");
    let ran = folder.run(&format!("put-users users.tsv {DRY_RUN}"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err
            .starts_with("users.tsv: fields must be separated by commas, not by tabs; "),
        "{ran:?}"
    );
    for (text, part) in [
        (
            "sep=,\nUSER_ID,VIDEOS_WATCHED\n",
            "sets a separator for Excel",
        ),
        ("{\"userId\": \"1\"}\n", "pass --format jsonl"),
    ] {
        folder.write("users.csv", text);
        let ran = folder.run(&format!("put-users users.csv {DRY_RUN}"));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(part), "{ran:?}");
    }
}

#[test]
fn short_and_slow_inputs_are_read() {
    let folder = Folder::new("short");
    for input in ["{}", "{\"userId\":\"1\",\"videosWatched\":1}\n"] {
        let ran = folder.run_with_input(
            &format!("put-users - {DRY_RUN} --format jsonl"),
            input.as_bytes(),
        );
        assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
    }
    let mut command = folder.command(&format!("put-users - {DRY_RUN} --format csv"));
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    for byte in b"USER_ID,VIDEOS_WATCHED\n1,2\n" {
        stdin.write_all(&[*byte]).expect("it reads");
        stdin.flush().expect("it reads");
    }
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.stdout.starts_with(b"1 read: 1 valid"), "{output:?}");
}
