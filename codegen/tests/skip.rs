//! With `skip_unsupported`, operations are left out for any problem of shapes that only they reach.

use personalize_events_codegen::{Diagnostics, Host, Options, Output, Source, generate_with};
use serde_json::{Value, json};

fn generated(model: &Value) -> Result<Output, Diagnostics> {
    let host = Host::Crate {
        name: "films".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    let source = Source {
        name: "films.json",
        text: &model.to_string(),
    };
    let options = Options {
        skip_unsupported: true,
        ..Options::default()
    };
    generate_with(&[source], &host, &options)
}

fn operation(name: &str) -> Value {
    json!({
        "type": "operation",
        "input": {"target": format!("com.example#{name}Input")},
        "traits": {"smithy.api#http": {"method": "PUT", "uri": format!("/{name}")}}
    })
}

fn structure(target: &str) -> Value {
    json!({"type": "structure", "members": {"a": {"target": target}}})
}

/// Two operations of the service, and one of a resource.
fn model() -> Value {
    json!({
        "smithy": "2.0",
        "shapes": {
            "com.example#Films": {
                "type": "service",
                "operations": [{"target": "com.example#One"}, {"target": "com.example#Two"}],
                "resources": [{"target": "com.example#Store"}],
                "traits": {
                    "aws.api#service": {"sdkId": "Films"},
                    "aws.auth#sigv4": {"name": "films"},
                    "aws.protocols#restJson1": {}
                }
            },
            "com.example#Store": {
                "type": "resource",
                "operations": [{"target": "com.example#Three"}]
            },
            "com.example#One": operation("One"),
            "com.example#OneInput": structure("com.example#Texts"),
            "com.example#Two": operation("Two"),
            "com.example#TwoInput": structure("com.example#Shared"),
            "com.example#Three": operation("Three"),
            "com.example#ThreeInput": structure("com.example#Shared"),
            "com.example#Texts": {
                "type": "list",
                "member": {"target": "smithy.api#String"}
            },
            "com.example#Shared": structure("smithy.api#String")
        }
    })
}

fn skipped(model: &Value) -> Vec<String> {
    let output = generated(model).expect("operations that are left");
    let skipped = output.skipped.iter();
    skipped
        .map(|skipped| format!("{}: {}", skipped.operation.name(), skipped.summary()))
        .collect()
}

#[test]
fn an_operation_is_left_out_for_a_problem_of_a_shape_that_it_reaches() {
    assert_eq!(skipped(&model()), [""; 0]);
    for (shape, key, value, reason) in [
        (
            "Texts",
            "traits",
            json!({"com.example#note": {}}),
            "One: the trait `com.example#note` is unknown and may change requests or responses",
        ),
        (
            "Texts",
            "member",
            json!({"target": "com.example#No"}),
            "One: the shape `com.example#No` does not exist",
        ),
        (
            "One",
            "traits",
            json!({}),
            "One: the trait `smithy.api#http` is missing",
        ),
        (
            "Store",
            "traits",
            json!({"com.example#note": {}}),
            "Three: the trait `com.example#note` is unknown and may change requests or responses",
        ),
    ] {
        let mut model = model();
        model["shapes"][format!("com.example#{shape}")][key] = value;
        assert_eq!(skipped(&model), [reason]);
    }
}

#[test]
fn every_operation_that_reaches_a_problem_is_left_out_with_all_reasons_once() {
    let mut model = model();
    let shapes = &mut model["shapes"];
    shapes["com.example#Shared"]["traits"] = json!({"com.example#note": {}});
    shapes["com.example#Shared"]["members"]["b"] =
        json!({"target": "smithy.api#String", "traits": {"com.example#note": {}}});
    shapes["com.example#TwoInput"]["members"]["a-b"] = json!(null);
    shapes["com.example#TwoInput"]["members"] = json!({
        "a": {"target": "com.example#Shared"},
        "b": {"target": "com.example#Stream"}
    });
    shapes["com.example#Stream"] = json!({
        "type": "union",
        "members": {"a": {"target": "smithy.api#Unit"}},
        "traits": {"smithy.api#streaming": {}}
    });
    let note = "the trait `com.example#note` is unknown and may change requests or responses";
    let stream = "event streams are unsupported";
    let found = skipped(&model);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("Two: ") && found[0].contains(note) && found[0].contains(stream));
    assert_eq!(found[0].matches(note).count(), 1, "{found:?}");
    assert_eq!(found[1], format!("Three: {note}"));
}

#[test]
fn a_problem_of_the_service_is_not_skipped() {
    let mut broken = model();
    broken["shapes"]["com.example#Films"]["traits"]["com.example#note"] = json!({});
    let problems = generated(&broken).unwrap_err();
    assert_eq!(problems.problems().len(), 1, "{problems}");
    let mut broken = model();
    broken["shapes"]["com.example#Films"]["errors"] = json!([{"target": "com.example#Shared"}]);
    let problems = generated(&broken).unwrap_err().to_string();
    assert!(
        problems.contains("the trait `smithy.api#error` is missing"),
        "{problems}"
    );
}
