//! Which operations have a paginator.

use personalize_events_codegen::{Host, Source, generate};

const MODEL: &str = include_str!("golden/pagination/model.json");

fn host(name: &str) -> Host {
    Host::Crate {
        name: name.to_owned(),
        runtime: "../runtime".to_owned(),
    }
}

fn source(text: &str) -> Source<'_> {
    Source {
        name: "films.json",
        text,
    }
}

#[test]
fn an_operation_whose_tokens_are_no_strings_is_generated_without_a_paginator_and_with_a_warning() {
    let output = generate(source(MODEL), &host("films")).unwrap();
    let warnings: Vec<String> = output
        .warnings
        .problems()
        .iter()
        .map(|problem| problem.message.clone())
        .collect();
    assert_eq!(
        warnings,
        [
            "`com.example#ListYears` has no paginator: its tokens must be members of input and output that are strings, \
             and its items a list or map of the output"
        ]
    );
    let paginators = output
        .generated
        .iter()
        .filter(|file| file.contents.contains("impl Paginated for"));
    let paginators: Vec<&str> = paginators.map(|file| file.path.as_str()).collect();
    assert_eq!(
        paginators,
        ["list_actors.rs", "list_films.rs", "list_tags.rs"]
    );
}

#[test]
fn the_client_of_a_service_without_pages_has_no_paginators() {
    let root = |text: &str| {
        let output = generate(source(text), &host("the-films")).unwrap();
        let root = output
            .package
            .into_iter()
            .find(|file| file.path == "src/lib.rs");
        root.unwrap().contents
    };
    let with = root(MODEL);
    assert!(with.contains("pub fn paginate<O: Paginated>"), "{with}");
    assert!(
        with.contains("# use the_films::{Client, Error, Paginated};"),
        "{with}"
    );
    let without = root(include_str!("golden/operations/model.json"));
    assert!(!without.contains("fn paginate"), "{without}");
    for text in [with, without] {
        assert!(!text.contains("// {"), "{text}");
    }
}

#[test]
fn unknown_keys_and_empty_names_of_members_are_problems() {
    let text = MODEL.replacen(
        "\"items\": \"films\"",
        "\"items\": \"\", \"itmes\": \"films\"",
        1,
    );
    let problems = generate(source(&text), &host("films"))
        .unwrap_err()
        .to_string();
    for part in [
        "`items` is \"\"; use a string that is not empty",
        "the key `itmes` is unknown",
    ] {
        assert!(problems.contains(part), "{problems}");
    }
}
