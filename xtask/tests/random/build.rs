//! Compiles the code of many models: each is a module, and crates have many modules, because a crate each would take
//! many times as long.

use std::fs;
use std::path::Path;

use personalize_events_codegen::{File, Output};
use xtask::crates::{LINTS, cargo, write_workspace};

/// How many models are in a crate.
const PER_CRATE: usize = 25;

/// The maximum number of lines of the compiler's messages on a crate that are printed.
const SHOWN: usize = 120;

/// Compiles the code of models with these seeds, with its documentation; returns a text for each crate that fails.
pub(crate) fn check(models: &[(u64, Output)]) -> Vec<String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let target = target.expect("Cargo's folder for tests is in the target folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = target.join("random");
    fs::remove_dir_all(&folder).ok();
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        let parent = path.parent().expect("a file in the folder");
        fs::create_dir_all(parent).expect("the folder can be written");
        fs::write(path, text).expect("the folder can be written");
    };
    write_workspace(&folder, &["*"]).expect("the folder can be written");
    let mut failures = Vec::new();
    let crates: Vec<&[(u64, Output)]> = models.chunks(PER_CRATE).collect();
    for (index, models) in crates.iter().enumerate() {
        let runtime = root.join("codegen/runtime").display().to_string();
        let manifest = format!(
            "[package]\nname = \"random-{index}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\npersonalize-events-codegen-runtime = {{ path = {runtime:?} }}\n{LINTS}"
        );
        write(&format!("{index}/Cargo.toml"), &manifest);
        let modules = models
            .iter()
            .map(|(seed, _)| format!("pub mod seed_{seed};\n"));
        write(
            &format!("{index}/src/lib.rs"),
            &("//! Random models.\n\n".to_owned() + &modules.collect::<String>()),
        );
        for (seed, output) in *models {
            let module = format!("seed_{seed}");
            for File { path, contents } in &output.generated {
                write(
                    &format!("{index}/src/seed_{seed}/generated/{path}"),
                    &in_module(contents, &module),
                );
            }
            let is_root = |file: &&File| file.path == "src/lib.rs";
            let root = output.package.iter().find(is_root).expect("a root");
            write(
                &format!("{index}/src/seed_{seed}.rs"),
                &in_module(&root.contents, &module),
            );
        }
    }
    for arguments in [
        &["clippy", "--keep-going"][..],
        &["doc", "--no-deps", "--keep-going"],
    ] {
        let cargo = cargo(&folder, arguments).expect("cargo can be run");
        let messages = String::from_utf8_lossy(&cargo.stderr);
        if !cargo.status.success() || !messages.is_empty() {
            let shown: Vec<&str> = messages.lines().take(SHOWN).collect();
            failures.push(format!(
                "cargo {}:\n{}",
                arguments.join(" "),
                shown.join("\n")
            ));
        }
    }
    for index in 0..crates.len() {
        fs::remove_dir_all(target.join(format!("doc/random_{index}"))).ok();
    }
    failures
}

/// The text with paths that start at a module instead of the crate.
fn in_module(text: &str, module: &str) -> String {
    let mut moved = String::with_capacity(text.len() * 2);
    for part in text.split_inclusive("crate::") {
        moved.push_str(part);
        let Some(before) = part.strip_suffix("crate::") else {
            continue;
        };
        // `my_crate::` is another name.
        if !before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            moved.push_str(module);
            moved.push_str("::");
        }
    }
    moved
}
