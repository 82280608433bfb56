//! Problems of records, their positions, and the rejects file.

use personalize_events_emulator::{Emulator, Fault};
use serde_json::json;

use crate::folder::Folder;
use crate::{USERS, emulator, stored};

/// Contains secrets that no message may repeat.
const BAD_CSV: &str = "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES
1,34,45,a
2,secret,x-secret,a
,3,4,\"b
secret\"
null,3,4,secret|null
5,2147483648,,
secret,6
7,7,7,7
";

#[test]
fn problems_are_reported_with_file_line_and_column_and_without_values() {
    let folder = Folder::new("problems-of-csv");
    folder.write("users.csv", BAD_CSV);
    let ran = folder.run("put-users users.csv --schema users.json --dry-run --json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.lines(),
        [
            "users.csv:3:3: AGE has the wrong type; its column is int, which accepts whole numbers from -2147483648 to 2147483647",
            "users.csv:3:10: VIDEOS_WATCHED has the wrong type; its column is long, which accepts whole numbers from -9223372036854775808 to 9223372036854775807",
            "users.csv:4:1: USER_ID is null, but its column is not nullable",
            "users.csv:6:1: USER_ID is the text `null`, and the service has dropped a record with such an ID \
             without an error; set the actual ID, or allow it with --allow-null-text",
            "users.csv:6:10: FAVOURITE_GENRES has the text `null` as category 1, which the service may treat as \
             null; remove it, or allow it with --allow-null-text",
            "users.csv:7:3: AGE is out of range; its column is int, which accepts whole numbers from -2147483648 to 2147483647",
            "users.csv:7:14: VIDEOS_WATCHED is null, but its column is not nullable",
            "users.csv:8:1: the record has 2 fields, but the header has 4",
        ]
    );
    let summary = ran.summary();
    let keys = ["read", "valid", "rejected", "stopped"];
    assert_eq!(
        keys.map(|key| &summary[key]),
        [&json!(7), &json!(2), &json!(5), &json!(null)]
    );
    assert!(!ran.err.contains("secret"));
}

