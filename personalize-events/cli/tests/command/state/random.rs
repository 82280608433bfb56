//! Random sequences of dumps, with faults and runs that are killed.
//!
//! A model knows of each ID which content the state must have, which the service must have, and whether the state may list
//! it as deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::ops::RangeInclusive;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use personalize_events_emulator::{Emulator, Fault, Reset};

use super::{HEADER, received};
use crate::folder::{Folder, put};
use crate::{SCHEMA, emulator, stored};

/// The variable with the number of sequences.
const SEQUENCES: &str = "PERSONALIZE_STATE_SEQUENCES";

/// Most of the time of a run is spent waiting.
const THREADS: u64 = 6;

const IDS: u64 = 80;

/// How long no request arrives after the last one of a run that was killed, on a machine that is busy.
const QUIET: Duration = Duration::from_millis(300);

struct Random(u64);

impl Random {
    /// Below `end`.
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// An index below `end`.
    fn index(&mut self, end: usize) -> usize {
        usize::try_from(self.below(end as u64)).unwrap_or_default()
    }

    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A row of a dump.
#[derive(Clone, Debug)]
enum Row {
    Valid(String, u64),
    /// The command rejects it.
    Invalid(String),
    /// Only the service rejects it.
    Rejected(String),
    Unreadable,
}

/// The flags that decide the content of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Settings {
    is_categorical: bool,
    has_json_values: bool,
}

