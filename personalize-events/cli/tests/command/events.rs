//! `put-events` and `put-action-interactions`.

#[path = "events/arguments.rs"]
mod arguments;
#[path = "events/ids.rs"]
mod ids;
#[path = "events/killed.rs"]
mod killed;
#[path = "events/members.rs"]
mod members;
#[path = "events/runs.rs"]
mod runs;
#[path = "events/sessions.rs"]
mod sessions;

use personalize_events_emulator::{Emulator, StoredEvent};

use crate::folder::{Folder, Ran};

const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

const SCHEMA: &str = r#"{"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema",
  "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
    {"name": "EVENT_TYPE", "type": "string"},
    {"name": "EVENT_VALUE", "type": ["null", "float"]},
    {"name": "DEVICE", "type": ["null", "string"], "categorical": true},
    {"name": "SECONDS_WATCHED", "type": ["null", "int"]}
  ], "version": "1.0"}"#;

const HEADER: &str = "SESSION_ID,USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE";

fn emulator() -> Emulator {
    Emulator::builder()
        .tracker_schema(TRACKER, SCHEMA)
        .start_blocking()
        .expect("it starts")
}

/// A directory with the schema in `schema.json`.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("schema.json", SCHEMA);
    folder
}

/// The arguments of a command that sends events to the emulator.
fn put(emulator: &Emulator, arguments: &str) -> String {
    let url = emulator.url();
    format!(
        "put-events --schema schema.json --tracking-id {TRACKER} --region eu-west-1 --endpoint-url {url} --rate \
         unlimited {arguments}"
    )
}

fn run(folder: &Folder, emulator: &Emulator, arguments: &str) -> Ran {
    folder.run(&put(emulator, arguments))
}

fn dry_run(folder: &Folder, arguments: &str) -> Ran {
    folder.run(&format!(
        "put-events --schema schema.json --dry-run {arguments}"
    ))
}

/// The stored events, each as session, user and item.
fn stored(emulator: &Emulator) -> Vec<(String, Option<String>, String)> {
    let events = emulator.events(TRACKER);
    let events = events.iter().map(|event| {
        let user = event.user_id().map(str::to_owned);
        let item = event.item_id().unwrap_or_default();
        (event.session_id().to_owned(), user, item.to_owned())
    });
    events.collect()
}

fn event_ids(events: &[StoredEvent]) -> Vec<String> {
    let ids = events.iter().map(|event| event.event_id());
    ids.map(|id| id.unwrap_or_default().to_owned()).collect()
}