#[test]
fn problems_of_json_lines_are_reported_at_the_value() {
    let folder = Folder::new("problems-of-json-lines");
    let long = "x".repeat(1001);
    folder.write(
        "users.jsonl",
        [
            r#"{"USER_ID": "1", "VIDEOS_WATCHED": 1.5, "AGE": true}"#,
            r#"{"USER_ID": "ä", "VIDEOS_WATCHED": {"secret": 1}, "AGE": [1]}"#,
            r#"{"USER_ID": ["secret"], "VIDEOS_WATCHED": null, "videosWatched": 1}"#,
            r#"{"USER_ID": "1", "VIDEOS_WATCHED": 1, "FAVOURITE_GENRES": ["secret|b", "null"]}"#,
            r#"{"USER_ID": "1", "VIDEOS_WATCHED": 1, "FAVOURITE_GENRES": [["secret"]]}"#,
            r#"{"USER_ID": "1", "VIDEOS_WATCHED": 1, secret}"#,
            r#"["secret"]"#,
            r#"{"VIDEOS_WATCHED": 1, "AGE": "\ud800"}"#,
            &format!(
                r#"{{"USER_ID": "{}", "VIDEOS_WATCHED": 1, "FAVOURITE_GENRES": "{long}"}}"#,
                "s".repeat(257)
            ),
        ]
        .join("\n"),
    );
    let ran =
        folder.run("put-users users.jsonl --schema users.json --dry-run --rejects rejects.jsonl");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.out.split(';').next(),
        Some("9 read: 0 valid, 9 rejected")
    );
    let lines = ran.lines();
    assert_eq!(lines.len(), 11);
    assert_eq!(
        lines[10],
        "and 6 more problems; see rejects.jsonl for all of them"
    );
    let rejects = folder.read("rejects.jsonl");
    let reasons: Vec<String> = rejects
        .lines()
        .map(|line| {
            let reject: serde_json::Value = serde_json::from_str(line).unwrap();
            reject["rejectReason"].as_str().unwrap().to_owned()
        })
        .collect();
    let int = "has the wrong type; its column is int, which accepts whole numbers from -2147483648 to 2147483647";
    let long = "has a fraction, even if it is `.0`; its column is long, which accepts whole numbers from \
                -9223372036854775808 to 9223372036854775807; remove it (pandas adds `.0` if a value of the column is \
                missing: use its type Int64)";
    let object =
        "is an object, but only a string, number, boolean, null or list of categories is allowed";
    assert_eq!(
        reasons,
        [
            format!("line 1, column 36: VIDEOS_WATCHED {long}; line 1, column 48: AGE {int}"),
            format!(
                "line 2, column 36: VIDEOS_WATCHED {object}; line 2, column 58: AGE is a list, but its column is \
                 not categorical"
            ),
            "line 3, column 13: USER_ID is a list, but its column is not categorical; line 3, column 43: \
             VIDEOS_WATCHED is null, but its column is not nullable; line 3, column 66: VIDEOS_WATCHED appears \
             twice; remove one of them"
                .to_owned(),
            "line 4, column 59: FAVOURITE_GENRES has `|` in category 0; `|` separates categories and cannot be escaped; line 4, column 59: FAVOURITE_GENRES has the text `null` as category 1, which the service may \
             treat as null; remove it, or allow it with --allow-null-text"
                .to_owned(),
            "line 5, column 59: FAVOURITE_GENRES has a list element that is not a string, number or boolean"
                .to_owned(),
            "line 6, column 39: invalid JSON: key must be a string".to_owned(),
            "line 7, column 1: the line is not a JSON object; write one object in each line, for example with \
             `jq -c '.[]'` from an array"
                .to_owned(),
            "line 8, column 1: USER_ID is missing, but its column is not nullable; line 8, column 30: AGE has an \
             escape from \\ud800 to \\udfff that is half of a surrogate pair; escape the whole character or remove it"
                .to_owned(),
            "line 9, column 13: USER_ID has 257 characters, but at most 256 are allowed; line 9, column 315: \
             FAVOURITE_GENRES has 1001 characters, but at most 1000 are allowed"
                .to_owned(),
        ]
    );
    assert!(!reasons.concat().contains("secret") && !ran.err.contains("secret"));
}

