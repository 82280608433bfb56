//! Compares `personalize-events convert`, which checks each value, with programs that only copy a CSV file.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use super::table::{header, row, summary};
use crate::command::stdout;

/// The packages of Python that are compared.
const PACKAGES: [&str; 3] = ["duckdb", "polars", "pandas"];

const SUBSCRIPTIONS: [&str; 4] = ["free", "basic", "premium", "family"];

const GENRES: [&str; 6] = ["Action", "Drama", "Horror", "Comedy", "SciFi", "Kids"];

/// A program that copies a file.
struct Copier {
    /// Its name and version.
    label: String,
    /// With all arguments but the last one, which is `one` or `all` unless `is_ours`.
    command: Vec<PathBuf>,
    is_ours: bool,
    on_one_core: Vec<Measurement>,
    on_all_cores: Vec<Measurement>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Measurement {
    /// User and system time in seconds.
    cpu: f64,
    /// In seconds.
    wall: f64,
    /// The maximum resident memory in megabytes.
    peak: f64,
}

/// Returns the table in Markdown, or why it is left out.
///
/// # Errors
///
/// Returns an error if the command cannot be built, or a program does not copy the file.
pub(super) fn compare(root: &Path, target: &Path, rounds: usize, users: u32) -> Result<String> {
    let (scripts, folder) = (root.join("xtask/bench/files"), target.join("bench/files"));
    fs::create_dir_all(&folder)?;
    let python = folder.join("python/bin/python");
    if let Err(error) = create_environment(&python, &folder) {
        return Ok(format!("\nFiles are not compared: {error:#}\n"));
    }
    let (input, output) = (folder.join("users.csv"), folder.join("copy.csv"));
    write_users(&input, users)?;
    let mut copiers = vec![Copier::ours(root, target, &scripts, &input, &output)?];
    let mut left_out = String::new();
    for package in PACKAGES {
        match install(&python, package) {
            Ok(version) => copiers.push(Copier {
                label: format!("{package} {version}"),
                command: vec![
                    python.clone(),
                    scripts.join(format!("copy_with_{package}.py")),
                    input.clone(),
                    output.clone(),
                ],
                is_ours: false,
                on_one_core: Vec::new(),
                on_all_cores: Vec::new(),
            }),
            Err(error) => write!(left_out, "\n{package} is left out: {error:#}\n")?,
        }
    }
    let measure = [python, scripts.join("measure.py")];
    for round in 1..=rounds {
        eprintln!("files: round {round} of {rounds}");
        for copier in &mut copiers {
            for cores in ["one", "all"] {
                let measurement = copier.run(&measure, cores)?;
                ensure!(
                    fs::read(&input)? == fs::read(&output)?,
                    "{} changed the file",
                    copier.label
                );
                fs::remove_file(&output)?;
                if cores == "one" {
                    copier.on_one_core.push(measurement);
                } else {
                    copier.on_all_cores.push(measurement);
                }
            }
        }
    }
    let megabytes = fs::metadata(&input)?.len() / 1_000_000;
    Ok(table(&copiers, users, megabytes) + &left_out)
}

impl Copier {
    /// Builds the command.
    fn ours(
        root: &Path,
        target: &Path,
        scripts: &Path,
        input: &Path,
        output: &Path,
    ) -> Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let package = ["--package", "personalize-events-cli"];
        let mut build = Command::new(cargo);
        build
            .current_dir(root)
            .args(["build", "--release", "--quiet"])
            .args(package);
        stdout(&mut build)?;
        let mut command = vec![target.join("release/personalize-events")];
        command.extend(["convert", "--schema"].map(PathBuf::from));
        command.push(scripts.join("users.json"));
        command.extend([PathBuf::from("--output"), output.into(), input.into()]);
        Ok(Self {
            label: "personalize-events".to_owned(),
            command,
            is_ours: true,
            on_one_core: Vec::new(),
            on_all_cores: Vec::new(),
        })
    }

    fn run(&self, measure: &[PathBuf; 2], cores: &str) -> Result<Measurement> {
        let mut command = Command::new(&measure[0]);
        command.arg(&measure[1]).arg(cores).args(&self.command);
        if !self.is_ours {
            command.arg(cores);
        }
        let printed = stdout(&mut command)?;
        serde_json::from_str(&printed).with_context(|| format!("{printed:?} is no measurement"))
    }
}

/// Creates a virtual environment, unless it exists.
fn create_environment(python: &Path, folder: &Path) -> Result<()> {
    if !python.exists() {
        let mut venv = Command::new("python3");
        stdout(venv.args(["-m", "venv"]).arg(folder.join("python")))?;
    }
    Ok(())
}

/// Returns the version of a package, which is installed if necessary.
fn install(python: &Path, package: &str) -> Result<String> {
    let code = format!("import {package}; print({package}.__version__)");
    let version = || stdout(Command::new(python).args(["-c", &code]));
    version().or_else(|_| {
        stdout(Command::new(python).args(["-m", "pip", "install", "--quiet", package]))?;
        version()
    })
}

/// Writes the same users in every run.
fn write_users(path: &Path, users: u32) -> Result<()> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    file.write_all(b"USER_ID,AGE,SUBSCRIPTION,GENRES\n")?;
    let mut state = 1_u32;
    // The multiplier and the increment of "Numerical Recipes".
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % below
    };
    for user in 0..users {
        let (age, subscription) = (18 + random(73), SUBSCRIPTIONS[random(4)]);
        let (first, second) = (random(6), random(12));
        write!(file, "user-{user},{age},{subscription},{}", GENRES[first])?;
        if second < 6 && second != first {
            write!(file, "|{}", GENRES[second])?;
        }
        file.write_all(b"\n")?;
    }
    Ok(file.flush()?)
}

/// A figure of a program in a round.
type Figure = fn(&Copier, usize) -> f64;

fn table(copiers: &[Copier], users: u32, megabytes: u64) -> String {
    let what = format!("{users} users, {megabytes} MB, median (min to max) of rounds");
    let mut text = header(&what, copiers.iter().map(|copier| &copier.label));
    let figures: [(&str, Figure); 3] = [
        ("CPU on one core, s", |it, round| it.on_one_core[round].cpu),
        ("wall time on all cores, s", |it, round| {
            it.on_all_cores[round].wall
        }),
        ("peak memory on all cores, MB", |it, round| {
            it.on_all_cores[round].peak
        }),
    ];
    let mut add = |what: &str, figure: &dyn Fn(&Copier, usize) -> f64| {
        let cells = copiers.iter().map(|copier| {
            let rounds = 0..copier.on_one_core.len();
            summary(rounds.map(|round| figure(copier, round)).collect())
        });
        row(&mut text, what, cells);
    };
    for (what, figure) in figures {
        add(what, &figure);
    }
    add("CPU of personalize-events over it", &|copier, round| {
        copiers[0].on_one_core[round].cpu / copier.on_one_core[round].cpu
    });
    text
}
