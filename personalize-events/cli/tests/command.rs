//! Runs the command as users and scripts do, against the emulator.

#[path = "command/api_shape.rs"]
mod api_shape;
#[path = "command/arguments.rs"]
mod arguments;
#[path = "command/checkpoints.rs"]
mod checkpoints;
#[path = "command/convert.rs"]
mod convert;
#[path = "command/erase.rs"]
mod erase;
#[path = "command/events.rs"]
mod events;
#[path = "command/folder.rs"]
mod folder;
#[path = "command/formats.rs"]
mod formats;
#[path = "command/interactions.rs"]
mod interactions;
#[cfg(unix)]
#[path = "command/interrupts.rs"]
mod interrupts;
#[path = "command/keys.rs"]
mod keys;
#[path = "command/killed.rs"]
mod killed;
#[cfg(unix)]
#[path = "command/locks.rs"]
mod locks;
#[path = "command/many_problems.rs"]
mod many_problems;
#[path = "command/other_formats.rs"]
mod other_formats;
#[cfg(unix)]
#[path = "command/outputs.rs"]
mod outputs;
#[cfg(unix)]
#[path = "command/paths.rs"]
mod paths;
#[path = "command/public_items.rs"]
mod public_items;
#[path = "command/quoting.rs"]
mod quoting;
#[path = "command/rejects.rs"]
mod rejects;
#[path = "command/rules.rs"]
mod rules;
#[path = "command/schemas.rs"]
mod schemas;
#[path = "command/service_errors.rs"]
mod service_errors;
#[path = "command/settings.rs"]
mod settings;
#[path = "command/state.rs"]
mod state;
#[path = "command/stops.rs"]
mod stops;
#[path = "command/warnings.rs"]
mod warnings;

use personalize_events_emulator::{Emulator, StoredUser};

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

const SCHEMA: &str = r#"{
  "type": "record",
  "name": "Users",
  "namespace": "com.amazonaws.personalize.schema",
  "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "AGE", "type": ["null", "int"]},
    {"name": "VIDEOS_WATCHED", "type": "long"},
    {"name": "FAVOURITE_GENRES", "type": ["null", "string"], "categorical": true}
  ],
  "version": "1.0"
}"#;

/// An emulator with the dataset and its schema.
fn emulator() -> Emulator {
    Emulator::builder()
        .schema(USERS, SCHEMA)
        .start_blocking()
        .expect("it starts")
}

/// Another emulator at the same address.
fn restarted(emulator: Emulator) -> Emulator {
    restarted_with(emulator, SCHEMA)
}

fn restarted_with(emulator: Emulator, schema: &str) -> Emulator {
    let address = emulator.addr();
    drop(emulator);
    loop {
        let builder = Emulator::builder().schema(USERS, schema).listen(address);
        // The address is in use until the last connection has ended.
        if let Ok(emulator) = builder.start_blocking() {
            return emulator;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// The stored IDs and properties, sorted by ID.
fn stored(emulator: &Emulator) -> Vec<(String, String)> {
    let users = emulator.users(USERS);
    let text = |user: &StoredUser, key: &str| user[key].as_str().unwrap_or_default().to_owned();
    let users = users
        .iter()
        .map(|user| (text(user, "userId"), text(user, "properties")));
    let mut users: Vec<_> = users.collect();
    users.sort();
    users
}
