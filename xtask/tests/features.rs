//! What the optional features of the client add to its dependencies.

use std::collections::BTreeSet;
use std::process::Command;

/// Each feature for another crate, and the crates that it adds: that crate and what it cannot be without.
const FEATURES: [(&str, &[&str]); 8] = [
    ("chrono", &["autocfg", "chrono", "num-traits"]),
    ("jiff", &["jiff", "jiff-core"]),
    (
        "rust_decimal",
        &["arrayvec", "autocfg", "num-traits", "rust_decimal"],
    ),
    ("smol_str", &["smol_str"]),
    // `tokio` depends on `libc`.
    ("spool", &["redb"]),
    (
        "time",
        &["deranged", "num-conv", "powerfmt", "time", "time-core"],
    ),
    // `reqwest` depends on it.
    ("url", &[]),
    ("uuid", &["uuid"]),
];

/// The packages that are built for a user of the client on this platform, without their versions.
fn packages(features: &str) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--locked", "--package", "personalize-events"]);
    cargo.args(["--edges", "normal,build", "--prefix", "none", "--features"]);
    let output = cargo
        .args([features, "--format", "{p}"])
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).expect("names of packages");
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn a_feature_for_a_crate_adds_that_crate_alone() {
    let default = packages("");
    assert!(default.contains("reqwest"), "{default:?}");
    for (feature, expected) in FEATURES {
        let all = packages(feature);
        let added: Vec<&String> = all.difference(&default).collect();
        assert_eq!(added, expected, "{feature}");
    }
}
