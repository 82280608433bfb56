//! The official tests of restJson1: the judge finds what the suite says is wrong, where the suite
//! says it, and nothing in what the suite says is right.

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

/// What a run did and did not compare; told on standard error, which the harness lets through.
#[derive(Default)]
struct Counts {
    agreed: usize,
    unsupported: BTreeMap<String, usize>,
}

impl Counts {
    fn leave_out(&mut self, why: impl Into<String>) {
        *self.unsupported.entry(why.into()).or_default() += 1;
    }

    fn tell(&self, what: &str) {
        let mut lines = vec![format!("{what}: {} agreed\n", self.agreed)];
        for (why, count) in &self.unsupported {
            lines.push(format!("{what}: {count} left out, {why}\n"));
        }
        std::io::stderr().write_all(lines.concat().as_bytes()).ok();
    }
}

/// Why nothing is said of an operation.
fn unsupported(model: &Model, operation: &str) -> Option<String> {
    let unsupported = model.unsupported().iter();
    let mut reasons = unsupported.filter(|unsupported| unsupported.operation() == operation);
    let reason = reasons.next()?.reason();
    // The names of members would make a group of each.
    let group = reason.split_once(" has the trait ");
    Some(group.map_or(reason.to_owned(), |(_, id)| format!("a member has {id}")))
}

/// Our path as the suite spells it, for this input. The suite puts what is wrong with a key at the
/// map, and what is wrong with a value below its key; keys are no part of our paths.
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
fn a_path_is_spelled_as_the_suite_spells_it() {
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
fn what_the_suite_finds_invalid_is_found_at_the_same_members() {
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
            counts.leave_out(why);
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
    counts.tell("invalid inputs");
    assert!(counts.agreed > 100);
}

#[test]
fn what_the_suite_finds_malformed_is_not_read_or_is_judged_so() {
    let Some(text) = conformance::read(PROTOCOL) else {
        return;
    };
    let model = Model::parse(&text).unwrap();
    let mut counts = Counts::default();
    for case in Malformed::of_model(&text) {
        if let Some(why) = unsupported(&model, &case.operation) {
            counts.leave_out(why);
        } else if case.error != "SerializationException" || !case.is_json {
            counts.leave_out("its headers are what is wrong");
        } else if let Ok(input) = serde_json::from_str::<Value>(&case.body) {
            let violations = model.validate(&case.operation, &input).unwrap();
            assert!(!violations.is_empty(), "{}: {input}", case.id);
            counts.agreed += 1;
        } else {
            counts.leave_out("it is not JSON, and so is refused before it is judged");
        }
    }
    counts.tell("malformed inputs");
    assert!(counts.agreed > 30);
}

#[test]
fn nothing_is_wrong_with_what_the_suite_sends() {
    let mut counts = Counts::default();
    for name in [VALIDATION, PROTOCOL] {
        let Some(text) = conformance::read(name) else {
            return;
        };
        let model = Model::parse(&text).unwrap();
        for case in Request::of_model(&text) {
            if let Some(why) = unsupported(&model, &case.operation) {
                counts.leave_out(why);
                continue;
            }
            let Some(body) = case.body.filter(|body| !body.is_empty()) else {
                counts.leave_out("it has no body");
                continue;
            };
            let input: Value = serde_json::from_str(&body).unwrap();
            let violations = model.validate(&case.operation, &input).unwrap();
            assert_eq!(violations, [], "{}: {input}", case.id);
            counts.agreed += 1;
        }
    }
    counts.tell("sound inputs");
    assert!(counts.agreed > 40);
}
