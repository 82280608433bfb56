//! Builds and runs the clients that are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::command::stdout;

/// The calls of a round, and those of a client that is about 30 times slower.
const CALLS: usize = 10_000;
const CALLS_OF_BOTO3: usize = 1_000;

/// The packages whose versions are shown.
const SHOWN: [&str; 3] = ["aws-config", "aws-sdk-personalizeevents", "reqwest"];

/// A client in its variants.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) label: String,
    pub(super) versions: Vec<String>,
    /// Measures time.
    pub(super) program: Program,
    /// Counts allocations.
    pub(super) counting: Option<Program>,
    /// Measures time and counts allocations up to the signed request, or, if that cannot be reached, with an HTTP
    /// client that responds immediately.
    pub(super) offline: Option<[Program; 2]>,
    /// Puts events too.
    pub(super) events: Option<Program>,
    pub(super) cost: Option<BuildCost>,
}

/// The cost of a build.
#[derive(Clone, Copy, Debug)]
pub(super) struct BuildCost {
    /// The packages of `cargo tree --edges normal`, itself included; those that only build scripts need are not.
    pub(super) crates: usize,
    /// CPU seconds (user and system) of clean builds.
    pub(super) release: f64,
    pub(super) dev: f64,
    /// CPU seconds after a change in the application.
    pub(super) changed: f64,
    /// The size of the stripped release program.
    pub(super) bytes: f64,
}

/// A program with its first arguments.
#[derive(Debug)]
pub(super) struct Program {
    command: Vec<PathBuf>,
    /// The calls of a round.
    pub(super) calls: usize,
}

/// What a program prints about itself. Times are in nanoseconds, and per call except for `process_cpu`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Measurement {
    /// User and system time.
    pub(super) cpu: f64,
    pub(super) wall: f64,
    pub(super) p50: f64,
    pub(super) p99: f64,
    /// The maximum resident memory in kilobytes.
    pub(super) peak: f64,
    pub(super) allocations: f64,
    /// The CPU time of the process from its start.
    pub(super) process_cpu: f64,
}

impl Program {
    pub(super) fn run(&self, url: &str, calls: usize, concurrency: usize) -> Result<Measurement> {
        self.run_with(url, [calls.to_string(), concurrency.to_string()])
    }

    /// Runs calls for events.
    pub(super) fn run_events(&self, url: &str, concurrency: usize) -> Result<Measurement> {
        let [calls, concurrency] = [self.calls, concurrency].map(|number| number.to_string());
        self.run_with(url, [calls, concurrency, "events".to_owned()])
    }

    fn run_with<const N: usize>(&self, url: &str, words: [String; N]) -> Result<Measurement> {
        let mut command = Command::new(&self.command[0]);
        let output = stdout(command.args(&self.command[1..]).arg(url).args(words))?;
        serde_json::from_str(&output).with_context(|| format!("{output:?} is no measurement"))
    }
}

impl Client {
    /// Builds a client in Rust.
    pub(super) fn build(
        folder: &Path,
        target: &Path,
        label: &str,
        cost: Option<BuildCost>,
    ) -> Result<Self> {
        let cargo = Cargo { folder, target };
        let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
        let has = |feature: &str| manifest.contains(&format!("\n{feature} ="));
        let offline = || {
            let programs = [
                cargo.program("offline")?,
                cargo.program("allocations offline")?,
            ];
            Ok::<_, anyhow::Error>(programs)
        };
        Ok(Self {
            label: label.to_owned(),
            versions: cargo.versions()?,
            program: cargo.program("")?,
            counting: Some(cargo.program("allocations")?),
            offline: has("offline").then(offline).transpose()?,
            events: has("events").then(|| cargo.program("events")).transpose()?,
            cost,
        })
    }

    /// boto3 in a virtual environment, which is created if necessary.
    pub(super) fn boto3(folder: &Path, environment: &Path) -> Result<Self> {
        let python = environment.join("bin/python");
        let version =
            || stdout(Command::new(&python).args(["-c", "import boto3; print(boto3.__version__)"]));
        let version = version().or_else(|_| {
            stdout(
                Command::new("python3")
                    .args(["-m", "venv"])
                    .arg(environment),
            )?;
            stdout(Command::new(&python).args(["-m", "pip", "install", "--quiet", "boto3"]))?;
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
            offline: None,
            events: None,
            cost: None,
        })
    }
}

impl BuildCost {
    /// Measures clean builds of a client.
    pub(super) fn measure(folder: &Path, target: &Path) -> Result<Self> {
        if target.exists() {
            fs::remove_dir_all(target)?;
        }
        let cargo = Cargo { folder, target };
        cargo.run("fetch", &[])?;
        let release = cargo.cpu_seconds("build --release")?;
        #[expect(clippy::cast_precision_loss, reason = "it is shown with two digits")]
        let bytes = fs::metadata(cargo.binary()?)?.len() as f64;
        let dev = cargo.cpu_seconds("build")?;
        // An editor that saves changes the time of modification.
        let source = folder.join("src/main.rs");
        fs::write(&source, fs::read(&source)?)?;
        let changed = cargo.cpu_seconds("build")?;
        Ok(Self {
            crates: cargo.packages()?.len(),
            release,
            dev,
            changed,
            bytes,
        })
    }

    /// The lower of two costs of the same client.
    pub(super) fn min(self, other: Self) -> Self {
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
    /// Builds a variant of the program.
    fn program(&self, features: &str) -> Result<Program> {
        self.run("build", &["--release", "--features", features])?;
        let copy = self
            .target
            .join(format!("program-{}", features.replace(' ', "-")));
        fs::copy(self.binary()?, &copy)?;
        Ok(Program {
            command: vec![copy],
            calls: CALLS,
        })
    }

    fn binary(&self) -> Result<PathBuf> {
        let name = self.folder.file_name().context("the folder has no name")?;
        let binary = format!("release/bench-{}", name.display());
        Ok(self.target.join(binary))
    }

    fn run(&self, command: &str, arguments: &[&str]) -> Result<String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut cargo = Command::new(cargo);
        cargo
            .current_dir(self.folder)
            .env("CARGO_TARGET_DIR", self.target)
            .args([command, "--quiet"])
            .args(arguments);
        stdout(&mut cargo)
    }

    /// The CPU time of Cargo and its child processes, measured by the shell.
    fn cpu_seconds(&self, arguments: &str) -> Result<f64> {
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
            Ok(_) | Err(_) => bail!("cargo {arguments} failed: {text}"),
        }
    }

    /// The lines `name vVERSION` of the packages that are linked.
    fn packages(&self) -> Result<Vec<String>> {
        let tree = self.run("tree", &["-e", "normal", "--prefix", "none"])?;
        let lines = tree.lines().filter(|line| !line.ends_with("(*)"));
        let mut packages: Vec<String> = lines.map(str::to_owned).collect();
        packages.sort_unstable();
        packages.dedup();
        Ok(packages)
    }

    fn versions(&self) -> Result<Vec<String>> {
        let packages = self.packages()?;
        let versions = packages.iter().filter_map(|line| {
            let (name, version) = line.split_once(" v")?;
            let version = version.split_whitespace().next()?;
            SHOWN.contains(&name).then(|| format!("{name} {version}"))
        });
        Ok(versions.collect())
    }
}
