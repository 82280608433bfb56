//! The suite: a model, and the cases in its traits that are for clients.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::rust::Rust;
use super::{feature, print};

const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";

/// A case for clients.
pub(super) struct Case {
    /// What is tested: `request`, `response`, `error` or `constraint`.
    kind: &'static str,
    /// The operation that is called.
    operation: String,
    /// The error that the answer is.
    error: Option<String>,
    test: Value,
}

pub(super) struct Suite {
    pub(super) shapes: BTreeMap<String, Value>,
    /// How the service renames shapes.
    renamed: BTreeMap<String, String>,
    service: String,
    cases: Vec<Case>,
}

impl Suite {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let model: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let shapes = model["shapes"]
            .as_object()
            .ok_or("a model without shapes")?;
        let shapes: BTreeMap<String, Value> = shapes.clone().into_iter().collect();
        let service = shapes.iter().find(|(_, shape)| shape["type"] == "service");
        let (service, shape) = service.ok_or("a model without a service")?;
        let renamed = shape["rename"].as_object().into_iter().flatten();
        let renamed =
            renamed.map(|(id, name)| (id.clone(), name.as_str().unwrap_or_default().to_owned()));
        let mut suite = Self {
            service: service.clone(),
            renamed: renamed.collect(),
            cases: Vec::new(),
            shapes,
        };
        suite.cases = suite.find();
        Ok(suite)
    }

    fn find(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        let operations = self
            .shapes
            .iter()
            .filter(|(_, shape)| shape["type"] == "operation");
        for (id, shape) in operations {
            for (kind, key) in [("request", REQUESTS), ("response", RESPONSES)] {
                cases.extend(tests(shape, key).map(|test| Case {
                    kind,
                    operation: id.clone(),
                    error: None,
                    test,
                }));
            }
            for error in list(&shape["errors"]) {
                let tested = tests(&self.shapes[&error], RESPONSES);
                cases.extend(tested.map(|test| Case {
                    kind: "error",
                    operation: id.clone(),
                    error: Some(error.clone()),
                    test,
                }));
            }
        }
        cases
    }

    /// Adds the requests of `text` that a service has to refuse, as far as they are bodies that can be
    /// values at all; gives how many others there are.
    pub(super) fn add_malformed(&mut self, text: &str) -> Result<usize, String> {
        let malformed: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut left_out = 0;
        for (operation, tests) in malformed.as_object().into_iter().flatten() {
            for test in tests.as_array().into_iter().flatten() {
                let body = test["request"]["body"].as_str();
                let value = body.and_then(|body| serde_json::from_str::<Value>(body).ok());
                match value.filter(|_| self.is_all_body(operation)) {
                    Some(value) => self.cases.push(malformed_case(operation, test, &value)),
                    None => left_out += 1,
                }
            }
        }
        Ok(left_out)
    }

    /// Whether no member of the input stands outside of the body.
    fn is_all_body(&self, operation: &str) -> bool {
        let input = self.shapes[operation]["input"]["target"].as_str();
        let none = Value::Null;
        let shape = input
            .and_then(|input| self.shapes.get(input))
            .unwrap_or(&none);
        let mut members = shape["members"].as_object().into_iter().flatten();
        members.all(|(_, member)| {
            let traits = member["traits"].as_object().into_iter().flatten();
            let mut names = traits.map(|(name, _)| name);
            !names.any(|name| name.starts_with("smithy.api#http"))
        })
    }

    /// What is right for each case, for the program that runs them.
    pub(super) fn cases_json(&self) -> String {
        let cases: Vec<Value> = self
            .cases
            .iter()
            .map(|case| {
                json!({
                    "kind": case.kind,
                    "feature": case.feature(),
                    "error": case.error.as_deref().map(short),
                    "test": case.test,
                })
            })
            .collect();
        serde_json::to_string_pretty(&cases).unwrap_or_default()
    }

    /// The program: a function for each case, and what prints values.
    pub(super) fn main(&self, package: &str, left_out: &[&str]) -> String {
        let library = package.replace('-', "_");
        let (rust, of_bodies) = (Rust::new(self), Rust::of_bodies(self));
        let (mut functions, mut cases) = (Vec::new(), Vec::new());
        let mut printed = BTreeSet::new();
        for (number, case) in self.cases.iter().enumerate() {
            let run = if case.kind == "constraint" {
                functions.push(of_bodies.built(number, &case.operation, &case.test["value"]));
                format!("Run::Build(build_{number})")
            } else if left_out.contains(&case.operation.as_str()) {
                "Run::Refused".to_owned()
            } else if case.kind == "request" {
                functions.push(rust.request(number, &case.operation, &case.test["params"]));
                format!("Run::Request {{ send: send_{number}, goes: goes_{number} }}")
            } else {
                printed.insert(case.operation.as_str());
                functions.push(rust.response(number, &case.operation));
                format!("Run::Response {{ receive: receive_{number} }}")
            };
            cases.push(format!("    Case {{ number: {number}, run: {run} }},\n"));
        }
        let (functions, cases) = (functions.concat(), cases.concat());
        let printers = print::printers(&rust, &printed);
        let service = &self.shapes[&self.service]["traits"];
        let sdk_id = service["aws.api#service"]["sdkId"]
            .as_str()
            .unwrap_or_default();
        format!(
            "//! The cases of the suite.\n\n\
             #![allow(unused_imports, clippy::all)]\n\n\
             use std::collections::BTreeMap;\nuse std::process::ExitCode;\n\n\
             use personalize_events_codegen_runtime::{{ConfigBuilder, Service}};\n\
             use personalize_events_conformance_harness::*;\n\
             use {library}::*;\nuse serde_json::{{Map, Value, json}};\n\n\
             const SERVICE: Service = Service {{\n    sdk_id: {sdk_id:?},\n    endpoint_prefix: \
             \"test\",\n    signing_name: \"test\",\n}};\n\n\
             fn main() -> ExitCode {{\n    run(include_str!(\"../cases.json\"), CASES)\n}}\n\n\
             const CASES: &[Case] = &[\n{cases}];\n\n{functions}\n{printers}"
        )
    }

    /// The name of a shape within the service.
    pub(super) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.renamed
            .get(id)
            .map_or_else(|| short(id), String::as_str)
    }

    /// How often operations take or give a structure, or members hold it.
    pub(super) fn uses(&self, id: &str) -> usize {
        let count = |value: &Value| usize::from(value["target"] == id);
        self.shapes
            .values()
            .map(|shape| {
                let members = shape["members"].as_object().into_iter().flatten();
                let members: usize = members.map(|(_, member)| count(member)).sum();
                let keys = ["input", "output", "member", "key", "value"];
                members + keys.iter().map(|key| count(&shape[key])).sum::<usize>()
            })
            .sum()
    }
}

