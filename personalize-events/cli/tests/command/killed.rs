//! 100,000 users, faults of every kind, and a process that is killed again and again.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use personalize_events_emulator::{Emulator, Fault, Reset};

use crate::folder::{Folder, put};
use crate::{SCHEMA, emulator, stored};

const COUNT: u64 = 100_000;

/// Numbers that look random and are the same in every run of the tests.
struct Chance(u64);

impl Chance {
    /// Below `end`.
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// One request in ten goes wrong; few in a way that asks for a long wait.
fn script(emulator: &Emulator, chance: &mut Chance) {
    for _ in 0..3_000 {
        emulator
            .inject_fault(Fault::delay(Duration::ZERO).times(9))
            .expect("it makes sense");
        let fault = match chance.below(100) {
            0 => Fault::error(400, "ThrottlingException", "Rate exceeded"),
            1 => Fault::error(409, "ResourceInUseException", "busy"),
            2..25 => Fault::reset(Reset::BeforeStore),
            25..50 => Fault::reset(Reset::AfterStore),
            50..75 => Fault::status(500),
            _ => Fault::delay(Duration::from_millis(3)),
        };
        emulator.inject_fault(fault).expect("it makes sense");
    }
}

/// A line, and what has to be stored of it, if it is valid.
struct Row {
    id: u64,
    text: String,
    properties: Option<String>,
}

/// Ids come again; one in a hundred is wrong, by itself or for the service alone.
fn row(chance: &mut Chance) -> Row {
    let id = chance.below(COUNT * 3 / 4);
    let age = chance.below(100_000);
    let (text, is_good) = match chance.below(200) {
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
fn no_record_is_lost_or_told_twice_however_often_the_command_is_killed() {
    let (folder, emulator) = (Folder::new("killed"), emulator());
    let mut chance = Chance(3);
    script(&emulator, &mut chance);
    // That ages are numbers is known to the service alone.
    folder.write(
        "users.json",
        SCHEMA.replace(
            r#"["null", "int"]"#,
            r#"["null", "string"], "categorical": true"#,
        ),
    );
    let rows: Vec<Row> = (0..COUNT).map(|_| row(&mut chance)).collect();
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
        let life = Duration::from_millis(200 + chance.below(2_500));
        let is_over = loop {
            if child.try_wait().unwrap().is_some() {
                break true;
            }
            if begun.elapsed() > life {
                break false;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        if !is_over {
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
    assert!(kills >= 3, "it was killed {kills} times only");
    assert_eq!(summary["settled"], COUNT);
    assert_eq!(summary["undelivered"], 0);

    let good = rows
        .iter()
        .filter_map(|row| Some((row.id.to_string(), row.properties.clone()?)));
    let expected: BTreeMap<String, String> = good.collect();
    let stored: BTreeMap<String, String> = stored(&emulator).into_iter().collect();
    assert!(
        stored == expected,
        "the store has the last good value of each id, and no other"
    );

    let bad: Vec<&str> = rows
        .iter()
        .filter(|row| row.properties.is_none())
        .map(|row| &*row.text)
        .collect();
    let rejects = folder.read("rejects.csv");
    let told: Vec<&str> = rejects.lines().skip(1).collect();
    assert_eq!(told.len(), bad.len(), "each is told once");
    let bad_rows = (2..).zip(&rows).filter(|(_, row)| row.properties.is_none());
    for (told, (line, row)) in told.iter().zip(bad_rows) {
        assert!(
            told.starts_with(&format!("\"line {line}, column ")),
            "{told}"
        );
        assert!(told.ends_with(&format!("\",{}", row.text)), "{told}");
    }
    assert!(bad.len() > 500, "{}", bad.len());
}
