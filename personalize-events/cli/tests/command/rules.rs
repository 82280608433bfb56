//! Walks the table of rules and entry points in the documentation of the client, and tries every cell.

#[path = "rules/events.rs"]
mod events;
#[path = "rules/interactions.rs"]
mod interactions;
#[path = "rules/request.rs"]
mod request;

use std::fs;
use std::path::Path;

use personalize_events::{
    Event, EventProperties, Item, ItemProperties, Properties, PutEventsRequest, Timestamp, User,
    UserProperties, ValidationError,
};
use personalize_events_emulator::Emulator;
use serde_json::{Map, Value, json};

use crate::folder::Folder;

const REFUSED: &str = "refused";
const ACCEPTED: &str = "accepted";
const WARNED: &str = "warned";
const COMPILE_ERROR: &str = "compile error";
const NOT_EXPRESSIBLE: &str = "–";

const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/";

const USERS: &str = r#"{"type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema",
  "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "GENRES", "type": "string", "categorical": true},
    {"name": "NOTE", "type": "string"},
    {"name": "AGE", "type": "int"},
    {"name": "SCORE", "type": "double"}
  ], "version": "1.0"}"#;

const ITEMS: &str = r#"{"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema",
  "fields": [
    {"name": "ITEM_ID", "type": "string"},
    {"name": "CREATION_TIMESTAMP", "type": "long"},
    {"name": "PRICE", "type": "double"},
    {"name": "DESCRIPTION", "type": "string", "textual": true}
  ], "version": "1.0"}"#;

#[derive(UserProperties)]
struct Viewer<'a> {
    #[personalize(user_id)]
    id: &'a str,
    genres: Vec<&'a str>,
    #[personalize(categorical)]
    joined: &'a str,
    #[personalize(plain)]
    note: &'a str,
    #[personalize(column_type = "int")]
    age: &'a str,
    score: f64,
}

const VIEWER: Viewer<'static> = Viewer {
    id: "u",
    genres: Vec::new(),
    joined: "a",
    note: "n",
    age: "5",
    score: 1.5,
};

#[derive(ItemProperties)]
struct Film<'a> {
    #[personalize(item_id)]
    id: &'a str,
    #[personalize(column_type = "long")]
    creation_timestamp: &'a str,
    #[personalize(textual)]
    description: &'a str,
}

const FILM: Film<'static> = Film {
    id: "i",
    creation_timestamp: "1700000000",
    description: "d",
};

/// What an entry point makes of a record.
type Outcome = &'static str;

fn outcome<T>(result: Result<T, ValidationError>) -> Outcome {
    result.map_or(REFUSED, |_| ACCEPTED)
}

/// The kind of records and their dataset.
#[derive(Clone, Copy)]
enum Kind {
    Users,
    Items,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Items => "items",
        }
    }

    fn schema(self) -> &'static str {
        match self {
            Self::Users => USERS,
            Self::Items => ITEMS,
        }
    }

    fn id(self) -> (&'static str, &'static str) {
        match self {
            Self::Users => ("userId", "u"),
            Self::Items => ("itemId", "i"),
        }
    }

    /// Valid properties, with these values instead of some.
    fn properties(self, changes: &[(&str, Value)]) -> Map<String, Value> {
        let valid = match self {
            Self::Users => json!({"genres": "a", "note": "n", "age": "5", "score": "1.5"}),
            Self::Items => {
                json!({"creationTimestamp": "1700000000", "price": "1.5", "description": "d"})
            }
        };
        let mut properties = valid.as_object().cloned().unwrap_or_default();
        for (key, value) in changes {
            properties.insert((*key).to_owned(), value.clone());
        }
        properties
    }
}

/// The outcomes of one record at all entry points, in the order of the table.
struct Trial {
    rule: &'static str,
    outcomes: [Outcome; 6],
}

/// Collects trials, with what is needed for them.
struct Bench {
    folder: Folder,
    trials: Vec<Trial>,
}

impl Bench {
    /// Tries a record of a rule, whose name starts so.
    fn add(
        &mut self,
        rule: &'static str,
        [derive, builder, properties]: [Outcome; 3],
        [command, convert]: [Outcome; 2],
        emulator: Outcome,
    ) {
        let outcomes = [derive, builder, properties, command, convert, emulator];
        self.trials.push(Trial { rule, outcomes });
    }

