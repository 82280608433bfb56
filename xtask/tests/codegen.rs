//! `cargo xtask codegen` as people run it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MODEL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../models/personalize-events.json"
);

/// A folder of its own for a test, which goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("xtask-codegen-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    fn join(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

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
fn arguments_that_make_no_sense_give_help_and_the_status_2() {
    for arguments in [
        &["generate"][..],
        &["codegen", "--fast"],
        &["codegen", "file"],
        &["codegen", "--model", "a.json"],
        &["codegen", "--out", "b"],
        &["codegen", "--model"],
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
fn a_crate_is_written_once_and_kept_as_the_model_says() {
    let folder = Folder::new("crate");
    let out = folder.join("other-client");
    let (status, told, _) = generate(Path::new(MODEL), &out, &[]);
    assert_eq!(status, Some(0));
    assert!(told.starts_with("5 operations, 9 structures: "), "{told}");
    assert!(out.join("Cargo.toml").exists() && out.join("src/lib.rs").exists());

    let (_, told, _) = generate(Path::new(MODEL), &out, &[]);
    assert!(told.contains(": 0 files written, 0 deleted, "), "{told}");

    let user = out.join("src/generated/user.rs");
    let stale = out.join("src/generated/stale.rs");
    let before = fs::read_to_string(&user).unwrap();
    let changed = before.replace("24_000", "1");
    fs::write(&user, &changed).unwrap();
    fs::write(&stale, "// @generated long ago\n").unwrap();
    let (status, _, told) = generate(Path::new(MODEL), &out, &["--check"]);
    assert_eq!(status, Some(1));
    for line in ["differs: ", "stale:   "] {
        assert_eq!(told.matches(line).count(), 1, "{told}");
    }
    assert_eq!(fs::read_to_string(&user).unwrap(), changed);
    assert!(stale.exists());

    let (status, told, _) = generate(Path::new(MODEL), &out, &[]);
    assert_eq!(status, Some(0));
    assert!(told.contains(": 1 files written, 1 deleted, "), "{told}");
    assert_eq!(fs::read_to_string(&user).unwrap(), before);
    assert!(!stale.exists());
}

#[test]
fn what_was_written_by_hand_stays() {
    let folder = Folder::new("foreign");
    let out = folder.join("mine");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("Cargo.toml"), "[package]\n").unwrap();
    let (status, _, told) = generate(Path::new(MODEL), &out, &[]);
    assert_eq!(status, Some(1));
    assert!(told.contains("Cargo.toml\nnot generated"), "{told}");
    assert_eq!(
        fs::read_to_string(out.join("Cargo.toml")).unwrap(),
        "[package]\n"
    );
    assert!(!out.join("src").exists());
}

#[test]
fn a_model_that_is_refused_tells_every_reason_and_writes_nothing() {
    let folder = Folder::new("refused");
    let model = folder.join("model.json");
    let text = fs::read_to_string(MODEL).unwrap();
    fs::write(
        &model,
        text.replace("\"min\": 1,", "\"min\": -1,")
            .replace("POST", "GET"),
    )
    .unwrap();
    let (status, _, told) = generate(&model, &folder.join("out"), &[]);
    assert_eq!(status, Some(1));
    let places = told.lines().filter(|line| line.contains("--> model.json:"));
    let places = places.count();
    assert!(places > 10, "{told}");
    let total = format!("{places} problems; nothing was generated\n");
    assert!(told.ends_with(&total), "{told}");
    assert!(!folder.join("out").exists());
    let (status, _, told) = generate(&folder.join("none.json"), &folder.join("out"), &[]);
    assert_eq!(status, Some(1));
    assert!(told.contains("none.json: "), "{told}");
    let (status, _, told) = generate(Path::new(MODEL), &folder.join("no name"), &[]);
    assert_eq!(status, Some(1));
    assert!(
        told.contains("the folder's name becomes the crate's"),
        "{told}"
    );
}

#[test]
fn operations_that_reach_unsupported_features_are_left_out_and_listed_on_request() {
    let folder = Folder::new("skipped");
    let model =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/reject/unsupported.json");
    let out = folder.join("out");
    let (status, _, told) = generate(&model, &out, &[]);
    assert_eq!(status, Some(1));
    assert!(told.contains("--skip-unsupported"), "{told}");
    assert!(!out.exists());
    let (status, told, _) = generate(&model, &out, &["--skip-unsupported"]);
    assert_eq!(status, Some(0), "{told}");
    let left_out = told.lines().filter(|line| line.starts_with("left out: "));
    let left_out: Vec<&str> = left_out.collect();
    assert_eq!(left_out.len(), 5, "{told}");
    assert_eq!(
        left_out[0],
        "left out: com.example#Events: event streams are unsupported"
    );
    assert!(told.contains("1 operations, 0 structures: "), "{told}");
    assert!(out.join("src/generated/fine.rs").exists());
    assert!(!out.join("src/generated/events.rs").exists());
}

#[test]
fn patterns_that_are_not_enforced_are_shown_and_counted() {
    let folder = Folder::new("warnings");
    let model = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = model.join("../codegen/tests/golden/uncheckable/model.json");
    let (status, told, _) = generate(&model, &folder.join("out"), &[]);
    assert_eq!(status, Some(0));
    assert_eq!(
        told.matches("warning: the pattern is documented but not enforced, because")
            .count(),
        2
    );
    assert!(
        told.contains("--> model.json:") && told.contains("\n2 warnings\n"),
        "{told}"
    );
}
