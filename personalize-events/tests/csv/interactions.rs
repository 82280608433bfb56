//! Files of interactions, in which the members of events are columns.

use std::fs;
use std::io;

use csv::ReaderBuilder;
use personalize_events::{
    ActionInteraction, ColumnType, CsvWriter, Event, MetricAttribution, Properties, Timestamp,
    ValidationError,
};
use personalize_events_schema::DatasetType;
use serde::Serialize;

fn lines(file: &[u8]) -> Vec<&str> {
    std::str::from_utf8(file)
        .expect("it is UTF-8")
        .lines()
        .collect()
}

const COLUMNS: [(&str, ColumnType); 9] = [
    ("USER_ID", ColumnType::PLAIN),
    ("ITEM_ID", ColumnType::PLAIN),
    ("TIMESTAMP", ColumnType::LONG),
    ("EVENT_TYPE", ColumnType::PLAIN),
    ("EVENT_VALUE", ColumnType::FLOAT.nullable()),
    ("IMPRESSION", ColumnType::PLAIN.nullable()),
    ("RECOMMENDATION_ID", ColumnType::PLAIN.nullable()),
    ("EVENT_ATTRIBUTION_SOURCE", ColumnType::PLAIN.nullable()),
    ("DEVICE", ColumnType::CATEGORICAL),
];

/// A valid record with other values for these keys.
fn record(changes: &[(&str, &str)]) -> Properties {
    let mut record = Properties::new();
    record
        .insert("userId", "u")
        .insert("itemId", "i")
        .insert("timestamp", 1_700_000_000)
        .insert("eventType", "watch")
        .insert("device", "phone");
    for (key, value) in changes {
        record.insert(*key, *value);
    }
    record
}

/// The message of the first record of a file, if it is invalid.
fn error(record: &Properties) -> Option<String> {
    let mut csv =
        CsvWriter::events_with_columns(io::sink(), COLUMNS).expect("the columns are valid");
    let error = csv.write(record).err()?;
    Some(format!("{error:#}").replacen("record 1 is invalid: ", "", 1))
}

#[test]
fn rows_have_the_members_of_events_as_columns() {
    #[derive(Serialize)]
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    struct Rating {
        user_id: u64,
        item_id: &'static str,
        timestamp: i64,
        event_type: &'static str,
        event_value: Option<f32>,
        impression: Vec<&'static str>,
        device: &'static str,
    }

    let mut csv = CsvWriter::events_with_columns(Vec::new(), COLUMNS).unwrap();
    let rating = Rating {
        user_id: 7,
        item_id: "film, \"cut\"",
        timestamp: 1_700_000_000,
        event_type: "rating",
        event_value: Some(4.5),
        impression: vec!["film-2", "film-3"],
        device: "phone",
    };
    csv.write(&Properties::from_serialize(&rating)).unwrap();
    csv.write(&record(&[
        ("recommendationId", "RID-1"),
        ("impression", "a|b"),
    ]))
    .unwrap();
    let file = csv.finish().unwrap();
    assert_eq!(
        lines(&file),
        [
            "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,IMPRESSION,RECOMMENDATION_ID,EVENT_ATTRIBUTION_SOURCE,DEVICE",
            r#"7,"film, \"cut\"",1700000000,rating,4.5,film-2|film-3,,,phone"#,
            "u,i,1700000000,watch,,a|b,RID-1,,phone",
        ]
    );
    let mut reader = ReaderBuilder::new()
        .escape(Some(b'\\'))
        .double_quote(false)
        .from_reader(&file[..]);
    let first = reader.records().next().unwrap().unwrap();
    assert_eq!(&first[1], "film, \"cut\"");
}

