//! Whether what came is what the suite says.

use serde_json::Value;

use crate::Wire;

/// The token that the suite expects where a client makes one up.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// Whether a request goes to this host.
pub(crate) fn host(request: &Wire, expected: &str) -> Result<(), String> {
    let host = request.headers.iter().find(|(name, _)| name == "host");
    equal("the host", host.map_or("", |(_, host)| host), expected)
}

pub(crate) fn request(request: &Wire, test: &Value) -> Result<(), String> {
    let said = |key: &str| test[key].as_str().unwrap_or_default();
    let target = made_up(&request.target);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    equal("the method", &request.method, said("method"))?;
    equal("the path", path, said("uri"))?;
    let parameters: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    let names: Vec<&str> = parameters
        .iter()
        .map(|part| part.split_once('=').map_or(*part, |(name, _)| name))
        .collect();
    let mut left = parameters.clone();
    for expected in texts(&test["queryParams"]) {
        let Some(at) = left.iter().position(|part| *part == expected) else {
            return Err(format!("the query {query:?} has no {expected:?}"));
        };
        left.remove(at);
    }
    presence(
        "the query",
        &names,
        test,
        ("requireQueryParams", "forbidQueryParams"),
    )?;
    headers(request, test)?;
    if let Some(body) = test["body"].as_str() {
        self::body(&request.body, body, said("bodyMediaType"))?;
    }
    Ok(())
}

/// A random UUID stands for the suite's token.
fn made_up(target: &str) -> String {
    let is_token = |text: &str| {
        let dashes = text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            _ => byte.is_ascii_hexdigit(),
        });
        text.len() == TOKEN.len() && dashes
    };
    match target.split_once("token=") {
        Some((before, token)) if is_token(token) => format!("{before}token={TOKEN}"),
        Some(_) | None => target.to_owned(),
    }
}

fn headers(request: &Wire, test: &Value) -> Result<(), String> {
    for (name, expected) in test["headers"].as_object().into_iter().flatten() {
        let wanted = name.to_ascii_lowercase();
        let found: Vec<&str> = request
            .headers
            .iter()
            .filter(|(name, _)| *name == wanted)
            .map(|(_, value)| value.as_str())
            .collect();
        let expected = expected.as_str().unwrap_or_default();
        equal(&format!("the header {name}"), &found.join("|"), expected)?;
        if found.is_empty() {
            return Err(format!("the header {name} is missing"));
        }
    }
    let names: Vec<&str> = request
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
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
    let is_there = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    for name in texts(&test[required]) {
        if !is_there(name) {
            return Err(format!("{what} {names:?} must have {name}"));
        }
    }
    for name in texts(&test[forbidden]) {
        if is_there(name) {
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
        let (found, expected) = (parse(&text)?, parse(expected)?);
        return if same(&found, &expected) {
            Ok(())
        } else {
            Err(format!("the body is {found}, expected {expected}"))
        };
    }
    equal("the body", &text, expected)
}

/// Whether a printed answer is what the test states: its values, and the error that it is.
pub(crate) fn response(found: &Value, expected: &Value) -> Result<(), String> {
    let test = &expected["test"];
    // A member that is null is not there.
    let params = test["params"].as_object().into_iter().flatten();
    let params = params.filter(|(_, value)| !value.is_null());
    let params = params.map(|(name, value)| (name.clone(), value.clone()));
    let params: Value = params.collect();
    let wanted = match expected["error"].as_str() {
        Some(error) => serde_json::json!({ error: params }),
        None => params,
    };
    if same(found, &wanted) {
        Ok(())
    } else {
        Err(format!("it was read as {found}, expected {wanted}"))
    }
}

/// Whether two values are equal; numbers are what they are worth.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let other =
                |(key, value): (&String, &Value)| b.get(key).is_some_and(|b| same(value, b));
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
