//! Validity of faults.

use std::time::Duration;

use serde_json::json;

use super::{Fault, Reset};
use crate::Model;

#[test]
fn faults_from_rust_and_from_json_are_equal() {
    let second = Duration::from_secs(1);
    for (fault, json) in [
        (
            Fault::error(409, "ResourceInUseException", "busy").for_operation("PutUsers"),
            json!({ "operation": "PutUsers", "status": 409,
                    "code": "ResourceInUseException", "message": "busy" }),
        ),
        (
            Fault::status(503)
                .body("<html>")
                .header("x-a", "b")
                .times(3)
                .percent(5),
            json!({ "status": 503, "body": "<html>", "headers": { "x-a": "b" }, "times": 3, "percent": 5 }),
        ),
        (Fault::delay(second), json!({ "delayMs": 1000 })),
        (
            Fault::reset(Reset::AfterStore).delayed(second),
            json!({ "reset": "after", "delayMs": 1000 }),
        ),
        (
            Fault::reset(Reset::BeforeStore),
            json!({ "reset": "before" }),
        ),
    ] {
        fault.check(Model::embedded()).unwrap();
        let read: Fault = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(json.to_string().parse(), Ok(fault.clone()));
        assert_eq!(read, fault);
        let written = serde_json::to_value(&fault).unwrap();
        assert_eq!(serde_json::from_value::<Fault>(written).unwrap(), fault);
    }
}

#[test]
fn an_invalid_fault_is_rejected_with_the_reason() {
    let reset = Fault::reset(Reset::BeforeStore);
    for (fault, reason) in [
        (Fault::none(), "must have `status`, `delayMs` or `reset`"),
        (
            Fault::status(500).for_operation("PutUser"),
            "must be an operation of the service",
        ),
        (Fault::status(500).times(0), "at least 1"),
        (Fault::status(500).percent(0), "from 1 to 100"),
        (Fault::status(500).percent(101), "from 1 to 100"),
        (Fault::status(199), "from 200 to 599"),
        (Fault::status(600), "from 200 to 599"),
        (
            Fault {
                status: Some(500),
                ..reset.clone()
            },
            "`status` and `reset`",
        ),
        (reset.clone().header("x-a", "b"), "require a `status`"),
        (reset.clone().body("x"), "require a `status`"),
        (
            Fault {
                code: Some("X".to_owned()),
                ..reset
            },
            "require a `status`",
        ),
        (
            Fault::error(500, "X", "y").body("z"),
            "`message` and `body`",
        ),
        (Fault::error(500, "X\n", "y"), "`code` must be"),
        (
            Fault::status(500).header("x a", "b"),
            "not a valid header name",
        ),
        (
            Fault::status(500).header("x-a", "b\n"),
            "x-a is not a valid",
        ),
        (
            Fault::status(500).header("Content-Length", "5"),
            "only the emulator",
        ),
    ] {
        let error = fault.check(Model::embedded()).unwrap_err().to_string();
        assert!(error.contains(reason), "{fault:?}: {error}");
    }
}

#[test]
fn a_text_is_rejected_with_every_problem() {
    let problems = |json: &str| -> Vec<String> {
        let error = json.parse::<Fault>().unwrap_err();
        error.into_iter().collect()
    };
    assert_eq!(
        problems(
            r#"{"status": "500", "status": "501", "times": 0, "delay": 1, "reset": "now", "body": "b", "message": "m"}"#
        ),
        [
            "the key `status` occurs more than once",
            "unknown field `delay`, expected one of `operation`, `times`, `percent`, `status`, `code`, `message`, `headers`, \
             `body`, `delayMs`, `reset` (key `delay`)",
            "unknown variant `now`, expected `before` or `after` (key `reset`)",
            "invalid type: string \"501\", expected u16 (key `status`)",
            "`times` must be at least 1",
            "`message` and `body` exclude each other: the message is in the body of an error",
        ]
    );
    assert_eq!(
        problems("{}"),
        ["a fault must have `status`, `delayMs` or `reset`"]
    );
    assert_eq!(
        problems("[]"),
        ["invalid type: sequence, expected an object at line 1 column 0"]
    );
    assert_eq!(
        problems("{"),
        ["EOF while parsing an object at line 1 column 1"]
    );
}

#[test]
fn every_problem_of_a_fault_is_reported_in_one_line() {
    let fault = Fault::reset(Reset::AfterStore)
        .times(0)
        .for_operation("PutUser")
        .header("a b", "1");
    let error = fault.check(Model::embedded()).unwrap_err();
    let problems: Vec<&String> = error.iter().collect();
    assert_eq!(problems.len(), 4, "{problems:?}");
    for (problem, part) in problems.iter().zip([
        "`operation` must be",
        "`times` must be at least 1",
        "require a `status`",
        "not a valid header name",
    ]) {
        assert!(problem.contains(part), "{problem}");
    }
    assert!(!error.to_string().contains('\n'));
    assert_eq!(error.to_string().split("; ").count(), 4);
}
