//! The CSV of import jobs for interactions, and their schemas.

use serde_json::{Value, json};

use crate::folder::{Folder, Ran};

fn schema(name: &str, columns: &str) -> String {
    format!(
        r#"{{"type": "record", "name": "{name}", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
"fields": [{{"name": "USER_ID", "type": "string"}},
{columns}]}}"#
    )
}

/// All columns that the developer guide names, and two of metadata.
fn interactions() -> String {
    schema(
        "Interactions",
        r#"{"name": "ITEM_ID", "type": "string"},
{"name": "TIMESTAMP", "type": "long"},
{"name": "EVENT_TYPE", "type": "string"},
{"name": "EVENT_VALUE", "type": ["float", "null"]},
{"name": "IMPRESSION", "type": ["null", "string"]},
{"name": "RECOMMENDATION_ID", "type": ["null", "string"]},
{"name": "EVENT_ATTRIBUTION_SOURCE", "type": ["null", "string"]},
{"name": "LOCATION", "type": "string", "categorical": true},
{"name": "BASKET", "type": ["null", "int"]}"#,
    )
}

/// The columns that are required.
fn required() -> String {
    schema(
        "Interactions",
        r#"{"name": "ITEM_ID", "type": "string"}, {"name": "TIMESTAMP", "type": "long"}"#,
    )
}

fn folder(name: &str, schema: String) -> Folder {
    let folder = Folder::new(&format!("interactions-{name}"));
    folder.write("schema.json", schema);
    folder
}

fn convert(folder: &Folder, input: &str) -> Ran {
    folder.run(&format!(
        "convert {input} --schema schema.json --output out.csv --json"
    ))
}

/// Warnings without those about files with few interactions.
fn warnings(ran: &Ran) -> Vec<&str> {
    let warnings = ran.warnings().into_iter();
    warnings
        .filter(|it| !it.contains("the input has"))
        .collect()
}

const HEADER: &str = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,IMPRESSION,RECOMMENDATION_ID,\
                      EVENT_ATTRIBUTION_SOURCE,LOCATION,BASKET\n";

#[test]
fn rows_have_the_columns_of_the_schema_and_nulls_are_empty_cells() {
    let folder = folder("columns", interactions());
    folder.write(
        "in.csv",
        "location,event_type,item_id,userId,timestamp,event_value,impression,basket\n\
         Ohio,click,73,35,1586731606,,73|70|17,\n\
         \"Ohio, South\",watch,35,54,1586735164,0.75,,3\n",
    );
    let csv = convert(&folder, "in.csv");
    assert_eq!((csv.code, csv.lines().len()), (Some(0), 0), "{csv:?}");
    let expected = [
        HEADER,
        "35,73,1586731606,click,,73|70|17,,,Ohio,\n",
        "54,35,1586735164,watch,0.75,,,,\"Ohio, South\",3\n",
    ]
    .concat();
    assert_eq!(folder.read("out.csv"), expected);
    assert_eq!(
        warnings(&csv),
        [
            "in.csv: all 2 records have no value for RECOMMENDATION_ID, EVENT_ATTRIBUTION_SOURCE (warning)"
        ]
    );
    assert_eq!(
        csv.summary(),
        json!({
            "read": 2, "valid": 2, "rejected": 0, "stopped": null,
            "duplicates": 0, "eventTypes": {"click": 1, "watch": 1}
        })
    );

    // An event as in a call, with a list of items.
    let lines = [
        json!({"userId": 35, "itemId": "73", "timestamp": 1_586_731_606, "eventType": "click", "eventValue": null,
               "impression": [73, "70", "17"], "properties": {"location": "Ohio"}}),
        json!({"USER_ID": "54", "ITEM_ID": "35", "TIMESTAMP": "1586735164", "EVENT_TYPE": "watch", "EVENT_VALUE": 0.75,
               "LOCATION": "Ohio, South", "BASKET": 3}),
    ];
    folder.write("in.jsonl", lines.map(|line| format!("{line}\n")).concat());
    let json_lines = convert(&folder, "in.jsonl");
    assert_eq!(json_lines.code, Some(0), "{json_lines:?}");
    assert_eq!(folder.read("out.csv"), expected);
}