#[test]
fn rejects_can_be_corrected_and_sent_again() {
    let (folder, emulator) = (Folder::new("rejects-of-csv"), emulator());
    folder.write("users.csv", BAD_CSV);
    let ran = folder.put(&emulator, "users.csv --rejects rejects.csv --json");
    assert_eq!(ran.code, Some(1));
    let summary = ran.summary();
    let keys = ["read", "stored", "rejected", "notDelivered", "completed"];
    assert_eq!(
        keys.map(|key| summary[key].as_u64().unwrap()),
        [7, 2, 5, 0, 7]
    );
    let rejects = folder.read("rejects.csv");
    let mut lines = rejects.lines();
    assert_eq!(
        lines.next(),
        Some("REJECT_REASON,USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES")
    );
    let first = lines.next().unwrap();
    assert!(
        first.starts_with("\"line 3, column 3: AGE has the wrong type"),
        "{first}"
    );
    assert!(first.ends_with("\",2,secret,x-secret,a"), "{first}");

    // A record that is rejected again has only the new reason.
    folder.put(&emulator, "rejects.csv --rejects again.csv");
    let again = folder.read("again.csv");
    let raw = |text: &str| -> Vec<Vec<String>> {
        let mut rows = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let rows = rows.records().map(|row| row.unwrap());
        rows.map(|row| row.iter().skip(1).map(str::to_owned).collect())
            .collect()
    };
    assert_eq!(raw(&again), raw(&rejects));
    assert_eq!(raw(&again).len(), 5);

    let corrected = rejects
        .replace(",secret,x-secret,", ",20,4,")
        .replace("\",,3,4", "\",3,3,4")
        .replace("\",null,3,4,secret|null", "\",4,3,4,b")
        .replace(",2147483648,,", ",9,9,")
        .replace("\",secret,6", "\",6,6,6,");
    folder.write("corrected.csv", corrected);
    let ran = folder.put(&emulator, "corrected.csv --rejects none.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert!(!folder.has("none.csv"), "it has no rejects");
    let ids: Vec<String> = stored(&emulator).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7"]);
}

#[test]
fn rejects_of_json_lines_can_be_sent_again() {
    let (folder, emulator) = (Folder::new("rejects-of-json-lines"), emulator());
    folder.write(
        "users.jsonl",
        "{ \"USER_ID\": \"1\", \"VIDEOS_WATCHED\": \"x\" }\n{}\nnonsense\n{\"USER_ID\": \"2\", \"VIDEOS_WATCHED\": 2}\n",
    );
    let ran = folder.put(&emulator, "users.jsonl --rejects a.jsonl");
    assert_eq!(ran.code, Some(1));
    let ran = folder.put(&emulator, "a.jsonl --rejects b.jsonl");
    assert_eq!(ran.code, Some(1));
    let rejects = folder.read("b.jsonl");
    let lines: Vec<&str> = rejects.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0].ends_with("2147483647\",\"USER_ID\": \"1\", \"VIDEOS_WATCHED\": \"x\" }")
            || lines[0]
                .ends_with("9223372036854775807\",\"USER_ID\": \"1\", \"VIDEOS_WATCHED\": \"x\" }"),
        "{}",
        lines[0]
    );
    assert_eq!(lines[0].matches("rejectReason").count(), 1);
    assert!(lines[1].ends_with("not nullable\"}"), "{}", lines[1]);
    assert!(
        lines[2].ends_with(",\"line\":\"nonsense\"}"),
        "{}",
        lines[2]
    );
    folder.write("corrected.jsonl", lines[0].replace("\"x\"", "7"));
    let ran = folder.put(&emulator, "corrected.jsonl");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(stored(&emulator).len(), 2);
}

#[test]
fn json_lines_that_are_not_utf_8_are_unchanged_in_the_rejects() {
    let (folder, emulator) = (Folder::new("latin-rejects"), emulator());
    let latin = b"{\"USER_ID\": \"Jos\xe9\", \"VIDEOS_WATCHED\": 1}\n";
    folder.write("users.jsonl", latin);
    for (file, rejects) in [("users.jsonl", "1.jsonl"), ("1.jsonl", "2.jsonl")] {
        let ran = folder.put(&emulator, &format!("{file} --rejects {rejects}"));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let written = std::fs::read(folder.path(rejects)).unwrap();
        assert!(written.starts_with(b"{\"rejectReason\":\"line 1, "));
        assert!(written.ends_with(&latin[1..]));
    }
    assert!(emulator.requests().is_empty());
    // After conversion to UTF-8 they are accepted.
    let written = std::fs::read(folder.path("2.jsonl")).unwrap();
    let converted: String = written.iter().map(|byte| char::from(*byte)).collect();
    folder.write("corrected.jsonl", converted);
    let ran = folder.put(&emulator, "corrected.jsonl");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(stored(&emulator)[0].0, "José");
}

