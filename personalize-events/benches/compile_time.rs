//! Measures the compile time of `#[derive(UserProperties)]` beside `#[derive(Serialize)]`.
//!
//! ```text
//! cargo bench --package personalize-events --bench compile_time
//! ```
//!
//! It writes two crates that differ only in the derive. Each struct is also converted to text once, because a derive can move
//! its cost to its use. After their dependencies, the crates are compiled alternately. This program runs as the wrapper of
//! `rustc` and measures its CPU time, user and system together.

use std::env::{self, Args};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const STRUCTS: usize = 200;

/// How often each crate is compiled, after one time that does not count.
const ROUNDS: usize = 7;

/// The variable that makes this program the one between Cargo and `rustc`: the folder for the times.
const TIMES: &str = "COMPILE_TIME_FOLDER";

/// The unit of times in `/proc`: Linux has a hundredth of a second on every platform.
const TICKS_PER_SECOND: f64 = 100.0;

const FIELDS: [(&str, &str); 10] = [
    ("subscription", "String"),
    ("number_of_videos_watched", "u32"),
    ("account_balance", "i64"),
    ("average_rating", "f64"),
    ("newsletter", "bool"),
    ("household_size", "Option<u32>"),
    ("home_city", "Option<String>"),
    ("favourite_genres", "Vec<String>"),
    ("last_device", "String"),
    ("member_since", "u16"),
];

/// A crate that is compiled.
struct Subject {
    name: &'static str,
    derive: &'static str,
    dependencies: String,
    /// Makes text of `value`.
    body: &'static str,
}

/// A way to compile.
struct Mode {
    name: &'static str,
    arguments: &'static [&'static str],
}

const MODES: [Mode; 3] = [
    Mode {
        name: "check",
        arguments: &["check"],
    },
    Mode {
        name: "debug",
        arguments: &["build"],
    },
    Mode {
        name: "release",
        arguments: &["build", "--release"],
    },
];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    if let Some(folder) = env::var_os(TIMES) {
        return time_rustc(Path::new(&folder), env::args());
    }
    // Cargo gives this argument for `cargo bench` only: tests of all targets run this program too.
    if !env::args().any(|argument| argument == "--bench") {
        println!("To measure: cargo bench --package personalize-events --bench compile_time");
    } else if cfg!(target_os = "linux") {
        measure()?;
    } else {
        println!("CPU time is measured on Linux only.");
    }
    Ok(ExitCode::SUCCESS)
}

fn measure() -> Result<(), Box<dyn Error>> {
    let bench = Bench::new()?;
    let [ours, serdes] = subjects();
    bench.write_workspace([&ours, &serdes])?;
    println!(
        "{STRUCTS} structs of {} fields, {ROUNDS} rounds. CPU seconds of rustc: median (min..max)",
        FIELDS.len()
    );
    let [first, second] = [ours.derive, serdes.derive].map(last_segment);
    println!("{:9}{first:21}{second:21}ratio", "");
    for mode in &MODES {
        let [mut ours, mut serdes] = bench.compare(mode, [&ours, &serdes])?;
        let ratio = median(&mut ours) / median(&mut serdes);
        let [ours, serdes] = [ours, serdes].map(|times| summary(&times));
        println!("{:9}{ours:21}{serdes:21}{ratio:.2}", mode.name);
    }
    Ok(())
}

fn subjects() -> [Subject; 2] {
    let here = env!("CARGO_MANIFEST_DIR");
    [
        Subject {
            name: "derives_properties",
            derive: "personalize_events::UserProperties",
            dependencies: format!("personalize-events = {{ path = {here:?} }}\n"),
            body: "personalize_events::UserProperties::to_properties(value)\
                   .map(String::from).unwrap_or_default()",
        },
        Subject {
            name: "derives_serialize",
            derive: "serde::Serialize",
            // Which version is a matter of the lock file.
            dependencies: "serde = { version = \"1\", features = [\"derive\"] }\n\
                           serde_json = \"1\"\n"
                .to_owned(),
            body: "serde_json::to_string(value).unwrap_or_default()",
        },
    ]
}

impl Subject {
    fn manifest(&self) -> String {
        let Self {
            name, dependencies, ..
        } = self;
        format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        )
    }

    fn source(&self) -> Result<String, Box<dyn Error>> {
        let Self { derive, body, .. } = self;
        let mut source = String::new();
        for number in 0..STRUCTS {
            writeln!(source, "#[derive({derive})]\npub struct Struct{number} {{")?;
            for (name, ty) in FIELDS {
                writeln!(source, "    pub {name}: {ty},")?;
            }
            writeln!(
                source,
                "}}\n\npub fn write_{number}(value: &Struct{number}) -> String {{\n    {body}\n}}\n"
            )?;
        }
        Ok(source)
    }
}