#[test]
fn an_event_may_be_as_in_a_call() {
    let folder = folder("call", interactions());
    let event = json!({
        "userId": "u", "sessionId": "s", "eventId": "e", "itemId": "i", "sentAt": 1_700_000_000, "eventType": "click",
        "metricAttribution": {"eventAttributionSource": "mail"}, "properties": "{\"location\": \"Ohio\"}"
    });
    folder.write("in.jsonl", format!("{event}\n"));
    let ran = convert(&folder, "in.jsonl");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        folder.read("out.csv"),
        [HEADER, "u,i,1700000000,click,,,,mail,Ohio,\n"].concat()
    );
    // The time is one column.
    let twice = event
        .to_string()
        .replace("\"sentAt\"", "\"timestamp\": 1, \"sentAt\"");
    folder.write("in.jsonl", format!("{twice}\n"));
    let ran = convert(&folder, "in.jsonl");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.lines()[0].ends_with("TIMESTAMP appears twice; remove one of them"),
        "{ran:?}"
    );
    // A column that the schema does not have is not dropped.
    folder.write("schema.json", required());
    folder.write(
        "in.jsonl",
        "{\"userId\": \"u\", \"itemId\": \"i\", \"sentAt\": 1700000000, \
         \"metricAttribution\": {\"eventAttributionSource\": \"mail\"}}\n",
    );
    let ran = convert(&folder, "in.jsonl");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.lines()[0].contains("\"eventAttributionSource\" is not a column of the schema"),
        "{ran:?}"
    );
}

#[test]
fn action_interactions_are_converted_too() {
    let folder = folder(
        "actions",
        schema(
            "ActionInteractions",
            r#"{"name": "ACTION_ID", "type": "string"}, {"name": "EVENT_TYPE", "type": "string"},
{"name": "TIMESTAMP", "type": "long"}, {"name": "CHANNEL", "type": "string", "categorical": true}"#,
        ),
    );
    folder.write(
        "in.csv",
        "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP,CHANNEL\n\
         35,73,Viewed,1586731606,mail\n54,35,Not taken,1586731609,app|mail\n35,73,Viewed,1586731606,app\n",
    );
    let ran = convert(&folder, "in.csv");
    // The minimum of 1,000 is documented for Item interactions.
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(
        folder.read("out.csv"),
        "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP,CHANNEL\n35,73,Viewed,1586731606,mail\n\
         54,35,Not taken,1586731609,app|mail\n35,73,Viewed,1586731606,app\n"
    );
    assert_eq!(
        ran.summary(),
        json!({
            "read": 3, "valid": 3, "rejected": 0, "stopped": null,
            "duplicates": 1, "firstDuplicateLine": 4, "eventTypes": {"Not taken": 1, "Viewed": 2}
        })
    );
    let ran = folder.run("convert in.csv --schema schema.json --output out.csv");
    assert!(
        ran.out.ends_with(
            "\n  1 duplicate (USER_ID, ACTION_ID, EVENT_TYPE and TIMESTAMP of an earlier record), first in line 4\n  \
             by EVENT_TYPE: Viewed 2, Not taken 1\n"
        ),
        "{}",
        ran.out
    );
}

