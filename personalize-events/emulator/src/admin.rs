//! What is under `/_emulator/`: looking at what is stored, and scripting faults. None of it is
//! part of the service, so that none of it is signed.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::fault::Fault;
use crate::model::Keeper;
use crate::response::Answer;
use crate::state::State;

/// Where its paths start.
pub(crate) const PREFIX: &str = "/_emulator/";

const NOT_FOUND: &str = "NotFound";

const HELP: &str = "The emulator has GET /_emulator/datasets/{ARN}/{users, items or actions}, \
                    GET /_emulator/trackers/{ID}/{events or action-interactions} and POST \
                    /_emulator/faults";

/// The answer to a request whose path starts with [`PREFIX`].
pub(crate) fn answer(state: &State, method: &str, path: &str, body: &[u8]) -> Answer {
    let path = path.strip_prefix(PREFIX).unwrap_or(path);
    if let ("POST", "faults") = (method, path) {
        return script(state, body);
    }
    let place = path
        .split_once('/')
        .and_then(|(kind, rest)| Some((kind, rest.rsplit_once('/')?)));
    match (method, place) {
        ("GET", Some(("datasets", (arn, room)))) => records(state, Keeper::Dataset, arn, room),
        ("GET", Some(("trackers", (id, room)))) => records(state, Keeper::Tracker, id, room),
        _ => Answer::error(404, NOT_FOUND, HELP),
    }
}

fn records(state: &State, keeper: Keeper, name: &str, room: &str) -> Answer {
    if !state.model.has_room(keeper, room) {
        return Answer::error(404, NOT_FOUND, HELP);
    }
    let name = percent_decode_str(name).decode_utf8_lossy();
    let records = state.memory().store.records(keeper, &name, room);
    match (records, keeper) {
        (Some(records), Keeper::Dataset | Keeper::Tracker) => {
            Answer::json(200, &Value::Array(records))
        }
        (None, Keeper::Dataset) => {
            let message = "No dataset with this ARN is registered, and nothing was put into one";
            Answer::error(404, NOT_FOUND, message)
        }
        (None, Keeper::Tracker) => {
            let message = "Nothing was put for a tracker with this ID";
            Answer::error(404, NOT_FOUND, message)
        }
    }
}

/// Takes one fault or an array of them: all, or, if one makes no sense, none.
fn script(state: &State, body: &[u8]) -> Answer {
    match faults(state, body) {
        Ok(faults) => {
            let mut memory = state.memory();
            for fault in faults {
                memory.faults.push(fault);
            }
            Answer::empty(204)
        }
        Err(message) => Answer::error(400, "InvalidFault", &message),
    }
}

fn faults(state: &State, body: &[u8]) -> Result<Vec<Fault>, String> {
    let script: Value =
        serde_json::from_slice(body).map_err(|error| format!("The body is not JSON: {error}"))?;
    let values = match script {
        Value::Array(values) => values,
        Value::Object(_) => vec![script],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return Err("A fault is a JSON object; several are an array of them".to_owned());
        }
    };
    let mut faults = Vec::new();
    for (index, value) in values.into_iter().enumerate() {
        let located = |error: &dyn std::fmt::Display| format!("Fault {}: {error}", index + 1);
        let fault: Fault = serde_json::from_value(value).map_err(|error| located(&error))?;
        fault.check(state.model).map_err(|error| located(&error))?;
        faults.push(fault);
    }
    Ok(faults)
}