    /// Tries a change of valid properties that all but the structs can express in the same way.
    fn change(
        &mut self,
        rule: &'static str,
        kind: Kind,
        [derive, properties]: [Outcome; 2],
        change: (&str, Value),
    ) {
        let text = Value::from(kind.properties(&[change])).to_string();
        let (_, id) = kind.id();
        let builder = build(kind, id, &text);
        let file = self.file(kind, id, &text);
        self.add(
            rule,
            [derive, builder, properties],
            file,
            post(kind, id, &text),
        );
    }

    /// Puts and converts a record with these properties, or with this line if it is one already.
    fn file(&self, kind: Kind, id: &str, properties: &str) -> [Outcome; 2] {
        let (member, _) = kind.id();
        let start = format!("{{{}: {}", json!(member), json!(id));
        let rest = properties.strip_prefix('{').expect("an object");
        let comma = if rest == "}" { "" } else { ", " };
        self.line(kind, &format!("{start}{comma}{rest}"))
    }

    fn line(&self, kind: Kind, line: &str) -> [Outcome; 2] {
        self.folder.write("records.jsonl", line);
        self.folder.write("schema.json", kind.schema());
        let put = format!(
            "put-{} records.jsonl --schema schema.json --local",
            kind.name()
        );
        let convert = "convert records.jsonl --schema schema.json --output out.csv";
        [put.as_str(), convert].map(|command| {
            let ran = self.folder.run(command);
            match ran.code {
                Some(0) if ran.warnings().is_empty() => ACCEPTED,
                Some(0) => WARNED,
                Some(1) => REFUSED,
                _ => panic!("{ran:?}"),
            }
        })
    }
}

fn build(kind: Kind, id: &str, properties: &str) -> Outcome {
    match kind {
        Kind::Users => outcome(User::builder().user_id(id).properties(properties).build()),
        Kind::Items => outcome(Item::builder().item_id(id).properties(properties).build()),
    }
}

/// Sends a record with these properties to an emulator that knows its schema.
fn post(kind: Kind, id: &str, properties: &str) -> Outcome {
    let (name, (member, _)) = (kind.name(), kind.id());
    let arn = format!("{DATASET}{}", name.to_uppercase());
    let emulator = request::start(Emulator::builder().schema(&arn, kind.schema()));
    let record = json!({member: id, "properties": properties});
    of_status(request::post(
        &emulator,
        &format!("/{name}"),
        &json!({"datasetArn": arn, name: [record]}),
    ))
}

fn post_event(event: &Value) -> Outcome {
    let emulator = request::start(Emulator::builder());
    let body = json!({"trackingId": "t", "sessionId": "s", "eventList": [event]});
    of_status(request::post(&emulator, "/events", &body))
}

fn of_status(status: u16) -> Outcome {
    if status == 200 { ACCEPTED } else { REFUSED }
}

/// A mistake that the compiler reports: the test `ui` of the client compiles the case.
fn compile_error(case: &str, message: &str) -> Outcome {
    let path = format!("../tests/ui/{case}.stderr");
    let expected = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    let expected = expected.expect("the expected output of the compiler");
    assert!(expected.contains(message), "{case}: {expected}");
    COMPILE_ERROR
}

fn user(key: &str, value: impl personalize_events::PropertyValue) -> Outcome {
    outcome(Properties::new().insert(key, value).to_user("u"))
}

fn item(key: &str, value: impl personalize_events::PropertyValue) -> Outcome {
    outcome(Properties::new().insert(key, value).to_item("i"))
}

fn event(key: &str) -> Outcome {
    outcome(EventProperties::to_properties(
        Properties::new().insert(key, "x"),
    ))
}

fn ids(bench: &mut Bench) {
    let kind = Kind::Users;
    let text = Value::from(kind.properties(&[])).to_string();
    for (rule, id) in [
        ("text `null` as the ID", "null"),
        ("ID of only white space", " \t"),
        ("quotation mark in an ID", "\"7\""),
    ] {
        let derive = outcome(Viewer { id, ..VIEWER }.to_user());
        let properties = outcome(Properties::new().to_user(id));
        let file = bench.file(kind, id, &text);
        let library = [derive, build(kind, id, &text), properties];
        bench.add(rule, library, file, post(kind, id, &text));
    }
    let session = PutEventsRequest::builder()
        .tracking_id("t")
        .session_id("null");
    let event = Event::builder()
        .event_type("watched")
        .sent_at(Timestamp::from_secs(1));
    let session = session.event_list([event]);
    assert_eq!(outcome(session.clone().build()), REFUSED);
    assert_eq!(outcome(session.allow_null_text().build()), ACCEPTED);
}