#[test]
fn what_the_service_refuses_is_refused_with_every_problem_of_a_record() {
    let folder = folder("refused", interactions());
    let row = |user: &str, rest: &str| format!("{user},i,{rest}\n");
    let long = "x".repeat(257);
    let shown = ["i"; 501].join("|");
    let rows = [
        HEADER.to_owned(),
        row("u", "1700000000000,click,,,,,Ohio,"),
        row("u", "2023-11-14T22:13:20Z,click,,,,,Ohio,"),
        row("", "1700000000,,high,,,,Ohio,1.0"),
        row(
            &long,
            &format!("1700000000,{long},,,{},,Ohio,", "r".repeat(41)),
        ),
        row("null", "1700000000,click,,a||null,,,Ohio,"),
        row("u", &format!("1700000000,click,,{shown},,,Ohio,")),
        row("u", "1700000000,\"\",,,,\" \",Ohio,"),
        row("u", "1700000000,click,1e39,,,,null,"),
    ];
    folder.write("in.csv", rows.concat());
    let ran =
        folder.run("convert in.csv --schema schema.json --output out.csv --rejects rejects.csv");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let rejects = folder.read("rejects.csv");
    let mut reader = csv::ReaderBuilder::new().from_reader(rejects.as_bytes());
    let reasons: Vec<String> = reader
        .records()
        .map(|record| record.expect("it is CSV")[0].to_owned())
        .collect();
    let milliseconds = "is no timestamp in seconds, because it would be outside of the years 1 to 9999; if it is in \
                        milliseconds, divide it by 1000";
    let null = "is the text `null`, and the service has dropped a record with such an ID without an error; set the \
                actual ID, or allow it with --allow-null-text";
    assert_eq!(
        reasons,
        [
            format!("line 2, column 5: TIMESTAMP {milliseconds}"),
            "line 3, column 5: TIMESTAMP has the wrong type; its column is a timestamp, which accepts whole seconds since \
             1970-01-01 (UTC), such as 1700000000; convert dates, in Python with int(date.timestamp())"
                .to_owned(),
            "line 4, column 1: USER_ID is null, but its column is not nullable; line 4, column 15: EVENT_TYPE is null, but \
             its column is not nullable; line 4, column 16: EVENT_VALUE has the wrong type; its column is float, which \
             accepts numbers from -3.4e38 to 3.4e38; line 4, column 29: BASKET has a fraction, even if it is `.0`; its \
             column is int, which accepts whole numbers from -2147483648 to 2147483647; remove it (pandas adds `.0` if a \
             value of the column is missing: use its type Int64)"
                .to_owned(),
            "line 5, column 1: USER_ID has 257 characters, but at most 256 are allowed; line 5, column 272: EVENT_TYPE has \
             257 characters, but at most 256 are allowed; line 5, column 532: RECOMMENDATION_ID has 41 characters, but at \
             most 40 are allowed"
                .to_owned(),
            format!(
                "line 6, column 1: USER_ID {null}; line 6, column 26: IMPRESSION[1] has 0 characters, but at least 1 is \
                 required; line 6, column 26: IMPRESSION has the text `null` as item 2, which the service may treat as \
                 null; remove it, or allow it with --allow-null-text"
            ),
            "line 7, column 23: IMPRESSION has 1001 characters, but at most 1000 are allowed".to_owned(),
            "line 8, column 16: EVENT_TYPE has 0 characters, but at least 1 is required; line 8, column 22: \
             EVENT_ATTRIBUTION_SOURCE does not match the pattern ^[\\x20-\\x7E]*[\\x21-\\x7E]+[\\x20-\\x7E]*$"
                .replace('\\', "/"),
            "line 9, column 22: EVENT_VALUE is out of range; its column is float, which accepts numbers from -3.4e38 to \
             3.4e38; line 9, column 30: LOCATION has the text `null` as category 0, which the service may treat as null; \
             remove it, or allow it with --allow-null-text"
                .to_owned(),
        ]
    );
    assert_eq!(folder.read("out.csv"), HEADER);
}

