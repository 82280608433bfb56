//! `cargo xtask models` as a command.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const OUTPUTS: &str = include_str!("../../codegen/tests/golden/outputs/model.json");

fn models(arguments: &[&str], variable: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("models").args(arguments).env_remove("MODELS");
    if let Some(folder) = variable {
        command.env("MODELS", folder);
    }
    command.output().expect("xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_model_of_a_folder_is_in_the_table_with_what_was_left_out_and_why() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("b-complete.json", OUTPUTS);
    write("a-refused.json", "{}");
    let other_protocol = OUTPUTS.replace("aws.protocols#restJson1", "aws.protocols#awsJson1_1");
    write("c-other-protocol.json", &other_protocol);
    write("notes.txt", "not a model");
    let output = models(&[], Some(folder.path()));
    let table = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{table}");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .take(4)
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(rows[1], ["a-refused", "refused", "-", "-", "-", "-", "-"]);
    assert_eq!(rows[2][0], "b-complete");
    assert_eq!(rows[2][2..], ["0", "0/0", "-", "-", "-"]);
    assert_eq!(
        rows[3],
        ["c-other-protocol", "refused", "-", "-", "-", "-", "-"]
    );
    assert!(table.contains("1 model: "), "{table}");
    assert!(!table.contains("notes"), "{table}");
    let totals = "3 models: 1 with all operations, 0 without some, 2 refused\n";
    assert!(table.ends_with(totals), "{table}");
}

#[test]
fn a_folder_is_required_and_must_have_models() {
    let output = models(&[], None);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(
        message.contains("a folder of models is required, or the variable `MODELS`"),
        "{message}"
    );

    let folder = TempDir::new().unwrap();
    let empty = folder.path().display().to_string();
    let output = models(&[&empty], None);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.contains("has no file whose name ends in .json"),
        "{message}"
    );
}
