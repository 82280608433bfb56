//! The CSV of import jobs.

use std::fmt::Write as _;

use serde_json::json;

use crate::folder::Folder;
use crate::{emulator, stored};

const LINES: &str = r#"{"userId": "1", "age": 34, "videosWatched": 45, "favouriteGenres": ["Comedy", "Drama"]}
{"userId": "2", "age": null, "videosWatched": "7", "favouriteGenres": "Sci-Fi, \"hard\" \\ soft"}
{"userId": "3", "age": 4, "videosWatched": 7, "favouriteGenres": ""}
"#;

#[test]
fn json_lines_are_converted_to_the_csv_of_the_developer_guide() {
    let (folder, emulator) = (Folder::new("convert"), emulator());
    folder.write("users.jsonl", LINES);
    let ran = folder.run("convert users.jsonl --schema users.json --output users.csv --json");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        ran.summary(),
        json!({"read": 3, "valid": 3, "rejected": 0, "stopped": null})
    );
    let csv = folder.read("users.csv");
    assert_eq!(
        csv,
        "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n\
         1,34,45,Comedy|Drama\n\
         2,,7,\"Sci-Fi, \\\"hard\\\" \\\\ soft\"\n\
         3,4,7,\"\"\n"
    );
    // An import stores the same values as calls.
    folder.put(&emulator, "users.jsonl");
    let put = stored(&emulator);
    folder.put(&emulator, "users.csv --backslash-escapes");
    assert_eq!(stored(&emulator), put);
}

#[test]
fn invalid_records_are_reported_and_not_written_to_the_csv() {
    let folder = Folder::new("convert-rejects");
    folder.write(
        "users.jsonl",
        "{\"userId\": \"1\", \"videosWatched\": 1}\n\
         {\"userId\": \"2\", \"videosWatched\": \"a\", \"nickname\": 1}\n\
         {\"userId\": \"a\\nb\", \"videosWatched\": 1}\n\
         {\"userId\": \"\", \"videosWatched\": 1}\n\
         {\"userId\": \"3\", \"videosWatched\": 1, \"nickname\": 1}\n",
    );
    let ran = folder
        .run("convert users.jsonl --schema users.json --output users.csv --rejects rejects.jsonl");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.lines(),
        [
            "users.jsonl:2:34: VIDEOS_WATCHED has the wrong type; its column is long, which accepts whole numbers from -9223372036854775808 to 9223372036854775807",
            "users.jsonl:2:51: \"nickname\" is not a column of the schema; remove it, or leave out its values with \
             --ignore-unknown",
            "users.jsonl:3:12: USER_ID has a line break, but a record must be one line of the file; replace it",
            "users.jsonl:4:12: USER_ID has 0 characters, but at least 1 is required",
            "users.jsonl:5:49: \"nickname\" is not a column of the schema; remove it, or leave out its values with \
             --ignore-unknown",
        ]
    );
    assert_eq!(
        folder.read("users.csv"),
        "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,,1,\n"
    );
    assert_eq!(folder.read("rejects.jsonl").lines().count(), 4);
}

#[test]
fn items_and_actions_are_converted_too() {
    let folder = Folder::new("convert-items");
    let schema = |name: &str, id: &str, rest: &str| {
        format!(
            r#"{{"type": "record", "name": "{name}", "namespace": "com.amazonaws.personalize.schema",
                "fields": [{{"name": "{id}", "type": "string"}}, {rest}], "version": "1.0"}}"#
        )
    };
    let items = schema(
        "Items",
        "ITEM_ID",
        r#"{"name": "PRICE", "type": "float"}, {"name": "DESCRIPTION", "type": "string", "textual": true}"#,
    );
    folder.write("items.json", items);
    folder.write(
        "items.csv",
        "DESCRIPTION,PRICE,ITEM_ID\n\"two\nlines\",4.5,1\n",
    );
    let ran = folder.run("convert items.csv --schema items.json --output out.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        folder.read("out.csv"),
        "ITEM_ID,PRICE,DESCRIPTION\n1,4.5,\"two lines\"\n"
    );
    assert_eq!(
        ran.warnings(),
        [
            "items.csv:2:1: DESCRIPTION has a line break, which is replaced by a space, because each record must be \
             one line (warning)"
        ]
    );

    let actions = schema(
        "Actions",
        "ACTION_ID",
        r#"{"name": "IS_2FA", "type": "string", "categorical": true}"#,
    );
    folder.write("actions.json", actions);
    folder.write(
        "actions.jsonl",
        "{\"ACTION_ID\": \"a\", \"IS_2FA\": \"yes\"}\n",
    );
    let ran = folder.run("convert actions.jsonl --schema actions.json --output out.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(folder.read("out.csv"), "ACTION_ID,IS_2FA\na,yes\n");
}

#[test]
fn the_output_is_replaced_atomically() {
    let folder = Folder::new("convert-whole");
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED\n1,2\n2,\"3");
    folder.write("out.csv", "of yesterday\n");
    let ran = folder.run("convert users.csv --schema users.json --output out.csv");
    assert_eq!(ran.code, Some(3));
    assert_eq!(
        ran.lines(),
        [
            "stopped early: users.csv:3:1: the record that starts here has an unclosed quotation mark and extends to \
             the end of the input; close the quotation mark"
        ]
    );
    assert_eq!(folder.read("out.csv"), "of yesterday\n");
    let files = ["out.csv", "users.csv", "users.json"];
    assert_eq!(folder.files(), files, "no temporary file is left");
    let ran = folder.run("convert users.csv --schema users.json --output missing/out.csv");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.starts_with("missing/out.csv: cannot be written: "),
        "{ran:?}"
    );
}

#[test]
fn many_records_are_converted_in_their_order() {
    let folder = Folder::new("convert-many");
    let mut input = "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n".to_owned();
    let (mut output, mut rejects) = (input.clone(), format!("REJECT_REASON,{input}"));
    for user in 0..40_000 {
        // A repeated ID; an invalid number, quoted values, or none of these.
        let id = if user == 30_000 { 7 } else { user };
        let record = match user % 997 {
            5 => format!("{id},,many,\n"),
            6 => format!("{id},\"34\",{user},\"Sci-Fi, \"\"hard\"\"\"\n"),
            _ => format!("{id},{},{user},Comedy|Drama\n", user % 90),
        };
        if user % 997 == 5 {
            let _ = write!(
                rejects,
                "\"line {}, column {}: VIDEOS_WATCHED has the wrong type; its column is long, which accepts whole \
                 numbers from -9223372036854775808 to 9223372036854775807\",{record}",
                user + 2,
                id.to_string().len() + 3
            );
        } else {
            output += &record
                .replace("\"34\"", "34")
                .replace("\"\"hard\"\"", r#"\"hard\""#);
        }
        input += &record;
    }
    folder.write("users.csv", &input);
    let arguments = "users.csv --schema users.json --output out.csv --rejects rejects.csv --json";
    let ran = folder.run(&format!("convert {arguments}"));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let summary = ran.summary();
    let counts = ["read", "valid", "rejected"].map(|name| summary[name].as_u64());
    assert_eq!(counts, [40_000, 39_959, 41].map(Some));
    assert!(folder.read("out.csv") == output);
    assert!(folder.read("rejects.csv") == rejects);
    let repeated = "users.csv:30002:1: USER_ID is the ID of an earlier record";
    assert!(ran.err.contains(repeated), "{ran:?}");
}
