//! `cargo xtask protocol-tests`: a crate generated from Smithy's protocol tests runs their cases.
//!
//! The client is generated as any other. What calls it, one function for each case, is written here from
//! the model by rules of its own: it names types and methods as people would who read the documentation.

mod feature;
mod print;
mod rust;
mod suite;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fmt, fs, io};

use personalize_events_codegen::{Diagnostics, Host, Output, Source, generate_without_unsupported};

use crate::codegen::{RUNTIME, root};
use suite::Suite;

/// Which suite to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolTests {
    /// The suite: a model with test traits, as Smithy JSON AST.
    pub suite: PathBuf,
    /// Requests that services have to refuse, by operation, with their parameters expanded.
    pub malformed: Option<PathBuf>,
}

/// What came of the cases: a line for each feature.
#[derive(Debug)]
pub struct Report {
    /// What the cases printed.
    pub text: String,
    /// Whether none failed.
    pub passed: bool,
}

impl ProtocolTests {
    /// Generates the crate into the target folder, builds it, and runs it.
    ///
    /// # Errors
    ///
    /// When the suite cannot be read or generated, or the crate not be built.
    pub fn run(&self) -> Result<Report, Error> {
        let root = root().map_err(|error| Error::Io(error.to_string()))?;
        let text = fs::read_to_string(&self.suite).map_err(|error| at(&self.suite, &error))?;
        let text = signed(&text).map_err(Error::Suite)?;
        let name = self.suite.file_name().unwrap_or_default().to_string_lossy();
        let source = Source {
            name: &name,
            text: &text,
        };
        // Each suite has a program of its own.
        let stem = self.suite.file_stem().unwrap_or_default().to_string_lossy();
        let host = Host::Crate {
            name: stem.clone().into_owned(),
            runtime: root.join(RUNTIME).display().to_string(),
        };
        let output = generate_without_unsupported(source, &host).map_err(Error::Model)?;
        let mut suite = Suite::read(&text).map_err(Error::Suite)?;
        let mut left_out_of_malformed = None;
        if let Some(path) = &self.malformed {
            let text = fs::read_to_string(path).map_err(|error| at(path, &error))?;
            left_out_of_malformed = Some(suite.add_malformed(&text).map_err(Error::Suite)?);
        }
        let folder = root.join("target/protocol-tests").join(&*stem);
        for (path, contents) in files(&output, &suite, &stem, &root)? {
            let path = folder.join(path);
            write(&path, &contents).map_err(|error| at(&path, &error))?;
        }
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["run", "--quiet", "--offline", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", root.join("target"));
        let output = cargo
            .output()
            .map_err(|error| at(Path::new("cargo"), &error))?;
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.push_str(&String::from_utf8_lossy(&output.stderr));
        if let Some(count) = left_out_of_malformed {
            let note =
                format!("left out: {count} malformed requests that are not all in the body\n");
            text.push_str(&note);
        }
        Ok(Report {
            text,
            passed: output.status.success(),
        })
    }
}

fn at(path: &Path, error: &io::Error) -> Error {
    Error::Io(format!("{}: {error}", path.display()))
}

/// The crate, with a program that runs the cases and the lock file of this workspace.
fn files(
    output: &Output,
    suite: &Suite,
    stem: &str,
    root: &Path,
) -> Result<Vec<(PathBuf, String)>, Error> {
    let left_out: Vec<&str> = output
        .skipped
        .iter()
        .map(|skipped| skipped.operation.as_str())
        .collect();
    let lock = root.join("Cargo.lock");
    let locked = fs::read_to_string(&lock).map_err(|error| at(&lock, &error))?;
    let mut files = vec![
        ("src/main.rs".into(), suite.main(stem, &left_out)),
        ("cases.json".into(), suite.cases_json()),
        ("Cargo.lock".into(), locked),
    ];
    let generated = Path::new("src/generated");
    for file in &output.generated {
        files.push((generated.join(&file.path), file.contents.clone()));
    }
    for file in &output.package {
        let contents = if file.path == "Cargo.toml" {
            manifest(&file.contents, root)
        } else {
            file.contents.clone()
        };
        files.push((PathBuf::from(&file.path), contents));
    }
    Ok(files)
}

/// The model with the trait that says how requests are signed, which some suites lack.
fn signed(text: &str) -> Result<String, String> {
    const SIGV4: &str = "aws.auth#sigv4";
    if text.contains(SIGV4) {
        return Ok(text.to_owned());
    }
    let mut model: serde_json::Value =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let shapes = model["shapes"].as_object_mut().into_iter().flatten();
    for (_, shape) in shapes.filter(|(_, shape)| shape["type"] == "service") {
        shape["traits"][SIGV4] = serde_json::json!({"name": "test"});
    }
    Ok(model.to_string())
}

/// As in this workspace, so that what it has built is used again.
const PROFILE: &str = "[profile.dev.package]\nserde_json = { opt-level = 1 }\n";

/// The manifest with what the cases need besides.
fn manifest(text: &str, root: &Path) -> String {
    let harness = root.join("codegen/conformance/harness");
    format!(
        "{text}personalize-events-conformance-harness = {{ path = {:?} }}\nserde_json = \"1\"\n\n\
         [lints.rust]\nwarnings = \"deny\"\n\n[workspace]\n\n{PROFILE}",
        harness.display().to_string()
    )
}

/// Writes a file unless it is as it should be, so that nothing is built again in vain.
fn write(path: &Path, contents: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|found| found == contents.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, contents)
}

/// Why the cases were not run.
#[derive(Debug)]
pub enum Error {
    /// The suite cannot be generated.
    Model(Diagnostics),
    /// The suite is not what it should be.
    Suite(String),
    /// A file could not be read or written, or a program not be run.
    Io(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model(diagnostics) => f.write_str(&diagnostics.report()),
            Self::Suite(error) | Self::Io(error) => f.write_str(error),
        }
    }
}

impl std::error::Error for Error {}
