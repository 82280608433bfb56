//! The programs that are measured: built, with what that cost, and run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Error, said};

/// How many calls a client makes in a round, and one that is some 30 times slower.
const CALLS: usize = 10_000;
const CALLS_OF_BOTO3: usize = 1_000;

/// The packages whose versions are told.
const TOLD: [&str; 3] = ["aws-config", "aws-sdk-personalizeevents", "reqwest"];

/// A client, in its variants.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) label: String,
    pub(super) versions: Vec<String>,
    /// Measures time.
    pub(super) program: Program,
    /// Counts allocations.
    pub(super) counting: Option<Program>,
    /// Goes up to where it would send, or, where that cannot be reached alone, to an answer that comes at once: one
    /// that measures time, and one that counts allocations.
    pub(super) nowhere: Option<[Program; 2]>,
    pub(super) cost: Option<Cost>,
}

/// What it costs to build.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// Packages that `cargo tree --edges normal` names, itself too; what only build scripts need is left out.
    pub(super) crates: usize,
    /// CPU seconds, user and system together, from nothing and of an application that has changed.
    pub(super) release: f64,
    pub(super) dev: f64,
    pub(super) changed: f64,
    /// Of the release program, stripped.
    pub(super) bytes: u64,
}

/// A program, with its first arguments.
#[derive(Debug)]
pub(super) struct Program {
    command: Vec<PathBuf>,
    /// How many calls it makes in a round.
    pub(super) calls: usize,
}

/// What a program says about itself. Times are in nanoseconds, and of each call but `whole`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    /// User and system together.
    pub(super) cpu: f64,
    pub(super) wall: f64,
    pub(super) p50: f64,
    pub(super) p99: f64,
    /// The most memory that was resident, in kilobytes.
    pub(super) peak: f64,
    pub(super) allocations: f64,
    /// The CPU time of the process from its start.
    pub(super) whole: f64,
}

impl Program {
    pub(super) fn run(&self, url: &str, calls: usize, in_flight: usize) -> Result<Figures, Error> {
        let numbers = [calls.to_string(), in_flight.to_string()];
        let mut command = Command::new(&self.command[0]);
        let output = command
            .args(&self.command[1..])
            .arg(url)
            .args(numbers)
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let Ok(figures) = serde_json::from_str::<Value>(&text) else {
            let why = String::from_utf8_lossy(&output.stderr);
            let program = self.command[0].display();
            return Err(Error::new(format!("{program} failed: {why}{text}")));
        };
        let figure = |name: &str| figures[name].as_f64().unwrap_or(f64::NAN);
        Ok(Figures {
            cpu: figure("cpu"),
            wall: figure("wall"),
            p50: figure("p50"),
            p99: figure("p99"),
            peak: figure("peak"),
            allocations: figure("allocations"),
            whole: figure("whole"),
        })
    }
}

impl Peer {
    /// Builds a client in Rust.
    pub(super) fn build(
        folder: &Path,
        target: &Path,
        label: &str,
        cost: Option<Cost>,
    ) -> Result<Self, Error> {
        let cargo = Cargo { folder, target };
        let goes_nowhere = fs::read_to_string(folder.join("Cargo.toml"))?.contains("nowhere =");
        Ok(Self {
            label: label.to_owned(),
            versions: cargo.versions()?,
            program: cargo.program("")?,
            counting: Some(cargo.program("allocations")?),
            nowhere: if goes_nowhere {
                Some([
                    cargo.program("nowhere")?,
                    cargo.program("allocations nowhere")?,
                ])
            } else {
                None
            },
            cost,
        })
    }

    /// boto3, in a virtual environment that is made if need be.
    pub(super) fn boto3(folder: &Path, environment: &Path) -> Result<Self, Error> {
        let python = environment.join("bin/python");
        let version = || said(&python, &["-c", "import boto3; print(boto3.__version__)"]);
        let version = version().or_else(|_| {
            let environment = environment.display().to_string();
            said(Path::new("python3"), &["-m", "venv", &environment])?;
            said(&python, &["-m", "pip", "install", "--quiet", "boto3"])?;
            version()
        })?;
        Ok(Self {
            label: "boto3".to_owned(),
            versions: vec![format!("boto3 {version}")],
            program: Program {
                command: vec![python, folder.join("client.py")],
                calls: CALLS_OF_BOTO3,
            },
            counting: None,
            nowhere: None,
            cost: None,
        })
    }
}

