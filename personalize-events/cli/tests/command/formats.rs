//! How values of each format are sent.

use personalize_events_emulator::Emulator;
use serde_json::json;

use crate::folder::Folder;
use crate::{emulator, stored};

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn csv_fields_are_sent_by_the_columns_of_the_header() {
    let (folder, emulator) = (Folder::new("csv"), emulator());
    // Columns by name, by key and in another order; a byte order mark, both line breaks, an empty line, and quoted
    // and unquoted fields.
    folder.write(
        "users.csv",
        "\u{feff}videosWatched,USER_ID,age,Favourite_Genres\r\n\
         45,1,34,Comedy|Drama\r\n\
         \r\n\
         7,2,,\n\
         8,\"3\",\"3\",\"Sci-Fi, \"\"hard\"\"|Döner\"\n\
         9,\"4\n4\",-1,x",
    );
    let ran = folder.put(&emulator, "users.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        stored(&emulator),
        pairs(&[
            (
                "1",
                r#"{"age":"34","videosWatched":"45","favouriteGenres":"Comedy|Drama"}"#
            ),
            ("2", r#"{"videosWatched":"7"}"#),
            (
                "3",
                r#"{"age":"3","videosWatched":"8","favouriteGenres":"Sci-Fi, \"hard\"|Döner"}"#
            ),
            (
                "4\n4",
                r#"{"age":"-1","videosWatched":"9","favouriteGenres":"x"}"#
            ),
        ])
    );
}

#[test]
fn json_lines_are_sent_by_their_keys() {
    let (folder, emulator) = (Folder::new("json-lines"), emulator());
    folder.write(
        "users.jsonl",
        "{\"userId\": \"1\", \"age\": 34, \"videosWatched\": \"45\", \"favouriteGenres\": [\"Comedy\", \"Drama\"]}\n\
         \n\
         {\"USER_ID\": 2, \"AGE\": null, \"VIDEOS_WATCHED\": 9007199254740993}\r\n  \
         {\"FAVOURITE_GENRES\": [], \"user_id\": \"\\u0033\", \"videosWatched\": -0}",
    );
    let ran = folder.put(&emulator, "users.jsonl --json");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        ran.summary(),
        json!({
            "read": 3, "stored": 3, "superseded": 0, "rejected": 0, "rejectedBefore": 0, "notDelivered": 0, "completed": 3,
            "stopped": null
        })
    );
    assert_eq!(
        stored(&emulator),
        pairs(&[
            (
                "1",
                r#"{"age":"34","videosWatched":"45","favouriteGenres":"Comedy|Drama"}"#
            ),
            ("2", r#"{"videosWatched":"9007199254740993"}"#),
            ("3", r#"{"videosWatched":"-0"}"#),
        ])
    );
}

#[test]
fn standard_input_is_sent_as_it_arrives() {
    let (folder, emulator) = (Folder::new("standard-input"), emulator());
    let arguments = crate::folder::put(&emulator, "- --format csv");
    let ran = folder.run_with_input(&arguments, b"USER_ID,VIDEOS_WATCHED\n1,2\n3,x\n");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err
            .starts_with("standard input:3:3: VIDEOS_WATCHED has the wrong type"),
        "{ran:?}"
    );
    assert_eq!(
        stored(&emulator),
        pairs(&[("1", r#"{"videosWatched":"2"}"#)])
    );
}

#[test]
fn values_can_be_sent_as_json_values() {
    let (folder, emulator) = (Folder::new("json"), emulator());
    folder.write(
        "users.csv",
        "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,34,45,7\n2,x,1,a\n",
    );
    let ran = folder.put(&emulator, "users.csv --values json");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.starts_with("users.csv:3:3: AGE has the wrong type"),
        "{ran:?}"
    );
    let expected = r#"{"age":34,"videosWatched":45,"favouriteGenres":"7"}"#;
    assert_eq!(stored(&emulator), pairs(&[("1", expected)]));
}

#[test]
fn items_and_actions_are_sent_with_numbers_of_every_type() {
    let folder = Folder::new("items-and-actions");
    folder.write(
        "items.json",
        r#"{"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
            "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "CREATION_TIMESTAMP", "type": "long"},
            {"name": "PRICE", "type": "float"}, {"name": "WEIGHT", "type": ["double", "null"]},
            {"name": "IN_STOCK", "type": "boolean"}, {"name": "DESCRIPTION", "type": "string", "textual": true}]}"#,
    );
    folder.write(
        "actions.json",
        r#"{"type": "record", "name": "Actions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
            "fields": [{"name": "ACTION_ID", "type": "string"}, {"name": "VALUE", "type": ["null", "long"]},
            {"name": "CHANNEL", "type": "string", "categorical": true}]}"#,
    );
    folder.write(
        "items.jsonl",
        r#"{"itemId": "1", "creationTimestamp": 1700000000, "price": 4.5, "weight": 1e3, "inStock": true,
"description": "a\tb"}"#
            .replace('\n', " "),
    );
    folder.write("actions.csv", "ACTION_ID,VALUE,CHANNEL\na,7,mail|push\n");
    for values in ["strings", "json"] {
        let emulator = Emulator::builder().start_blocking().unwrap();
        let arn =
            |kind: &str| format!("arn:aws:personalize:eu-west-1:123456789012:dataset/films/{kind}");
        for (command, file, kind) in [
            ("put-items", "items.jsonl --schema items.json", "ITEMS"),
            (
                "put-actions",
                "actions.csv --schema actions.json",
                "ACTIONS",
            ),
        ] {
            let (arn, url) = (arn(kind), emulator.url());
            let ran = folder.run(&format!(
                "{command} {file} --dataset-arn {arn} --endpoint-url {url} --values {values}"
            ));
            assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
        }
        let (item, action) = match values {
            "json" => (
                r#"{"creationTimestamp":1700000000,"price":4.5,"weight":1000.0,"inStock":true,"description":"a\tb"}"#,
                r#"{"value":7,"channel":"mail|push"}"#,
            ),
            _ => (
                r#"{"creationTimestamp":"1700000000","price":"4.5","weight":"1e3","inStock":"true","description":"a\tb"}"#,
                r#"{"value":"7","channel":"mail|push"}"#,
            ),
        };
        assert_eq!(
            emulator.items(&arn("ITEMS")),
            [json!({"itemId": "1", "properties": item})]
        );
        assert_eq!(
            emulator.actions(&arn("ACTIONS")),
            [json!({"actionId": "a", "properties": action})]
        );
    }
}

