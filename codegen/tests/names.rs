//! Names do not depend on the order of a model's shapes, and stay when shapes are added, but for documented exceptions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use personalize_events_codegen::{Host, Output, Source, Why, generate};
use serde_json::{Map, Value, json};

const EQUAL_NAMES: &str = include_str!("golden/equal_names/model.json");

fn generated(text: &str) -> Output {
    let host = Host::Crate {
        name: "films".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    let source = Source {
        name: "films.json",
        text,
    };
    generate(source, &host).expect("a model that can be generated")
}

/// The files of shapes, by the line that names the shape.
fn files(output: &Output) -> BTreeMap<String, String> {
    let files = output.generated.iter().filter_map(|file| {
        let shape = file
            .contents
            .lines()
            .find(|line| line.starts_with("//! The shape"))?;
        Some((shape.to_owned(), file.contents.clone()))
    });
    files.collect()
}

/// The types that the crate exports.
fn exports(output: &Output) -> Vec<String> {
    let files = output.generated.iter();
    let file = files
        .clone()
        .find(|file| file.path == "mod.rs")
        .expect("a root");
    let names = file.contents.split(|c: char| !c.is_ascii_alphanumeric());
    let is_type = |name: &&str| name.starts_with(|c: char| c.is_ascii_uppercase());
    names.filter(is_type).map(str::to_owned).collect()
}

fn target(name: &str) -> Value {
    let id = if name.contains('#') {
        name.to_owned()
    } else {
        format!("com.example#{name}")
    };
    json!({"target": id})
}

fn operation(name: &str, input: &str, output: &str, errors: &[&str]) -> Value {
    let errors: Vec<Value> = errors.iter().map(|error| target(error)).collect();
    json!({
        "type": "operation", "input": target(input), "output": target(output), "errors": errors,
        "traits": {"smithy.api#http": {"method": "POST", "uri": format!("/{name}")}}
    })
}

fn structure(members: &[(&str, &str)]) -> Value {
    let members = members
        .iter()
        .map(|(name, ty)| ((*name).to_owned(), target(ty)));
    json!({"type": "structure", "members": members.collect::<Map<_, _>>()})
}

fn error() -> Value {
    let mut error = structure(&[("message", "smithy.api#String")]);
    error["traits"] = json!({"smithy.api#error": "client"});
    error
}

/// The text of a model with these shapes, in this order.
fn text_of(shapes: impl Iterator<Item = (String, Value)>) -> String {
    let shapes = shapes.map(|(id, shape)| format!("{id:?}: {shape}"));
    let shapes: Vec<String> = shapes.collect();
    format!(
        r#"{{"smithy": "2.0", "shapes": {{{}}}}}"#,
        shapes.join(",\n")
    )
}

/// A service with one operation for each of these.
fn model(operations: &[&str], shapes: Vec<(&str, Value)>) -> String {
    let service = json!({
        "type": "service",
        "operations": operations.iter().map(|name| target(name)).collect::<Vec<_>>(),
        "traits": {
            "aws.api#service": {"sdkId": "Films"},
            "aws.auth#sigv4": {"name": "films"},
            "aws.protocols#restJson1": {}
        }
    });
    let shapes = shapes.into_iter().chain([("Films", service)]);
    text_of(shapes.map(|(name, shape)| (format!("com.example#{name}"), shape)))
}

fn base() -> Vec<(&'static str, Value)> {
    let text = "smithy.api#String";
    vec![
        (
            "GetFilm",
            operation("GetFilm", "Key", "Film", &["BadException"]),
        ),
        (
            "PutFilm",
            operation("PutFilm", "PutFilmInput", "smithy.api#Unit", &["Busy"]),
        ),
        (
            "Validation",
            operation("Validation", "Key", "smithy.api#Unit", &[]),
        ),
        ("Key", structure(&[("id", text)])),
        (
            "Film",
            structure(&[("title", text), ("string", "String"), ("userID", text)]),
        ),
        (
            "PutFilmInput",
            structure(&[("film", "Film"), ("_user", "User_"), ("choice", "Choice")]),
        ),
        ("String", structure(&[("value", text)])),
        ("User_", structure(&[("name", text)])),
        (
            "Choice",
            json!({"type": "union", "members": {"a": target(text), "self": target(text)}}),
        ),
        ("BadException", error()),
        ("Busy", error()),
    ]
}

#[test]
fn a_new_shape_changes_no_other_name() {
    let operations = ["GetFilm", "PutFilm", "Validation"];
    let before = generated(&model(&operations, base()));
    let text = "smithy.api#String";
    let names = [
        "GetFilmError",
        "GetFilmRequest",
        "GetFilmResponse",
        "GetFilmOperationError",
        "PutFilmError",
        "PutFilmResponse",
        "PutFilmRequest",
        "GetFilmBuilder",
        "FilmBuilder",
        "FilmShape",
        "FilmShapeBuilder",
        "FilmBuilderShape",
        "StringShape",
        "String_Shape",
        "Choice_",
        "Film_",
        "ValidationError",
        "ValidationOperationError",
        "ValidationRequest",
        "ServiceError",
        "ServiceErrorShape",
        "PutFilmInputBuilder",
        "KeyRequest",
        "Service",
        "Patterns",
        "Unhandled",
        "BusyException2",
    ];
    let members: Vec<(&str, &str)> = names.iter().map(|name| (*name, *name)).collect();
    let mut shapes = base();
    shapes.insert(0, ("AddInput", structure(&members)));
    for name in names {
        shapes.insert(0, (name, structure(&[("value", text)])));
    }
    let errors = ["AddError", "GetFilmException", "Bad_Error", "BusyError"];
    shapes.extend(errors.map(|name| (name, error())));
    shapes.push((
        "Add",
        operation("Add", "AddInput", "smithy.api#Unit", &errors),
    ));
    let after = generated(&model(&["Add", "GetFilm", "PutFilm", "Validation"], shapes));
    let (before, after) = (files(&before), files(&after));
    assert_eq!(before.len(), 10);
    for (shape, contents) in before {
        assert_eq!(after.get(&shape), Some(&contents), "{shape}");
    }
}

#[test]
fn what_a_new_shape_or_operation_can_rename_is_documented() {
    let names = |operations: &[&str], more: Vec<(&'static str, Value)>| {
        let output = generated(&model(operations, base().into_iter().chain(more).collect()));
        let files = output.generated.iter().map(|file| file.contents.as_str());
        (exports(&output), files.collect::<String>())
    };
    let base = ["GetFilm", "PutFilm", "Validation"];
    let has = |names: &[String], name: &str| names.iter().any(|other| other == name);

    // An error beside one with `Exception` at its end.
    let errors = [(
        "Add",
        operation("Add", "smithy.api#Unit", "smithy.api#Unit", &["Bad"]),
    )];
    let errors = errors.into_iter().chain([("Bad", error())]).collect();
    let (_, text) = names(&["GetFilm", "Add"], errors);
    assert!(text.contains("Bad: message(\"BadException\", super::BadException) as BadException"));

    // A name that differs in underscores alone.
    let (before, _) = names(&base, Vec::new());
    assert!(has(&before, "User") && !has(&before, "UserShape"));
    let more = vec![
        ("Add", operation("Add", "AddInput", "smithy.api#Unit", &[])),
        ("AddInput", structure(&[("user", "User")])),
        ("User", structure(&[("other", "smithy.api#String")])),
    ];
    let (after, text) = names(&["GetFilm", "PutFilm", "Validation", "Add"], more);
    assert!(has(&after, "User") && has(&after, "UserShape"));
    assert!(text.contains(
        "/// Named `User_` in the model; `User` is the name of the structure `com.example#User`.\n"
    ));

    // The parts of a new operation.
    let shapes = vec![
        (
            "Find",
            operation("Find", "FindInput", "smithy.api#Unit", &[]),
        ),
        ("FindInput", structure(&[("error", "SearchError")])),
        ("SearchError", structure(&[("value", "smithy.api#String")])),
    ];
    let (before, _) = names(&["GetFilm", "Find"], shapes.clone());
    assert!(has(&before, "SearchError"));
    let search = (
        "Search",
        operation("Search", "smithy.api#Unit", "smithy.api#Unit", &[]),
    );
    let shapes = shapes.into_iter().chain([search]).collect();
    let (after, text) = names(&["GetFilm", "Find", "Search"], shapes);
    assert!(has(&after, "SearchErrorShape"));
    assert!(text.contains("pub enum SearchError {"));
    assert!(text.contains(
        "/// Named `SearchError` in the model, the name of the error enum of the operation \
         `com.example#Search`.\n"
    ));
}

#[test]
fn names_do_not_depend_on_the_order_of_shapes() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for case in fs::read_dir(golden).unwrap() {
        let text = fs::read_to_string(case.unwrap().path().join("model.json")).unwrap();
        let model: Value = serde_json::from_str(&text).unwrap();
        let shapes = model["shapes"].as_object().unwrap().iter();
        let shapes = shapes.map(|(id, shape)| (id.clone(), shape.clone()));
        let before = generated(&text_of(shapes.clone()));
        let after = generated(&text_of(shapes.rev()));
        assert_eq!(after.generated, before.generated);
        assert_eq!(after.renamed, before.renamed);
    }
}

#[test]
fn every_rename_is_listed_with_its_reason() {
    let output = generated(EQUAL_NAMES);
    let listed: Vec<String> = output.renamed.iter().map(ToString::to_string).collect();
    for expected in [
        "operation `com.example#Store_Users` is `StoreUsersOperation`",
        "method of the operation `com.example#Into` is `into_`",
        "structure `com.example#String` is `StringShape`",
        "structure `com.example#FetchError` is `FetchErrorShape`",
        "error `com.example#Busy_Exception` is `BusyExceptionShape`",
        "member `com.example#StoreUsersInput$UserID` is `user_id_3`",
        "member `com.example#BusyException$message` is `message_`",
        "member `com.example#Choice$aB` is `AB2`",
        "value `com.example#Same$a_b` is `AB2`",
    ] {
        assert!(
            listed.iter().any(|it| it == expected),
            "{expected} in {listed:#?}"
        );
    }
    let taken = output
        .renamed
        .iter()
        .find(|it| it.id == "com.example#FetchError");
    let by = "the error enum of the operation `com.example#Fetch`".to_owned();
    assert_eq!(taken.map(|it| &it.why), Some(&Why::Taken { by }));
    assert_eq!(listed.len(), 21, "{listed:#?}");
}
