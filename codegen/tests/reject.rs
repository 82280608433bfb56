//! Models that are rejected. Each `reject/<case>.json` is a model, and `reject/<case>.txt` lists its problems.
//! Cases are written by hand; every message has one.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use personalize_events_codegen::{Host, Source, generate};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reject")
}

/// The names of the files with an extension.
fn cases(extension: &str) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder())? {
        let path = entry?.path();
        let name = path.file_stem().and_then(OsStr::to_str);
        if let Some(name) = name.filter(|_| path.extension() == Some(OsStr::new(extension))) {
            names.insert(name.to_owned());
        }
    }
    Ok(names)
}

#[test]
fn every_model_is_rejected_with_the_expected_problems() {
    let mut wrong = Vec::new();
    assert_eq!(cases("json").unwrap(), cases("txt").unwrap());
    for case in cases("json").unwrap() {
        let path = folder().join(&case);
        let text = fs::read_to_string(path.with_extension("json")).unwrap();
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap();
        let source = Source {
            name: &format!("{case}.json"),
            text: &text,
        };
        let found = match generate(source, &Host::Workspace) {
            Ok(_) => "nothing\n".to_owned(),
            Err(diagnostics) => diagnostics.to_string(),
        };
        if found != expected {
            wrong.push(format!(
                "--- {case}: expected\n{expected}--- found\n{found}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