/// Where the crates are.
struct Bench {
    folder: PathBuf,
    this_program: PathBuf,
}

impl Bench {
    fn new() -> Result<Self, Box<dyn Error>> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_time");
        fs::create_dir_all(folder.join("times"))?;
        Ok(Self {
            folder,
            this_program: env::current_exe()?,
        })
    }

    fn write_workspace(&self, subjects: [&Subject; 2]) -> Result<(), Box<dyn Error>> {
        let members = subjects.map(|subject| subject.name);
        let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        fs::write(self.folder.join("Cargo.toml"), workspace)?;
        // A package taken from a registry has none beside it.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        if lock.exists() {
            fs::copy(lock, self.folder.join("Cargo.lock"))?;
        }
        for subject in subjects {
            let folder = self.folder.join(subject.name);
            fs::create_dir_all(folder.join("src"))?;
            fs::write(folder.join("Cargo.toml"), subject.manifest())?;
            self.write_source(subject)?;
        }
        Ok(())
    }

    fn write_source(&self, subject: &Subject) -> Result<(), Box<dyn Error>> {
        let file = self.folder.join(subject.name).join("src/lib.rs");
        Ok(fs::write(file, subject.source()?)?)
    }

    /// Compiles the subjects alternately, so that other load on the machine affects both.
    fn compare(&self, mode: &Mode, of: [&Subject; 2]) -> Result<[Vec<f64>; 2], Box<dyn Error>> {
        let mut times = [Vec::new(), Vec::new()];
        // What the subjects depend on is compiled in the round that does not count.
        for round in 0..=ROUNDS {
            for (subject, times) in of.into_iter().zip(&mut times) {
                let time = self.compile(mode, subject)?;
                if round > 0 {
                    times.push(time);
                }
            }
        }
        Ok(times)
    }

    fn compile(&self, mode: &Mode, subject: &Subject) -> Result<f64, Box<dyn Error>> {
        let Self { folder, .. } = self;
        // A file that was written again is compiled again.
        self.write_source(subject)?;
        let times = folder.join("times");
        let output = Command::new(env!("CARGO"))
            .args(mode.arguments)
            .args(["--quiet", "--offline", "--package", subject.name])
            .arg("--target-dir")
            .arg(folder.join("target"))
            .current_dir(folder)
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_WRAPPER", &self.this_program)
            .env_remove("RUSTC_WORKSPACE_WRAPPER")
            .env(TIMES, &times)
            .output()?;
        if !output.status.success() {
            io::stderr().write_all(&output.stderr)?;
            return Err(format!("`{}` does not compile", subject.name).into());
        }
        let time = times.join(subject.name);
        let seconds = fs::read_to_string(&time)?.parse()?;
        // It would be taken for the next one.
        fs::remove_file(time)?;
        Ok(seconds)
    }
}

/// Runs `rustc` as Cargo asks for, and notes what it took.
fn time_rustc(folder: &Path, arguments: Args) -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = arguments.skip(1).collect();
    let (rustc, arguments) = arguments.split_first().ok_or("Cargo names `rustc` first")?;
    let status = Command::new(rustc).args(arguments).status()?;
    if !status.success() {
        return Ok(ExitCode::FAILURE);
    }
    let mut names = arguments.iter().skip_while(|name| *name != "--crate-name");
    let of_subject = |name: &&String| subjects().iter().any(|subject| subject.name == **name);
    if let Some(name) = names.nth(1).filter(of_subject) {
        fs::write(folder.join(name), children_time()?.to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The CPU seconds of the processes that this one has started and that have ended.
fn children_time() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name of the program comes second, in parentheses, and may contain anything.
    let (_, fields) = stat.rsplit_once(')').ok_or("no name in /proc/self/stat")?;
    // `cutime` and `cstime`, the 16th and 17th of all fields: see proc_pid_stat(5).
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks: Vec<f64> = ticks.map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / TICKS_PER_SECOND)
}

fn last_segment(path: &str) -> &str {
    path.rsplit(':').next().unwrap_or(path)
}

/// The one in the middle; the times are sorted.
fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn summary(sorted: &[f64]) -> String {
    let (min, max) = (sorted[0], sorted[sorted.len() - 1]);
    format!("{:.2} ({min:.2}..{max:.2})", sorted[sorted.len() / 2])
}