fn times(bench: &mut Bench) {
    let rule = "`sentAt` or `timestamp`";
    let late = Event::builder()
        .event_type("watched")
        .sent_at(Timestamp::from_secs(1_700_000_000_000))
        .build();
    let library = [NOT_EXPRESSIBLE, outcome(late), NOT_EXPRESSIBLE];
    let posted = post_event(&json!({"eventType": "watched", "sentAt": 1_700_000_000_000_i64}));
    let converted = interactions::convert(&bench.folder, &[("TIMESTAMP", "1700000000000")]);
    let put = events::put(&bench.folder, &[("TIMESTAMP", "1700000000000")]);
    bench.add(rule, library, [put, converted], posted);

    for (rule, text) in [
        ("timestamp column", "1700000000000"),
        ("text of a date", "2023-11-14T22:13:20Z"),
    ] {
        let film = Film {
            creation_timestamp: text,
            ..FILM
        };
        let library = [outcome(film.to_item()), item("creationTimestamp", text)];
        let change = ("creationTimestamp", json!(text));
        bench.change(rule, Kind::Items, library, change);
    }
}

fn keys(bench: &mut Bench) {
    for (rule, key, case, message) in [
        (
            "reserved key of events",
            "session_ID",
            "conflicts/members_of_an_event",
            "the service rejects the property `sessionId`",
        ),
        (
            "`itemId` among",
            "itemId",
            "columns/required",
            "belongs to the column `ITEM_ID`",
        ),
    ] {
        let text = json!({key: "x"}).to_string();
        let built = Event::builder()
            .event_type("watched")
            .sent_at(Timestamp::from_secs(1))
            .properties(text.as_str())
            .build();
        let library = [compile_error(case, message), outcome(built), event(key)];
        let posted = post_event(&json!({"eventType": "watched", "sentAt": 1, "properties": text}));
        bench.add(rule, library, [NOT_EXPRESSIBLE; 2], posted);
    }

    let text = Value::from(Kind::Users.properties(&[("userId", json!("x"))])).to_string();
    let derive = compile_error("identity/id_as_property", "`userId` is the ID");
    let library = [derive, build(Kind::Users, "u", &text), user("userId", "x")];
    let posted = post(Kind::Users, "u", &text);
    bench.add("`userId` among", library, [NOT_EXPRESSIBLE; 2], posted);

    let derive = compile_error("attributes/malformed_keys", "is not a valid column name");
    let library = [derive, user("zip code", "1")];
    let change = ("zip code", json!("1"));
    bench.change("key that no column can have", Kind::Users, library, change);

    let derive = compile_error("conflicts/same_column", "are keys of the same column");
    let mut twice = Properties::new();
    let twice = twice.insert("age", 5).insert("AGE", 6).to_user("u");
    let library = [derive, outcome(twice)];
    let change = ("AGE", json!("6"));
    bench.change("two keys for one column", Kind::Users, library, change);
}

fn categories(bench: &mut Bench) {
    let kind = Kind::Users;
    for (rule, element) in [
        ("vertical bar in an element", "b|c"),
        ("empty element of a list", ""),
        ("text `null` as an element", "null"),
    ] {
        let genres = vec!["a", element];
        let properties = user("genres", &genres);
        let list = kind.properties(&[("genres", json!(genres))]);
        let file = bench.file(kind, "u", &Value::from(list).to_string());
        let derive = outcome(Viewer { genres, ..VIEWER }.to_user());
        let joined = format!("a|{element}");
        let text = Value::from(kind.properties(&[("genres", json!(joined))])).to_string();
        // Only the text `null` can be recognized in joined text.
        let (builder, posted) = if element == "null" {
            (build(kind, "u", &text), post(kind, "u", &text))
        } else {
            (NOT_EXPRESSIBLE, NOT_EXPRESSIBLE)
        };
        bench.add(rule, [derive, builder, properties], file, posted);
    }
    for (rule, joined) in [
        ("empty category in text", "a||b"),
        ("empty category in text", "a|"),
        ("category twice", "a|b|a"),
        ("category twice", "a| b"),
    ] {
        let derive = outcome(Viewer { joined, ..VIEWER }.to_user());
        let library = [derive, user("genres", joined)];
        bench.change(rule, kind, library, ("genres", json!(joined)));
    }
}

