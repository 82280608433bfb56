//! Mixins, applied traits and models of several files give the same output as one file without them.

use personalize_events_codegen::{Host, Options, Output, Source, generate_with};
use serde_json::{Map, Value, json};

fn text(shapes: &Value) -> String {
    serde_json::to_string_pretty(&json!({ "smithy": "2.0", "shapes": shapes }))
        .expect("JSON can be written")
}

fn sources(texts: &[String]) -> Vec<Source<'_>> {
    let names = ["first.json", "second.json", "third.json"];
    let sources = names.into_iter().zip(texts);
    sources.map(|(name, text)| Source { name, text }).collect()
}

fn output(texts: &[String]) -> Output {
    let host = Host::Crate {
        name: "films".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    generate_with(&sources(texts), &host, &Options::default())
        .expect("a model that can be generated")
}

/// The files without their first line, which has the names of the sources.
fn files(output: &Output) -> Vec<(&str, &str)> {
    let files = output.generated.iter().chain(&output.package);
    files
        .map(|file| {
            let (_, rest) = file.contents.split_once('\n').expect("a header");
            (file.path.as_str(), rest)
        })
        .collect()
}

fn part(target: &str, traits: &Value) -> Value {
    json!({ "target": target, "traits": traits })
}

fn service() -> Value {
    json!({
        "com.example#Service": {
            "type": "service", "version": "1", "operations": [{ "target": "com.example#List" }],
            "traits": {
                "aws.api#service": { "sdkId": "Films" }, "aws.auth#sigv4": { "name": "films" },
                "aws.protocols#restJson1": {},
            },
        },
        "com.example#List": {
            "type": "operation", "input": { "target": "com.example#ListInput" },
            "output": { "target": "com.example#ListOutput" },
            "traits": { "smithy.api#http": { "method": "POST", "uri": "/list" } },
        },
    })
}

fn together(parts: &[Value]) -> Value {
    let parts = parts.iter().filter_map(Value::as_object);
    let shapes: Map<String, Value> = parts
        .flat_map(|part| part.iter().map(|(id, shape)| (id.clone(), shape.clone())))
        .collect();
    Value::Object(shapes)
}

#[test]
fn a_model_with_mixins_in_several_files_gives_the_output_of_a_flat_one() {
    let flat = json!({
        "com.example#ListInput": { "type": "structure", "members": {
            "genre": part("smithy.api#String", &json!({ "smithy.api#required": {}, "smithy.api#length": { "min": 1 } })),
            "nextToken": part("smithy.api#String", &json!({ "smithy.api#documentation": "Where to continue." })),
        } },
        "com.example#ListOutput": { "type": "structure", "members": {
            "films": part("com.example#Films", &json!({})),
            "nextToken": part("smithy.api#String", &json!({})),
        } },
        "com.example#Films": { "type": "list", "member": part("smithy.api#String", &json!({ "smithy.api#sensitive": {} })) },
    });
    let paginated = json!({ "type": "structure", "traits": { "smithy.api#mixin": {} },
        "members": { "nextToken": part("smithy.api#String", &json!({})) } });
    let common = json!({
        "com.example#Genre": { "type": "structure", "traits": { "smithy.api#mixin": {} }, "members": {
            "genre": part("smithy.api#String", &json!({ "smithy.api#required": {} })) } },
        "com.example#Paginated": paginated.clone(),
        "com.example#FilmsMixin": { "type": "list", "traits": { "smithy.api#mixin": {} },
            "member": part("smithy.api#String", &json!({ "smithy.api#sensitive": {} })) },
        "com.example#HasFilms": { "type": "structure", "traits": { "smithy.api#mixin": {} },
            "members": { "films": part("com.example#Films", &json!({})) } },
    });
    let users = json!({
        "com.example#ListInput": { "type": "structure",
            "mixins": [{ "target": "com.example#Genre" }, { "target": "com.example#Paginated" }] },
        "com.example#ListInput$genre": { "type": "apply", "traits": { "smithy.api#length": { "min": 1 } } },
        "com.example#ListOutput": { "type": "structure",
            "mixins": [{ "target": "com.example#HasFilms" }, { "target": "com.example#Paginated" }] },
        "com.example#Films": { "type": "list", "mixins": [{ "target": "com.example#FilmsMixin" }] },
        "com.example#Paginated": paginated,
    });
    let documentation = json!({
        "com.example#ListInput$nextToken": { "type": "apply",
            "traits": { "smithy.api#documentation": "Where to continue." } },
    });
    let expected = output(&[text(&together(&[service(), flat]))]);
    let expected = files(&expected);
    assert!(expected.len() > 3);
    let first = text(&together(&[service(), users]));
    let found = output(&[first.clone(), text(&common), text(&documentation)]);
    assert_eq!(files(&found), expected);
    assert!(
        found.generated[0].contents.starts_with(
            "// @generated by `cargo xtask codegen` from first.json, second.json, third.json;"
        ),
        "{}",
        found.generated[0].contents
    );
    let found = output(&[text(&documentation), text(&common), first]);
    assert_eq!(files(&found), expected);
}

#[test]
fn problems_of_several_files_have_the_file_and_its_line() {
    let first = text(&service());
    let second = "{\n\"smithy\": \"2.0\", \"shapes\": {\n\"com.example#ListInput\": {\"type\": \"structure\", \"members\": {\n\
                  \"a\": {\"target\": \"com.example#A\"}}},\n\
                  \"com.example#ListOutput\": {\"type\": \"structure\", \"members\": {\n\
                  \"a\": {\"target\": \"com.example#A\"}}}}}"
        .to_owned();
    let third = text(&json!({ "com.example#Other": { "type": "apply" } }));
    let host = Host::Workspace;
    let problems =
        |texts: &[String]| generate_with(&sources(texts), &host, &Options::default()).unwrap_err();
    let found = problems(&[first.clone(), second.clone()]);
    assert_eq!(
        found.to_string(),
        "second.json:4:17: com.example#ListInput: the shape `com.example#A` does not exist; define it or correct the id\n\
         second.json:6:17: com.example#ListOutput: the shape `com.example#A` does not exist; define it or correct the \
         id\n"
    );
    let report = found.report();
    for line in [
        "--> second.json:4:17\n",
        "4 | \"a\": {\"target\": \"com.example#A\"}}},",
        "also at 6:17",
    ] {
        assert!(report.contains(line), "{report}");
    }
    let missing = "traits are applied to `com.example#Other`, which no file defines; add the file that defines it";
    assert_eq!(
        problems(&[third.clone(), first]).to_string(),
        format!("first.json:3:5: com.example#Other: {missing}\n")
    );
}