impl Case {
    fn feature(&self) -> &str {
        let said = self.test["feature"].as_str();
        said.unwrap_or_else(|| feature::of(short(&self.operation)))
    }
}

/// The tests of a shape that are for clients.
fn tests<'a>(shape: &'a Value, key: &str) -> impl Iterator<Item = Value> + use<'a> {
    let tests = shape["traits"][key].as_array().into_iter().flatten();
    let for_clients = tests.filter(|test| test["appliesTo"] != "server");
    for_clients.cloned()
}

/// A request that a service refuses, and whether a client does too.
fn malformed_case(operation: &str, test: &Value, value: &Value) -> Case {
    let id = test["id"].as_str().unwrap_or_default();
    // Enums are open for clients: the value may be newer than the model. A pattern that is told and not
    // checked is the service's to check.
    let (feature, refused) =
        if (id.contains("Enum") && !id.contains("Unique")) || id.contains("Recursive") {
            ("constraints: enum, open", false)
        } else if id.contains("ReDOS") {
            ("constraints: pattern, told only", false)
        } else {
            ("constraints", true)
        };
    Case {
        kind: "constraint",
        operation: operation.to_owned(),
        error: None,
        test: json!({"id": id, "value": value, "feature": feature, "refused": refused}),
    }
}

pub(super) fn list(value: &Value) -> Vec<String> {
    let references = value.as_array().into_iter().flatten();
    let targets = references.filter_map(|reference| reference["target"].as_str());
    targets.map(str::to_owned).collect()
}

pub(super) fn short(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}
