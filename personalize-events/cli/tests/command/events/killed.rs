//! A command that is killed again and again, with faults of every kind.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::time::{Duration, Instant};

use personalize_events_emulator::{Emulator, Fault, Reset};

use super::{HEADER, TRACKER, emulator, folder, put};

/// The variable with the number of events, of which each session has a hundred.
const COUNT: &str = "PERSONALIZE_KILLED_EVENTS";

struct Random(u64);

impl Random {
    /// Below `end`.
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// One request in ten fails.
fn inject_faults(emulator: &Emulator, requests: u64, random: &mut Random) {
    for _ in 0..requests / 10 {
        let fault = match random.below(100) {
            0 => Fault::error(400, "ThrottlingException", "Rate exceeded"),
            1..30 => Fault::reset(Reset::BeforeStore),
            30..60 => Fault::reset(Reset::AfterStore),
            60..80 => Fault::status(500),
            _ => Fault::delay(Duration::from_millis(3)),
        };
        for fault in [Fault::delay(Duration::ZERO).times(9), fault] {
            emulator.inject_fault(fault).expect("it is valid");
        }
    }
}

/// The session and the item of an event, and whether it is valid.
struct Row {
    session: u64,
    item: u64,
    text: String,
    is_valid: bool,
}

/// Some users are known; one row in a hundred is invalid, half of these only for the service.
fn row(item: u64, sessions: u64, random: &mut Random) -> Row {
    let session = random.below(sessions);
    let user = if random.below(2) == 0 {
        String::new()
    } else {
        format!("u{session}")
    };
    let time = 1_700_000_000 + item;
    let (time, seconds, is_valid) = match random.below(200) {
        0 => (format!("{time}.5"), "1", false),
        1 => (time.to_string(), "x", false),
        _ => (time.to_string(), "1", true),
    };
    let text = format!("s{session},{user},i{item},{time},view,{seconds}");
    Row {
        session,
        item,
        text,
        is_valid,
    }
}

#[test]
fn each_valid_event_is_stored_once_and_in_order_however_often_the_command_is_killed() {
    let count = std::env::var(COUNT).map_or(10_000, |it| it.parse().expect("a number"));
    let (folder, emulator) = (folder("events-killed"), emulator());
    let mut random = Random(7);
    let schema = folder.read("schema.json");
    // Only the schema of the service requires numbers.
    folder.write(
        "schema.json",
        schema.replace(
            r#"["null", "int"]"#,
            r#"["null", "string"], "categorical": true"#,
        ),
    );
    let rows: Vec<Row> = (0..count)
        .map(|item| row(item, count / 100, &mut random))
        .collect();
    let lines: Vec<&str> = rows.iter().map(|row| &*row.text).collect();
    folder.write(
        "events.csv",
        format!("{HEADER},SECONDS_WATCHED\n{}\n", lines.join("\n")),
    );
    inject_faults(&emulator, count, &mut random);
    let arguments = "events.csv --checkpoint run.json --resume --rejects rejects.csv --json";
    let mut kills = 0;
    let summary: serde_json::Value = loop {
        let mut command = folder.command(&put(&emulator, arguments));
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let begun = Instant::now();
        // Long enough at last: a checkpoint is saved every second.
        let life = Duration::from_millis(50 + 100 * kills + random.below(300));
        let has_ended = loop {
            if child.try_wait().expect("it can be waited for").is_some() {
                break true;
            }
            if begun.elapsed() > life {
                break false;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        if !has_ended {
            // SIGKILL, on Unix.
            child.kill().expect("it can be killed");
        }
        let output = child.wait_with_output().expect("it ends");
        match output.status.code() {
            Some(0 | 1) => break serde_json::from_slice(&output.stdout).expect("a summary"),
            None => kills += 1,
            code => panic!("{code:?}: {}", String::from_utf8_lossy(&output.stdout)),
        }
    };
    assert!(kills >= 3, "it was killed only {kills} times");
    assert_eq!(summary["completed"], count);
    assert_eq!(summary["notDelivered"], 0);

    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_valid) {
        let session = expected.entry(format!("s{}", row.session)).or_default();
        session.push(format!("i{}", row.item));
    }
    let mut ids = BTreeSet::new();
    let sessions = emulator.sessions(TRACKER);
    let stored: BTreeMap<String, Vec<String>> = sessions
        .map(|session| {
            ids.extend(
                session
                    .events()
                    .iter()
                    .map(|it| it.event_id().map(str::to_owned)),
            );
            let items = session
                .events()
                .iter()
                .map(|it| it.item_id().unwrap_or_default().to_owned());
            (session.session_id().to_owned(), items.collect())
        })
        .collect();
    assert!(stored == expected, "each once, in the order of its session");
    assert_eq!(ids.len(), rows.iter().filter(|row| row.is_valid).count());

    let rejects = folder.read("rejects.csv");
    let rejected: Vec<&str> = rejects.lines().skip(1).collect();
    let bad: Vec<&Row> = rows.iter().filter(|row| !row.is_valid).collect();
    assert_eq!(rejected.len(), bad.len(), "each is reported once");
    for (reject, row) in rejected.iter().zip(bad) {
        assert!(reject.ends_with(&format!("\",{}", row.text)), "{reject}");
    }
}
