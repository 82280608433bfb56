//! 100,000 users, faults of every kind, and a process that is killed repeatedly.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use personalize_events_emulator::{Emulator, Fault, Reset};

use crate::folder::{Folder, put};
use crate::{SCHEMA, emulator, stored};

const COUNT: u64 = 100_000;

/// A pseudorandom number generator with the same numbers in every run.
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

/// One request in ten fails; few need a long backoff.
fn inject_faults(emulator: &Emulator, random: &mut Random) {
    for _ in 0..3_000 {
        emulator
            .inject_fault(Fault::delay(Duration::ZERO).times(9))
            .expect("the fault is valid");
        let fault = match random.below(100) {
            0 => Fault::error(400, "ThrottlingException", "Rate exceeded"),
            1 => Fault::error(409, "ResourceInUseException", "busy"),
            2..25 => Fault::reset(Reset::BeforeStore),
            25..50 => Fault::reset(Reset::AfterStore),
            50..75 => Fault::status(500),
            _ => Fault::delay(Duration::from_millis(3)),
        };
        emulator.inject_fault(fault).expect("the fault is valid");
    }
}

/// A line, and the properties that must be stored for it, if it is valid.
struct Row {
    id: u64,
    text: String,
    properties: Option<String>,
}

/// IDs repeat; one record in a hundred is invalid, half of these only for the service.
fn row(random: &mut Random) -> Row {
    let id = random.below(COUNT * 3 / 4);
    let age = random.below(100_000);
    let (text, is_good) = match random.below(200) {
        0 => (format!("{id},{age}?,1,x"), false),
        1 => (format!("{id},{age},1.5,x"), false),
        _ => (format!("{id},{age},1,\"a|{age}\""), true),
    };
    let properties =
        format!(r#"{{"age":"{age}","videosWatched":"1","favouriteGenres":"a|{age}"}}"#);
    Row {
        id,
        text,
        properties: is_good.then_some(properties),
    }
}

#[test]
fn no_record_is_lost_or_reported_twice_however_often_the_command_is_killed() {
    let (folder, emulator) = (Folder::new("killed"), emulator());
    let mut random = Random(3);
    inject_faults(&emulator, &mut random);
    // Only the schema of the service requires ages to be numbers.
    folder.write(
        "users.json",
        SCHEMA.replace(
            r#"["null", "int"]"#,
            r#"["null", "string"], "categorical": true"#,
        ),
    );
    let rows: Vec<Row> = (0..COUNT).map(|_| row(&mut random)).collect();
    let lines = rows
        .iter()
        .map(|row| format!("{}\n", row.text))
        .collect::<Vec<_>>()
        .concat();
    folder.write(
        "users.csv",
        format!("USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n{lines}"),
    );

    let arguments = "users.csv --checkpoint run.json --resume --rejects rejects.csv --json";
    let mut kills = 0;
    let summary: serde_json::Value = loop {
        let mut command = folder.command(&put(&emulator, arguments));
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let life = Duration::from_millis(200 + random.below(2_500));
        let has_ended = loop {
            if child.try_wait().unwrap().is_some() {
                break true;
            }
            if begun.elapsed() > life {
                break false;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        if !has_ended {
            // SIGKILL, on Unix.
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        match output.status.code() {
            Some(0 | 1) => break serde_json::from_slice(&output.stdout).unwrap(),
            None => kills += 1,
            code => panic!("{code:?}: {}", String::from_utf8_lossy(&output.stdout)),
        }
    };
    assert!(kills >= 3, "it was killed only {kills} times");
    assert_eq!(summary["completed"], COUNT);
    assert_eq!(summary["notDelivered"], 0);

    let good = rows
        .iter()
        .filter_map(|row| Some((row.id.to_string(), row.properties.clone()?)));
    let expected: BTreeMap<String, String> = good.collect();
    let stored: BTreeMap<String, String> = stored(&emulator).into_iter().collect();
    assert!(
        stored == expected,
        "the last valid value of each ID is stored, and no other"
    );

    let bad: Vec<&str> = rows
        .iter()
        .filter(|row| row.properties.is_none())
        .map(|row| &*row.text)
        .collect();
    let rejects = folder.read("rejects.csv");
    let rejected: Vec<&str> = rejects.lines().skip(1).collect();
    assert_eq!(rejected.len(), bad.len(), "each is reported once");
    let bad_rows = (2..).zip(&rows).filter(|(_, row)| row.properties.is_none());
    for (reject, (line, row)) in rejected.iter().zip(bad_rows) {
        assert!(
            reject.starts_with(&format!("\"line {line}, column ")),
            "{reject}"
        );
        assert!(reject.ends_with(&format!("\",{}", row.text)), "{reject}");
    }
    assert!(bad.len() > 500, "{}", bad.len());
}
