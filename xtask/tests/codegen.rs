//! `cargo xtask codegen` as a command.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const MODEL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../models/personalize-events.json"
);

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .output()
        .expect("xtask runs")
}

fn generate(model: &Path, out: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let (model, out) = (model.display().to_string(), out.display().to_string());
    let output = xtask(&[&["codegen", "--model", &model, "--out", &out], more].concat());
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn invalid_arguments_print_the_help_and_exit_with_2() {
    for arguments in [
        &["generate"][..],
        &["codegen", "--fast"],
        &["codegen", "file"],
        &["codegen", "--model", "a.json"],
        &["codegen", "--out", "b"],
        &["codegen", "--model"],
        &["codegen", "--allow-trait", "com.example#note"],
        &[
            "codegen",
            "--model",
            "a.json",
            "--out",
            "b",
            "--allow-trait",
            "note",
        ],
    ] {
        let output = xtask(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("cargo xtask codegen [--check]"), "{text}");
    }
    for arguments in [&[][..], &["--help"], &["codegen", "-h"]] {
        let output = xtask(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn a_crate_is_written_once_and_updated_when_it_differs() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("other-client");
    let (status, stdout, _) = generate(Path::new(MODEL), &out, &[]);
    assert_eq!(status, Some(0));
    assert!(
        stdout.starts_with("5 operations, 9 structures: "),
        "{stdout}"
    );
    let endpoints = "\nendpoints: the standard host names, since the model has no endpoint rules; 0 endpoint tests passed\n";
    assert!(stdout.ends_with(endpoints), "{stdout}");
    assert!(out.join("Cargo.toml").exists() && out.join("src/lib.rs").exists());

    let (_, stdout, _) = generate(Path::new(MODEL), &out, &[]);
    assert!(
        stdout.contains(": 0 files written, 0 deleted, "),
        "{stdout}"
    );

    let user = out.join("src/generated/user.rs");
    let stale = out.join("src/generated/stale.rs");
    let before = fs::read_to_string(&user).unwrap();
    let changed = before.replace("24_000", "1");
    fs::write(&user, &changed).unwrap();
    fs::write(&stale, "// @generated long ago\n").unwrap();
    let (status, _, stderr) = generate(Path::new(MODEL), &out, &["--check"]);
    assert_eq!(status, Some(1));
    for line in ["differs: ", "stale:   "] {
        assert_eq!(stderr.matches(line).count(), 1, "{stderr}");
    }
    assert_eq!(fs::read_to_string(&user).unwrap(), changed);
    assert!(stale.exists());

    let (status, stdout, _) = generate(Path::new(MODEL), &out, &[]);
    assert_eq!(status, Some(0));
    assert!(
        stdout.contains(": 1 files written, 1 deleted, "),
        "{stdout}"
    );
    assert_eq!(fs::read_to_string(&user).unwrap(), before);
    assert!(!stale.exists());
}

#[test]
fn a_crate_has_metadata_a_readme_and_its_runtime_by_version_and_relative_path() {
    let folder = TempDir::new().unwrap();
    // No part of the folder exists.
    let out = folder.path().join("new/films");
    let (status, _, stderr) = generate(Path::new(MODEL), &out, &[]);
    assert_eq!(status, Some(0), "{stderr}");
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
    let runtime = manifest
        .lines()
        .find_map(|line| line.strip_prefix("personalize-events-codegen-runtime = "));
    let runtime = runtime.unwrap();
    let version = concat!(
        "{ version = \"=",
        env!("CARGO_PKG_VERSION"),
        "\", path = \""
    );
    let path = runtime
        .strip_prefix(version)
        .unwrap_or_else(|| panic!("{runtime}"));
    let path = Path::new(path.strip_suffix("\" }").unwrap());
    assert!(path.is_relative(), "{runtime}");
    let found = fs::read_to_string(out.join(path).join("Cargo.toml")).unwrap();
    assert!(found.contains("name = \"personalize-events-codegen-runtime\""));
    for line in [
        "description = \"A client for Amazon Personalize Events\"",
        "license = \"Apache-2.0\"",
        "readme = \"README.md\"",
    ] {
        assert!(
            manifest.lines().any(|found| found == line),
            "{line}: {manifest}"
        );
    }
    let readme = fs::read_to_string(out.join("README.md")).unwrap();
    for part in [
        "# films\n\nA client for Amazon Personalize Events.\n\n```rust\nuse films::{",
        "let client = Client::new(ConfigBuilder::default())?;\n",
        "AWS publishes its models under the Apache License",
    ] {
        assert!(readme.contains(part), "{part}: {readme}");
    }
    assert!(!readme.contains("\n# async"), "{readme}");
}

#[test]
fn a_model_may_have_several_files() {
    let folder = TempDir::new().unwrap();
    let more = folder.path().join("more.json");
    let id = "com.amazonaws.personalizeevents#PutUsers";
    let text = format!(
        "{{\"smithy\": \"2.0\", \"shapes\": {{\"{id}\": {{\"type\": \"apply\",\n\"traits\": \
         {{\"smithy.api#since\": \"2026\"}}}}}}}}"
    );
    fs::write(&more, &text).unwrap();
    let out = folder.path().join("out");
    let (status, _, stderr) = generate(
        Path::new(MODEL),
        &out,
        &["--model", &more.display().to_string()],
    );
    assert_eq!(status, Some(0), "{stderr}");
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
    assert!(
        manifest.contains("from personalize-events.json, more.json;"),
        "{manifest}"
    );

    fs::write(&more, text.replace("api#since", "api#unknown")).unwrap();
    let (status, _, stderr) = generate(
        Path::new(MODEL),
        &out,
        &["--model", &more.display().to_string()],
    );
    assert_eq!(status, Some(1));
    assert!(stderr.contains("--> more.json:2:"), "{stderr}");
}

#[test]
fn renames_are_counted_by_reason_and_the_first_are_listed() {
    let folder = TempDir::new().unwrap();
    let model = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = model.join("../codegen/tests/golden/equal_names/model.json");
    let (status, stdout, _) = generate(&model, &folder.path().join("equal"), &[]);
    assert_eq!(status, Some(0));
    let lines: Vec<&str> = stdout.lines().collect();
    let expected = "renamed: 9 whose names generated code uses (member \
                    `com.example#BusyException$message` is `message_`, ";
    assert!(lines[0].starts_with(expected), "{stdout}");
    assert!(lines[0].ends_with(" and 4 more)"), "{stdout}");
    assert!(
        lines[1].starts_with("renamed: 12 whose names others have ("),
        "{stdout}"
    );
    assert!(lines[2].starts_with("5 operations, "), "{stdout}");
}

#[test]
fn a_folder_whose_name_is_no_crate_name_is_refused_with_what_is_allowed() {
    let folder = TempDir::new().unwrap();
    for (name, expected) in [
        (
            "My Films",
            "use lower-case letters, digits, and single `-` or `_` between them, and start with a letter",
        ),
        (
            "async",
            "choose another, as Rust or Cargo uses it for something else",
        ),
        ("..", "the folder has no name"),
    ] {
        let out = folder.path().join(name);
        let (status, stdout, stderr) = generate(Path::new(MODEL), &out, &[]);
        assert_eq!((status, stdout.as_str()), (Some(1), ""));
        assert!(stderr.contains(expected), "{stderr}");
        assert!(name == ".." || !out.exists());
    }
}

#[test]
fn files_written_by_hand_are_not_changed() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("mine");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("Cargo.toml"), "[package]\n").unwrap();
    let (status, _, stderr) = generate(Path::new(MODEL), &out, &[]);
    assert_eq!(status, Some(1));
    assert!(stderr.contains("Cargo.toml\nnot generated"), "{stderr}");
    assert_eq!(
        fs::read_to_string(out.join("Cargo.toml")).unwrap(),
        "[package]\n"
    );
    assert!(!out.join("src").exists());
}

#[test]
fn a_rejected_model_reports_every_problem_and_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let model = folder.path().join("model.json");
    let text = fs::read_to_string(MODEL).unwrap();
    fs::write(
        &model,
        text.replace("\"min\": 1,", "\"min\": -1,")
            .replace("POST", "GET"),
    )
    .unwrap();
    let (status, _, stderr) = generate(&model, &folder.path().join("out"), &[]);
    assert_eq!(status, Some(1));
    // One problem in 18 places.
    let places = stderr.matches("--> model.json:").count();
    assert_eq!(places, 1, "{stderr}");
    let more = text.matches("\"min\": 1,").count() - 4;
    assert!(
        stderr.contains(&format!(" and in {more} more places\n")),
        "{stderr}"
    );
    let total = format!("{} problems; nothing was generated\n", more + 4);
    assert!(stderr.ends_with(&total), "{stderr}");
    assert!(!folder.path().join("out").exists());
    let (status, _, stderr) = generate(
        &folder.path().join("none.json"),
        &folder.path().join("out"),
        &[],
    );
    assert_eq!(status, Some(1));
    assert!(stderr.contains("none.json: "), "{stderr}");
    let (status, _, stderr) = generate(Path::new(MODEL), &folder.path().join("no name"), &[]);
    assert_eq!(status, Some(1));
    assert!(
        stderr.contains("the folder's name becomes the crate's"),
        "{stderr}"
    );
}

