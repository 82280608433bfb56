//! `ARCHITECTURE.md` is a short map, and every path and name in it exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LINES: usize = 150;

#[test]
fn the_map_is_short_and_names_only_what_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    assert!(text.lines().count() <= LINES, "more than {LINES} lines");
    let sources = sources(&root);
    assert_eq!(unknown(&text, &root, &sources), [""; 0]);
    for heading in ["## Dependency rules", "## Recipes"] {
        assert!(text.lines().any(|line| line == heading), "{heading}");
    }
}

#[test]
fn a_path_or_name_that_does_not_exist_is_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = BTreeSet::from(["transport".to_owned(), "send".to_owned()]);
    let text = "\
        # A map\n`src/main.rs` calls `transport::send`.\n\
        ## The tests: `tests`\n`architecture.rs` and `src/lost.rs`; `cargo run lost` is no name.\n\
        ```\n`fenced`\n```\n- In `src/`:\n  `main.rs`, `lost.rs`.\n`main.rs` and `Lost::send`, `transport::lost()`\n";
    assert_eq!(
        unknown(text, root, &sources),
        [
            "src/lost.rs",
            "lost.rs",
            "main.rs",
            "Lost::send",
            "transport::lost()"
        ]
    );
}

/// The names in backticks that are no word of the sources and no file below the root, below the folder of their heading or
/// below the last folder of their paragraph that ends with `/`.
fn unknown<'t>(text: &'t str, root: &Path, sources: &BTreeSet<String>) -> Vec<&'t str> {
    let (mut heading, mut folder) = (PathBuf::new(), PathBuf::new());
    let mut is_fenced = false;
    let mut unknown = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_fenced = !is_fenced;
        }
        if is_fenced || line.starts_with("```") {
            continue;
        }
        let names: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        if line.starts_with("## ") {
            heading = root.join(names.first().copied().unwrap_or_default());
        }
        if !line.starts_with(' ') {
            folder.clone_from(&heading);
        }
        unknown.extend(names.into_iter().filter(|name| {
            if name.ends_with('/') {
                folder = root.join(name);
            }
            if name.contains(' ') || name.starts_with("--") {
                return false;
            }
            let is_file = [root, &heading, &folder]
                .iter()
                .any(|at| at.join(name).exists());
            let is_known = |word: &str| word.is_empty() || sources.contains(word);
            let mut words = name.split(|c: char| !c.is_alphanumeric() && c != '_');
            !is_file && (name.contains('/') || !words.all(is_known))
        }));
    }
    unknown
}

/// The words of the tracked Rust, TOML and shell files.
fn sources(root: &Path) -> BTreeSet<String> {
    let files = Command::new("git")
        .args(["ls-files", "*.rs", "*.toml", ".ci/run"])
        .current_dir(root)
        .output()
        .expect("git runs");
    let mut words = BTreeSet::new();
    for file in String::from_utf8_lossy(&files.stdout).lines() {
        let text = fs::read_to_string(root.join(file)).unwrap_or_default();
        let split = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.extend(split.map(str::to_owned));
    }
    words
}
