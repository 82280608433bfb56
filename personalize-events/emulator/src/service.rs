//! From a request to its answer: route, verify, judge, store. The order is that of AWS: who asks
//! is settled before what is asked for.

use hyper::header::CONTENT_TYPE;
use serde_json::Value;

use crate::fault::{self, Fault};
use crate::model::{DATASET, Operation};
use crate::response::Answer;
use crate::schema::Schema;
use crate::signature::{self, SignedRequest};
use crate::state::State;
use crate::violation::summary;
use crate::{model::Model, validate};

/// The code for an input that is not what the model says.
///
/// The code with which the service itself answers such an input is not documented. This one is
/// our choice: every operation of the model may answer with it, and its meaning fits.
pub(crate) const INVALID_INPUT: &str = "InvalidInputException";

const NOT_FOUND: &str = "ResourceNotFoundException";

/// The answer to a request for `operation`.
pub(crate) fn answer(state: &State, operation: &Operation, request: &SignedRequest<'_>) -> Answer {
    let model = state.model;
    let verify = |name| signature::verify(request, &state.credentials, name, state.now());
    if let Some(Err(refusal)) = model.signing_name().map(verify) {
        return Answer::error(403, refusal.code, &refusal.message);
    }
    let input = match input(request) {
        Ok(input) => input,
        Err((status, code, message)) => return Answer::error(status, code, &message),
    };
    let mut violations = validate::input(model, operation, &input);
    if violations.is_empty()
        && let Some(records) = &operation.records
        && let Some(schema) = schema(state, &input)
    {
        violations = schema.judge(records, &input);
    }
    if !violations.is_empty() {
        return modelled(operation, INVALID_INPUT, 400, &summary(&violations));
    }
    if let Some(records) = &operation.records
        && let Err(unknown) = state.memory().store.put(records, &input)
    {
        return modelled(operation, NOT_FOUND, 404, &unknown.message);
    }
    Answer::empty(operation.status)
}

/// The schema of the dataset that an input names, if that has one.
fn schema<'a>(state: &'a State, input: &Value) -> Option<&'a Schema> {
    let arn = input.get(DATASET)?.as_str()?;
    state.schemas.get(arn)
}

/// The answer to a request that is for no operation.
pub(crate) fn unknown(model: &Model) -> Answer {
    let routes: Vec<String> = model
        .operations
        .iter()
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    let message = format!(
        "There is no such operation; the service has {}",
        routes.join(", ")
    );
    Answer::error(404, "UnknownOperationException", &message)
}

/// The answer of a fault, if it has one.
pub(crate) fn scripted(fault: &Fault) -> Option<Answer> {
    let mut answer = match &fault.message {
        Some(message) => Answer::json(fault.status?, &serde_json::json!({ "message": message })),
        None if fault.code.is_some() && fault.body.is_none() => {
            Answer::json(fault.status?, &serde_json::json!({}))
        }
        None => Answer::empty(fault.status?),
    };
    if let Some(code) = &fault.code {
        answer = answer.coded(code);
    }
    if let Some(body) = &fault.body {
        answer = answer.body(body.clone());
    }
    for (name, value) in &fault.headers {
        // A fault is checked when it is scripted, so that every header is one.
        if let Ok((name, value)) = fault::header(name, value) {
            answer = answer.with(name, value);
        }
    }
    Some(answer)
}

/// An error with the status that the model gives it, or `status` where the operation's model does
/// not have the error.
fn modelled(operation: &Operation, code: &str, status: u16, message: &str) -> Answer {
    let status = operation.errors.get(code).copied().unwrap_or(status);
    Answer::error(status, code, message)
}

/// The JSON of the body, no body at all being an empty object; or status, code and message.
fn input(request: &SignedRequest<'_>) -> Result<Value, (u16, &'static str, String)> {
    if request.body.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    let media_type = request
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok()?.split(';').next())
        .unwrap_or_default();
    if !media_type.trim().eq_ignore_ascii_case("application/json") {
        let message = "The body must have the Content-Type application/json.".to_owned();
        return Err((415, "UnsupportedMediaTypeException", message));
    }
    serde_json::from_slice(request.body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let message = format!("The body is not JSON: line {line}, column {column}");
        (400, "SerializationException", message)
    })
}
