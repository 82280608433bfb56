//! Reading of the embedded model and of others.

use personalize_events_conformance as conformance;
use serde_json::{Value, json};

use crate::model::Destination;
use crate::{Model, Operation};

#[test]
fn the_embedded_model_has_the_operations_of_the_service() {
    let model = Model::embedded();
    assert_eq!(model.signing_name(), Some("personalize"));
    assert_eq!(model.unsupported(), []);
    let rows: Vec<String> = model
        .operations()
        .iter()
        .map(|operation| {
            let records = operation.records.as_ref().unwrap();
            format!(
                "{} {} {} {} {:?} {} {} {}",
                operation.name(),
                operation.method(),
                operation.path(),
                operation.status(),
                records.destination,
                records.collection,
                records.list,
                records.id.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "PutActionInteractions POST /action-interactions 200 Tracker action-interactions \
             actionInteractions -",
            "PutActions POST /actions 200 Dataset actions actions actionId",
            "PutEvents POST /events 200 Tracker events eventList -",
            "PutItems POST /items 200 Dataset items items itemId",
            "PutUsers POST /users 200 Dataset users users userId",
        ]
    );
}

#[test]
fn the_collections_with_methods_of_the_library_are_those_of_the_model() {
    let model = Model::embedded();
    let collections: Vec<&str> = model.collections(Destination::Dataset).collect();
    assert_eq!(collections, ["actions", "items", "users"]);
    let collections: Vec<&str> = model.collections(Destination::Tracker).collect();
    assert_eq!(collections, ["action-interactions", "events"]);
}

#[test]
fn the_official_model_has_the_same_routes() {
    let Some(text) = conformance::read("models/official/personalize-events-2018-03-22.json") else {
        return;
    };
    let official: Value = serde_json::from_str(&text).unwrap();
    for operation in Model::embedded().operations() {
        let id = format!("com.amazonaws.personalizeevents#{}", operation.name());
        let http = &official["shapes"][id]["traits"]["smithy.api#http"];
        assert_eq!(http["method"], operation.method());
        assert_eq!(http["uri"], operation.path());
        assert_eq!(http["code"], operation.status());
    }
}

#[test]
fn models_of_other_services_are_read_unless_their_patterns_use_look_around() {
    let Some(folder) = conformance::path("models/real") else {
        return;
    };
    let (mut read, mut rejected) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        match Model::parse(&text) {
            Ok(model) => {
                let all = model.operations().len() + model.unsupported().len();
                assert!(all > 0, "{}", path.display());
                read += 1;
            }
            Err(error) => {
                let mut lines = error.iter();
                assert!(lines.all(|line| line.contains("look-around")), "{error}");
                rejected += 1;
            }
        }
    }
    assert!(read > rejected, "{read} are read, {rejected} rejected");
}

/// Returns a small model with one operation, changed by `change`.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut shapes = json!({
        "a#S": {
            "type": "service",
            "version": "1",
            "operations": [{ "target": "a#Put" }],
            "traits": { "aws.auth#sigv4": { "name": "s" } }
        },
        "a#Put": {
            "type": "operation",
            "input": { "target": "a#In" },
            "traits": { "smithy.api#http": { "method": "POST", "uri": "/put" } }
        },
        "a#In": {
            "type": "structure",
            "members": { "text": { "target": "a#Text" }, "self": { "target": "a#In" } }
        },
        "a#Text": { "type": "string" },
        "a#E": { "type": "structure", "traits": {} }
    });
    change(&mut shapes);
    json!({ "smithy": "2.0", "shapes": shapes }).to_string()
}

#[test]
fn a_recursive_shape_is_read() {
    let model = Model::parse(&changed(|_| {})).unwrap();
    assert_eq!(model.operations()[0].status(), 200);
    let input = json!({ "self": { "self": { "text": 1 } } });
    let violations = model.validate("Put", &input).unwrap();
    assert_eq!(violations[0].path(), "self.self.text");
    assert_eq!(model.validate("Get", &input), None);
}

#[test]
fn traits_that_do_not_affect_values_are_ignored() {
    let traits = json!({
        "smithy.api#documentation": "x",
        "smithy.api#unstable": {},
        "smithy.api#default": "",
        "smithy.test#anything": [],
        "aws.api#arnReference": {}
    });
    let text = changed(|shapes| {
        for id in ["a#Put", "a#Text", "a#In"] {
            let own = shapes[id]["traits"].take();
            let mut all = traits.as_object().unwrap().clone();
            all.extend(own.as_object().cloned().unwrap_or_default());
            shapes[id]["traits"] = all.into();
        }
        shapes["a#In"]["members"]["text"]["traits"] = traits.clone();
    });
    assert!(Model::parse(&text).is_ok());
}