impl Cost {
    /// That of a client, built from nothing.
    pub(super) fn of(folder: &Path, target: &Path) -> Result<Self, Error> {
        Cargo { folder, target }.cost()
    }

    pub(super) fn least(self, other: Self) -> Self {
        Self {
            release: self.release.min(other.release),
            dev: self.dev.min(other.dev),
            changed: self.changed.min(other.changed),
            ..other
        }
    }
}

/// Cargo in the folder of a client.
struct Cargo<'a> {
    folder: &'a Path,
    target: &'a Path,
}

impl Cargo<'_> {
    fn cost(&self) -> Result<Cost, Error> {
        if self.target.exists() {
            fs::remove_dir_all(self.target)?;
        }
        self.command("fetch", &[])?;
        let release = self.seconds("build --release")?;
        let bytes = fs::metadata(self.binary()?)?.len();
        let dev = self.seconds("build")?;
        // As an editor does that saves.
        let source = self.folder.join("src/main.rs");
        fs::write(&source, fs::read(&source)?)?;
        let changed = self.seconds("build")?;
        let tree = self.command("tree", &["-e", "normal", "--prefix", "none"])?;
        let mut crates: Vec<&str> = tree.lines().filter(|line| !line.ends_with("(*)")).collect();
        crates.sort_unstable();
        crates.dedup();
        Ok(Cost {
            crates: crates.len(),
            release,
            dev,
            changed,
            bytes,
        })
    }

    /// A variant of the program.
    fn program(&self, features: &str) -> Result<Program, Error> {
        self.command("build", &["--release", "--features", features])?;
        let name = features.split_whitespace().collect::<Vec<_>>().join("-");
        let kept = self.target.join(format!("program-{name}"));
        fs::copy(self.binary()?, &kept)?;
        Ok(Program {
            command: vec![kept],
            calls: CALLS,
        })
    }

    fn binary(&self) -> Result<PathBuf, Error> {
        let name = self
            .folder
            .file_name()
            .ok_or_else(|| Error::new("a client has no name"))?;
        Ok(self
            .target
            .join(format!("release/bench-{}", name.display())))
    }

    fn command(&self, command: &str, arguments: &[&str]) -> Result<String, Error> {
        let cargo = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
        let mut cargo = Command::new(cargo);
        let output = cargo
            .current_dir(self.folder)
            .env("CARGO_TARGET_DIR", self.target)
            .arg(command)
            .arg("--quiet")
            .args(arguments)
            .output()?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(Error::new(String::from_utf8_lossy(&output.stderr)))
        }
    }

    /// The CPU time of Cargo and all that it starts; the shell takes it.
    fn seconds(&self, arguments: &str) -> Result<f64, Error> {
        let script = format!("TIMEFORMAT='%U %S'; time cargo {arguments} --quiet");
        let mut shell = Command::new("bash");
        let output = shell
            .current_dir(self.folder)
            .env("CARGO_TARGET_DIR", self.target)
            .args(["-c", &script])
            .output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        let times = text.lines().last().unwrap_or_default().split_whitespace();
        let times = times.map(str::parse::<f64>).collect::<Result<Vec<_>, _>>();
        match times {
            Ok(times) if output.status.success() && times.len() == 2 => Ok(times.iter().sum()),
            Ok(_) | Err(_) => Err(Error::new(text)),
        }
    }

    fn versions(&self) -> Result<Vec<String>, Error> {
        let tree = self.command("tree", &["-e", "normal", "--prefix", "none"])?;
        let told = tree.lines().filter(|line| {
            TOLD.iter()
                .any(|name| line.starts_with(&format!("{name} v")))
        });
        let mut told: Vec<String> = told
            .filter_map(|line| {
                let mut words = line.split_whitespace();
                Some(format!(
                    "{} {}",
                    words.next()?,
                    words.next()?.trim_start_matches('v')
                ))
            })
            .collect();
        told.dedup();
        Ok(told)
    }
}
