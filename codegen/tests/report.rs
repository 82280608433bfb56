//! Tests of the report of a model's problems.

use personalize_events_codegen::{Host, Source, generate};

fn report(text: &str) -> String {
    let name = "models/films.json";
    let outcome = generate(Source { name, text }, &Host::Workspace);
    outcome.expect_err("a model with problems").report()
}

#[test]
fn each_problem_is_shown_with_its_line_its_shape_and_help() {
    let model = r#"{
  "smithy": "2.0",
  "shapes": {
    "com.example#Films": {
      "type": "service",
      "version": "2026-11-23",
      "operations": [{"target": "com.example#PutFilm"}],
      "errors": [{"target": "com.example#No"}],
      "traits": {
        "aws.api#service": {"sdkId": "Films", "endpointPrefix": "films"},
        "aws.auth#sigv4": {"name": "films"},
        "aws.protocols#restJson1": {}
      }
    },
    "com.example#PutFilm": {
      "type": "operation",
      "input": {"target": "com.example#Film"},
      "output": {"target": "smithy.api#Unit"},
      "traits": {"smithy.api#http": {"method": "PUT", "uri": "/film"}, "a.b#c": 1}
    },
    "com.example#Film": {"type": "structure", "members": {}}
  }
}"#;
    let expected = r#"error: the shape `com.example#No` does not exist
 --> models/films.json:8:29
  |
8 |       "errors": [{"target": "com.example#No"}],
  |                             ^^^^^^^^^^^^^^^^
  |
  = note: in `com.example#Films`
  = help: define it or correct the id

error: the trait `a.b#c` is unknown and may change requests or responses
  --> models/films.json:19:72
   |
19 |       "traits": {"smithy.api#http": {"method": "PUT", "uri": "/film"}, "a.b#c": 1}
   |                                                                        ^^^^^^^
   |
   = note: in `com.example#PutFilm`
   = help: accept it with `--allow-trait a.b#c` if it does not, or add it to the table of traits

2 problems; nothing was generated"#;
    assert_eq!(report(model), expected);
}

#[test]
fn the_problems_of_a_long_line_are_shown_with_what_is_near_them() {
    let members = (0..3000).map(|number| format!(r#""é{number}":1"#));
    let members = members.collect::<Vec<_>>().join(",");
    let model = format!(
        r#"{{"smithy":"2.0","shapes":{{"com.example#Film":{{"type":"blob",{members}}}}}}}"#
    );
    let report = report(&model);
    let shown: Vec<&str> = report
        .lines()
        .filter(|line| line.starts_with("1 |"))
        .collect();
    assert_eq!(shown.len(), 3000);
    assert!(
        shown.iter().all(|line| line.chars().count() < 200),
        "{report}"
    );
    for number in [0, 7, 2999] {
        let key = format!("\"é{number}\"");
        let column = model[..model.find(&key).unwrap()].chars().count() + 1;
        assert!(
            report.contains(&format!(" --> models/films.json:1:{column}\n")),
            "{report}"
        );
        assert!(shown[number].contains(&key), "{report}");
    }
}

#[test]
fn a_problem_at_the_end_of_the_text_is_shown() {
    let expected = r#"error: this is not JSON: EOF while parsing an object
 --> models/films.json:1:16
  |
1 | {"smithy": "2.0"
  |                ^

1 problem; nothing was generated"#;
    assert_eq!(report("{\"smithy\": \"2.0\""), expected);
}
