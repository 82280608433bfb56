//! The endpoints under `/_emulator/`, which return stored records and inject faults. They are not part of the service,
//! so their requests are not signed.

use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use crate::fault::Fault;
use crate::model::Destination;
use crate::response::Response;
use crate::session::{array, sessions_json};
use crate::state::State;
use crate::store::TrackerRecords;

/// The prefix of all paths.
pub(crate) const PREFIX: &str = "/_emulator/";

const NOT_FOUND: &str = "NotFound";

const HELP: &str = "The emulator has GET /_emulator/datasets/{ARN}/{users, items or actions}, \
                    GET /_emulator/trackers/{ID}/{sessions, events, action-interactions, \
                    repeated-events or repeated-action-interactions} and POST /_emulator/faults";

/// The collection of all events by session.
const SESSIONS: &str = "sessions";

/// What the collections of repeated events have before the name of the collection.
const REPEATED: &str = "repeated-";

/// Handles a request whose path starts with [`PREFIX`].
pub(crate) fn handle(state: &State, method: &str, path: &str, body: &[u8]) -> Response {
    let path = path.strip_prefix(PREFIX).unwrap_or(path);
    if let ("POST", "faults") = (method, path) {
        return match parse_faults(state, body) {
            Ok(faults) => match state.memory().faults.extend(faults) {
                Ok(()) => Response::empty(204),
                Err(error) => Response::error(400, "TooManyFaults", &error.to_string()),
            },
            Err(message) => Response::error(400, "InvalidFault", &message),
        };
    }
    let parts = path
        .split_once('/')
        .and_then(|(kind, rest)| Some((kind, rest.rsplit_once('/')?)));
    let (destination, (name, collection)) = match (method, parts) {
        ("GET", Some(("datasets", rest))) => (Destination::Dataset, rest),
        ("GET", Some(("trackers", rest))) => (Destination::Tracker, rest),
        _ => return Response::error(404, NOT_FOUND, HELP),
    };
    let name = percent_decode_str(name).decode_utf8_lossy();
    let is_known = |collection| {
        let mut collections = state.model.collections(destination);
        collections.any(|known| known == collection)
    };
    match destination {
        Destination::Dataset if is_known(collection) => dataset(state, &name, collection),
        Destination::Tracker if collection == SESSIONS => tracker(state, &name, sessions_json),
        Destination::Tracker if is_known(collection) => {
            tracker(state, &name, |tracker| array(tracker.events(collection)))
        }
        Destination::Tracker => match collection.strip_prefix(REPEATED) {
            Some(collection) if is_known(collection) => {
                tracker(state, &name, |tracker| array(tracker.repeated(collection)))
            }
            _ => Response::error(404, NOT_FOUND, HELP),
        },
        Destination::Dataset => Response::error(404, NOT_FOUND, HELP),
    }
}

fn dataset(state: &State, arn: &str, collection: &str) -> Response {
    if let Some(records) = state.memory().store.records(arn, collection) {
        return Response::json(200, array(records));
    }
    let message = "The dataset with this ARN is not registered and has no records";
    Response::error(404, NOT_FOUND, message)
}

fn tracker(state: &State, id: &str, json: impl FnOnce(&TrackerRecords) -> String) -> Response {
    if let Some(tracker) = state.memory().store.tracker(id) {
        return Response::json(200, json(tracker));
    }
    let message = "The tracker with this ID is not registered and has no records";
    Response::error(404, NOT_FOUND, message)
}

/// Parses one fault or an array of faults, all of which must be valid.
fn parse_faults(state: &State, body: &[u8]) -> Result<Vec<Fault>, String> {
    let not_json = |error| format!("The body is not JSON: {error}");
    let json: &RawValue = serde_json::from_slice(body).map_err(not_json)?;
    let faults: Vec<&RawValue> = match json.get().as_bytes() {
        [b'[', ..] => serde_json::from_str(json.get()).map_err(not_json)?,
        [b'{', ..] => vec![json],
        _ => return Err("The body must be a JSON object or an array of them".to_owned()),
    };
    let faults = faults.into_iter().enumerate().map(|(index, fault)| {
        Fault::parse(fault.get(), state.model)
            .map_err(|error| format!("Fault {}: {error}", index + 1))
    });
    faults.collect()
}