#[test]
fn an_operation_with_input_outside_of_the_body_is_unsupported() {
    let unsupported = |change: &dyn Fn(&mut Value)| {
        let model = Model::parse(&changed(change)).unwrap();
        assert_eq!(model.validate("Put", &json!({})), None);
        assert_eq!(model.operations().len(), 0);
        let [unsupported] = model.unsupported() else {
            panic!("{:?}", model.unsupported());
        };
        assert_eq!(unsupported.operation(), "Put");
        unsupported.reason().to_owned()
    };
    for uri in ["/put/{id}", "/put?all"] {
        let reason = unsupported(&|shapes| {
            shapes["a#Put"]["traits"]["smithy.api#http"]["uri"] = uri.into();
        });
        assert_eq!(reason, "its path has labels or a query");
    }
    for binding in [
        "hostLabel",
        "httpHeader",
        "httpLabel",
        "httpPayload",
        "httpPrefixHeaders",
        "httpQuery",
        "httpQueryParams",
        "httpResponseCode",
    ] {
        let id = format!("smithy.api#{binding}");
        let reason = unsupported(&|shapes| {
            shapes["a#In"]["members"]["text"]["traits"] = json!({ &id: "x" });
            // The shapes of an unsupported operation are not read.
            shapes["a#Text"]["type"] = "bigInteger".into();
        });
        assert_eq!(reason, format!("`text` has the trait `{id}`"));
    }
    let reason = unsupported(&|shapes| {
        shapes["a#Put"]["traits"]["smithy.api#requestCompression"] = json!({});
    });
    assert_eq!(reason, "its body may be compressed");
}

#[test]
fn a_binding_on_a_nested_member_is_ignored() {
    let text = changed(|shapes| {
        shapes["a#E"]["members"]["x"] = json!({
            "target": "a#Text",
            "traits": { "smithy.api#httpHeader": "x" }
        });
        shapes["a#In"]["members"]["e"] = json!({ "target": "a#E" });
    });
    let model = Model::parse(&text).unwrap();
    let violations = model.validate("Put", &json!({ "e": { "x": 1 } })).unwrap();
    assert_eq!(violations[0].path(), "e.x");
}

#[test]
fn operations_of_resources_belong_to_the_service() {
    let text = changed(|shapes| {
        let put = shapes["a#Put"].clone();
        for name in ["Create", "All", "Inner"] {
            shapes[format!("a#{name}")] = put.clone();
        }
        shapes["a#S"]["resources"] = json!([{ "target": "a#R" }]);
        shapes["a#R"] = json!({
            "type": "resource",
            "create": { "target": "a#Create" },
            "collectionOperations": [{ "target": "a#All" }],
            "resources": [{ "target": "a#Q" }, { "target": "a#R" }]
        });
        shapes["a#Q"] = json!({
            "type": "resource",
            "operations": [{ "target": "a#Inner" }]
        });
    });
    let model = Model::parse(&text).unwrap();
    let names: Vec<&str> = model.operations().iter().map(Operation::name).collect();
    assert_eq!(names, ["Put", "Create", "All", "Inner"]);
}

#[test]
fn errors_have_their_own_status_or_the_default_of_client_or_server() {
    let text = changed(|shapes| {
        for (id, traits) in [
            ("a#E", json!({ "smithy.api#error": "client" })),
            ("a#F", json!({ "smithy.api#error": "server" })),
            (
                "a#G",
                json!({ "smithy.api#error": "client", "smithy.api#httpError": 404 }),
            ),
        ] {
            shapes[id] = json!({ "type": "structure", "members": {}, "traits": traits });
        }
        shapes["a#Put"]["errors"] = json!([{ "target": "a#E" }, { "target": "a#G" }]);
        shapes["a#S"]["errors"] = json!([{ "target": "a#F" }]);
    });
    let model = Model::parse(&text).unwrap();
    let errors: Vec<(&str, u16)> = model.operations()[0]
        .errors
        .iter()
        .map(|(name, status)| (name.as_str(), *status))
        .collect();
    assert_eq!(errors, [("E", 400), ("F", 500), ("G", 404)]);
}

#[test]
fn a_service_without_signatures_has_no_signing_name() {
    let model = Model::parse(&changed(|shapes| shapes["a#S"]["traits"] = json!({}))).unwrap();
    assert_eq!(model.signing_name(), None);
}

#[test]
fn a_long_chain_of_shapes_is_read() {
    let text = changed(|shapes| {
        let link = |target: String| json!({ "type": "list", "member": { "target": target } });
        for index in 1..5_000 {
            shapes[format!("a#L{index}")] = link(format!("a#L{}", index + 1));
        }
        shapes["a#L5000"] = link("a#Text".to_owned());
        shapes["a#In"]["members"]["list"] = json!({ "target": "a#L1" });
    });
    // A small stack allows a shorter chain.
    let thread = std::thread::Builder::new().stack_size(256 * 1024);
    let model = thread.spawn(move || Model::parse(&text)).unwrap();
    assert!(model.join().unwrap().is_ok());
}

mod problems;