#[test]
fn the_csv_of_import_jobs_is_read_with_backslash_escapes() {
    let (folder, emulator) = (Folder::new("escapes"), emulator());
    folder.write(
        "users.csv",
        "USER_ID,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,2,\"a \\\"b\\\", \\\\c\"\n",
    );
    let ran = folder.put(&emulator, "users.csv --backslash-escapes");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    let expected = r#"{"videosWatched":"2","favouriteGenres":"a \"b\", \\c"}"#;
    assert_eq!(stored(&emulator), pairs(&[("1", expected)]));
    // Outside quotation marks, and before other characters, `\` is an ordinary character.
    folder.write(
        "other.csv",
        "USER_ID,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,2,\"C:\\dir\"\n",
    );
    let ran = folder.put(&emulator, "other.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let expected = r#"{"videosWatched":"2","favouriteGenres":"C:\\dir"}"#;
    assert_eq!(stored(&emulator), pairs(&[("1", expected)]));
}

#[test]
fn an_invalid_header_is_rejected_with_all_its_problems() {
    let (folder, emulator) = (Folder::new("first-line"), emulator());
    folder.write("users.csv", "AGE,nickname,age,USERID,FAVORITE_GENRES\n");
    let ran = folder.put(&emulator, "users.csv");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        [
            "users.csv:1:1: VIDEOS_WATCHED is missing, but its column is not nullable",
            "users.csv:1:5: \"nickname\" is not a column of the schema; remove it, or leave out its values with \
             --ignore-unknown",
            "users.csv:1:14: AGE appears twice; remove one of them",
            "users.csv:1:25: \"FAVORITE_GENRES\" is not a column of the schema; did you mean `FAVOURITE_GENRES`?",
        ]
    );
    folder.write("empty.csv", "\n\n");
    let ran = folder.put(&emulator, "empty.csv");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        [
            "empty.csv:1:1: the input is empty; the first line must be a header with the column names"
        ]
    );
    // The line may be a record, so the message does not repeat it.
    folder.write("headless.csv", "alice@example.com,34\nbob@example.com,35\n");
    let ran = folder.put(&emulator, "headless.csv");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        [
            "headless.csv:1:1: the first line has no column of the schema; add a header with the column names"
        ]
    );
    folder.write("latin.csv", b"USER_ID,VIDEOS_WATCHED,\xe4\n");
    let ran = folder.put(&emulator, "latin.csv");
    assert_eq!(
        ran.lines(),
        ["latin.csv:1:1: the header is not valid UTF-8; convert the file to UTF-8"]
    );
    assert!(emulator.requests().is_empty());
}