fn values(bench: &mut Bench) {
    let kind = Kind::Users;
    let long = "x".repeat(1001);
    let note = long.as_str();
    let library = [
        outcome(Viewer { note, ..VIEWER }.to_user()),
        user("note", note),
    ];
    let change = ("note", json!(note));
    bench.change("string of more than 1,000", kind, library, change);
    for (rule, age) in [
        ("number with a fraction", "34.0"),
        ("number with a fraction", "-3.5"),
        ("numbers such as", "+5"),
        ("numbers such as", "007"),
    ] {
        let library = [
            outcome(Viewer { age, ..VIEWER }.to_user()),
            user("age", age),
        ];
        bench.change(rule, kind, library, ("age", json!(age)));
    }
    for (score, text) in [(f64::INFINITY, "inf"), (f64::NAN, "NaN")] {
        let derive = outcome(Viewer { score, ..VIEWER }.to_user());
        let text = Value::from(kind.properties(&[("score", json!(text))])).to_string();
        let library = [derive, NOT_EXPRESSIBLE, user("score", score)];
        let file = bench.file(kind, "u", &text);
        bench.add(
            "number that is infinite",
            library,
            file,
            post(kind, "u", &text),
        );
    }
}

fn json_text(bench: &mut Bench) {
    let kind = Kind::Users;
    let valid = Value::from(kind.properties(&[])).to_string();
    for escape in [r"\ud83d", r"\uDE00", r"\ude00\ud83d", r"\\\ud83dx"] {
        let text = valid.replace("\"n\"", &format!("\"{escape}\""));
        let library = [NOT_EXPRESSIBLE, build(kind, "u", &text), NOT_EXPRESSIBLE];
        let file = bench.file(kind, "u", &text);
        bench.add(
            "half of a surrogate pair",
            library,
            file,
            post(kind, "u", &text),
        );
    }
    for text in ["[1]", "{", &json!(valid).to_string()] {
        let library = [NOT_EXPRESSIBLE, build(kind, "u", text), NOT_EXPRESSIBLE];
        let line = json!({"userId": "u", "properties": text}).to_string();
        let file = bench.line(kind, &line);
        bench.add(
            "`properties` that are no JSON",
            library,
            file,
            post(kind, "u", text),
        );
    }
    let long = "x".repeat(32_000);
    let film = Film {
        description: &long,
        ..FILM
    };
    let library = [outcome(film.to_item()), item("description", &long)];
    let change = ("description", json!(long));
    bench.change(
        "`properties` that are too long",
        Kind::Items,
        library,
        change,
    );
}

/// The rows of the table with this header: the rule and its cells, without the numbers of the reasons.
fn table(header: &str) -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/guide/rules.rs");
    let text = fs::read_to_string(path).expect("the guide");
    let (_, text) = text.split_once(header).expect("the table");
    let rows = text.lines().skip(2);
    let rows = rows
        .map_while(|line| line.strip_prefix("//! | "))
        .map(|row| {
            let cells = row.trim_end_matches('|').split(" | ").map(str::trim);
            let mut cells = cells.map(|cell| match cell.split_once(" (") {
                Some((outcome, reason)) if reason.trim_end_matches(')').parse::<u8>().is_ok() => {
                    outcome.to_owned()
                }
                _ => cell.to_owned(),
            });
            (cells.next().unwrap_or_default(), cells.collect())
        });
    rows.filter(|(rule, _)| !rule.starts_with("**")).collect()
}

#[test]
fn every_cell_of_the_table_of_rules_is_true() {
    let mut bench = Bench {
        folder: Folder::new("rules"),
        trials: Vec::new(),
    };
    ids(&mut bench);
    times(&mut bench);
    keys(&mut bench);
    categories(&mut bench);
    values(&mut bench);
    json_text(&mut bench);

    let table = table("//! | rule | derive |");
    assert_eq!(table.len(), 23);
    let mut wrong = Vec::new();
    for (rule, cells) in &table {
        let trials = bench.trials.iter().filter(|it| rule.starts_with(it.rule));
        assert!(trials.clone().next().is_some(), "{rule} is not tried");
        for Trial { outcomes, .. } in trials {
            if *cells != outcomes {
                wrong.push(format!("{rule}\n  stated {cells:?}\n  found  {outcomes:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for Trial { rule, .. } in &bench.trials {
        let rows = table.iter().filter(|(name, _)| name.starts_with(rule));
        assert_eq!(rows.count(), 1, "{rule}");
    }
}
