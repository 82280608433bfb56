//! Tests of the report of a model's problems.

use personalize_events_codegen::{Host, Source, generate};

fn report(text: &str) -> String {
    let name = "models/films.json";
    let outcome = generate(Source { name, text }, &Host::Workspace);
    outcome.expect_err("a model with problems").report()
}

const FILMS: &str = r#"{
  "smithy": "2.0",
  "shapes": {
    "com.example#Films": {
      "type": "service",
      "operations": [{"target": "com.example#PutFilm"}],
      "traits": {
        "aws.api#service": {"sdkId": "Films"},
        "aws.auth#sigv4": {"name": "films"},
        "aws.protocols#restJson1": {}
      }
    },
    "com.example#PutFilm": {
      "type": "operation", "input": {"target": "com.example#Film"},
      "traits": {"smithy.api#http": {"method": "PUT", "uri": "/film"}}
    },
    "com.example#Film": {"type": "structure", "members": {}}
  }
}"#;

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
    assert_eq!(shown.len(), 3);
    assert!(
        shown.iter().all(|line| line.chars().count() < 200),
        "{report}"
    );
    let column = |number: usize| {
        let key = format!("\"é{number}\"");
        model[..model.find(&key).unwrap()].chars().count() + 1
    };
    for (number, line) in shown.into_iter().enumerate() {
        let position = format!(" --> models/films.json:1:{}\n", column(number));
        assert!(report.contains(&position), "{report}");
        assert!(line.contains(&format!("\"é{number}\"")), "{report}");
    }
    assert!(
        report.contains("\n2997 more problems of this kind:\n"),
        "{report}"
    );
    for number in [3, 2999] {
        let line = format!(
            "\n  models/films.json:1:{}: a shape of type `blob` has no key `é{number}` in Smithy JSON AST\n",
            column(number)
        );
        assert!(report.contains(&line), "{report}");
    }
    assert!(report.ends_with("\n3000 problems; nothing was generated"));
}

#[test]
fn a_problem_in_several_places_is_shown_once_with_the_others() {
    let members = (0..6).map(|number| {
        format!(
            "\"m{number}\": {{\"target\": \"com.example#Title\", \"traits\": {{\"a.b#c\": {{}}}}}}"
        )
    });
    let members = members.collect::<Vec<_>>().join(",\n");
    let model = FILMS.replace(
        "\"members\": {}",
        &format!("\"members\": {{\n{members}\n}}"),
    );
    let found = report(&model);
    assert_eq!(
        found.matches("the trait `a.b#c` is unknown").count(),
        1,
        "{found}"
    );
    assert!(
        found.contains("   = note: also at 19:50, 20:50, 21:50 and in 2 more places\n"),
        "{found}"
    );
    assert_eq!(
        found
            .matches("the shape `com.example#Title` does not exist")
            .count(),
        1
    );
    assert!(
        found.ends_with("\n12 problems; nothing was generated"),
        "{found}"
    );
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