#[test]
fn unsupported_operations_are_skipped_and_listed_on_request() {
    let folder = TempDir::new().unwrap();
    let model =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/reject/unsupported.json");
    let out = folder.path().join("out");
    let (status, _, stderr) = generate(&model, &out, &[]);
    assert_eq!(status, Some(1));
    assert!(stderr.contains("--skip-unsupported"), "{stderr}");
    assert!(!out.exists());
    let (status, stdout, _) = generate(&model, &out, &["--skip-unsupported"]);
    assert_eq!(status, Some(0), "{stdout}");
    let left_out = stdout.lines().filter(|line| line.starts_with("left out: "));
    let left_out: Vec<&str> = left_out.collect();
    assert_eq!(left_out.len(), 4, "{stdout}");
    assert_eq!(
        left_out[0],
        "left out: com.example#Events: event streams are unsupported"
    );
    assert!(stdout.contains("1 operations, 0 structures: "), "{stdout}");
    assert!(out.join("src/generated/fine.rs").exists());
    assert!(!out.join("src/generated/events.rs").exists());
}

#[test]
fn patterns_that_are_not_enforced_are_reported_and_counted() {
    let folder = TempDir::new().unwrap();
    let model = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = model.join("../codegen/tests/golden/uncheckable/model.json");
    let (status, stdout, _) = generate(&model, &folder.path().join("out"), &[]);
    assert_eq!(status, Some(0));
    assert_eq!(
        stdout
            .matches("warning: the pattern is documented but not enforced, because")
            .count(),
        2
    );
    assert!(stdout.contains("   = note: also at "), "{stdout}");
    assert!(
        stdout.contains("--> model.json:") && stdout.contains("\n4 warnings\n"),
        "{stdout}"
    );
}

