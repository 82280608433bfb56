//! What is wrong with records, where, and where they go.

use serde_json::json;

use crate::folder::Folder;
use crate::{emulator, stored};

/// Secrets that no message may repeat.
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
fn problems_are_told_with_file_line_and_column_and_without_values() {
    let folder = Folder::new("problems-of-csv");
    folder.write("users.csv", BAD_CSV);
    let ran = folder.run("put-users users.csv --schema users.json --dry-run --json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.lines(),
        [
            "users.csv:3:3: AGE does not fit its column, which is int and takes whole numbers of 32 bits, from \
             -2147483648 to 2147483647",
            "users.csv:3:10: VIDEOS_WATCHED does not fit its column, which is long and takes whole numbers of 64 \
             bits, from -9223372036854775808 to 9223372036854775807",
            "users.csv:4:1: USER_ID has no value, and its column takes no null",
            "users.csv:6:1: USER_ID is the text `null`, and the service drops such records without an error; give \
             the id that is meant",
            "users.csv:6:10: FAVOURITE_GENRES has the text `null` as its category 1, which the service may take \
             for nothing; leave it out",
            "users.csv:7:3: AGE does not fit its column, which is int and takes whole numbers of 32 bits, from \
             -2147483648 to 2147483647",
            "users.csv:7:14: VIDEOS_WATCHED has no value, and its column takes no null",
            "users.csv:8:1: the line has 2 cells, and the first line names 4 columns",
        ]
    );
    let expected = json!({"read": 7, "valid": 2, "rejected": 5, "stopped": null});
    assert_eq!(ran.summary(), expected);
    assert!(!ran.err.contains("secret"));
}

#[test]
fn problems_of_json_lines_are_told_at_the_value() {
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
    let told = ran.lines();
    assert_eq!(told.len(), 11);
    assert_eq!(told[10], "and 6 more; all are in rejects.jsonl");
    let rejects = folder.read("rejects.jsonl");
    let reasons: Vec<String> = rejects
        .lines()
        .map(|line| {
            let reject: serde_json::Value = serde_json::from_str(line).unwrap();
            reject["rejectReason"].as_str().unwrap().to_owned()
        })
        .collect();
    let int = "does not fit its column, which is int and takes whole numbers of 32 bits, from -2147483648 to \
               2147483647";
    let long = "does not fit its column, which is long and takes whole numbers of 64 bits, from \
                -9223372036854775808 to 9223372036854775807";
    let object =
        "is an object; a value is a string, a number, a boolean, null or a list of categories";
    assert_eq!(
        reasons,
        [
            format!("line 1, column 36: VIDEOS_WATCHED {long}; line 1, column 48: AGE {int}"),
            format!(
                "line 2, column 36: VIDEOS_WATCHED {object}; line 2, column 58: AGE is a list, and its column is \
                 not categorical"
            ),
            "line 3, column 13: USER_ID is a list, and its column is not categorical; line 3, column 43: \
             VIDEOS_WATCHED has no value, and its column takes no null; line 3, column 66: VIDEOS_WATCHED is there \
             twice"
                .to_owned(),
            "line 4, column 59: FAVOURITE_GENRES has `|` in its category 0; `|` separates categories and cannot \
             be escaped; line 4, column 59: FAVOURITE_GENRES has the text `null` as its category 1, which the \
             service may take for nothing; leave it out"
                .to_owned(),
            "line 5, column 59: FAVOURITE_GENRES has something else in its list than strings, numbers and booleans"
                .to_owned(),
            "line 6, column 39: this is not JSON: key must be a string".to_owned(),
            r#"line 7, column 1: this is no JSON object; each line has one, such as {"USER_ID": "1"}"#.to_owned(),
            "line 8, column 1: USER_ID is missing, and its column takes no null; line 8, column 30: AGE is a string \
             that JSON cannot have"
                .to_owned(),
            "line 9, column 13: USER_ID has 257 characters, at most 256 are allowed; line 9, column 315: \
             FAVOURITE_GENRES has 1001 characters, at most 1000 are allowed"
                .to_owned(),
        ]
    );
    assert!(!reasons.concat().contains("secret") && !ran.err.contains("secret"));
}