impl Settings {
    fn properties(self, videos: u64) -> String {
        if self.has_json_values {
            format!(r#"{{"videosWatched":{videos}}}"#)
        } else {
            format!(r#"{{"videosWatched":"{videos}"}}"#)
        }
    }
}

/// What is known after the runs so far.
struct Model {
    settings: Settings,
    /// The contents that the state has for certain: unless they change, they are not sent.
    known: BTreeMap<String, u64>,
    /// IDs that the state has for certain, and those that it may have.
    ids: BTreeSet<String>,
    possible_ids: BTreeSet<String>,
}

impl Model {
    fn new() -> Self {
        Self {
            settings: Settings {
                is_categorical: false,
                has_json_values: false,
            },
            known: BTreeMap::new(),
            ids: BTreeSet::new(),
            possible_ids: BTreeSet::new(),
        }
    }

    /// The IDs of rows, each with its rows that the command does not reject.
    fn rows(dump: &[Row]) -> BTreeMap<String, Vec<Option<u64>>> {
        let mut rows: BTreeMap<String, Vec<Option<u64>>> = BTreeMap::new();
        for row in dump {
            match row {
                Row::Valid(id, videos) => rows.entry(id.clone()).or_default().push(Some(*videos)),
                Row::Rejected(id) => rows.entry(id.clone()).or_default().push(None),
                Row::Invalid(id) => drop(rows.entry(id.clone()).or_default()),
                Row::Unreadable => {}
            }
        }
        rows
    }

    /// The IDs that a run may send.
    fn may_send(&self, dump: &[Row], is_full: bool) -> BTreeSet<String> {
        let rows = Self::rows(dump).into_iter();
        let changed = rows.filter(|(id, rows)| {
            let known = self.known.get(id).copied();
            let is_unchanged = |row: &Option<u64>| row.is_some() && *row == known && !is_full;
            !rows.iter().all(is_unchanged)
        });
        changed.map(|(id, _)| id).collect()
    }

    /// A run has ended in any way; it may have sent these IDs.
    fn sent(&mut self, may_send: &BTreeSet<String>) {
        for id in may_send {
            self.known.remove(id);
            self.possible_ids.insert(id.clone());
        }
    }

    /// A run has sent all records.
    fn completed(&mut self, dump: &[Row], may_send: &BTreeSet<String>, is_confirmed: bool) {
        for (id, rows) in Self::rows(dump) {
            if let Some(Some(videos)) = rows.last().filter(|_| may_send.contains(&id)) {
                if is_confirmed {
                    self.known.insert(id.clone(), *videos);
                }
                self.ids.insert(id);
            }
        }
    }

    /// These IDs are in a file, and the state has forgotten them, unless the run was killed.
    fn listed(&mut self, listed: &BTreeSet<String>, is_forgotten: bool) {
        for id in listed {
            self.ids.remove(id);
            self.known.remove(id);
            if is_forgotten {
                self.possible_ids.remove(id);
            } else {
                self.possible_ids.insert(id.clone());
            }
        }
    }
}

struct User {
    id: String,
    videos: u64,
    previous: u64,
}

/// The users of the application, and how their dump is written.
struct Source {
    users: Vec<User>,
    /// The end of all IDs: with long ones, the state has many blocks.
    id_end: String,
    version: u64,
}

impl Source {
    fn change(&mut self, random: &mut Random) {
        self.version += 1;
        let changes = [0, 2, 20, 100][random.index(4)];
        for user in &mut self.users {
            if random.percent(changes) {
                // The old value comes back often.
                let videos = if random.percent(50) {
                    user.previous
                } else {
                    self.version
                };
                user.previous = std::mem::replace(&mut user.videos, videos);
            }
        }
        for _ in 0..random.below(20) {
            let id = format!("u{}{}", random.below(IDS), self.id_end);
            if !self.users.iter().any(|user| user.id == id) {
                let end = self.users.len();
                let index = if random.percent(50) {
                    end
                } else {
                    random.index(end + 1)
                };
                self.users.insert(
                    index,
                    User {
                        id,
                        videos: self.version,
                        previous: 0,
                    },
                );
            }
        }
        let deleted = [0, 0, 5, 50][random.index(4)];
        self.users.retain(|_| !random.percent(deleted));
        if random.percent(20) {
            for index in (1..self.users.len()).rev() {
                let other = random.index(index + 1);
                self.users.swap(index, other);
            }
        }
    }

    fn dump(&self, random: &mut Random) -> Vec<Row> {
        let has_errors = random.percent(40);
        let has_repeated = random.percent(30);
        let mut rows = Vec::new();
        for User { id, videos, .. } in &self.users {
            let id = id.clone();
            let errors = if has_errors { 6 } else { 0 };
            rows.push(match random.percent(errors) {
                true if random.percent(50) => Row::Invalid(id.clone()),
                true => Row::Rejected(id.clone()),
                false => Row::Valid(id.clone(), *videos),
            });
            if has_repeated && random.percent(5) {
                rows.push(Row::Valid(id, videos + random.below(2)));
            }
            if has_repeated && random.percent(5) {
                let other = &self.users[random.index(self.users.len())];
                rows.push(Row::Valid(other.id.clone(), other.previous));
            }
        }
        if random.percent(5) {
            rows.push(Row::Unreadable);
        }
        rows
    }
}

fn csv(rows: &[Row]) -> String {
    let mut text = format!("{HEADER}\n");
    for row in rows {
        let _ = match row {
            Row::Valid(id, videos) => writeln!(text, "{id},,{videos},"),
            Row::Invalid(id) => writeln!(text, "{id},,x,"),
            Row::Rejected(id) => writeln!(text, "{id},?,1,"),
            Row::Unreadable => writeln!(text, "lost"),
        };
    }
    text
}

fn inject_faults(emulator: &Emulator, random: &mut Random) {
    for _ in 0..random.below(4) {
        let fault = match random.below(100) {
            0 => Fault::throttling(),
            1..10 => Fault::error(403, "AccessDeniedException", "not authorized"),
            10..40 => Fault::reset(Reset::AfterStore),
            40..60 => Fault::reset(Reset::BeforeStore),
            60..75 => Fault::status(500),
            _ => Fault::delay(Duration::from_millis(30)),
        };
        let before = [1, 2, 3, 5, 8][random.index(5)];
        let delay = Fault::delay(Duration::from_millis(random.below(8)));
        for fault in [delay.times(before), fault] {
            emulator.inject_fault(fault).expect("the fault is valid");
        }
    }
}

/// Waits for the end of a run, which is ended at a random time: with SIGKILL, or by an interrupt.
fn wait(mut child: Child, random: &mut Random) -> Option<i32> {
    let begun = Instant::now();
    let life = Duration::from_millis(10 + random.below(150));
    while begun.elapsed() < life {
        if let Some(status) = child.try_wait().expect("it works") {
            return status.code();
        }
        thread::sleep(Duration::from_millis(1));
    }
    if cfg!(unix) && random.percent(20) {
        let id = child.id().to_string();
        Command::new("kill")
            .args(["-INT", &id])
            .stderr(Stdio::null())
            .status()
            .expect("it works");
    } else {
        child.kill().expect("it works");
    }
    child.wait().expect("it works").code()
}

/// Waits until the emulator has handled what a run has sent that was killed: nothing arrives any more.
fn settle(emulator: &Emulator) {
    let (mut count, mut since) = (emulator.requests().len(), Instant::now());
    while since.elapsed() < QUIET {
        thread::sleep(QUIET / 10);
        let now = emulator.requests().len();
        if now != count {
            (count, since) = (now, Instant::now());
        }
    }
}

/// Runs the command once. Returns whether it has sent all records.
fn run(
    folder: &Folder,
    emulator: &Emulator,
    model: &mut Model,
    dump: &[Row],
    random: &mut Random,
    is_disturbed: bool,
) -> bool {
    folder.write("users.csv", csv(dump));
    let category = if model.settings.is_categorical {
        r#", "categorical": true"#
    } else {
        ""
    };
    let age = format!(r#"["null", "string"]{category}"#);
    folder.write("users.json", SCHEMA.replace(r#"["null", "int"]"#, &age));
    let is_full = random.percent(5);
    let is_deleted = random.percent(40);
    let has_standard_input = random.percent(50);
    let mut flags = "--state users.state --max-rejected-batches unlimited --json".to_owned();
    flags += if has_standard_input {
        " - --format csv"
    } else {
        " users.csv"
    };
    flags += if model.settings.has_json_values {
        " --values json"
    } else {
        ""
    };
    flags += if is_full { " --full" } else { "" };
    flags += if is_deleted {
        " --deleted deleted.csv"
    } else {
        ""
    };
    let _ = write!(flags, " --max-concurrent-batches {}", 1 + random.below(4));
    if is_disturbed {
        inject_faults(emulator, random);
    }
    let before = received(emulator).len();
    let stored_before: BTreeMap<String, String> = stored(emulator).into_iter().collect();
    let mut command = folder.command(&put(emulator, &flags));
    if has_standard_input {
        command.stdin(File::open(folder.path("users.csv")).expect("it works"));
    }
    let out = File::create(folder.path("out.json")).expect("it works");
    let err = File::create(folder.path("err.txt")).expect("it works");
    let mut child = command.stdout(out).stderr(err).spawn().expect("it works");
    let code = if is_disturbed && random.percent(50) {
        wait(child, random)
    } else {
        child.wait().expect("it works").code()
    };
    if !matches!(code, Some(0 | 1)) {
        settle(emulator);
    }
    let errors = folder.read("err.txt");
    assert!(
        matches!(code, None | Some(0 | 1 | 3 | 130)),
        "{code:?}: {errors}"
    );
    let is_complete = matches!(code, Some(0 | 1));

    let may_send = model.may_send(dump, is_full);
    let requests = received(emulator);
    assert!(requests.len() < 50_000 && emulator.requests().len() < 1_000);
    let sent: BTreeSet<String> = requests[before..].iter().cloned().collect();
    let unchanged: Vec<&String> = sent.difference(&may_send).collect();
    assert!(
        unchanged.is_empty(),
        "unchanged records were sent: {unchanged:?}\n{errors}"
    );
    model.sent(&may_send);
    if is_complete {
        let summary: serde_json::Value =
            serde_json::from_str(&folder.read("out.json")).expect("it works");
        model.completed(dump, &may_send, summary.get("unconfirmed").is_none());
        let mut expected = stored_before;
        for (id, rows) in Model::rows(dump) {
            if let Some(videos) = rows.iter().rev().find_map(|row| *row) {
                expected.insert(id, model.settings.properties(videos));
            }
        }
        let found: BTreeMap<String, String> = stored(emulator).into_iter().collect();
        assert_eq!(found, expected, "{errors}");
        let read = summary["read"].as_u64();
        assert_eq!(read, Some(dump.len() as u64), "{errors}");
        let rejected = summary["rejected"].as_u64().unwrap_or_default();
        assert!(rejections(dump).contains(&rejected), "{rejected}: {errors}");
    }
    let is_listed = is_complete && is_deleted;
    check_deleted(&listed(folder), model, dump, is_complete, is_listed);
    is_complete
}

/// Checks which IDs are listed as deleted. `is_listed` is whether the file for them must be complete.
fn check_deleted(
    listed: &BTreeSet<String>,
    model: &mut Model,
    dump: &[Row],
    is_complete: bool,
    is_listed: bool,
) {
    let in_dump: BTreeSet<String> = Model::rows(dump).into_keys().collect();
    assert!(
        listed.is_disjoint(&in_dump),
        "IDs of the dump are listed: {listed:?}"
    );
    assert!(listed.is_subset(&model.possible_ids), "{listed:?}");
    let are_ids_known = !dump.iter().any(|row| matches!(row, Row::Unreadable)) && !dump.is_empty();
    if is_listed && are_ids_known {
        let missing: Vec<&String> = model
            .ids
            .iter()
            .filter(|id| !in_dump.contains(*id) && !listed.contains(*id))
            .collect();
        assert!(
            missing.is_empty(),
            "deleted IDs are not listed: {missing:?}"
        );
        let rest: BTreeSet<String> = model.possible_ids.difference(&in_dump).cloned().collect();
        model.listed(&rest, true);
    } else {
        assert!(listed.is_empty() || !is_complete, "{listed:?}");
        model.listed(listed, false);
    }
}

/// How many records are rejected. A later record of the ID may be sent instead of one that the service would reject.
fn rejections(dump: &[Row]) -> RangeInclusive<u64> {
    let local = dump
        .iter()
        .filter(|row| matches!(row, Row::Invalid(_) | Row::Unreadable));
    let (local, rows) = (local.count(), Model::rows(dump));
    let all = rows.values().flatten().filter(|row| row.is_none()).count();
    let last = rows
        .values()
        .filter(|rows| rows.last() == Some(&None))
        .count();
    (local + last) as u64..=(local + all) as u64
}

/// The IDs of the file for deleted IDs, which is removed.
fn listed(folder: &Folder) -> BTreeSet<String> {
    if !folder.has("deleted.csv") {
        return BTreeSet::new();
    }
    let text = folder.read("deleted.csv");
    std::fs::remove_file(folder.path("deleted.csv")).expect("it works");
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("USER_ID"),
        "a file that exists is complete"
    );
    assert!(text.ends_with('\n'));
    lines.map(str::to_owned).collect()
}

fn sequence(seed: u64, folder: &Folder, completed: &AtomicU64, ended: &AtomicU64) {
    let _ = std::fs::remove_file(folder.path("users.state"));
    let _ = std::fs::remove_file(folder.path("users.state-wal"));
    let emulator = emulator();
    let mut random = Random(seed);
    let mut model = Model::new();
    let mut source = Source {
        users: Vec::new(),
        id_end: ["", "-0123456789abcdef", &"𝄞".repeat(250)][random.index(3)].to_owned(),
        version: 1,
    };
    for _ in 0..3 + random.below(6) {
        source.change(&mut random);
        let settings = model.settings;
        match random.below(12) {
            0 => model.settings.has_json_values ^= true,
            1 => model.settings.is_categorical ^= true,
            _ => {}
        }
        if model.settings != settings {
            model.known.clear();
        }
        let dump = source.dump(&mut random);
        let is_complete = run(folder, &emulator, &mut model, &dump, &mut random, true);
        let counter = if is_complete { completed } else { ended };
        counter.fetch_add(1, Ordering::Relaxed);
    }
    // Until the faults are used up.
    let dump = source.dump(&mut random);
    let mut tries = 0;
    while !run(folder, &emulator, &mut model, &dump, &mut random, false) {
        tries += 1;
        assert!(tries < 30, "no run completes the work");
    }
}

#[test]
fn the_service_has_the_last_dump_and_unchanged_records_are_not_sent() {
    let count = std::env::var(SEQUENCES).map_or(100, |it| it.parse().expect("a number"));
    let (next, completed, ended) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (next, completed, ended) = (&next, &completed, &ended);
            scope.spawn(move || {
                let folder = Folder::new(&format!("state-random-{number}"));
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= count {
                        return;
                    }
                    let result = std::panic::catch_unwind(|| {
                        sequence(seed, &folder, completed, ended);
                    });
                    if let Err(panic) = result {
                        eprintln!(
                            "sequence {seed} fails; its files are in {}",
                            folder.path("").display()
                        );
                        next.store(count, Ordering::Relaxed);
                        std::panic::resume_unwind(panic);
                    }
                }
            });
        }
    });
    let (completed, ended) = (completed.into_inner(), ended.into_inner());
    println!(
        "{count} sequences: {completed} runs have sent all records, {ended} were killed or stopped"
    );
    assert!(
        completed > count && ended > count / 2,
        "{completed} {ended}"
    );
}