#[test]
fn ignored_traits_are_one_line_and_unknown_ones_are_accepted_on_request() {
    let folder = TempDir::new().unwrap();
    let model = folder.path().join("model.json");
    let text = fs::read_to_string(MODEL).unwrap();
    let http = "\"smithy.api#http\": {";
    let more = format!("\"aws.iam#actionName\": \"a\", \"com.example#note\": {{}}, {http}");
    fs::write(&model, text.replace(http, &more)).unwrap();
    let out = folder.path().join("out");
    let (status, _, stderr) = generate(&model, &out, &[]);
    assert_eq!(status, Some(1));
    assert!(
        stderr.contains("accept it with `--allow-trait com.example#note`"),
        "{stderr}"
    );
    let (status, stdout, stderr) = generate(&model, &out, &["--allow-trait", "com.example#note"]);
    assert_eq!(status, Some(0), "{stderr}");
    let lines = stdout.lines();
    let ignored: Vec<&str> = lines
        .filter(|line| line.starts_with("ignored traits: "))
        .collect();
    assert_eq!(
        ignored,
        ["ignored traits: 5 of aws.iam (describes policies)"]
    );
    let root = fs::read_to_string(out.join("src/lib.rs")).unwrap();
    assert!(root.contains("//! - `com.example#note`\n"), "{root}");
}
