//! Which operations have waiters, and which traits are problems.

use personalize_events_codegen::{Host, Output, Source, generate};

const MODEL: &str = include_str!("golden/waiters/model.json");

fn generated(text: &str) -> Result<Output, String> {
    let host = Host::Crate {
        name: "films".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    let source = Source {
        name: "films.json",
        text,
    };
    generate(source, &host).map_err(|problems| problems.to_string())
}

fn warnings(output: &Output) -> Vec<&str> {
    let problems = output.warnings.problems().iter();
    problems.map(|problem| problem.message.as_str()).collect()
}

#[test]
fn a_waiter_with_an_unsupported_expression_is_left_out_with_a_warning() {
    let output = generated(MODEL).unwrap();
    let expected =
        "the waiter `FilmSecond` is left out: its matcher `scenes[1].status` is unsupported";
    assert_eq!(warnings(&output), [expected]);
    let mut files = output.generated.iter();
    let film = files.find(|file| file.path == "describe_film.rs").unwrap();
    assert_eq!(film.contents.matches("pub fn wait_until_").count(), 10);
    assert!(!film.contents.contains("film_second"));
}

// Every expression is valid JMESPath, but has a meaning that this generator does not compile, or never any result.
#[test]
fn expressions_without_a_typed_meaning_are_unsupported() {
    for (path, comparator) in [
        ("nothing", "stringEquals"),
        ("status.nothing", "stringEquals"),
        ("done", "stringEquals"),
        ("status", "booleanEquals"),
        ("director", "stringEquals"),
        ("scenes", "anyStringEquals"),
        ("scenes[]", "anyStringEquals"),
        ("status", "anyStringEquals"),
        ("scenes[].state", "stringEquals"),
        ("rating == 'a'", "booleanEquals"),
        ("rating == `3000000000`", "booleanEquals"),
        ("status > 'a'", "booleanEquals"),
        ("'a' == 'a'", "booleanEquals"),
        ("length(status) == `3`", "booleanEquals"),
        ("length(scenes) >= `0`", "booleanEquals"),
        ("length(scenes) == rating", "booleanEquals"),
        // The error of an absent list would become a result.
        ("!(length(scenes) == `3`)", "booleanEquals"),
        ("length(scenes) == `3` || done == `true`", "booleanEquals"),
        ("keys(director)", "anyStringEquals"),
        ("status ==", "booleanEquals"),
    ] {
        let expected = if comparator == "booleanEquals" {
            "true"
        } else {
            "cut"
        };
        let (before, rest) = MODEL.split_once("\"path\": \"scenes[1].status\"").unwrap();
        let (_, after) = rest.split_once('}').unwrap();
        let matcher = format!(
            "\"path\": \"{path}\", \"comparator\": \"{comparator}\", \"expected\": \"{expected}\""
        );
        let text = format!("{before}{matcher}}}{after}");
        let output = generated(&text).unwrap();
        let expected =
            format!("the waiter `FilmSecond` is left out: its matcher `{path}` is unsupported");
        assert_eq!(warnings(&output), [expected], "{path}");
    }
}

#[test]
fn an_unknown_matcher_leaves_a_waiter_out() {
    let text = MODEL.replacen("\"errorType\": \"FilmNotFound\"", "\"header\": \"x\"", 1);
    let output = generated(&text).unwrap();
    let expected = "the waiter `FilmDeleted` is left out: its matcher `header` is unsupported";
    assert_eq!(warnings(&output)[0], expected);
}

#[test]
fn a_malformed_waiter_is_a_problem() {
    for (from, to, expected) in [
        (
            "\"success\": true",
            "\"success\": 1",
            "`success` is 1; use a boolean",
        ),
        (
            "\"state\": \"success\"",
            "\"state\": \"done\"",
            "`state` is \"done\"; use \"success\", \"failure\" or \"retry\"",
        ),
        (
            "\"comparator\": \"stringEquals\"",
            "\"comparator\": \"equals\"",
            "`comparator` is \"equals\"; use ",
        ),
        (
            "\"minDelay\": 5",
            "\"minDelay\": 0",
            "`minDelay` is 0; use a whole number of seconds from 1",
        ),
        (
            "\"minDelay\": 5",
            "\"minDelay\": 6",
            "`minDelay` is 6, but `maxDelay` 5; use at most that",
        ),
        (
            "\"success\": false",
            "\"success\": false, \"errorType\": \"X\"",
            "`matcher` has not exactly one key; use one",
        ),
        (
            "\"FilmGone\": {",
            "\"filmGone\": {",
            "the waiter `filmGone` has an invalid name; use letters and digits",
        ),
        (
            "\"FilmsReleased\": {",
            "\"FilmRELEASED\": {",
            "the waiter `FilmRELEASED` is the second with this name; rename one",
        ),
    ] {
        let text = MODEL.replacen(from, to, 1);
        assert_ne!(text, MODEL, "{from}");
        let problems = generated(&text).unwrap_err();
        assert!(problems.contains(expected), "{expected}: {problems}");
    }
}

#[test]
fn only_the_client_of_a_service_with_waiters_can_wait() {
    let root = |text: &str| {
        let mut files = generated(text).unwrap().package.into_iter();
        files
            .find(|file| file.path == "src/lib.rs")
            .unwrap()
            .contents
    };
    assert!(root(MODEL).contains("fn waiter<O: runtime::Operation>"));
    let without = root(include_str!("golden/pagination/model.json"));
    assert!(!without.contains("fn waiter") && without.contains("fn paginate"));
    for text in [root(MODEL), without] {
        assert!(!text.contains("// {"), "{text}");
    }
}
