//! The command uses the other crates as any program can.

use std::fs;
use std::path::{Path, PathBuf};

const MANIFEST: &str = env!("CARGO_MANIFEST_DIR");

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("it can be read");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let files = paths.flat_map(|path| {
        if path.is_dir() {
            sources(&path)
        } else {
            vec![path]
        }
    });
    files.collect()
}

/// The modules of the schema crate that its documentation does not show.
fn hidden_modules() -> Vec<String> {
    let root = fs::read_to_string(format!("{MANIFEST}/../schema/src/lib.rs"));
    let root = root.expect("it can be read");
    let mut hidden = Vec::new();
    let mut is_hidden = false;
    for line in root.lines() {
        if let Some(name) = line.strip_prefix("pub mod ").filter(|_| is_hidden) {
            hidden.push(name.trim_end_matches(';').to_owned());
        }
        is_hidden = line == "#[doc(hidden)]" || is_hidden && line.starts_with("#[");
    }
    hidden
}

#[test]
fn the_command_uses_public_items_alone() {
    let hidden = hidden_modules();
    let hidden: Vec<String> = hidden
        .iter()
        .map(|name| format!("personalize_events_schema::{name}"))
        .collect();
    let files = sources(&Path::new(MANIFEST).join("src"));
    assert!(files.len() > 30, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let found = hidden.iter().map(String::as_str).chain(["__private"]);
        let found: Vec<&str> = found.filter(|path| text.contains(path)).collect();
        assert!(found.is_empty(), "{}: {found:?}", file.display());
    }
}
