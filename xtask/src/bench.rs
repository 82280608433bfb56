//! `cargo xtask bench`: this client beside AWS's SDKs and a bare HTTP client, against one endpoint, in turns.
//!
//! The clients are programs of their own in `xtask/bench/`, each in a workspace of its own, so that none has
//! features for another. They put the same users. The endpoint answers everything with success, at once, on the
//! core that the clients run on.

mod peer;
mod rounds;
mod sink;
mod table;

use std::path::Path;
use std::process::Command;
use std::{fmt, fs, io};

use crate::codegen::root;
use peer::{Cost, Peer, Program};
use rounds::Rounds;
use sink::Sink;

/// Where the README has the tables, between these lines.
const BEGIN: &str = "<!-- Written by `cargo xtask bench --readme`. -->\n";
const END: &str = "<!-- Until here. -->\n";

/// The clients in Rust, ours first: their folders, and what they are called.
const CLIENTS: [(&str, &str); 4] = [
    ("ours", "personalize-events"),
    ("sdk-minimal", "AWS SDK, minimal"),
    ("sdk-default", "AWS SDK, defaults"),
    ("floor", "bare reqwest"),
];

/// How often each client is built from nothing. The least counts: whatever else the machine does adds to it.
const BUILDS: usize = 2;

/// How often a program is started to see how long that takes.
const STARTS: usize = 20;

/// What to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bench {
    /// How often each client is run.
    pub rounds: usize,
    /// Whether the programs of the last time are taken, and no builds are measured.
    pub skip_builds: bool,
    /// Whether the tables are written into the README.
    pub readme: bool,
}

/// Why there is no result.
#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

impl Error {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Bench {
    /// Builds, runs, and gives the tables in Markdown.
    ///
    /// # Errors
    ///
    /// When a client cannot be built or run, or puts other users than the others.
    pub fn run(&self) -> Result<String, Error> {
        let root = root().map_err(|error| Error::new(error.to_string()))?;
        let (folder, target) = (root.join("xtask/bench"), root.join("target/bench"));
        let mut costs = [None; CLIENTS.len()];
        if !self.skip_builds {
            for number in 1..=BUILDS {
                for ((name, _), least) in CLIENTS.iter().zip(&mut costs) {
                    eprintln!("building {name} from nothing, {number} of {BUILDS}");
                    let cost = Cost::of(&folder.join(name), &target.join(name))?;
                    *least = Some(least.map_or(cost, |before: Cost| before.least(cost)));
                }
            }
        }
        let mut peers = Vec::new();
        for ((name, label), cost) in CLIENTS.into_iter().zip(costs) {
            eprintln!("building variants of {name}");
            let (folder, target) = (folder.join(name), target.join(name));
            peers.push(Peer::build(&folder, &target, label, cost)?);
        }
        match Peer::boto3(&folder.join("boto3"), &target.join("boto3")) {
            Ok(boto3) => peers.push(boto3),
            Err(why) => eprintln!("boto3 is left out: {why}"),
        }
        sink::pin()?;
        let sink = Sink::start()?;
        check_bodies(&sink, peers.iter().map(|peer| &peer.program))?;
        let mut measured: Vec<(&Peer, Rounds)> = Vec::new();
        for peer in &peers {
            measured.push((peer, Rounds::new(peer, &sink)?));
        }
        for round in 1..=self.rounds {
            eprintln!("round {round} of {}", self.rounds);
            for (peer, rounds) in &mut measured {
                rounds.add(peer, &sink)?;
            }
        }
        for _ in 0..STARTS {
            for (peer, rounds) in &mut measured {
                rounds.start(peer, &sink)?;
            }
        }
        let mut text = conditions(&peers)?;
        text += &table::ratios(&measured);
        text += &table::figures(&measured);
        text += &table::builds(&peers);
        if self.readme {
            write(&root.join("README.md"), &text)?;
        }
        Ok(text)
    }
}

/// Whether all put the same users.
fn check_bodies<'p>(sink: &Sink, programs: impl Iterator<Item = &'p Program>) -> Result<(), Error> {
    let mut first: Option<serde_json::Value> = None;
    for program in programs {
        let body = sink.body(|| program.run(sink.url(), 1, 1))?;
        let body: serde_json::Value =
            serde_json::from_slice(&body).map_err(|error| Error::new(error.to_string()))?;
        let first = first.get_or_insert_with(|| body.clone());
        if *first != body {
            return Err(Error::new(format!("one puts {first}, another {body}")));
        }
    }
    Ok(())
}

/// What a program prints.
fn said(program: &Path, arguments: &[&str]) -> Result<String, Error> {
    let output = Command::new(program).args(arguments).output()?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(Error::new(String::from_utf8_lossy(&output.stderr)))
    }
}

/// With what, when and on what it was measured.
fn conditions(peers: &[Peer]) -> Result<String, Error> {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let processor = processor.map_or("", |name| name.trim_start_matches([' ', '\t', ':']));
    let mut versions: Vec<&str> = peers
        .iter()
        .flat_map(|peer| &peer.versions)
        .map(String::as_str)
        .collect();
    versions.sort_unstable();
    versions.dedup();
    Ok(format!(
        "Measured on {} with {}, {}, on one core of {processor} that clients and endpoint share.\n",
        said(Path::new("date"), &["-u", "+%Y-%m-%d"])?,
        versions.join(", "),
        said(Path::new("rustc"), &["--version"])?,
    ))
}

/// Puts the tables where the README has them.
fn write(readme: &Path, tables: &str) -> Result<(), Error> {
    let text = fs::read_to_string(readme)?;
    let parts = text.split_once(BEGIN);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else {
        return Err(Error::new("the README has no place for the tables"));
    };
    Ok(fs::write(
        readme,
        format!("{before}{BEGIN}\n{tables}\n{END}{after}"),
    )?)
}
