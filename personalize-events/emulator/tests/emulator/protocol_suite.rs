//! The official tests of restJson1: validation finds the members that the suite declares invalid, and no others.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use personalize_events_conformance as conformance;
use personalize_events_emulator::Model;
use serde_json::Value;

use self::cases::{Malformed, Request};

mod cases;

const VALIDATION: &str = "protocol-tests/restjson1-validation-tests.json";
const EXPANDED: &str = "protocol-tests/restjson1-validation-tests.malformed-expanded.json";
const PROTOCOL: &str = "protocol-tests/restjson1-protocol-tests.json";

/// The numbers of compared and skipped tests, which are printed to standard error.
#[derive(Default)]
struct Counts {
    agreed: usize,
    unsupported: BTreeMap<String, usize>,
}

impl Counts {
    fn skip(&mut self, why: impl Into<String>) {
        *self.unsupported.entry(why.into()).or_default() += 1;
    }

    fn print(&self, what: &str) {
        let mut lines = vec![format!("{what}: {} agreed\n", self.agreed)];
        for (why, count) in &self.unsupported {
            lines.push(format!("{what}: {count} skipped, {why}\n"));
        }
        std::io::stderr().write_all(lines.concat().as_bytes()).ok();
    }
}

/// Returns why an operation is unsupported, if it is.
fn unsupported(model: &Model, operation: &str) -> Option<String> {
    let unsupported = model.unsupported().iter();
    let mut reasons = unsupported.filter(|unsupported| unsupported.operation() == operation);
    let reason = reasons.next()?.reason();
    // Without the name of the member, operations with the same binding are one group.
    let group = reason.split_once(" has the trait ");
    Some(group.map_or(reason.to_owned(), |(_, id)| format!("a member has {id}")))
}

/// Converts a path to a JSON pointer of the suite for this input. The suite reports an invalid key at the map and an
/// invalid value below its key; our paths do not contain keys.
fn pointer(path: &str, input: &Value) -> String {
    let mut steps = Vec::new();
    let mut at = input;
    let mut entry = None;
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        match (step.strip_suffix(']'), entry.take(), at) {
            (Some(index), None, Value::Array(values)) => {
                steps.push(index);
                at = &values[index.parse::<usize>().unwrap()];
            }
            (Some(index), None, Value::Object(object)) => {
                let entries: BTreeMap<&String, &Value> = object.iter().collect();
                entry = entries.into_iter().nth(index.parse().unwrap());
            }
            (None, Some(_), _) if step == "key" => {}
            (None, Some((key, value)), _) if step == "value" => {
                steps.push(key.as_str());
                at = value;
            }
            (None, None, _) => {
                steps.push(step);
                at = &at[step];
            }
            _ => panic!("{path} is no path of {input}"),
        }
    }
    let steps: Vec<String> = steps.iter().map(|step| format!("/{step}")).collect();
    steps.concat()
}

#[test]
fn a_path_is_converted_to_a_pointer_of_the_suite() {
    let input = serde_json::json!({ "a": { "k": [{ "value": 1 }], "b": 2 } });
    for (ours, theirs) in [
        ("", ""),
        ("a", "/a"),
        ("a[1].key", "/a"),
        ("a[0].value", "/a/b"),
        ("a[1].value[0].value", "/a/k/0/value"),
    ] {
        assert_eq!(pointer(ours, &input), theirs);
    }
}

#[test]
fn inputs_that_are_invalid_in_the_suite_have_violations_at_the_same_members() {
    let (Some(model), Some(expanded)) =
        (conformance::read(VALIDATION), conformance::read(EXPANDED))
    else {
        return;
    };
    let model = Model::parse(&model).unwrap();
    let mut counts = Counts::default();
    for case in Malformed::expanded(&expanded) {
        let id = &case.id;
        assert_eq!(case.error, "ValidationException", "{id}");
        if let Some(why) = unsupported(&model, &case.operation) {
            counts.skip(why);
            continue;
        }
        assert!(case.is_json, "{id}");
        let input: Value = serde_json::from_str(&case.body).unwrap();
        let violations = model.validate(&case.operation, &input).unwrap();
        let found: BTreeSet<String> = violations
            .iter()
            .map(|violation| pointer(violation.path(), &input))
            .collect();
        assert_eq!(found, case.paths, "{id}: {violations:?}");
        assert!(!found.is_empty(), "{id}");
        counts.agreed += 1;
    }
    counts.print("invalid inputs");
    assert!(counts.agreed > 100);
}

#[test]
fn inputs_that_are_malformed_in_the_suite_are_not_json_or_have_violations() {
    let Some(text) = conformance::read(PROTOCOL) else {
        return;
    };
    let model = Model::parse(&text).unwrap();
    let mut counts = Counts::default();
    for case in Malformed::of_model(&text) {
        if let Some(why) = unsupported(&model, &case.operation) {
            counts.skip(why);
        } else if case.error != "SerializationException" || !case.is_json {
            counts.skip("its headers are malformed");
        } else if let Ok(input) = serde_json::from_str::<Value>(&case.body) {
            let violations = model.validate(&case.operation, &input).unwrap();
            assert!(!violations.is_empty(), "{}: {input}", case.id);
            counts.agreed += 1;
        } else {
            counts.skip("it is not JSON, and so is rejected before validation");
        }
    }
    counts.print("malformed inputs");
    assert!(counts.agreed > 30);
}

#[test]
fn inputs_that_are_valid_in_the_suite_have_no_violations() {
    let mut counts = Counts::default();
    for name in [VALIDATION, PROTOCOL] {
        let Some(text) = conformance::read(name) else {
            return;
        };
        let model = Model::parse(&text).unwrap();
        for case in Request::of_model(&text) {
            if let Some(why) = unsupported(&model, &case.operation) {
                counts.skip(why);
                continue;
            }
            let Some(body) = case.body.filter(|body| !body.is_empty()) else {
                counts.skip("it has no body");
                continue;
            };
            let input: Value = serde_json::from_str(&body).unwrap();
            let violations = model.validate(&case.operation, &input).unwrap();
            assert_eq!(violations, [], "{}: {input}", case.id);
            counts.agreed += 1;
        }
    }
    counts.print("valid inputs");
    assert!(counts.agreed > 40);
}
