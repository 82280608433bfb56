//! Checks that dependencies of users work with the Rust version that the workspace declares.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The published packages that users build. AWS's crates, whose versions applications choose, are locked to the newest
/// ones that work with our Rust version.
const ROOTS: [&str; 4] = [
    "personalize-events",
    "personalize-events-cli",
    "personalize-events-emulator",
    "personalize-events-lambda",
];

/// Parses a version; `1.88` is `1.88.0`.
fn version(text: &str) -> [u64; 3] {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    [(); 3].map(|()| parts.next().unwrap_or(0))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Whether a dependency is built for users of the package.
fn is_built(dependency: &Value) -> bool {
    let mut kinds = list(&dependency["dep_kinds"]).iter();
    kinds.any(|kind| text(kind, "kind") != "dev")
}

#[test]
fn no_dependency_of_users_requires_a_newer_rust_version() {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--all-features",
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages: BTreeMap<&str, &Value> = list(&metadata["packages"])
        .iter()
        .map(|package| (text(package, "id"), package))
        .collect();
    let nodes: BTreeMap<&str, &Value> = list(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| (text(node, "id"), node))
        .collect();
    let mut pending: Vec<&str> = packages
        .iter()
        .filter(|(_, package)| ROOTS.contains(&text(package, "name")))
        .map(|(id, _)| *id)
        .collect();
    assert_eq!(pending.len(), ROOTS.len());
    let ours = version(text(packages[pending[0]], "rust_version"));
    let mut seen = BTreeSet::new();
    let mut newer = Vec::new();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        let package = packages[id];
        let required = text(package, "rust_version");
        if !required.is_empty() && version(required) > ours {
            newer.push(format!("{} {required}", text(package, "name")));
        }
        let dependencies = list(&nodes[id]["deps"]).iter();
        pending.extend(dependencies.filter(|d| is_built(d)).map(|d| text(d, "pkg")));
    }
    assert!(seen.len() > 50, "only {} packages were checked", seen.len());
    assert_eq!(
        newer,
        Vec::<String>::new(),
        "they require a newer Rust version than {ours:?}"
    );
}
