//! Compares requests and values with the expectations of the suite.

use serde_json::Value;
use uuid::Uuid;

use crate::wire::WireRequest;

/// The idempotency token that the suite expects where a client generates one.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// Compares the host of a request.
pub(crate) fn host(request: &WireRequest, expected: &str) -> Result<(), String> {
    equal("the host", &request.header("host").concat(), expected)
}

/// Compares all other parts of a request.
pub(crate) fn request(request: &WireRequest, test: &Value) -> Result<(), String> {
    let expected = |key: &str| test[key].as_str().unwrap_or_default();
    let target = with_expected_token(&request.target);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    equal("the method", &request.method, expected("method"))?;
    equal("the path", path, expected("uri"))?;
    let parameters: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    let names: Vec<&str> = parameters
        .iter()
        .map(|part| part.split_once('=').map_or(*part, |(name, _)| name))
        .collect();
    let mut unmatched = parameters.clone();
    for expected in texts(&test["queryParams"]) {
        let Some(at) = unmatched.iter().position(|part| *part == expected) else {
            return Err(format!("the query {query:?} has no {expected:?}"));
        };
        unmatched.remove(at);
    }
    presence(
        "the query",
        &names,
        test,
        ("requireQueryParams", "forbidQueryParams"),
    )?;
    headers(request, test)?;
    if let Some(body) = test["body"].as_str() {
        self::body(&request.body, body, expected("bodyMediaType"))?;
    }
    Ok(())
}

/// Replaces a random UUID by the token that the suite expects.
fn with_expected_token(target: &str) -> String {
    let is_token = |text: &str| {
        let id = Uuid::try_parse(text);
        text.len() == TOKEN.len() && id.is_ok_and(|id| id.get_version_num() == 4)
    };
    match target.split_once("token=") {
        Some((before, token)) if is_token(token) => format!("{before}token={TOKEN}"),
        Some(_) | None => target.to_owned(),
    }
}

fn headers(request: &WireRequest, test: &Value) -> Result<(), String> {
    for (name, expected) in test["headers"].as_object().into_iter().flatten() {
        let found = request.header(name);
        let expected = expected.as_str().unwrap_or_default();
        equal(&format!("the header {name}"), &found.join("|"), expected)?;
        if found.is_empty() {
            return Err(format!("the header {name} is missing"));
        }
    }
    let names = request.headers.iter().map(|(name, _)| name.as_str());
    let names: Vec<&str> = names.collect();
    presence(
        "the headers",
        &names,
        test,
        ("requireHeaders", "forbidHeaders"),
    )
}

fn presence(
    what: &str,
    names: &[&str],
    test: &Value,
    (required, forbidden): (&str, &str),
) -> Result<(), String> {
    let is_present = |name: &str| names.iter().any(|found| found.eq_ignore_ascii_case(name));
    for name in texts(&test[required]) {
        if !is_present(name) {
            return Err(format!("{what} {names:?} must have {name}"));
        }
    }
    for name in texts(&test[forbidden]) {
        if is_present(name) {
            return Err(format!("{what} {names:?} must not have {name}"));
        }
    }
    Ok(())
}

fn body(found: &[u8], expected: &str, media_type: &str) -> Result<(), String> {
    let text = String::from_utf8_lossy(found);
    if media_type == "application/json" && !expected.is_empty() {
        let parse =
            |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
        return same("the body", &parse(&text)?, &parse(expected)?);
    }
    equal("the body", &text, expected)
}

/// Compares a printed response, which may be an error.
pub(crate) fn response(found: &Value, expected: &Value) -> Result<(), String> {
    let test = &expected["test"];
    // A member that is null is absent.
    let params = test["params"].as_object().into_iter().flatten();
    let params = params.filter(|(_, value)| !value.is_null());
    let params = params.map(|(name, value)| (name.clone(), value.clone()));
    let params: Value = params.collect();
    let expected = match expected["error"].as_str() {
        Some(error) => serde_json::json!({ error: params }),
        None => params,
    };
    same("the response", found, &expected)
}

fn same(what: &str, found: &Value, expected: &Value) -> Result<(), String> {
    if is_same(found, expected) {
        Ok(())
    } else {
        Err(format!("{what} is {found}, expected {expected}"))
    }
}

/// Whether two values are equal, where `1` is equal to `1.0`.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let other =
                |(key, value): (&String, &Value)| b.get(key).is_some_and(|b| is_same(value, b));
            a.len() == b.len() && a.iter().all(other)
        }
        (a, b) => a == b,
    }
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

fn equal(what: &str, found: &str, expected: &str) -> Result<(), String> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{what} is {found:?}, expected {expected:?}"))
    }
}