#[test]
fn session_id_and_event_id_are_left_out_and_reported() {
    let folder = folder("sessions", required());
    folder.write(
        "in.csv",
        "USER_ID,SESSION_ID,ITEM_ID,TIMESTAMP,EVENT_ID\nu,s,i,1700000000,e\nv,s,i,1700000001,\n",
    );
    let left_out = |input: &str| {
        format!(
            "{input}: left out EVENT_ID and SESSION_ID: only events of calls have them, not the file of an import (warning)"
        )
    };
    let rows = "USER_ID,ITEM_ID,TIMESTAMP\nu,i,1700000000\nv,i,1700000001\n";
    let ran = convert(&folder, "in.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(warnings(&ran), [left_out("in.csv")]);
    assert_eq!(folder.read("out.csv"), rows);
    folder.write(
        "in.jsonl",
        "{\"userId\": \"u\", \"sessionId\": \"s\", \"itemId\": \"i\", \"timestamp\": 1700000000}\n\
         {\"userId\": \"v\", \"itemId\": \"i\", \"timestamp\": 1700000001, \"properties\": {\"eventId\": 1}}\n",
    );
    let ran = convert(&folder, "in.jsonl");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(warnings(&ran), [left_out("in.jsonl")]);
    assert_eq!(folder.read("out.csv"), rows);
    // Another unknown column needs the flag.
    folder.write(
        "in.csv",
        "USER_ID,SESSION,ITEM_ID,TIMESTAMP\nu,s,i,1700000000\n",
    );
    let ran = convert(&folder, "in.csv");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("\"SESSION\" is not a column of the schema"),
        "{ran:?}"
    );

    // A schema that has the columns.
    folder.write(
        "schema.json",
        schema(
            "Interactions",
            r#"{"name": "ITEM_ID", "type": "string"}, {"name": "TIMESTAMP", "type": "long"},
{"name": "EVENT_ID", "type": "string"}"#,
        ),
    );
    folder.write(
        "in.csv",
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_ID\nu,i,1700000000,e\n",
    );
    let ran = convert(&folder, "in.csv");
    assert_eq!((ran.code, warnings(&ran).len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        folder.read("out.csv"),
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_ID\nu,i,1700000000,e\n"
    );
}

#[test]
fn duplicates_are_counted_and_written() {
    let folder = folder("duplicates", interactions());
    let row = |user: &str, second: &str, event_type: &str, rest: &str| {
        format!("{user},i,{second},{event_type},{rest},,,,Ohio,\n")
    };
    let rows = [
        HEADER.to_owned(),
        row("u", "1700000000", "click", ""),
        row("u", "1700000001", "click", ""),
        row("u", "1700000000", "watch", ""),
        row("v", "1700000000", "click", ""),
        // Of other values, and of the same second in other digits.
        row("u", "1700000000", "click", "0.5"),
        row("u", "01700000000", "click", ""),
        // It is not in the file.
        row("u", "1700000000", "click", "high"),
    ];
    folder.write("in.csv", rows.concat());
    let ran = convert(&folder, "in.csv");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let summary = ran.summary();
    assert_eq!(
        [
            &summary["duplicates"],
            &summary["firstDuplicateLine"],
            &summary["eventTypes"]
        ],
        [&json!(2), &json!(6), &json!({"click": 5, "watch": 1})]
    );
    assert_eq!(folder.read("out.csv").lines().count(), 7);
    assert!(
        ran.err.contains("the input has 4 different interactions"),
        "{ran:?}"
    );
}

#[test]
fn what_is_doubtful_about_all_records_is_not_reported_of_a_part() {
    let folder = folder("stopped", required());
    folder.write(
        "in.csv",
        "USER_ID,ITEM_ID,TIMESTAMP\nu,i,1700000000\nv,i,1700000000\nw,\"i",
    );
    let ran = convert(&folder, "in.csv");
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.warnings(), Vec::<&str>::new());
}

#[test]
fn long_event_types_are_counted_each_and_printed_in_part() {
    let folder = folder("long-types", interactions());
    let [first, second] = ["a", "b"].map(|end| format!("{}{end}\u{7}", "t".repeat(200)));
    let row = |event_type: &str| format!("u,i,1700000000,{event_type},,,,,Ohio,\n");
    folder.write("in.csv", [HEADER, &row(&first), &row(&second)].concat());
    let ran = convert(&folder, "in.csv");
    assert_eq!(ran.summary()["eventTypes"], json!({first: 1, second: 1}));
    let ran = folder.run("convert in.csv --schema schema.json --output out.csv");
    let printed = format!("{}… 1", "t".repeat(100));
    assert!(
        ran.out
            .ends_with(&format!("\n  by EVENT_TYPE: {printed}, {printed}\n")),
        "{ran:?}"
    );
}

