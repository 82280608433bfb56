//! Positions, problems and the work of the parser.

use super::*;

fn problems(source: &str) -> Vec<String> {
    let problems = parse(source).problems.into_iter();
    problems
        .map(|it| format!("{}: {}: {}", it.at, it.path.join("."), it.message))
        .collect()
}

#[test]
fn values_have_their_positions_and_spans() {
    let source = "\n {\"ä\": [true ,\tnull, -1.5e3 ],\"\\\"\":\r\n{ }, \"z\" : \"\\u00e9€\"}  ";
    let root = parse(source).root.unwrap();
    let text = |node: &Node| format!("{} {}", node.at, &source[node.span.clone()]);
    assert_eq!(text(&root), format!("2:2 {}", source.trim()));
    let object = root.as_object().unwrap();
    let entries = object.0.iter();
    let keys: Vec<String> = entries.map(|it| format!("{} {}", it.at, it.key)).collect();
    assert_eq!(keys, ["2:3 ä", "2:31 \"", "3:6 z"]);
    let array = object.get("ä").unwrap().as_array().unwrap();
    let items: Vec<String> = array.iter().map(text).collect();
    assert_eq!(items, ["2:9 true", "2:16 null", "2:22 -1.5e3"]);
    assert_eq!(
        array[2].value,
        Value::Number(serde_json::Number::from_f64(-1500.0).unwrap())
    );
    assert_eq!(text(object.get("\"").unwrap()), "3:1 { }");
    assert_eq!(object.get("z").unwrap().as_str(), Some("é€"));
}

#[test]
fn problems_name_the_two_outermost_keys_around_them() {
    assert_eq!(
        problems(r#"{"a": {"b": [{"c": "\ud800"}], "b": 1e999}, "\udc00": 0, "a": 2}"#),
        [
            "1:20: a.b: this string has half of a surrogate pair; write both halves",
            "1:32: a.b: duplicate key `b`; remove one",
            "1:37: a.b: this number is out of range",
            "1:45: : this string has half of a surrogate pair; write both halves",
            "1:58: a: duplicate key `a`; remove one",
        ]
    );
}

#[test]
fn values_that_nest_too_deep_are_skipped() {
    let nest = |value: &str, depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        format!("{open}{value}{close}")
    };
    assert_eq!(problems(&nest("1", MAX_DEPTH - 1)), [""; 0]);
    assert_eq!(
        problems(&nest(r#"{"]": [{}, "\\"]}, 12"#, MAX_DEPTH)),
        [
            "1:129: : values nest deeper than 128 levels",
            "1:148: : values nest deeper than 128 levels"
        ]
    );
    assert_eq!(problems(&nest("", 300_000)).len(), 1);
    let objects = format!("{}1{}", "{\"a\":".repeat(300_000), "}".repeat(300_000));
    assert_eq!(problems(&objects).len(), 1);
}

#[test]
fn a_syntax_error_has_its_position_in_characters() {
    for (source, problem) in [
        ("", "1:1: : this is not JSON: EOF while parsing a value"),
        (
            "{\n  \"äöü\": nul }",
            "2:13: : this is not JSON: expected ident",
        ),
        (
            "{\n\n",
            "3:1: : this is not JSON: EOF while parsing an object",
        ),
    ] {
        assert_eq!(problems(source), [problem]);
    }
}

#[test]
fn every_byte_is_visited_once_at_any_depth() {
    for depth in [1, 10, 100, 1000] {
        let item = "[\"a longer text\", -1e9, {\"ä\" : [null]}],\n".repeat(100);
        let (open, close) = ("{\"k\": [".repeat(depth), "]}".repeat(depth));
        let source = format!("{open}{item}0{close}");
        let mut parser = Parser {
            cursor: Cursor::new(&source),
            path: Vec::new(),
            problems: Vec::new(),
        };
        parser.node(0);
        assert_eq!(parser.cursor.visited, source.len(), "{depth} levels");
    }
}