#[test]
fn action_interactions_have_actions() {
    let columns = ["USER_ID", "ACTION_ID", "EVENT_TYPE", "TIMESTAMP"];
    let columns = columns.map(|name| (name, ColumnType::PLAIN));
    let mut csv = CsvWriter::action_interactions_with_columns(Vec::new(), columns).unwrap();
    let mut record = Properties::new();
    record
        .insert("USER_ID", 35)
        .insert("ACTION_ID", 73)
        .insert("EVENT_TYPE", "Not Taken")
        .insert("TIMESTAMP", Timestamp::from_secs(1_586_731_606));
    csv.write(&record).unwrap();
    record
        .insert("TIMESTAMP", "1586731606000")
        .insert("ACTION_ID", "");
    let error = csv.write(&record).unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "record 2 is invalid: ACTION_ID has 0 characters, but at least 1 is required; TIMESTAMP is no timestamp in \
         seconds, because it would be outside of the years 1 to 9999; if it is in milliseconds, divide it by 1000"
    );
    assert_eq!(
        lines(&csv.finish().unwrap()),
        [
            "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP",
            "35,73,Not Taken,1586731606"
        ]
    );
}

#[test]
fn every_violation_of_a_record_is_reported_at_once() {
    let mut invalid = record(&[
        ("timestamp", "2023-11-14"),
        ("eventType", ""),
        ("eventValue", "high"),
        ("sessionId", "s"),
    ]);
    invalid.insert("device", None::<&str>);
    assert_eq!(
        error(&invalid).unwrap().split("; ").collect::<Vec<_>>(),
        [
            "EVENT_TYPE has 0 characters, but at least 1 is required",
            "timestamp has the wrong type",
            "its column is a timestamp, which accepts whole seconds since 1970-01-01 (UTC), such as 1700000000",
            "eventValue has the wrong type",
            "its column is float, which accepts numbers from -3.4e38 to 3.4e38",
            "sessionId has no column in the file",
            "omit it, or add a column of this name",
            "DEVICE is required but missing",
        ]
    );
}

#[test]
fn values_have_the_limits_of_the_members_of_calls() {
    let event = || {
        Event::builder()
            .event_type("t")
            .sent_at(Timestamp::from_secs(0))
    };
    let is_valid = |member: &str, text: &str| -> bool {
        let built: Result<Event, ValidationError> = match member {
            "itemId" => event().item_id(text).build(),
            "eventType" => event().event_type(text).build(),
            "recommendationId" => event().recommendation_id(text).build(),
            "impression" => event().impression([text]).build(),
            "eventAttributionSource" => event()
                .metric_attribution(MetricAttribution::builder().event_attribution_source(text))
                .build(),
            "userId" => {
                return personalize_events::User::builder()
                    .user_id(text)
                    .build()
                    .is_ok();
            }
            _ => panic!("{member}"),
        };
        built.is_ok()
    };
    let texts = ["", "null", "x", " ", "é", "line\u{7}"].map(str::to_owned);
    let long = [40, 41, 256, 257].map(|length| "é".repeat(length));
    let ascii = [40, 41, 256, 257, 1000].map(|length| "x".repeat(length));
    for text in texts.iter().chain(&long).chain(&ascii) {
        for member in [
            "userId",
            "itemId",
            "eventType",
            "recommendationId",
            "impression",
            "eventAttributionSource",
        ] {
            let found = error(&record(&[(member, text)]));
            assert_eq!(
                found.is_none(),
                is_valid(member, text),
                "{member} {text:?}: {found:?}"
            );
        }
    }
    let action = ActionInteraction::builder()
        .action_id("x".repeat(257))
        .build();
    assert!(
        action
            .unwrap_err()
            .to_string()
            .contains("actionId has 257 characters")
    );
}

#[test]
fn an_impression_may_have_more_items_than_one_of_a_call_but_not_more_characters() {
    let items = |count: usize| vec!["i"; count].join("|");
    assert_eq!(error(&record(&[("impression", &items(500))])), None);
    assert_eq!(
        error(&record(&[("impression", &items(501))])).unwrap(),
        "impression has 1001 characters, but at most 1000 are allowed"
    );
    let long = format!("a|{}|", "x".repeat(257));
    assert_eq!(
        error(&record(&[("impression", &long)])).unwrap(),
        "IMPRESSION[1] has 257 characters, but at most 256 are allowed; IMPRESSION[2] has 0 characters, but at least 1 is \
         required"
    );
}

