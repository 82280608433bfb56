//! The generated validation and the emulator's interpreter are two readings of one model. They agree on random requests,
//! on which are valid and on the violations of the others. So does deserializing the requests.

#[path = "agreement/inputs.rs"]
mod inputs;

use std::collections::BTreeSet;

use inputs::{Input, Record};
use personalize_events::{
    ActionProperties, ItemProperties, UserProperties, ValidationError, ViolationKind,
};
use personalize_events_emulator::Model;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use serde_json::Value;

/// A member and the trait of the model that it violates.
type Violated = BTreeSet<(String, &'static str)>;

fn of_client(invalid: &ValidationError) -> Violated {
    let violations = invalid.violations().iter();
    violations
        .map(|violation| {
            let constraint = match violation.kind() {
                ViolationKind::Required => "required",
                ViolationKind::Length { .. } => "length",
                ViolationKind::Pattern { .. } => "pattern",
                ViolationKind::NotJson { .. }
                | ViolationKind::NotObject
                | ViolationKind::LoneSurrogate => "mediaType",
                ViolationKind::NullTextId => "nullText",
                ViolationKind::Reserved { .. } => "reservedKey",
                ViolationKind::NotSeconds => "seconds",
                other
                @ (ViolationKind::NotFinite | ViolationKind::ContainsSeparator { .. } | _) => {
                    panic!("a builder does not report {other:?}")
                }
            };
            (violation.path().to_owned(), constraint)
        })
        .collect()
}

fn of_emulator(operation: &str, input: &Value) -> Violated {
    let violations = Model::embedded().validate(operation, input);
    let violations = violations.expect("the model has the operation");
    let violations = violations.iter();
    violations
        .map(|violation| (violation.path().to_owned(), violation.constraint().name()))
        .collect()
}

/// What the client makes of an input: the body it would send, or what it refuses.
fn compare(operation: &str, input: &Input) -> Result<(), TestCaseError> {
    let json = input.json();
    let reported = of_emulator(operation, &json);
    match input.build(operation) {
        Ok(mut body) => {
            prop_assert_eq!(&reported, &Violated::new());
            take_made_ids(&mut body, &json)?;
            prop_assert_eq!(&body, &json);
            let mut deserialized = input.deserialize(operation).map_err(TestCaseError::fail)?;
            take_made_ids(&mut deserialized, &json)?;
            prop_assert_eq!(deserialized, json);
        }
        Err(invalid) => {
            prop_assert_eq!(of_client(&invalid), reported);
            let error = input
                .deserialize(operation)
                .expect_err("an invalid request");
            let violations = invalid.violations().iter().map(ToString::to_string);
            let violations: Vec<String> = violations.collect();
            for violation in &violations {
                prop_assert!(error.contains(violation), "{} lacks {}", error, violation);
            }
            prop_assert_eq!(error.len(), violations.join("; ").len());
        }
    }
    Ok(())
}

/// Takes away the ids that events were given because the input has none for them.
fn take_made_ids(body: &mut Value, input: &Value) -> Result<(), TestCaseError> {
    for list in ["eventList", "actionInteractions"] {
        let sent = body.get_mut(list).and_then(Value::as_array_mut);
        let given = input.get(list).and_then(Value::as_array);
        for (sent, given) in sent.into_iter().flatten().zip(given.into_iter().flatten()) {
            if given.get("eventId").is_none() {
                let id = sent
                    .as_object_mut()
                    .and_then(|event| event.remove("eventId"));
                let length = id.as_ref().and_then(Value::as_str).map(str::len);
                prop_assert_eq!(length, Some(36), "a UUID");
            }
        }
    }
    Ok(())
}

/// Knows the limits that were generated.
#[derive(UserProperties, ItemProperties, ActionProperties)]
struct Limits {}

fn config() -> Config {
    Config {
        cases: 1000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn on_users(input in inputs::put("users", Record::with_id("userId", <Limits as UserProperties>::MAX_LENGTH))) {
        compare("PutUsers", &input)?;
    }

    #[test]
    fn on_items(input in inputs::put("items", Record::with_id("itemId", <Limits as ItemProperties>::MAX_LENGTH))) {
        compare("PutItems", &input)?;
    }

    #[test]
    fn on_actions(input in inputs::put("actions", Record::with_id("actionId", <Limits as ActionProperties>::MAX_LENGTH))) {
        compare("PutActions", &input)?;
    }

    #[test]
    fn on_events(input in inputs::events()) {
        compare("PutEvents", &input)?;
    }

    #[test]
    fn on_action_interactions(input in inputs::action_interactions()) {
        compare("PutActionInteractions", &input)?;
    }
}

/// A test that compares must be able to see a difference.
#[test]
fn both_readings_see_what_is_wrong() {
    let json = serde_json::json!({
        "datasetArn": "arn:aws:s3:::x",
        "users": [{"userId": "", "properties": "{"}, {}]
    });
    let expected = [
        ("datasetArn", "pattern"),
        ("users[0].properties", "mediaType"),
        ("users[0].userId", "length"),
        ("users[1].userId", "required"),
    ];
    let expected: Violated = expected.map(|(path, name)| (path.to_owned(), name)).into();
    assert_eq!(of_emulator("PutUsers", &json), expected);
    let invalid = Input::from_json(json).build("PutUsers").unwrap_err();
    assert_eq!(of_client(&invalid), expected);
}