#[test]
fn rejects_with_backslashes_can_be_sent_again_in_every_dialect() {
    let value = r#""the \"hi\", \\""#;
    for (index, (flag, note, value)) in [
        ("--backslash-escapes", r#""the \"hi\", \\""#, value),
        ("--backslash-escapes=false", r#""the ""hi"", \""#, value),
        ("", r#""the ""hi""""#, r#""the \"hi\"""#),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = Folder::new(&format!("rejects-with-backslashes-{index}"));
        let schema = crate::SCHEMA.replace(
            r#""FAVOURITE_GENRES", "type": ["null", "string"], "categorical": true"#,
            r#""NOTE", "type": ["null", "string"]"#,
        );
        folder.write("users.json", &schema);
        folder.write(
            "users.csv",
            format!("USER_ID,VIDEOS_WATCHED,NOTE\n1,2,{note}\n"),
        );
        let emulator = Emulator::builder().schema(USERS, &schema);
        let emulator = emulator.start_blocking().unwrap();
        let message = r#"bad "NOTE", \" and \\, ends in \"#;
        let fault = Fault::error(400, "InvalidInputException", message);
        emulator.inject_fault(fault.times(2)).unwrap();
        let ran = folder.put(&emulator, &format!("users.csv --rejects 1.csv {flag}"));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let ran = folder.put(&emulator, &format!("1.csv --rejects 2.csv {flag}"));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.err.contains("rejected by the service"), "{ran:?}");
        for rejects in ["1.csv", "2.csv"] {
            let rejects = folder.read(rejects);
            assert!(rejects.ends_with(&format!("\",1,2,{note}\n")), "{rejects}");
            assert_eq!(rejects.matches("rejected by the service").count(), 1);
        }
        let ran = folder.put(&emulator, &format!("2.csv --rejects 3.csv {flag}"));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let stored = stored(&emulator);
        assert_eq!(
            stored[0].1,
            format!(r#"{{"videosWatched":"2","note":{value}}}"#)
        );
    }
}

#[test]
fn deeply_nested_lists_are_rejected() {
    let (folder, emulator) = (Folder::new("deep"), emulator());
    let (open, close) = ("[".repeat(200_000), "]".repeat(200_000));
    folder.write(
        "users.jsonl",
        format!(
            "{{\"USER_ID\": \"1\", \"VIDEOS_WATCHED\": {open}{close}}}\n{{\"USER_ID\": \"2\", \"VIDEOS_WATCHED\": 1}}\n"
        ),
    );
    let ran = folder.put(&emulator, "users.jsonl");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(
        ran.lines(),
        [
            "users.jsonl:1:36: VIDEOS_WATCHED has a list element that is not a string, number or boolean"
        ]
    );
    assert_eq!(stored(&emulator).len(), 1);
}

#[test]
fn existing_rejects_are_not_overwritten() {
    let (folder, emulator) = (Folder::new("existing-rejects"), emulator());
    folder.write("users.csv", BAD_CSV);
    folder.write("rejects.csv", "of yesterday\n");
    let ran = folder.put(&emulator, "users.csv --rejects rejects.csv");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        [
            "rejects.csv: the file is not empty, perhaps with rejects of an earlier run; move it or choose another file"
        ]
    );
    // Nor is the input.
    let ran = folder.put(&emulator, "users.csv --rejects users.csv");
    assert_eq!(ran.code, Some(2));
    assert_eq!(folder.read("users.csv"), BAD_CSV);
    assert!(emulator.requests().is_empty());
}

#[test]
fn a_record_that_the_service_rejects_is_reported_with_the_reason() {
    let folder = Folder::new("rejected-by-the-service");
    // The schema of the dataset differs from the file.
    let old = crate::SCHEMA.replace(
        r#"["null", "int"]"#,
        r#"["null", "string"], "categorical": true"#,
    );
    folder.write("users.json", old);
    let emulator = emulator();
    let rows = (0..25)
        .map(|n| format!("{n},{},1\n", if n == 13 { "x" } else { "1" }))
        .collect::<Vec<_>>()
        .concat();
    folder.write("users.csv", format!("USER_ID,AGE,VIDEOS_WATCHED\n{rows}"));
    let ran = folder.put(&emulator, "users.csv --rejects rejects.csv");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err
            .starts_with("users.csv:15:1: rejected by the service: InvalidInputException: "),
        "{ran:?}"
    );
    assert_eq!(stored(&emulator).len(), 24);
    assert!(folder.read("rejects.csv").ends_with("\",13,x,1\n"));
}
