//! Tests the generator with AWS's models and Smithy's protocol tests, if `CONFORMANCE_DATA` is set.

use std::fs;
use std::path::{Path, PathBuf};

use personalize_events_codegen::Options;
use personalize_events_conformance::path;
use serde_json::{Value, json};
use xtask::codegen::{Codegen, Target};
use xtask::crates::{LINTS, cargo, write_workspace};
use xtask::models::Models;
use xtask::protocol::ProtocolTests;

const SUITE: &str = "protocol-tests/restjson1-protocol-tests.json";
const VALIDATION: &str = "protocol-tests/restjson1-validation-tests.json";
const MALFORMED: &str = "protocol-tests/restjson1-validation-tests.malformed-expanded.json";

/// The counts in the line of a feature: passed, refused, failed.
fn counts(report: &str, feature: &str) -> Option<[usize; 3]> {
    let line = report.lines().find_map(|line| line.strip_prefix(feature))?;
    let counts: Vec<usize> = line
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    counts.try_into().ok()
}

// 244 cases are for clients.
#[test]
fn every_case_of_the_protocol_passes() {
    let Some(suite) = path(SUITE) else {
        return;
    };
    let malformed = None;
    let report = ProtocolTests { suite, malformed }.run().unwrap();
    println!("{}", report.text);
    assert!(report.passed, "{}", report.text);
    assert_eq!(
        counts(&report.text, "all "),
        Some([244, 0, 0]),
        "{}",
        report.text
    );
}

#[test]
fn builders_reject_requests_that_services_reject() {
    let (Some(suite), Some(malformed)) = (path(VALIDATION), path(MALFORMED)) else {
        return;
    };
    let malformed = Some(malformed);
    let report = ProtocolTests { suite, malformed }.run().unwrap();
    println!("{}", report.text);
    assert!(report.passed, "{}", report.text);
    // Of 125 cases, 4 have members outside of the body; one request is valid.
    assert_eq!(
        counts(&report.text, "all "),
        Some([122, 0, 0]),
        "{}",
        report.text
    );
}

/// The target folder of the workspace, wherever it is.
fn target_dir() -> &'static Path {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    folder.expect("Cargo's folder for tests is in the target folder")
}

/// A folder below the target folder, in which crates are generated and built.
fn folder(name: &str) -> PathBuf {
    let folder = target_dir().join("conformance").join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("the folder can be created");
    folder
}

fn generate(model: &Path, out: PathBuf) -> String {
    let target = Target::Crate {
        models: vec![model.to_owned()],
        out,
        options: Options::default(),
    };
    let task = Codegen {
        target,
        check: false,
    };
    match task.run() {
        Ok(report) => report.to_string(),
        Err(error) => panic!("{}: {error:#}", model.display()),
    }
}

/// Builds the crates in a folder and their documentation without a warning, and runs their examples.
fn build(folder: &Path) {
    for crate_folder in fs::read_dir(folder).expect("the folder can be read") {
        let manifest = crate_folder
            .expect("the folder can be read")
            .path()
            .join("Cargo.toml");
        if let Ok(text) = fs::read_to_string(&manifest) {
            fs::write(&manifest, text + LINTS).expect("the folder can be written");
        }
    }
    write_workspace(folder, &["*"]).expect("the folder can be written");
    for command in [&["clippy"][..], &["doc", "--no-deps"], &["test", "--doc"]] {
        let output = cargo(folder, command).expect("cargo can be run");
        let stderr = String::from_utf8_lossy(&output.stderr);
        let stdout = String::from_utf8_lossy(&output.stdout);
        let passed = output.status.success() && stderr.is_empty();
        assert!(passed, "cargo {command:?}: {stderr}{stdout}");
    }
}

#[test]
fn models_of_aws_become_crates_that_build_without_a_warning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut models = vec![root.join("models/personalize-events.json")];
    for (data, count) in [("models/official", 1), ("models/real", 7)] {
        let Some(data) = path(data) else {
            continue;
        };
        let found = fs::read_dir(data).unwrap();
        let found: Vec<PathBuf> = found.map(|model| model.unwrap().path()).collect();
        assert_eq!(found.len(), count, "{found:?}");
        models.extend(found);
    }
    let folder = folder("real");
    for (number, model) in models.iter().enumerate() {
        let name = model.file_stem().unwrap().to_string_lossy().into_owned();
        let report = generate(model, folder.join(format!("aws-{number}-{name}")));
        println!("{name}: {}", report.lines().last().unwrap_or_default());
    }
    build(&folder);
}

// Amazon Personalize Events itself is among them.
#[test]
fn models_with_one_unusual_thing_each_become_crates_that_build_without_a_warning() {
    let Some(folder) = path("cases/models") else {
        return;
    };
    let models = Models {
        folder,
        build: true,
    };
    let report = models.run().unwrap();
    println!("{}", report.text);
    assert!(report.passed, "{}", report.text);
    assert_eq!(
        (report.complete, report.partial, report.refused),
        (12, 0, 0)
    );
}

/// Converts a model of another protocol to restJson1. Each operation gets a path of its own.
fn as_rest_json(text: &str) -> String {
    let mut model: Value = serde_json::from_str(text).expect("a model is JSON");
    for (id, shape) in model["shapes"].as_object_mut().expect("a model has shapes") {
        let name = id.split_once('#').expect("an id has a name").1;
        if shape["type"] == "operation" {
            let http = json!({"method": "POST", "uri": format!("/{name}")});
            shape["traits"]["smithy.api#http"] = http;
        }
        if shape["type"] == "service" {
            let traits = shape["traits"]
                .as_object_mut()
                .expect("a service has traits");
            traits.retain(|id, _| !id.starts_with("aws.protocols#"));
            traits.insert("aws.protocols#restJson1".to_owned(), json!({}));
            traits.insert("aws.auth#sigv4".to_owned(), json!({"name": "obstacles"}));
            let service = traits.entry("aws.api#service").or_insert_with(|| json!({}));
            service["sdkId"] = json!("Obstacles");
        }
    }
    model.to_string()
}

#[test]
fn difficult_names_become_crates_that_build_without_a_warning() {
    let folder = folder("obstacles");
    for course in ["casing", "ops", "structs"] {
        let name = format!("protocol-tests/smithyrs-naming-obstacle-course-{course}.json");
        let Some(path) = path(&name) else {
            return;
        };
        let model = folder.join(format!("{course}.json"));
        fs::write(&model, as_rest_json(&fs::read_to_string(path).unwrap())).unwrap();
        generate(&model, folder.join(format!("names-{course}")));
        fs::remove_file(model).unwrap();
    }
    build(&folder);
}