#[test]
fn unknown_columns_are_ignored_on_request() {
    let (folder, emulator) = (Folder::new("unknown"), emulator());
    folder.write("users.csv", "nickname,USER_ID,VIDEOS_WATCHED\nx,1,2\n");
    folder.write(
        "users.jsonl",
        "{\"USER_ID\": \"2\", \"nickname\": {\"a\": []}, \"videosWatched\": 2}\n",
    );
    for file in ["users.csv", "users.jsonl"] {
        let ran = folder.put(&emulator, &format!("{file} --ignore-unknown"));
        assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    }
    let text = r#"{"videosWatched":"2"}"#;
    assert_eq!(stored(&emulator), pairs(&[("1", text), ("2", text)]));
    let ran = folder.put(&emulator, "users.jsonl");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.lines(),
        [
            "users.jsonl:1:30: \"nickname\" is not a column of the schema; write the columns as keys of the \
             record, or of its `properties`"
        ]
    );
}

#[test]
fn values_that_aws_does_not_accept_are_rejected_with_their_reason() {
    let folder = Folder::new("values");
    folder.write(
        "items.json",
        r#"{"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
            "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "SEATS", "type": ["null", "int"]},
            {"name": "IMAGE", "type": ["null", "string"]}, {"name": "SUMMARY", "type": "string", "textual": true}]}"#,
    );
    let long = "é".repeat(1001);
    folder.write(
        "items.csv",
        format!(
            "ITEM_ID,SEATS,IMAGE,SUMMARY\n1,34.0,a,b\n2,1,{long},b\n3,2,{},{long}\n",
            &long[2..]
        ),
    );
    folder.write(
        "items.jsonl",
        format!(r#"{{"itemId": 1, "seats": 34.0, "image": "{long}", "summary": "b"}}"#),
    );
    let fraction = "SEATS has a fraction, even if it is `.0`; its column is int, which accepts whole numbers from \
                    -2147483648 to 2147483647; remove it (pandas adds `.0` if a value of the column is missing: use \
                    its type Int64)";
    let length = "IMAGE has 1001 characters, but at most 1000 are allowed";
    for command in ["put-items --dry-run", "convert --output out.csv"] {
        let run = |file| folder.run(&format!("{command} --schema items.json {file}"));
        assert_eq!(
            run("items.csv").lines(),
            [
                format!("items.csv:2:3: {fraction}"),
                format!("items.csv:3:5: {length}")
            ]
        );
        assert_eq!(
            run("items.jsonl").lines(),
            [
                format!("items.jsonl:1:24: {fraction}"),
                format!("items.jsonl:1:39: {length}")
            ]
        );
    }
}
