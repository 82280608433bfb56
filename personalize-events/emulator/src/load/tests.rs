//! What is read from the embedded model, and what is refused in others.

use personalize_events_conformance as conformance;
use serde_json::{Value, json};

use crate::Model;
use crate::model::Keeper;

#[test]
fn the_embedded_model_has_the_operations_of_the_service() {
    let model = Model::embedded();
    assert_eq!(model.signing_name(), "personalize");
    let rows: Vec<String> = model
        .operations()
        .iter()
        .map(|operation| {
            let records = operation.records.as_ref().unwrap();
            format!(
                "{} {} {} {} {:?} {} {} {}",
                operation.name(),
                operation.method(),
                operation.path(),
                operation.status(),
                records.keeper,
                records.room,
                records.list,
                records.id.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "PutActionInteractions POST /action-interactions 200 Tracker action-interactions \
             actionInteractions -",
            "PutActions POST /actions 200 Dataset actions actions actionId",
            "PutEvents POST /events 200 Tracker events eventList -",
            "PutItems POST /items 200 Dataset items items itemId",
            "PutUsers POST /users 200 Dataset users users userId",
        ]
    );
}

#[test]
fn the_rooms_that_the_library_has_names_for_are_those_of_the_model() {
    let model = Model::embedded();
    let rooms: Vec<&str> = model.rooms(Keeper::Dataset).collect();
    assert_eq!(rooms, ["actions", "items", "users"]);
    let rooms: Vec<&str> = model.rooms(Keeper::Tracker).collect();
    assert_eq!(rooms, ["action-interactions", "events"]);
}

#[test]
fn the_official_model_has_the_same_routes() {
    let Some(text) = conformance::read("models/official/personalize-events-2018-03-22.json") else {
        return;
    };
    let official: Value = serde_json::from_str(&text).unwrap();
    for operation in Model::embedded().operations() {
        let id = format!("com.amazonaws.personalizeevents#{}", operation.name());
        let http = &official["shapes"][id]["traits"]["smithy.api#http"];
        assert_eq!(http["method"], operation.method());
        assert_eq!(http["uri"], operation.path());
        assert_eq!(http["code"], operation.status());
    }
}

/// A small service of one operation, which `change` changes.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut shapes = json!({
        "a#S": {
            "type": "service",
            "version": "1",
            "operations": [{ "target": "a#Put" }],
            "traits": { "aws.auth#sigv4": { "name": "s" } }
        },
        "a#Put": {
            "type": "operation",
            "input": { "target": "a#In" },
            "traits": { "smithy.api#http": { "method": "POST", "uri": "/put" } }
        },
        "a#In": {
            "type": "structure",
            "members": { "text": { "target": "a#Text" }, "self": { "target": "a#In" } }
        },
        "a#Text": { "type": "string" },
        "a#E": { "type": "structure", "traits": {} }
    });
    change(&mut shapes);
    json!({ "smithy": "2.0", "shapes": shapes }).to_string()
}

#[test]
fn a_small_model_is_read_and_a_shape_may_contain_itself() {
    let model = Model::parse(&changed(|_| {})).unwrap();
    assert_eq!(model.operations()[0].status(), 200);
    let input = json!({ "self": { "self": { "text": 1 } } });
    let violations = model.judge("Put", &input).unwrap();
    assert_eq!(violations[0].path(), "self.self.text");
    assert_eq!(model.judge("Get", &input), None);
}

#[test]
fn what_the_emulator_would_have_to_guess_about_is_refused() {
    let text = |id: &'static str, value: Value| {
        move |shapes: &mut Value| shapes["a#Text"]["traits"] = json!({ id: value })
    };
    let rows: [(String, &str); 14] = [
        ("{".to_owned(), "1:1: this is not JSON"),
        (
            changed(|s| s["a#S"] = json!({ "type": "string" })),
            "one service, found 0",
        ),
        (
            changed(|s| s["a#S"]["traits"] = json!({})),
            "`aws.auth#sigv4`",
        ),
        (
            changed(|s| s["a#Text"] = json!({ "type": "document" })),
            "a document is not",
        ),
        (
            changed(|s| s["a#Text"] = json!({ "type": "enum", "members": {} })),
            "of this type",
        ),
        (
            changed(|s| s["a#In"]["members"]["x"] = json!({ "target": "a#X" })),
            "no such shape",
        ),
        (
            changed(|s| s["a#S"]["operations"] = json!([{ "target": "a#In" }])),
            "no such operation",
        ),
        (
            changed(|s| s["a#Put"]["traits"]["smithy.api#http"]["uri"] = "/{id}".into()),
            "labels",
        ),
        (
            changed(|s| s["a#Put"]["errors"] = json!([{ "target": "a#E" }])),
            "`smithy.api#httpError`",
        ),
        (
            changed(text("smithy.api#unstable", json!({}))),
            "`smithy.api#unstable` is not",
        ),
        (
            changed(text("smithy.api#length", json!({}))),
            "each a whole number",
        ),
        (
            changed(text("smithy.api#length", json!({ "min": -1 }))),
            "each a whole number",
        ),
        (
            changed(text("smithy.api#range", json!({ "max": "1" }))),
            "each a number",
        ),
        (
            changed(text("smithy.api#pattern", json!("("))),
            "cannot be read",
        ),
    ];
    for (text, part) in rows {
        let error = Model::parse(&text).unwrap_err().to_string();
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn every_problem_of_a_model_is_told_with_its_place() {
    let text = changed(|shapes| {
        shapes["a#Text"]["traits"] = json!({ "a.b#c": {} });
        shapes["a#In"]["traits"] = json!({ "a.b#d": {} });
    });
    let error = Model::parse(&text).unwrap_err().to_string();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines.len(), 2, "{error}");
    assert!(lines.iter().all(|line| line.starts_with("1:")), "{error}");
    assert!(lines[0].contains("a#In: the trait `a.b#d`"), "{error}");
}
