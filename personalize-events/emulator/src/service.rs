//! Handles a request of the service: verifies its signature, validates its input and stores its records, in the order
//! of AWS, which authenticates first.

use hyper::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::dataset::{DatasetType, check_type};
use crate::fault::{self, Fault};
use crate::model::{DATASET, Model, Operation};
use crate::response::Response;
use crate::signature::{self, SignedRequest};
use crate::state::State;
use crate::store::PutError;
use crate::validate::validate_input;
use crate::violation::{Constraint, Violation, summary};

/// The error code of an invalid input.
///
/// AWS does not document which code the service uses, also not for the ARN of something else than a dataset of the
/// operation's type. This one is our choice: every operation of the model has it, and its meaning fits.
const INVALID_INPUT: &str = "InvalidInputException";

const NOT_FOUND: &str = "ResourceNotFoundException";

/// The error code of the emulator, not of the service, when its memory for records is full.
const STORAGE_LIMIT: &str = "EmulatorStorageLimitReached";

/// Handles a request for `operation`.
pub(crate) fn handle(
    state: &State,
    operation: &Operation,
    request: &SignedRequest<'_>,
) -> Response {
    let model = state.model;
    let verify = |name| signature::verify(request, &state.credentials, name, state.now());
    if let Some(Err(error)) = model.signing_name().map(verify) {
        return Response::error(403, error.code, &error.message);
    }
    let input = match parse_input(request) {
        Ok(input) => input,
        Err((status, code, message)) => return Response::error(status, code, &message),
    };
    let violations = violations(state, operation, &input);
    if !violations.is_empty() {
        return modelled_error(operation, INVALID_INPUT, 400, &summary(&violations));
    }
    let Some(records) = &operation.records else {
        return Response::empty(operation.status);
    };
    match state.memory().store.put(records, &input) {
        Ok(()) => Response::empty(operation.status),
        // Where the model has no such error, an input without a destination is invalid.
        Err(PutError::NotFound(message)) if !operation.errors.contains_key(NOT_FOUND) => {
            modelled_error(operation, INVALID_INPUT, 400, &message)
        }
        Err(PutError::NotFound(message)) => modelled_error(operation, NOT_FOUND, 404, &message),
        Err(PutError::Full(message)) => Response::error(400, STORAGE_LIMIT, &message),
    }
}

/// Returns the violations of the model and by the dataset, or, if there are none, of the schema.
fn violations(state: &State, operation: &Operation, input: &Value) -> Vec<Violation> {
    let mut violations = validate_input(state.model, operation, input, state.allow_null_text);
    let Some(records) = &operation.records else {
        return violations;
    };
    // An ARN that violates the model is not checked twice.
    if !violations
        .iter()
        .any(|violation| violation.path() == DATASET)
        && let Some(arn) = input.get(DATASET).and_then(Value::as_str)
        && let Some(ty) = DatasetType::of_collection(&records.collection)
        && let Err(message) = check_type(arn, &operation.name, ty)
    {
        violations.push(Violation::new(DATASET, Constraint::DatasetType, message));
    }
    if violations.is_empty()
        && let Some(schema) = state.schema(records, input)
    {
        violations = schema.validate(records, input);
    }
    violations
}

/// Returns the response to a request for no operation of the model.
pub(crate) fn unknown_operation(model: &Model) -> Response {
    let routes: Vec<String> = model
        .operations
        .iter()
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    let message = format!(
        "There is no such operation; the service has {}",
        routes.join(", ")
    );
    Response::error(404, "UnknownOperationException", &message)
}

/// Returns the response of a fault, if it has one.
pub(crate) fn injected_response(fault: &Fault) -> Option<Response> {
    let status = fault.status?;
    let mut response = match &fault.message {
        Some(message) => Response::json(status, json!({ "message": message }).to_string()),
        None if fault.code.is_some() && fault.body.is_none() => Response::json(status, "{}"),
        None => Response::empty(status),
    };
    if let Some(code) = &fault.code {
        response = response.code(code);
    }
    if let Some(body) = &fault.body {
        response = response.body(body.clone());
    }
    for (name, value) in &fault.headers {
        // An injected fault has been checked, so all its headers are valid.
        if let Ok((name, value)) = fault::parse_header(name, value) {
            response = response.header(name, value);
        }
    }
    Some(response)
}

/// Returns an error with its status in the model, or `status` if the operation does not have it.
fn modelled_error(operation: &Operation, code: &str, status: u16, message: &str) -> Response {
    let status = operation.errors.get(code).copied().unwrap_or(status);
    Response::error(status, code, message)
}

/// Parses the body, of which an empty one is an empty object, or returns the status, code and message of an error.
fn parse_input(request: &SignedRequest<'_>) -> Result<Value, (u16, &'static str, String)> {
    if request.body.is_empty() {
        return Ok(json!({}));
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
