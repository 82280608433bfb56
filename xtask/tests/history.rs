//! The service had fewer operations in the past: one in 2018, then three. Their models are generated too.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use personalize_events_codegen::{Host, Output, Source, generate};
use serde_json::Value;
use xtask::codegen::{Codegen, Target};
use xtask::crates::{LINTS, cargo, write_workspace};

const MODEL: &str = include_str!("../../models/personalize-events.json");

const VERSIONS: [(&str, &[&str]); 2] = [
    ("one", &["PutEvents"]),
    ("three", &["PutEvents", "PutUsers", "PutItems"]),
];

/// Adds the shapes that a node of the model targets.
fn reach(shapes: &Value, node: &Value, reached: &mut BTreeSet<String>) {
    match node {
        Value::Object(members) => {
            let target = members.get("target").and_then(Value::as_str);
            if let Some(target) = target.filter(|target| shapes.get(target).is_some())
                && reached.insert(target.to_owned())
            {
                reach(shapes, &shapes[target], reached);
            }
            members
                .values()
                .for_each(|node| reach(shapes, node, reached));
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|node| reach(shapes, node, reached)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The model with these operations only.
fn model(operations: &[&str]) -> String {
    let mut model: Value = serde_json::from_str(MODEL).expect("it is JSON");
    let shapes = model["shapes"].as_object().expect("the model has it");
    let (id, _) = shapes
        .iter()
        .find(|(_, shape)| shape["type"] == "service")
        .expect("the model has it");
    let id = id.clone();
    let in_version = |reference: &Value| {
        let (_, name) = reference["target"]
            .as_str()
            .expect("the model has it")
            .split_once('#')
            .expect("the model has it");
        operations.contains(&name)
    };
    let references = model["shapes"][&id]["operations"]
        .as_array_mut()
        .expect("the model has it");
    references.retain(in_version);
    assert_eq!(references.len(), operations.len());
    let mut reached = BTreeSet::from([id.clone()]);
    reach(&model["shapes"], &model["shapes"][&id], &mut reached);
    model["shapes"]
        .as_object_mut()
        .expect("the model has it")
        .retain(|id, _| reached.contains(id));
    model.to_string()
}

fn client(operations: &[&str]) -> Output {
    let source = Source {
        name: "history.json",
        text: &model(operations),
    };
    generate(source, &Host::Workspace).expect("the model is valid")
}

fn text<'a>(output: &'a Output, path: &str) -> &'a str {
    let file = output.generated.iter().find(|file| file.path == path);
    &file
        .unwrap_or_else(|| panic!("{path} is not generated"))
        .contents
}

#[test]
fn fixups_apply_to_the_operations_that_exist_and_warnings_name_the_others() {
    for (_, operations) in VERSIONS {
        let output = client(operations);
        assert_eq!(output.operations, operations.len());
        // An event gets an ID, and the ID of its session is secret.
        assert!(text(&output, "event.rs").contains("idempotency_token"));
        let session = "session_id: redacted";
        assert!(text(&output, "put_events.rs").contains(session));
    }
    let user = "user_id: redacted";
    assert!(text(&client(VERSIONS[1].1), "user.rs").contains(user));
    let warnings = client(VERSIONS[0].1).warnings.to_string();
    for expected in [
        "the fixup `record-ids-are-sensitive` is also for the missing operations `PutUsers`, `PutItems`, `PutActions`\n",
        "the fixup `event-ids-are-tokens` is also for the missing operations `PutActionInteractions`\n",
    ] {
        assert!(warnings.contains(expected), "{warnings}");
    }
    let warnings = client(VERSIONS[1].1).warnings.to_string();
    let expected =
        "the fixup `datasets-have-types` is also for the missing operations `PutActions`\n";
    assert!(warnings.contains(expected), "{warnings}");
}

/// The types that belong to an operation.
fn types(operation: &str) -> Vec<String> {
    let record = operation
        .strip_prefix("Put")
        .and_then(|name| name.strip_suffix('s'))
        .expect("the model has it");
    let mut types = vec![format!("{record}Properties")];
    types.extend((record != "Event").then(|| record.to_owned()));
    types.extend(["Request", "Response", "Error"].map(|part| format!("{operation}{part}")));
    types
}

/// Whether code without comments and tests has a word.
fn uses(code: &str, word: &str) -> bool {
    let code = code.split("#[cfg(test)]\nmod").next().unwrap_or_default();
    let mut lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.any(|line| {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|found| found == word)
    })
}

/// The files below a folder that have a word in their code, relative to `root`.
fn files_with(root: &Path, folder: &Path, words: &[String], found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(root.join(folder)).expect("the folder can be read") {
        let path = folder.join(entry.expect("the folder can be read").file_name());
        let skipped = ["src/generated", "src/guide"]
            .iter()
            .any(|it| path == Path::new(it));
        if skipped || path.file_stem().is_some_and(|name| name == "tests") {
            continue;
        }
        let file = root.join(&path);
        if file.is_dir() {
            files_with(root, &path, words, found);
        } else {
            let code = fs::read_to_string(file).expect("the folder can be read");
            if words.iter().any(|word| uses(&code, word)) {
                let mut name = path.display().to_string();
                if name.starts_with("src/events") {
                    "src/events".clone_into(&mut name);
                }
                found.insert(name);
            }
        }
    }
}

// `Item` and `Event` are names of other types too, so the files of `PutItems` are not found like this.
#[test]
fn the_files_of_the_client_that_use_a_missing_operation_are_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../personalize-events");
    let warnings = client(&["PutItems"]).warnings.to_string();
    for operation in [
        "PutUsers",
        "PutActions",
        "PutEvents",
        "PutActionInteractions",
    ] {
        let mut files = BTreeSet::new();
        files_with(&root, Path::new("src"), &types(operation), &mut files);
        let start = format!(
            "the service lacks the operation `{operation}`, which code of the client uses; remove it from "
        );
        let line = warnings
            .lines()
            .find_map(|line| Some(line.split_once(&start)?.1));
        let named: BTreeSet<String> = line
            .unwrap()
            .split(", ")
            .map(|file| file.trim_matches('`').to_owned())
            .collect();
        assert_eq!(named, files, "{operation}");
    }
}

#[test]
fn crates_of_earlier_versions_compile_without_a_warning() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join("history");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    for (name, operations) in VERSIONS {
        let model: PathBuf = folder.join(format!("{name}.json"));
        fs::write(&model, self::model(operations)).unwrap();
        let target = Target::Crate {
            models: vec![model],
            out: folder.join(name),
            options: personalize_events_codegen::Options::default(),
        };
        let report = Codegen {
            target,
            check: false,
        }
        .run()
        .unwrap()
        .to_string();
        assert!(
            report.contains("the fixup `datasets-have-types` is also for"),
            "{report}"
        );
        assert!(!report.contains("code of the client"), "{report}");
        let manifest = folder.join(name).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap() + LINTS;
        fs::write(&manifest, text).unwrap();
    }
    write_workspace(&folder, &VERSIONS.map(|(name, _)| name)).unwrap();
    let output = cargo(&folder, &["check"]).unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && messages.is_empty(), "{messages}");
}
