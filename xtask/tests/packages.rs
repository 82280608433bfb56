//! What published packages contain and name.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The manifests of the packages that are published.
fn published() -> Vec<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    let cargo = cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
    let output = cargo.output().expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let packages = packages
        .iter()
        .filter(|package| package["publish"].is_null());
    packages.cloned().collect()
}

#[test]
fn every_published_package_has_the_texts_of_its_licences() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let packages = published();
    assert_eq!(packages.len(), 8);
    for package in packages {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let text = fs::read_to_string(manifest.with_file_name(licence));
            let text = text.unwrap_or_else(|error| panic!("{}: {error}", package["name"]));
            assert_eq!(
                text,
                fs::read_to_string(root.join(licence)).unwrap(),
                "{}",
                package["name"]
            );
        }
    }
}

#[test]
fn no_package_has_the_record_of_its_public_api() {
    let packages = published();
    let folders = packages.iter().map(|package| {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        manifest.parent().unwrap()
    });
    let recorded: Vec<&Path> = folders
        .filter(|folder| folder.join("public-api.txt").exists())
        .collect();
    assert_eq!(recorded.len(), 7, "all but the command");
    for folder in recorded {
        let mut cargo = Command::new(env!("CARGO"));
        let cargo = cargo.args(["package", "--list", "--allow-dirty", "--offline"]);
        let output = cargo.current_dir(folder).output().expect("cargo runs");
        let files = String::from_utf8(output.stdout).unwrap();
        let files: Vec<&str> = files.lines().collect();
        assert!(files.contains(&"Cargo.toml"), "{}", folder.display());
        assert!(!files.contains(&"public-api.txt"), "{}", folder.display());
    }
}

/// Whether a source below a folder contains a text.
fn contains(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).into_iter().flatten().any(|entry| {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            contains(&path, text)
        } else {
            fs::read_to_string(&path).is_ok_and(|source| source.contains(text))
        }
    })
}

/// Hidden items change without notice. Derives expand to paths of them.
#[test]
fn a_package_that_uses_hidden_items_of_another_depends_on_its_exact_version() {
    let packages = published();
    let is_macro = |package: &Value| {
        let targets = package["targets"].as_array().into_iter().flatten();
        let mut kinds = targets.flat_map(|target| target["kind"].as_array().into_iter().flatten());
        kinds.any(|kind| kind == "proc-macro")
    };
    let macros: Vec<&Value> = packages.iter().filter(|it| is_macro(it)).collect();
    let mut exact = Vec::new();
    for package in &packages {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let source = manifest.with_file_name("src");
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            let hidden = format!("{}::__private", name.replace('-', "_"));
            let is_of_macros = macros.iter().any(|it| it["name"] == name);
            if dependency["kind"].is_null() && (is_of_macros || contains(&source, &hidden)) {
                let version = dependency["req"].as_str().unwrap();
                assert!(version.starts_with('='), "{}: {name}", package["name"]);
                exact.push(name);
            }
        }
    }
    assert!(exact.contains(&"personalize-events-derive"), "{exact:?}");
}
