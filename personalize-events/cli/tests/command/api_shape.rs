//! Records as in calls of the API: with their columns in `properties`.

use serde_json::json;

use crate::folder::Folder;
use crate::{emulator, stored};

#[test]
fn columns_may_be_in_properties_as_an_object_or_a_string() {
    let (folder, emulator) = (Folder::new("api-shape"), emulator());
    let text = json!({"age": "34", "videosWatched": 45, "favouriteGenres": ["a", "b"]}).to_string();
    let lines = [
        json!({"userId": "1", "properties": {"age": 34, "VIDEOS_WATCHED": "45", "favouriteGenres": "a|b"}}),
        json!({"userId": "2", "properties": text}),
        json!({"properties": {"videosWatched": 45, "favouriteGenres": ["a", "b"]}, "USER_ID": "3", "AGE": 34}),
        json!({"userId": "4", "videosWatched": 45, "properties": null, "AGE": 34, "favouriteGenres": "a|b"}),
    ];
    folder.write("users.jsonl", lines.map(|line| line.to_string()).join("\n"));
    let csv = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    folder.write(
        "users.csv",
        format!("properties,userId\n{},5\n", csv(&text)),
    );
    for file in [
        "users.jsonl",
        "users.jsonl --ignore-unknown",
        "users.csv",
        "users.csv --ignore-unknown",
    ] {
        let ran = folder.put(&emulator, file);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    }
    let expected = r#"{"age":"34","videosWatched":"45","favouriteGenres":"a|b"}"#;
    let expected = ["1", "2", "3", "4", "5"].map(|id| (id.to_owned(), expected.to_owned()));
    assert_eq!(stored(&emulator), expected);
}

#[test]
fn problems_in_properties_are_reported_and_never_ignored() {
    let (folder, emulator) = (Folder::new("api-shape-problems"), emulator());
    let lines = [
        r#"{"userId": "1", "properties": {"age": "x", "nickname": 1, "videosWatched": 1}}"#,
        r#"{"userId": "2", "properties": "{'age': 1}"}"#,
        r#"{"userId": "3", "properties": "[1]"}"#,
        r#"{"userId": "4", "properties": 7, "videosWatched": 1}"#,
        r#"{"userId": "5", "properties": {"videosWatched": 1}, "videos_watched": 2}"#,
        r#"{"userId": "6", "properties": {"videosWatched": 1}, "Properties": {"age": 1}}"#,
        r#"{"userId": "7", "properties": {"videosWatched": 1, "properties": {"age": 1}}}"#,
        r#"{"userId": "8", "videosWatched": 1, "attributes": {"age": 1}}"#,
    ];
    folder.write("users.jsonl", lines.join("\n"));
    let ran = folder.put(&emulator, "users.jsonl --rejects rejects.jsonl");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let rejects = folder.read("rejects.jsonl");
    let reasons: Vec<String> = rejects
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["rejectReason"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    for (reason, part) in reasons.iter().zip([
        "line 1, column 39: AGE has the wrong type; its column is int, which accepts whole numbers from -2147483648 to \
         2147483647; line 1, column 56: \"nickname\" is not a column of the schema; remove it",
        "line 2, column 31: properties is not a JSON object",
        "line 3, column 31: properties is not a JSON object",
        "line 4, column 31: properties is neither an object nor a string with an object",
        "line 5, column 71: VIDEOS_WATCHED appears twice",
        "line 6, column 67: properties appears twice",
        "\"properties\" is not a column of the schema; write the columns as keys of the record",
        "\"attributes\" is not a column of the schema; write the columns as keys of the record, or of its `properties`",
    ]) {
        assert!(reason.contains(part), "{reason}");
    }
    assert_eq!(reasons.len(), 8);
    // Ignoring unknown columns does not empty records.
    folder.write("users.jsonl", lines[1..7].join("\n"));
    let ran = folder.put(&emulator, "users.jsonl --ignore-unknown");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(stored(&emulator), []);
}

#[test]
fn a_column_may_have_the_name_properties() {
    let folder = Folder::new("api-shape-column");
    let schema = crate::SCHEMA.replace("FAVOURITE_GENRES", "PROPERTIES");
    folder.write("users.json", schema);
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED,PROPERTIES\n1,2,a|b\n");
    let ran = folder.run("convert users.csv --schema users.json --output out.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        folder.read("out.csv"),
        "USER_ID,AGE,VIDEOS_WATCHED,PROPERTIES\n1,,2,a|b\n"
    );
}
