//! The example `recommendations`: a program with a crate that is generated from the model of Amazon Personalize Runtime.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use personalize_events_codegen::Options;
use personalize_events_conformance::path;
use serde_json::{Value, json};
use xtask::codegen::{Codegen, Target};
use xtask::crates::{LINTS, cargo, write_workspace};

/// Generates the crate and builds the program in a folder, and returns what the program prints.
fn run(name: &str, model: PathBuf) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let target = target.expect("Cargo's folder for tests is in the target folder");
    let folder = target.join(name);
    fs::remove_dir_all(&folder).ok();
    let task = Codegen {
        target: Target::Crate {
            models: vec![model],
            out: folder.join("personalize-runtime"),
            options: Options::default(),
        },
        check: false,
    };
    task.run().expect("the crate is generated");
    let program = folder.join(name);
    fs::create_dir_all(&program).expect("the folder can be created");
    let file = |path: &str| root.join(path).display().to_string();
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [[bin]]\nname = {name:?}\npath = {:?}\n\n[dependencies]\n\
         personalize-events = {{ path = {:?} }}\npersonalize-events-emulator = {{ path = {:?} }}\n\
         personalize-runtime = {{ path = \"../personalize-runtime\" }}\n\
         tokio = {{ version = \"1\", features = [\"io-util\", \"macros\", \"net\", \"rt-multi-thread\"] }}\n{LINTS}",
        file("personalize-events/examples/recommendations/main.rs"),
        file("personalize-events"),
        file("personalize-events/emulator"),
    );
    fs::write(program.join("Cargo.toml"), manifest).expect("the folder can be written");
    write_workspace(&folder, &["*"]).expect("the folder can be written");
    for command in ["clippy", "build"] {
        let output = cargo(&folder, &[command]).expect("cargo can be run");
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && messages.is_empty(), "{messages}");
    }
    let program = target.join("debug").join(name);
    let output = Command::new(program).output().expect("the program runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn check(printed: &str) {
    let lines: Vec<&str> = printed.lines().collect();
    let [
        "recommended: film-1, film-2, film-3",
        "1 event stored",
        event,
    ] = lines[..]
    else {
        panic!("{printed}");
    };
    let event: Value = serde_json::from_str(event).expect("an event is JSON");
    assert_eq!(event["itemId"], "film-2");
    assert_eq!(event["recommendationId"], "RID-1a2b3c");
    assert_eq!(event["impression"], json!(["film-1", "film-2", "film-3"]));
}

#[test]
fn recommendations_of_a_generated_client_are_in_the_events_of_a_tracker() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let model = root.join("personalize-events/examples/recommendations/model.json");
    check(&run("recommendations", model));
}

#[test]
fn the_model_of_aws_is_one_of_those_models() {
    let Some(model) = path("models/real/personalize-runtime-2018-05-22.json") else {
        return;
    };
    check(&run("recommendations-of-aws", model));
}
