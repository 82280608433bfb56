//! Reads the official tests. They are traits of the operations in a model or, with expanded parameters, an object with
//! an array of tests for the id of each operation.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

const MALFORMED: &str = "smithy.test#httpMalformedRequestTests";
const REQUESTS: &str = "smithy.test#httpRequestTests";

/// A request that a server must reject.
pub(super) struct Malformed {
    /// The name of the operation.
    pub(super) operation: String,
    pub(super) id: String,
    /// Whether its content type is JSON.
    pub(super) is_json: bool,
    /// Its body; empty if it has none.
    pub(super) body: String,
    /// The name of the expected error.
    pub(super) error: String,
    /// The JSON pointers of the invalid members in the expected response: `path` in each entry of `fieldList` in its
    /// body.
    pub(super) paths: BTreeSet<String>,
}

impl Malformed {
    /// Reads a file of expanded tests.
    pub(super) fn expanded(text: &str) -> Vec<Self> {
        let operations: Map<String, Value> = serde_json::from_str(text).unwrap();
        let tests = operations.iter().flat_map(|(id, tests)| {
            let tests = tests.as_array().unwrap().iter();
            tests.map(move |test| Self::new(id, test))
        });
        tests.collect()
    }

    /// Reads the tests of a model, one for each value of their parameters.
    pub(super) fn of_model(text: &str) -> Vec<Self> {
        let tests = tests(text, MALFORMED).into_iter().flat_map(|(id, test)| {
            let expanded = expand(&test).into_iter();
            expanded.map(move |test| Self::new(&id, &test))
        });
        tests.collect()
    }

    fn new(operation: &str, test: &Value) -> Self {
        let (request, response) = (&test["request"], &test["response"]);
        let content_type = header(&request["headers"], "content-type");
        let contents = response["body"]["assertion"]["contents"].as_str();
        let contents: Value =
            contents.map_or(Value::Null, |text| serde_json::from_str(text).unwrap());
        let fields = contents["fieldList"].as_array();
        Self {
            operation: name(operation),
            id: test["id"].as_str().unwrap().to_owned(),
            is_json: content_type == Some("application/json"),
            body: request["body"].as_str().unwrap_or_default().to_owned(),
            error: header(&response["headers"], "x-amzn-errortype")
                .unwrap_or_default()
                .to_owned(),
            paths: fields
                .into_iter()
                .flatten()
                .map(|field| field["path"].as_str().unwrap().to_owned())
                .collect(),
        }
    }
}

/// A valid request.
pub(super) struct Request {
    /// The name of the operation.
    pub(super) operation: String,
    pub(super) id: String,
    pub(super) body: Option<String>,
}

impl Request {
    /// Reads the tests of a model.
    pub(super) fn of_model(text: &str) -> Vec<Self> {
        let tests = tests(text, REQUESTS).into_iter().map(|(id, test)| Self {
            operation: name(&id),
            id: test["id"].as_str().unwrap().to_owned(),
            body: test["body"].as_str().map(str::to_owned),
        });
        tests.collect()
    }
}

/// Returns the tests of one kind, each with the id of its operation.
fn tests(model: &str, kind: &str) -> Vec<(String, Value)> {
    let model: Value = serde_json::from_str(model).unwrap();
    let mut tests = Vec::new();
    for (id, shape) in model["shapes"].as_object().unwrap() {
        let of_shape = shape["traits"][kind].as_array();
        tests.extend(
            of_shape
                .into_iter()
                .flatten()
                .map(|test| (id.clone(), test.clone())),
        );
    }
    tests
}

/// Returns the test once for each value of its parameters. `$name:L` is replaced by the value itself, `$name:S` by the
/// value as a JSON string.
fn expand(test: &Value) -> Vec<Value> {
    let Some(parameters) = test["testParameters"].as_object() else {
        return vec![test.clone()];
    };
    let count = parameters
        .values()
        .map(|values| values.as_array().unwrap().len());
    (0..count.max().unwrap_or(0))
        .map(|index| {
            let mut expanded = test.clone();
            for part in ["id", "request", "response"] {
                replace(&mut expanded[part], parameters, index);
            }
            expanded
        })
        .collect()
}

fn replace(node: &mut Value, parameters: &Map<String, Value>, index: usize) {
    match node {
        Value::String(text) => {
            for (name, values) in parameters {
                let value = values[index].as_str().unwrap();
                let quoted = Value::from(value).to_string();
                *text = text
                    .replace(&format!("${name}:L"), value)
                    .replace(&format!("${name}:S"), &quoted);
            }
        }
        Value::Array(nodes) => {
            for node in nodes {
                replace(node, parameters, index);
            }
        }
        Value::Object(object) => {
            for node in object.values_mut() {
                replace(node, parameters, index);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn header<'a>(headers: &'a Value, name: &str) -> Option<&'a str> {
    let mut headers = headers.as_object()?.iter();
    let (_, value) = headers.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    value.as_str()
}

fn name(id: &str) -> String {
    id.rsplit('#').next().unwrap_or_default().to_owned()
}
