//! The suite: a model, and the cases for clients in its traits.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::feature;

const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";

/// A case for clients.
pub(super) struct Case {
    /// `request`, `response`, `error` or `constraint`.
    pub(super) kind: &'static str,
    /// The operation that is called.
    pub(super) operation: String,
    /// The error that the response has.
    error: Option<String>,
    pub(super) test: Value,
}

pub(super) struct Suite {
    pub(super) shapes: BTreeMap<String, Value>,
    /// The names that the service gives to shapes.
    renamed: BTreeMap<String, String>,
    service: String,
    pub(super) cases: Vec<Case>,
}

impl Suite {
    pub(super) fn read(text: &str) -> Result<Self> {
        let model: Value = serde_json::from_str(text)?;
        let shapes = model["shapes"]
            .as_object()
            .context("a model without shapes")?;
        let shapes: BTreeMap<String, Value> = shapes.clone().into_iter().collect();
        let service = shapes.iter().find(|(_, shape)| shape["type"] == "service");
        let (service, shape) = service.context("a model without a service")?;
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

    /// Adds the requests of `text` that a service must reject and that are JSON bodies; returns the number of the
    /// others.
    pub(super) fn add_malformed(&mut self, text: &str) -> Result<usize> {
        let malformed: Value = serde_json::from_str(text)?;
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

    /// Whether all members of the input are in the body.
    fn is_all_body(&self, operation: &str) -> bool {
        let input = self.shapes[operation]["input"]["target"].as_str();
        let mut members = self.members(input.unwrap_or_default());
        members.all(|(_, member)| {
            let traits = member["traits"].as_object().into_iter().flatten();
            let mut names = traits.map(|(name, _)| name);
            !names.any(|name| name.starts_with("smithy.api#http"))
        })
    }

    /// The expectations of all cases, for the program that runs them.
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

    /// The title that AWS's SDKs give the service.
    pub(super) fn sdk_id(&self) -> &str {
        let traits = &self.shapes[&self.service]["traits"];
        let id = traits["aws.api#service"]["sdkId"].as_str();
        id.unwrap_or_default()
    }

    /// The members of a structure or union; none if there is no such shape.
    pub(super) fn members(&self, id: &str) -> impl Iterator<Item = (&String, &Value)> {
        let shape = self.shapes.get(id);
        let members = shape.and_then(|shape| shape["members"].as_object());
        members.into_iter().flatten()
    }

    /// The name of a shape within the service.
    pub(super) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.renamed
            .get(id)
            .map_or_else(|| short(id), String::as_str)
    }

    /// The number of operations and members that target a shape.
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
        let feature = self.test["feature"].as_str();
        feature.unwrap_or_else(|| feature::of(short(&self.operation)))
    }
}

/// The tests of a shape that are for clients.
fn tests<'a>(shape: &'a Value, key: &str) -> impl Iterator<Item = Value> + use<'a> {
    let tests = shape["traits"][key].as_array().into_iter().flatten();
    let for_clients = tests.filter(|test| test["appliesTo"] != "server");
    for_clients.cloned()
}

/// A request that a service rejects, and whether a client does too.
fn malformed_case(operation: &str, test: &Value, value: &Value) -> Case {
    let id = test["id"].as_str().unwrap_or_default();
    // Enums are open for clients: a value may be newer than the model. The service checks patterns that are not
    // enforced by clients.
    let (feature, refused) =
        if (id.contains("Enum") && !id.contains("Unique")) || id.contains("Recursive") {
            ("constraints: enum, open", false)
        } else if id.contains("ReDOS") {
            ("constraints: pattern, not enforced", false)
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
