//! Every message of the parser with its position.

use crate::{Kind, Model};

fn problems(source: &str) -> Vec<String> {
    Model::parse(source)
        .unwrap_err()
        .into_iter()
        .map(|problem| {
            let shape = problem
                .shape
                .map(|id| format!("{id}: "))
                .unwrap_or_default();
            format!(
                "{}:{}: {shape}{}",
                problem.at.line, problem.at.column, problem.message
            )
        })
        .collect()
}

/// The problems of one shape, `a#A`, whose value starts at column 1 of line 2.
fn shape_problems(shape: &str) -> Vec<String> {
    problems(&format!(
        "{{\"smithy\": \"2.0\", \"shapes\": {{\"a#A\":\n{shape}}}}}"
    ))
}

#[test]
fn text_that_is_not_json_is_located() {
    assert_eq!(
        problems("{\n  \"smithy\" 1}"),
        ["2:12: this is not JSON: expected `:`"]
    );
    assert_eq!(
        problems("{\n\"é\": ?}"),
        ["2:6: this is not JSON: expected value"]
    );
    for text in ["", "{", "{\n", "{\n\n\n", "\n\"\u{1}\""] {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{text:?}");
        assert!(found[0].contains(": this is not JSON: "), "{found:?}");
    }
}

#[test]
fn deep_nesting_is_a_problem_and_does_not_exhaust_the_stack() {
    let text = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(
        problems(&text),
        ["1:129: values nest deeper than 128 levels"]
    );
}

#[test]
fn values_that_rust_cannot_represent_are_located() {
    assert_eq!(
        problems("{\n\"smithy\": 1e999}"),
        ["2:11: this number is out of range"]
    );
    assert!(
        problems("{\n\"smithy\": \"\\ud800\"}")[0]
            .starts_with("2:11: this string has half of a surrogate pair")
    );
}

#[test]
fn the_version_must_be_known() {
    assert_eq!(
        problems("{\"smithy\": \"1.0\"}"),
        [
            "1:12: only Smithy JSON AST 2.0 is read: `smithy` must be \"2.0\"; convert a model of another \
             version with `smithy ast`"
        ]
    );
    assert_eq!(
        problems("{}"),
        ["1:1: a model needs the key `smithy` with the version \"2.0\""]
    );
    assert_eq!(
        problems("7"),
        ["1:1: a model must be an object, found a number"]
    );
}

#[test]
fn a_duplicate_key_is_a_problem() {
    assert_eq!(
        problems("{\"smithy\": \"2.0\",\n \"smithy\": \"2.0\"}"),
        ["2:2: duplicate key `smithy`; remove one"]
    );
    assert_eq!(
        shape_problems("{\"type\": \"string\",\n\"type\": [{\"b\": 1, \"b\": 1}]}"),
        [
            "3:1: a#A: duplicate key `type`; remove one",
            "3:19: a#A: duplicate key `b`; remove one"
        ]
    );
}

#[test]
fn unknown_keys_are_problems_in_any_object() {
    assert_eq!(
        problems("{\"smithy\": \"2.0\", \"shape\": {}}"),
        ["1:19: a model has no key `shape` in Smithy JSON AST"]
    );
    assert_eq!(
        shape_problems("{\"type\": \"string\", \"pattern\": \"x\"}"),
        ["2:20: a#A: a shape of type `string` has no key `pattern` in Smithy JSON AST"]
    );
    assert_eq!(
        shape_problems("{\"type\": \"list\", \"member\": {\"target\": \"a#B\", \"sparse\": true}}"),
        ["2:46: a#A: a member has no key `sparse` in Smithy JSON AST"]
    );
}

#[test]
fn the_type_of_a_shape_must_be_known() {
    assert_eq!(
        shape_problems("{}"),
        ["2:1: a#A: a shape needs the key `type`"]
    );
    assert_eq!(
        shape_problems("{\"type\": \"tuple\"}"),
        [
            "2:10: a#A: `tuple` is not a type of shape in Smithy 2.0, such as `structure`, `list` or \
             `string`"
        ]
    );
    assert_eq!(
        shape_problems("{\"type\": 7}"),
        ["2:10: a#A: `type` must be a string, found a number"]
    );
    assert_eq!(
        shape_problems("[]"),
        ["2:1: a#A: a shape must be an object, found an array"]
    );
}

#[test]
fn required_keys_must_exist() {
    assert_eq!(
        shape_problems("{\"type\": \"list\"}"),
        ["2:1: a#A: this shape needs the key `member`"]
    );
    assert_eq!(
        shape_problems("{\"type\": \"structure\", \"members\": {\"b\": {}}}"),
        ["2:40: a#A: a member needs the key `target`"]
    );
}

#[test]
fn shape_ids_are_absolute() {
    assert_eq!(
        shape_problems("{\"type\": \"list\", \"member\": {\"target\": \"B\"}}"),
        ["2:39: a#A: `B` is not a shape id such as `com.example#Name`"]
    );
    assert_eq!(
        shape_problems("{\"type\": \"list\", \"member\": {\"target\": true}}"),
        ["2:39: a#A: `target` must be a shape id, found a boolean"]
    );
}

#[test]
fn names_of_members_are_identifiers() {
    assert_eq!(
        shape_problems("{\"type\": \"structure\", \"members\": {\"a b\": {\"target\": \"a#B\"}}}"),
        [
            "2:35: a#A: `a b` is not a valid name of a member; use letters, digits and `_`, not \
             only `_` and without a digit at the start"
        ]
    );
}

#[test]
fn lists_of_references_are_arrays_of_objects() {
    assert_eq!(
        shape_problems("{\"type\": \"service\", \"operations\": {}, \"errors\": [1]}"),
        [
            "2:35: a#A: `operations` must be an array, found an object",
            "2:50: a#A: a reference in `errors` must be an object, found a number"
        ]
    );
    assert_eq!(
        shape_problems("{\"type\": \"service\", \"version\": 1}"),
        ["2:32: a#A: `version` must be a string, found a number"]
    );
}

#[test]
fn all_problems_are_returned_in_the_order_of_the_text() {
    let found = problems(
        "{\"smithy\": \"2.0\", \"shapes\": {\n\"a\": {},\n\"a#B\": {\"type\": \"x\"},\n\"a#C\": 1}}",
    );
    let places: Vec<&str> = found.iter().map(|line| &line[..4]).collect();
    assert_eq!(places, ["2:1:", "3:17", "4:8:"]);
}

#[test]
fn members_are_in_the_order_of_the_text() {
    let model = Model::parse(
        "{\"smithy\": \"2.0\", \"shapes\": {\"a#A\": {\"type\": \"structure\", \"members\": {
            \"z\": {\"target\": \"smithy.api#String\"}, \"a\": {\"target\": \"smithy.api#String\"}}}}}",
    )
    .unwrap();
    let Kind::Structure(members) = &model.shapes["a#A"].kind else {
        panic!("not a structure");
    };
    assert_eq!(members.keys().collect::<Vec<_>>(), ["z", "a"]);
    assert_eq!(members["z"].at.line, 2);
}
