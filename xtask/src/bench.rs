//! `cargo xtask bench`: compares this client with AWS's SDKs and the bare HTTP client, and the conversion of files with
//! programs that copy them.
//!
//! The clients are programs in `xtask/bench/`, each in a workspace of its own, so that no client gets features that
//! another one enables. They put the same users to one server, which accepts everything and shares their core. They
//! run in turns, so that a slow period of the machine affects all of them.

mod client;
mod files;
mod samples;
mod server;
mod table;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::codegen::root;
use crate::command::{stdout, target_dir};
use client::{BuildCost, Client, Program};
use samples::Samples;
use server::Server;

/// The lines around what `--write` replaces in `RESULTS.md` and in the README.
const BEGIN: &str = "<!-- Written by `cargo xtask bench --write`. -->\n";
const BEGIN_BUILDS: &str = "<!-- Written by `cargo xtask bench --write` with builds. -->\n";
const BEGIN_FILES: &str = "<!-- Written by `cargo xtask bench --files --write`. -->\n";
const END: &str = "<!-- End of what it writes. -->\n";

/// The folders and labels of the clients in Rust, ours first.
const CLIENTS: [(&str, &str); 4] = [
    ("personalize", "personalize-events"),
    ("sdk-minimal", "AWS SDK, minimal"),
    ("sdk-default", "AWS SDK, defaults"),
    ("reqwest", "bare reqwest"),
];

/// How often each client is built from scratch. The lowest cost counts: other load only adds to it.
const BUILDS: usize = 2;

/// How often the start of each program is measured.
const STARTS: usize = 20;

/// The options of a benchmark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bench {
    /// How often each client is run.
    pub rounds: usize,
    /// Whether to skip the measurement of clean builds. Their table is not replaced then.
    pub skip_builds: bool,
    /// Whether to compare only the conversion of files.
    pub files: bool,
    /// How many users the file has that is converted.
    pub users: u32,
    /// Whether to write the tables into `RESULTS.md`, and the most important ratios into the README.
    pub write: bool,
}

impl Bench {
    /// Builds and runs all clients and returns the tables in Markdown.
    ///
    /// # Errors
    ///
    /// Returns an error if a client cannot be built or run, or puts other users than the first one.
    pub fn run(&self) -> Result<String> {
        let root = root()?;
        let files = self.compare_files(&root)?;
        if self.files {
            return Ok(files);
        }
        let (folder, target) = (root.join("xtask/bench"), target_dir(&root)?.join("bench"));
        let mut costs = [None; CLIENTS.len()];
        if !self.skip_builds {
            for number in 1..=BUILDS {
                for ((name, _), lowest) in CLIENTS.iter().zip(&mut costs) {
                    eprintln!("clean build of {name}, {number} of {BUILDS}");
                    let cost = BuildCost::measure(&folder.join(name), &target.join(name))?;
                    *lowest = Some(lowest.map_or(cost, |before: BuildCost| before.min(cost)));
                }
            }
        }
        let mut clients = Vec::new();
        for ((name, label), cost) in CLIENTS.into_iter().zip(costs) {
            eprintln!("building {name}");
            let (folder, target) = (folder.join(name), target.join(name));
            clients.push(Client::build(&folder, &target, label, cost)?);
        }
        match Client::boto3(&folder.join("boto3"), &target.join("boto3")) {
            Ok(boto3) => clients.push(boto3),
            Err(error) => eprintln!("skipping boto3: {error:#}"),
        }
        server::pin_to_core()?;
        let server = Server::start()?;
        compare_bodies(&server, clients.iter().map(|client| &client.program))?;
        let mut measured: Vec<(&Client, Samples)> = Vec::new();
        for client in &clients {
            measured.push((client, Samples::new(client, &server)?));
        }
        for round in 1..=self.rounds {
            eprintln!("round {round} of {}", self.rounds);
            for (client, samples) in &mut measured {
                samples.add_round(client, &server)?;
            }
        }
        for _ in 0..STARTS {
            for (client, samples) in &mut measured {
                samples.add_start(client, &server)?;
            }
        }
        let calls = [
            conditions(&clients)?,
            table::ratios(&measured, |_| true),
            table::medians(&measured),
        ];
        let calls = calls.concat();
        let builds = if self.skip_builds {
            String::new()
        } else {
            format!("\n{}{}", measured_on(), table::builds(&clients))
        };
        if self.write {
            let results = folder.join("RESULTS.md");
            write(&results, BEGIN, &calls)?;
            if !self.skip_builds {
                write(&results, BEGIN_BUILDS, builds.trim_start())?;
            }
            let summary = table::ratios(&measured, |label| table::SUMMARY.contains(&label));
            write(&root.join("README.md"), BEGIN, summary.trim_start())?;
        }
        Ok([calls, builds, files].concat())
    }

    fn compare_files(&self, root: &Path) -> Result<String> {
        let tables = files::compare(root, &target_dir(root)?, self.rounds, self.users)?;
        let text = format!("{}{tables}", measured_on());
        if self.write {
            let results = root.join("xtask/bench/RESULTS.md");
            write(&results, BEGIN_FILES, &text)?;
        }
        Ok(text)
    }
}

/// The date and the machine.
fn measured_on() -> String {
    let date = time::OffsetDateTime::now_utc().date();
    format!("Measured on {date} on {}.\n", processor())
}

/// Checks that all clients put the same users.
fn compare_bodies<'p>(server: &Server, programs: impl Iterator<Item = &'p Program>) -> Result<()> {
    let mut first: Option<serde_json::Value> = None;
    for program in programs {
        let body = server.first_body(|| program.run(server.url(), 1, 1))?;
        let body: serde_json::Value = serde_json::from_slice(&body)?;
        let first = first.get_or_insert_with(|| body.clone());
        ensure!(*first == body, "one client puts {first}, another {body}");
    }
    Ok(())
}

/// The date, the versions and the machine.
fn conditions(clients: &[Client]) -> Result<String> {
    let processor = processor();
    let versions = clients.iter().flat_map(|client| &client.versions);
    let mut versions: Vec<&str> = versions.map(String::as_str).collect();
    versions.sort_unstable();
    versions.dedup();
    Ok(format!(
        "Measured on {} with {}, {}, on one core of {processor} that clients and endpoint share.\n",
        time::OffsetDateTime::now_utc().date(),
        versions.join(", "),
        stdout(Command::new("rustc").arg("--version"))?,
    ))
}

fn processor() -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let mut lines = processor.lines();
    let processor = lines.find_map(|line| line.strip_prefix("model name"));
    let processor = processor.map_or("", |name| name.trim_start_matches([' ', '\t', ':']));
    processor.to_owned()
}

/// Replaces the tables after a line of a file.
fn write(file: &Path, begin: &str, tables: &str) -> Result<()> {
    let text = fs::read_to_string(file)?;
    let parts = text.split_once(begin);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) =
        parts.with_context(|| format!("{} has no place for the tables", file.display()))?;
    fs::write(file, format!("{before}{begin}\n{tables}\n{END}{after}"))?;
    Ok(())
}
