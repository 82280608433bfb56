//! A copy of the client whose model has outputs, enums and unions is generated from the model alone, and works.
//!
//! The copy is in `target/outputs`. `outputs/client.rs` is a test of it against a local server.

#[path = "outputs/model.rs"]
mod model;

use std::fs;
use std::path::{Path, PathBuf};

use xtask::codegen::{Codegen, Target};
use xtask::crates::{LINTS, cargo, write_workspace};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What the client and its generated files need. Its manifest names tests and benchmarks.
const COPIED: [&str; 8] = [
    "Cargo.toml",
    "models",
    "personalize-events/Cargo.toml",
    "personalize-events/src",
    "personalize-events/tests",
    "personalize-events/benches",
    "personalize-events/derive",
    "personalize-events/schema",
];

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::create_dir_all(to.parent().expect("the folder can be written"))
            .expect("the folder can be written");
        fs::copy(from, to).expect("the folder can be written");
        return;
    }
    for entry in fs::read_dir(from).expect("the folder can be written") {
        let name = entry.expect("the folder can be written").file_name();
        copy(&from.join(&name), &to.join(&name));
    }
}

/// Copies the client into a new folder.
fn workspace() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let folder = target.expect("the folder can be written").join("outputs");
    fs::remove_dir_all(&folder).ok();
    for path in COPIED {
        copy(
            &Path::new(ROOT).join(path),
            &folder.join("workspace").join(path),
        );
    }
    // The generator updates the golden cases too; here are none.
    fs::create_dir_all(folder.join("workspace/codegen/tests/golden"))
        .expect("the folder can be written");
    folder
}

#[test]
fn outputs_enums_and_unions_of_the_model_reach_the_client_by_generation_alone() {
    let folder = workspace();
    let root = folder.join("workspace");
    let path = root.join("models/personalize-events.json");
    let changed = model::with_outputs(&fs::read_to_string(&path).unwrap());
    fs::write(&path, changed).unwrap();
    let target = Target::Workspace { root: root.clone() };
    let check = false;
    Codegen { target, check }.run().unwrap();

    let package = folder.join("program/client");
    fs::create_dir_all(package.join("tests")).unwrap();
    fs::create_dir_all(package.join("src")).unwrap();
    let client = root.join("personalize-events").display().to_string();
    let manifest = format!(
        "[package]\nname = \"client-with-outputs\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\npersonalize-events = {{ path = {client:?}, features = [\"blocking\"] }}\n\
         serde_json = \"1\"\n{LINTS}"
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::write(package.join("src/lib.rs"), "//! Has tests only.\n").unwrap();
    let program = include_str!("outputs/client.rs");
    fs::write(package.join("tests/client.rs"), program).unwrap();
    let folder = folder.join("program");
    write_workspace(&folder, &["client"]).unwrap();
    let output = cargo(&folder, &["test", "--test", "client"]).unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{messages}{printed}");
    assert!(messages.is_empty(), "{messages}");
    assert!(printed.contains("5 passed"), "{printed}");
}