#[test]
fn rejects_can_be_mended_and_put_again() {
    let (folder, emulator) = (Folder::new("rejects-of-csv"), emulator());
    folder.write("users.csv", BAD_CSV);
    let ran = folder.put(&emulator, "users.csv --rejects rejects.csv --json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.summary(),
        json!({
            "read": 7, "acknowledged": 2, "superseded": 0, "rejected": 5, "rejectedBefore": 0, "undelivered": 0, "settled": 7,
            "stopped": null
        })
    );
    let rejects = folder.read("rejects.csv");
    let mut lines = rejects.lines();
    assert_eq!(
        lines.next(),
        Some("REJECT_REASON,USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES")
    );
    let first = lines.next().unwrap();
    assert!(
        first.starts_with("\"line 3, column 3: AGE does not fit"),
        "{first}"
    );
    assert!(first.ends_with("\",2,secret,x-secret,a"), "{first}");

    // What is rejected again has the new reason alone.
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

    let mended = rejects
        .replace(",secret,x-secret,", ",20,4,")
        .replace("\",,3,4", "\",3,3,4")
        .replace("\",null,3,4,secret|null", "\",4,3,4,b")
        .replace(",2147483648,,", ",9,9,")
        .replace("\",secret,6", "\",6,6,6,");
    folder.write("mended.csv", mended);
    let ran = folder.put(&emulator, "mended.csv --rejects none.csv");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert!(!folder.has("none.csv"), "there are none");
    let ids: Vec<String> = stored(&emulator).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7"]);
}

#[test]
fn rejects_of_json_lines_can_be_put_again() {
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
    assert!(lines[1].ends_with("takes no null\"}"), "{}", lines[1]);
    assert!(
        lines[2].ends_with(",\"line\":\"nonsense\"}"),
        "{}",
        lines[2]
    );
    folder.write("mended.jsonl", lines[0].replace("\"x\"", "7"));
    let ran = folder.put(&emulator, "mended.jsonl");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(stored(&emulator).len(), 2);
}

#[test]
fn json_lines_that_are_not_utf_8_stay_so_in_the_rejects() {
    let (folder, emulator) = (Folder::new("latin-rejects"), emulator());
    let latin = b"{\"USER_ID\": \"Jos\xe9\", \"VIDEOS_WATCHED\": 1}\n";
    folder.write("users.jsonl", latin);
    for (file, rejects) in [("users.jsonl", "1.jsonl"), ("1.jsonl", "2.jsonl")] {
        let ran = folder.put(&emulator, &format!("{file} --rejects {rejects}"));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let kept = std::fs::read(folder.path(rejects)).unwrap();
        assert!(kept.starts_with(b"{\"rejectReason\":\"line 1, "));
        assert!(kept.ends_with(&latin[1..]));
    }
    assert!(emulator.requests().is_empty());
    // Once they are converted they are taken.
    let kept = std::fs::read(folder.path("2.jsonl")).unwrap();
    let converted: String = kept.iter().map(|byte| char::from(*byte)).collect();
    folder.write("mended.jsonl", converted);
    let ran = folder.put(&emulator, "mended.jsonl");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(stored(&emulator)[0].0, "José");
}

#[test]
fn lists_in_lists_without_end_are_rejected() {
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
            "users.jsonl:1:36: VIDEOS_WATCHED has something else in its list than strings, numbers and booleans"
        ]
    );
    assert_eq!(stored(&emulator).len(), 1);
}

#[test]
fn rejects_that_are_there_are_not_written_over() {
    let (folder, emulator) = (Folder::new("rejects-are-kept"), emulator());
    folder.write("users.csv", BAD_CSV);
    folder.write("rejects.csv", "of yesterday\n");
    let ran = folder.put(&emulator, "users.csv --rejects rejects.csv");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        [
            "rejects.csv: there are rejects already, perhaps of an earlier run; mend them or move them away"
        ]
    );
    // The input is no place for them either.
    let ran = folder.put(&emulator, "users.csv --rejects users.csv");
    assert_eq!(ran.code, Some(2));
    assert_eq!(folder.read("users.csv"), BAD_CSV);
    assert!(emulator.requests().is_empty());
}

#[test]
fn what_the_service_refuses_is_rejected_with_its_reason() {
    let folder = Folder::new("refused");
    // The dataset at the service is older than the file.
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
            .starts_with("users.csv:15:1: the service refuses it: InvalidInputException: "),
        "{ran:?}"
    );
    assert_eq!(stored(&emulator).len(), 24);
    assert!(folder.read("rejects.csv").ends_with("\",13,x,1\n"));
}