#[test]
fn the_item_of_an_action_interaction_is_metadata() {
    let folder = folder(
        "other-id",
        schema(
            "ActionInteractions",
            r#"{"name": "ITEM_ID", "type": "string", "categorical": true}, {"name": "EVENT_TYPE", "type": "string"},
{"name": "TIMESTAMP", "type": "long"}, {"name": "ACTION_ID", "type": "string"}"#,
        ),
    );
    folder.write(
        "in.csv",
        "USER_ID,ITEM_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP\n\
         u,i|j,a,Viewed,1700000000\nu,i|j,b,Viewed,1700000000\nu,j,a,Viewed,1700000000\n",
    );
    let ran = convert(&folder, "in.csv");
    let summary = ran.summary();
    assert_eq!(
        [&summary["duplicates"], &summary["firstDuplicateLine"]],
        [&json!(1), &json!(4)]
    );
}

/// Rows of the required columns and a type.
fn typed(rows: impl Iterator<Item = (usize, usize, usize)>) -> String {
    let rows = rows.map(|(user, second, event_type)| {
        format!("u{user},i,{},type{event_type}\n", 1_700_000_000 + second)
    });
    [
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\n".to_owned(),
        rows.collect(),
    ]
    .concat()
}

#[test]
fn more_event_types_than_the_quota_are_reported() {
    let schema = required().replace(
        "\"long\"}",
        "\"long\"}, {\"name\": \"EVENT_TYPE\", \"type\": \"string\"}",
    );
    let folder = folder("types", schema);
    let ran = folder.run("schema check schema.json");
    assert!(
        ran.out
            .starts_with("schema.json: Interactions, 4 columns, at most 9 event types\n"),
        "{ran:?}"
    );
    for (types, expected) in [
        (9, None),
        (
            10,
            Some(
                "have 10 event types, but a dataset with these columns can have at most 9, because",
            ),
        ),
        (150, Some("have more than 100 event types")),
    ] {
        folder.write("in.csv", typed((0..2_000).map(|n| (n % 50, n, n % types))));
        let ran = convert(&folder, "in.csv");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let warnings = ran.warnings();
        assert_eq!(
            warnings.len(),
            usize::from(expected.is_some()),
            "{warnings:?}"
        );
        assert!(
            warnings
                .iter()
                .zip(expected)
                .all(|(found, it)| found.contains(it)),
            "{warnings:?}"
        );
        let summary = ran.summary();
        let counted = summary["eventTypes"].as_object().expect("an object");
        assert_eq!(counted.len(), types.min(100));
        let counted: u64 = counted.values().filter_map(Value::as_u64).sum();
        assert_eq!(
            counted + summary["otherEventTypes"].as_u64().unwrap_or_default(),
            2_000
        );
    }
    let ran = folder.run("convert in.csv --schema schema.json --output out.csv");
    let list = ran.out.lines().last().unwrap_or_default();
    assert!(
        list.starts_with("  by EVENT_TYPE: type0 14, ") && list.ends_with(" and many other types"),
        "{list}"
    );
    assert_eq!(list.matches("type").count(), 11);
}

#[test]
fn fewer_interactions_or_users_than_the_quotas_are_reported_in_one_line() {
    let folder = folder("few", required());
    let rows = |rows: &mut dyn Iterator<Item = (usize, usize)>| {
        let rows = rows.map(|(user, second)| format!("u{user},i,{}\n", 1_700_000_000 + second));
        ["USER_ID,ITEM_ID,TIMESTAMP\n".to_owned(), rows.collect()].concat()
    };
    let few = "different interactions, but an import job needs at least 1000 in all of its files";
    let users =
        "users with two or more interactions, but training needs at least 25 in the whole dataset";
    // Each has every user twice, or only the first ones.
    let cases: [(String, Option<String>); 4] = [
        (rows(&mut (0..1_000).map(|n| (n % 25, n))), None),
        (
            rows(&mut (0..999).map(|n| (n % 25, n))),
            Some(format!("999 {few}")),
        ),
        (
            rows(&mut (0..1_024).map(|n| (n % 1_000, n))),
            Some(format!("24 {users}")),
        ),
        (
            rows(&mut (0..2_000).map(|n| (n % 500 % 24, n % 500))),
            Some(format!("500 {few}; it has 24 {users}")),
        ),
    ];
    for (input, expected) in cases {
        folder.write("in.csv", input);
        let ran = convert(&folder, "in.csv");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let expected = expected.map(|it| format!("in.csv: the input has {it} (warning)"));
        assert_eq!(
            ran.warnings(),
            expected.iter().map(String::as_str).collect::<Vec<_>>()
        );
    }
}

