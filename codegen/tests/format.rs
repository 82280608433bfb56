//! What is generated is what rustfmt would leave. Without rustfmt the test says so, and passes.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use personalize_events_codegen::{Host, Source, generate};

const MODEL: &str = include_str!("../../models/personalize-events.json");

/// The rustfmt beside cargo, or the one on the path, if it works.
fn rustfmt() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO")).with_file_name("rustfmt");
    let found = [beside, PathBuf::from("rustfmt")];
    found.into_iter().find(|program| {
        let version = Command::new(program).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    })
}

fn formatted(rustfmt: &Path, text: &str) -> io::Result<String> {
    let mut child = Command::new(rustfmt)
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    assert!(output.status.success());
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

/// The generated files of all golden cases.
fn golden() -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for case in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden"))? {
        for file in fs::read_dir(case?.path().join("generated"))? {
            let path = file?.path();
            files.push((path.display().to_string(), fs::read_to_string(path)?));
        }
    }
    Ok(files)
}

#[test]
fn rustfmt_changes_nothing() {
    let Some(rustfmt) = rustfmt() else {
        eprintln!("left out: there is no rustfmt to compare with");
        return;
    };
    let mut files = golden().unwrap();
    assert!(files.len() > 50);
    let package = Host::Crate {
        name: "other".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    for host in [Host::Workspace, package] {
        let source = Source {
            name: "model.json",
            text: MODEL,
        };
        let output = generate(source, &host).unwrap();
        let package = output.package.into_iter();
        let rust = package.filter(|file| file.path != "Cargo.toml");
        let all = output
            .generated
            .into_iter()
            .chain(output.derive)
            .chain(rust);
        files.extend(all.map(|file| (format!("{host:?} {}", file.path), file.contents)));
    }
    let mut differ = Vec::new();
    for (name, text) in files {
        let expected = formatted(&rustfmt, &text).unwrap();
        let pairs = text.lines().zip(expected.lines());
        if let Some((found, wanted)) = pairs.into_iter().find(|(found, wanted)| found != wanted) {
            differ.push(format!("{name}\n  has    {found}\n  wanted {wanted}"));
        } else if text != expected {
            differ.push(format!("{name} ends differently"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