#[test]
fn texts_have_the_limits_of_the_members_of_calls_too() {
    let keys = [
        "userId",
        "itemId",
        "timestamp",
        "eventType",
        "eventValue",
        "impression",
        "recommendationId",
        "eventAttributionSource",
        "device",
    ];
    let long = "x".repeat(257);
    for (key, text) in keys
        .iter()
        .flat_map(|key| ["", "a|", "null", "1", &long].map(|it| (key, it)))
    {
        let mut csv = CsvWriter::<_, Properties>::events_with_columns(io::sink(), COLUMNS).unwrap();
        let texts = keys.iter().map(|other| match *other {
            other if other == *key => Some(text),
            "userId" => Some("u"),
            "itemId" => Some("i"),
            "timestamp" => Some("1700000000"),
            "eventType" => Some("watch"),
            "device" => Some("phone"),
            _ => None,
        });
        let found = csv
            .write_texts(texts)
            .err()
            .map(|error| format!("{error:#}").replacen("record 1 is invalid: ", "", 1));
        // Violations of a record have the keys that were written, or the names of the columns.
        let expected = error(&record(&[(key, text)]));
        let columns = |text: Option<String>| text.map(|text| text.to_lowercase().replace('_', ""));
        assert_eq!(columns(found), columns(expected), "{key} {text:?}");
    }
}

#[test]
fn the_text_null_is_allowed_only_on_request() {
    for member in ["userId", "itemId"] {
        let mut record = record(&[(member, "null")]);
        let found = error(&record).unwrap();
        assert!(
            found.starts_with(&format!("{member} is the text `null`")),
            "{found}"
        );
        assert_eq!(error(record.allow_null_text()), None);
    }
    let mut shown = record(&[("impression", "a|null")]);
    let found = error(&shown).unwrap();
    assert!(
        found.starts_with("impression has the text `null` as category 1"),
        "{found}"
    );
    assert_eq!(error(shown.allow_null_text()), None);
}

#[test]
fn columns_are_those_of_a_schema() {
    let missing = |columns: &[(&str, ColumnType)]| {
        let csv = CsvWriter::<_, Properties>::events_with_columns(io::sink(), columns.to_vec());
        csv.unwrap_err().to_string()
    };
    assert_eq!(
        missing(&COLUMNS[..1]),
        "ITEM_ID is required but missing; TIMESTAMP is required but missing"
    );
    assert_eq!(
        missing(&[COLUMNS[0], ("user id", ColumnType::INT)]),
        "user id is not a valid column name; use ASCII letters, digits and `_`, without a leading digit"
    );
    let twice = missing(&[
        COLUMNS[0],
        COLUMNS[1],
        COLUMNS[2],
        ("userId", ColumnType::INT),
    ]);
    assert!(
        twice.starts_with("userId is for the same column as `USER_ID`"),
        "{twice}"
    );
}

#[test]
fn columns_of_members_have_the_types_of_the_service() {
    for dataset_type in [DatasetType::Interactions, DatasetType::ActionInteractions] {
        let columns = dataset_type.reserved_columns().iter();
        // The type that is set is that of no value.
        let columns = columns.map(|column| (column.name, ColumnType::BOOLEAN));
        let mut record = Properties::new();
        for column in dataset_type.reserved_columns() {
            let value = match column.name {
                "TIMESTAMP" => "1700000000",
                "EVENT_VALUE" => "0.5",
                _ => "x",
            };
            record.insert(column.name, value);
        }
        let written = if dataset_type == DatasetType::Interactions {
            let mut csv = CsvWriter::events_with_columns(io::sink(), columns).unwrap();
            csv.write(&record)
        } else {
            let mut csv = CsvWriter::action_interactions_with_columns(io::sink(), columns).unwrap();
            csv.write(&record)
        };
        written.unwrap();
    }
}

#[test]
fn the_example_of_the_command_can_be_written() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/cli/examples/interactions.json"
    );
    let schema = fs::read_to_string(path).unwrap();
    let schema = personalize_events_schema::Schema::parse(&schema).unwrap();
    let columns = schema.columns().iter().map(|column| {
        let ty = if column.is_categorical() {
            ColumnType::CATEGORICAL
        } else {
            ColumnType::PLAIN
        };
        (
            column.name(),
            if column.is_nullable() {
                ty.nullable()
            } else {
                ty
            },
        )
    });
    let mut csv = CsvWriter::events_with_columns(io::sink(), columns).unwrap();
    csv.write(&record(&[])).unwrap();
}