#[test]
fn one_timestamp_for_all_and_doubtful_ids_and_impressions_are_reported() {
    let folder = folder("doubts", interactions());
    let shown = |count: usize| vec!["i"; count].join("|");
    let row = |user: &str, item: &str, shown: &str| {
        format!("{user},{item},1700000000,click,1,{shown},r,mail,Ohio,1\n")
    };
    let rows = [
        HEADER.to_owned(),
        row("u ", "i", &shown(25)),
        row("v", " ", &shown(26)),
        row(" ", "i", "a"),
        row("Guest", "i", "a"),
        row("undefined", "i", "a"),
        row("guest 7", "\"a\"\"b\"", "a| b"),
    ];
    folder.write("in.csv", rows.concat());
    let ran = convert(&folder, "in.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        warnings(&ran),
        [
            "in.csv:4:1: USER_ID is only white space, which is probably no ID (warning)",
            "in.csv:2:1: USER_ID has white space at its start or end, which makes it another ID; remove it (warning)",
            "in.csv:5:1: USER_ID is a placeholder, such as `guest`, and the interactions of all visitors who share it \
             count for one user; remove them, or set an ID for each visitor (warning; first of 2 records)",
            "in.csv:3:3: ITEM_ID is only white space, which is probably no ID (warning)",
            "in.csv:7:9: ITEM_ID has a quotation mark, which AWS's guide advises to avoid in IDs (warning)",
            "in.csv:7:35: IMPRESSION has white space around the ID of an item, which makes it another ID; remove it (warning)",
            "in.csv:3:24: IMPRESSION has more than 25 items, the most that a call accepts, and AWS does not document whether \
             an import uses all of them (warning)",
            "in.csv: all 6 records have the same TIMESTAMP, so that their order is unknown; set the time of each \
             interaction (warning)",
        ]
    );
}

#[test]
fn a_schema_of_interactions_is_printed_with_the_members_of_events() {
    let folder = folder("schema", interactions());
    let ran = folder.run("schema check schema.json");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(
        ran.out,
        "schema.json: Interactions, 10 columns, at most 6 event types\n  \
           USER_ID                   string                  userId\n  \
           ITEM_ID                   string                  itemId\n  \
           TIMESTAMP                 long                    sentAt\n  \
           EVENT_TYPE                string                  eventType\n  \
           EVENT_VALUE               float or null           eventValue\n  \
           IMPRESSION                string or null          impression\n  \
           RECOMMENDATION_ID         string or null          recommendationId\n  \
           EVENT_ATTRIBUTION_SOURCE  string or null          metricAttribution.eventAttributionSource\n  \
           LOCATION                  categories              location\n  \
           BASKET                    int or null             basket\n"
    );
    let bad = interactions()
        .replace(
            "\"TIMESTAMP\", \"type\": \"long\"",
            "\"TIMESTAMP\", \"type\": \"int\"",
        )
        .replace("\"LOCATION\"", "\"SESSION_ID\"");
    folder.write("bad.json", bad.as_str());
    folder.write("warned.json", bad.replace("\"int\"},", "\"long\"},"));
    let ran = folder.run("schema check bad.json warned.json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.err.lines().collect::<Vec<_>>(),
        [
            "bad.json:4:31: the type of `TIMESTAMP` is \"int\", but must be \"long\"",
            "warned.json:10:10: `SESSION_ID` is a metadata column, but no call can fill it, because `sessionId` is a member of \
             the call that is not allowed among properties; remove the column (warning)",
        ]
    );
}
