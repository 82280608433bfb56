//! Traits that have no meaning for requests and responses: ignored by namespace, or accepted on request.

use personalize_events_codegen::{Host, Options, Output, ShapeId, Source, generate, generate_with};
use serde_json::{Value, json};

fn host() -> Host {
    Host::Crate {
        name: "films".to_owned(),
        runtime: "../runtime".to_owned(),
    }
}

/// A service with one operation, to whose input these traits are added.
fn model(traits: &Value) -> String {
    let mut model = json!({
        "smithy": "2.0",
        "shapes": {
            "com.example#Films": {
                "type": "service",
                "version": "2026-11-27",
                "operations": [{"target": "com.example#PutFilm"}],
                "traits": {
                    "aws.api#service": {"sdkId": "Films"},
                    "aws.auth#sigv4": {"name": "films"},
                    "aws.protocols#restJson1": {}
                }
            },
            "com.example#PutFilm": {
                "type": "operation",
                "input": {"target": "com.example#PutFilmInput"},
                "traits": {"smithy.api#http": {"method": "PUT", "uri": "/film"}}
            },
            "com.example#PutFilmInput": {
                "type": "structure",
                "members": {
                    "title": {"target": "com.example#Title"},
                    "original": {"target": "com.example#Title"}
                }
            },
            "com.example#Title": {"type": "string"}
        }
    });
    for shape in ["PutFilmInput", "Title"] {
        model["shapes"][format!("com.example#{shape}")]["traits"] = traits.clone();
    }
    model.to_string()
}

fn output(text: &str, allowed: &[&str]) -> Output {
    let source = Source {
        name: "films.json",
        text,
    };
    let options = Options {
        allowed_traits: allowed.iter().filter_map(|id| ShapeId::parse(id)).collect(),
        ..Options::default()
    };
    generate_with(&[source], &host(), &options).expect("a model that can be generated")
}

fn crate_docs(output: &Output) -> &str {
    let mut files = output.package.iter();
    let root = files
        .find(|file| file.path == "src/lib.rs")
        .expect("a root");
    root.contents.split_once("\nuse ").expect("imports").0
}

#[test]
fn traits_of_namespaces_that_change_no_request_are_ignored_and_counted_once_each() {
    let text = model(&json!({
        "aws.iam#grantedActions": ["films:Put"],
        "aws.iam#conditionKeys": 7,
        "aws.cloudtrail#eventName": "Put",
        "smithy.waiters#another": {},
        "smithy.openapi#specificationExtension": {}
    }));
    let output = output(&text, &[]);
    let ignored: Vec<(&str, usize)> = output
        .ignored
        .iter()
        .map(|ignored| (ignored.namespace, ignored.count))
        .collect();
    let expected = [
        ("aws.cloudtrail", 2),
        ("aws.iam", 4),
        ("smithy.openapi", 2),
        ("smithy.waiters", 2),
    ];
    assert_eq!(ignored, expected);
    assert!(
        output
            .ignored
            .iter()
            .all(|ignored| !ignored.reason.is_empty())
    );
    assert_eq!(output.warnings.problems(), []);
}

#[test]
fn an_unknown_trait_is_accepted_on_request_and_listed_in_the_docs_of_the_crate() {
    let text = model(&json!({"com.example#note": "a", "com.example#mark": {}}));
    let source = Source {
        name: "films.json",
        text: &text,
    };
    assert!(generate(source, &host()).is_err());
    let output = output(&text, &["com.example#note", "com.example#mark"]);
    let docs = crate_docs(&output);
    assert!(
        docs.contains("//! - `com.example#mark`\n//! - `com.example#note`\n"),
        "{docs}"
    );
    assert_eq!(output.warnings.problems(), []);
}

#[test]
fn accepting_a_trait_that_is_known_or_absent_has_no_effect_and_is_a_warning() {
    let output = output(
        &model(&json!({"smithy.api#sensitive": {}})),
        &["smithy.api#sensitive", "com.example#note"],
    );
    assert!(!crate_docs(&output).contains("Ignored traits"));
    let warnings = output.warnings.to_string();
    for id in ["smithy.api#sensitive", "com.example#note"] {
        let message = format!("`--allow-trait {id}` has no effect");
        assert_eq!(warnings.matches(&message).count(), 1, "{warnings}");
    }
    let mut files = output.generated.iter();
    let input = files.find(|file| file.path == "put_film.rs").unwrap();
    assert!(!input.contents.contains(".field(\"title\", &self.title)"));
}

#[test]
fn unknown_keys_of_annotations_are_ignored() {
    let text = model(&json!({"smithy.api#deprecated": {"since": "2026-11-27", "until": "2027"}}));
    let output = output(&text, &[]);
    let mut files = output.generated.iter();
    let input = files.find(|file| file.path == "put_film.rs").unwrap();
    assert!(input.contents.contains("**Deprecated** since 2026-11-27"));
}

#[test]
fn a_shape_that_defines_a_trait_can_be_a_member() {
    let output = output(&model(&json!({"smithy.api#trait": {"selector": "*"}})), &[]);
    assert_eq!(output.operations, 1);
}
