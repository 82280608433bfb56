//! What is printed is Rust that `cargo fmt` accepts, and the same for the same model.

use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

use personalize_events_codegen::{File, Host, Output, Source, generate};

const MODEL: &str = include_str!("../../models/personalize-events.json");

fn package() -> Host {
    Host::Crate {
        name: "other".to_owned(),
        runtime: "../runtime".to_owned(),
    }
}

fn output(text: &str, host: &Host) -> Output {
    let name = "model.json";
    generate(Source { name, text }, host).expect("a model that can be generated")
}

/// The models of all golden cases, with their names, and the one of the service.
fn models() -> io::Result<Vec<(String, String)>> {
    let mut models = vec![("service".to_owned(), MODEL.to_owned())];
    for case in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden"))? {
        let case = case?;
        let text = fs::read_to_string(case.path().join("model.json"))?;
        models.push((case.file_name().display().to_string(), text));
    }
    Ok(models)
}

/// The same with the host that each is generated for; the model of the service is generated for both.
fn models_of_hosts() -> io::Result<Vec<(String, String, Host)>> {
    let models = models()?.into_iter();
    let packages = models.map(|(name, text)| (name, text, package()));
    let own = ("workspace".to_owned(), MODEL.to_owned(), Host::Workspace);
    Ok(packages.chain([own]).collect())
}

#[test]
fn every_file_is_rust() {
    for (name, text, host) in models_of_hosts().unwrap() {
        let output = output(&text, &host);
        for File { path, contents } in output
            .generated
            .iter()
            .chain(&output.derive)
            .chain(&output.record_kinds)
        {
            if let Err(error) = syn::parse_file(contents) {
                panic!("{name}: {path}: {error}\n{contents}");
            }
        }
    }
}

#[test]
fn rustfmt_leaves_a_generated_crate_and_the_derive_crate_unchanged() {
    let folder = env::temp_dir().join(format!("codegen-print-{}", std::process::id()));
    let write = |path: &str, contents: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        path
    };
    let mut roots = Vec::new();
    for (name, text) in models().unwrap() {
        let output = output(&text, &package());
        for File { path, contents } in output.package {
            roots.push(write(&format!("{name}/{path}"), &contents));
        }
        for File { path, contents } in output.generated {
            write(&format!("{name}/src/generated/{path}"), &contents);
        }
    }
    let derive = output(MODEL, &Host::Workspace).derive.unwrap();
    roots.push(write("derive/lib.rs", &derive.contents));
    write("derive/engine.rs", "//! The engine.\n");
    roots.retain(|path| path.extension().is_some_and(|end| end == "rs"));
    let rustfmt = Path::new(env!("CARGO")).with_file_name("rustfmt");
    let outcome = Command::new(rustfmt)
        .args(["--edition", "2024", "--check"])
        .args(&roots)
        .output();
    fs::remove_dir_all(&folder).unwrap();
    assert!(roots.len() > 20);
    match outcome {
        Ok(outcome) => {
            let difference = String::from_utf8_lossy(&outcome.stdout);
            let problem = String::from_utf8_lossy(&outcome.stderr);
            assert!(outcome.status.success(), "{difference}{problem}");
        }
        Err(error) => eprintln!("skipped, because rustfmt does not run: {error}"),
    }
}

#[test]
fn a_model_gives_the_same_files_each_time() {
    for (_, text, host) in models_of_hosts().unwrap() {
        assert_eq!(output(&text, &host), output(&text, &host));
    }
}

#[test]
fn the_order_of_shapes_does_not_matter() {
    for (name, text) in models().unwrap() {
        let mut model: serde_json::Value = serde_json::from_str(&text).unwrap();
        let sorted = output(&model.to_string(), &package());
        let shapes = model["shapes"].take();
        let shapes = shapes.as_object().unwrap().iter().rev();
        let shapes: Vec<String> = shapes
            .map(|(id, shape)| format!("{id:?}: {shape}"))
            .collect();
        let shapes = format!("\"shapes\": {{{}}}", shapes.join(","));
        let reversed = model.to_string().replace("\"shapes\":null", &shapes);
        let reversed = output(&reversed, &package());
        assert_eq!(reversed.generated, sorted.generated, "{name}");
    }
}

#[test]
fn only_crates_from_models_of_aws_have_the_license_of_these() {
    let text_of = |output: &Output, path: &str| {
        let file = output.package.iter().find(|file| file.path == path);
        file.expect("a file of the package").contents.clone()
    };
    let other = include_str!("golden/outputs/model.json");
    for (model, is_of_aws) in [(MODEL, true), (other, false)] {
        let output = output(model, &package());
        let manifest = text_of(&output, "Cargo.toml");
        assert_eq!(
            manifest.contains("\nlicense = \"Apache-2.0\"\nreadme = "),
            is_of_aws
        );
        assert_eq!(manifest.contains("license"), is_of_aws, "{manifest}");
        assert!(manifest.contains("rust-version = \"1.88\"\n"), "{manifest}");
        let readme = text_of(&output, "README.md");
        assert_eq!(readme.contains("\n## License\n"), is_of_aws, "{readme}");
        assert_eq!(readme.contains("Apache"), is_of_aws, "{readme}");
        assert!(
            !readme.contains('{') || readme.contains("use other::{"),
            "{readme}"
        );
    }
}
