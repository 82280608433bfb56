//! Walks the table of rules for files of interactions.

use personalize_events::{ColumnType, CsvWriter, Properties};

use super::{ACCEPTED, Outcome, REFUSED, WARNED, table};
use crate::folder::Folder;

const SCHEMA: &str = r#"{"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema",
  "version": "1.0", "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
    {"name": "EVENT_TYPE", "type": "string"},
    {"name": "RECOMMENDATION_ID", "type": "string"},
    {"name": "EVENT_ATTRIBUTION_SOURCE", "type": "string"},
    {"name": "IMPRESSION", "type": "string"}
  ]}"#;

const VALID: [(&str, &str); 7] = [
    ("USER_ID", "u"),
    ("ITEM_ID", "i"),
    ("TIMESTAMP", "1700000000"),
    ("EVENT_TYPE", "click"),
    ("RECOMMENDATION_ID", "RID-1"),
    ("EVENT_ATTRIBUTION_SOURCE", "mail"),
    ("IMPRESSION", "i|j"),
];

/// A valid record with these values instead of some.
fn record<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let is_replaced = |key: &str| changes.iter().any(|(other, _)| *other == key);
    let rest = VALID.into_iter().filter(|(key, _)| !is_replaced(key));
    rest.chain(changes.iter().copied()).collect()
}

/// What `convert` makes of a record among many valid ones.
pub(super) fn convert(folder: &Folder, changes: &[(&str, &str)]) -> Outcome {
    folder.write("interactions.json", SCHEMA);
    let row = record(changes);
    let line = |cells: Vec<&str>| format!("{}\n", cells.join(","));
    let mut csv = line(row.iter().map(|(name, _)| *name).collect());
    for n in 0..1_100 {
        let valid = [format!("u{}", n % 50), format!("{}", 1_700_000_000 + n)];
        let cells = row.iter().map(|(name, value)| match *name {
            "USER_ID" => valid[0].as_str(),
            "TIMESTAMP" => valid[1].as_str(),
            name => {
                let mut cells = VALID.iter().filter(|(other, _)| *other == name);
                cells.next().map_or(*value, |(_, value)| *value)
            }
        });
        csv += &line(cells.collect());
    }
    csv += &line(row.iter().map(|(_, value)| *value).collect());
    folder.write("interactions.csv", csv);
    let ran = folder.run("convert interactions.csv --schema interactions.json --output out.csv");
    match ran.code {
        Some(0) if ran.warnings().is_empty() => ACCEPTED,
        Some(0) => WARNED,
        Some(1) => REFUSED,
        _ => panic!("{ran:?}"),
    }
}

fn write(changes: &[(&str, &str)]) -> Outcome {
    let columns = VALID.map(|(name, _)| (name, ColumnType::PLAIN));
    let csv = CsvWriter::events_with_columns(Vec::new(), columns);
    let mut properties = Properties::new();
    for (key, value) in record(changes) {
        properties.insert(key, value);
    }
    let written = csv.expect("the columns are valid").write(&properties);
    written.map_or(REFUSED, |()| ACCEPTED)
}

#[test]
fn every_cell_of_the_table_of_rules_for_files_of_interactions_is_true() {
    let folder = Folder::new("rules-interactions");
    assert_eq!(convert(&folder, &[]), ACCEPTED);
    assert_eq!(write(&[]), ACCEPTED);
    let [long, id] = [41, 257].map(|length| "x".repeat(length));
    let [many, characters] = [26, 501].map(|count| vec!["i"; count].join("|"));
    let trials = [
        ("text `null`", ("USER_ID", "null")),
        ("text `null`", ("ITEM_ID", "null")),
        ("text `null`", ("IMPRESSION", "i|null")),
        ("ID or event type", ("USER_ID", "\"\"")),
        ("ID or event type", ("ITEM_ID", &id)),
        ("ID or event type", ("EVENT_TYPE", "\"\"")),
        ("ID or event type", ("EVENT_TYPE", &id)),
        ("recommendation ID", ("RECOMMENDATION_ID", &long)),
        ("source of a metric", ("EVENT_ATTRIBUTION_SOURCE", "é")),
        ("impression with", ("IMPRESSION", "i||j")),
        ("impression with", ("IMPRESSION", &characters)),
        ("impression of more", ("IMPRESSION", &many)),
        ("placeholder", ("USER_ID", "Guest")),
        ("session ID", ("SESSION_ID", "s")),
        ("session ID", ("eventId", "e")),
    ];
    let table = table("//! | rule for files of interactions |");
    assert_eq!(table.len(), 8);
    for (rule, (name, value)) in trials {
        let mut rows = table.iter().filter(|(row, _)| row.starts_with(rule));
        let (_, cells) = rows.next().unwrap_or_else(|| panic!("{rule}"));
        assert!(rows.next().is_none(), "{rule}");
        let text = if value == "\"\"" { "" } else { value };
        let found = [write(&[(name, text)]), convert(&folder, &[(name, value)])];
        assert_eq!(*cells, found, "{rule}: {name}");
    }
    for (row, _) in &table {
        assert!(
            trials.iter().any(|(rule, _)| row.starts_with(rule)),
            "{row}"
        );
    }
}
