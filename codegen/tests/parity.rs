//! Compares our model with AWS's own, and runs the generator on models of other services. These models are
//! not part of this repository: see `personalize-events-conformance`.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use personalize_events_ast::{
    Kind, Member, Members, Model, Node, Object, Operation, Reference, Service, Trait, Traits, Value,
};
use personalize_events_codegen::{File, Host, Source, generate};
use proc_macro2::{Group, TokenStream, TokenTree};

const OURS: &str = include_str!("../../models/personalize-events.json");
const OFFICIAL: &str = "models/official/personalize-events-2018-03-22.json";
const OTHERS: &str = "models/real";

/// Removes documentation, which we write, and endpoint rules, which the client implements by hand.
fn structural(mut traits: Traits) -> Traits {
    traits.retain(|id, _| {
        let by_hand = ["smithy.rules#", "smithy.test#"];
        id.as_str() != "smithy.api#documentation"
            && !by_hand.iter().any(|prefix| id.as_str().starts_with(prefix))
    });
    traits
}

/// The content of a model in lines, which depend on order and nesting but not on positions in the text.
fn statements(text: &str) -> Vec<String> {
    let model = Model::parse(text).expect("a model");
    let mut lines = Vec::new();
    for (id, shape) in model.shapes {
        let kind = kind(id.as_str(), shape.kind, &mut lines);
        lines.push(format!("{id}: {kind}"));
        traits(id.as_str(), shape.traits, &mut lines);
    }
    lines
}

fn kind(id: &str, kind: Kind, lines: &mut Vec<String>) -> String {
    match kind {
        Kind::Simple(simple) => simple.name().to_owned(),
        Kind::Enum(all) => members(id, "enum", all, lines),
        Kind::IntEnum(all) => members(id, "intEnum", all, lines),
        Kind::Structure(all) => members(id, "structure", all, lines),
        Kind::Union(all) => members(id, "union", all, lines),
        Kind::List(element) => {
            member(id, "member", element, lines);
            "list".to_owned()
        }
        Kind::Map { key, value } => {
            member(id, "key", key, lines);
            member(id, "value", value, lines);
            "map".to_owned()
        }
        Kind::Service(Service {
            version,
            operations,
            resources,
            errors,
            rename,
        }) => {
            references(&format!("{id} operation"), &operations, lines);
            references(&format!("{id} resource"), &resources, lines);
            references(&format!("{id} error"), &errors, lines);
            for (renamed, name) in rename {
                lines.push(format!("{id} renames {renamed}: {}", format_node(&name)));
            }
            format!("service {version:?}")
        }
        Kind::Operation(Operation {
            input,
            output,
            errors,
        }) => {
            references(&format!("{id} input"), input.as_slice(), lines);
            references(&format!("{id} output"), output.as_slice(), lines);
            references(&format!("{id} error"), &errors, lines);
            "operation".to_owned()
        }
        Kind::Resource(resource) => panic!("{id} is a resource: compare it too: {resource:?}"),
    }
}

fn members(id: &str, name: &str, all: Members, lines: &mut Vec<String>) -> String {
    for (name, one) in all {
        member(id, &name, one, lines);
    }
    name.to_owned()
}

fn member(id: &str, name: &str, member: Member, lines: &mut Vec<String>) {
    let id = format!("{id}${name}");
    lines.push(format!("{id} -> {}", member.target.target));
    traits(&id, member.traits, lines);
}

fn references(what: &str, references: &[Reference], lines: &mut Vec<String>) {
    lines.extend(
        references
            .iter()
            .map(|one| format!("{what} {}", one.target)),
    );
}

fn traits(id: &str, traits: Traits, lines: &mut Vec<String>) {
    for (name, Trait { node, .. }) in structural(traits) {
        lines.push(format!("{id} @{name} {}", format_node(&node)));
    }
}

fn format_node(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("{text:?}"),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(format_node).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(Object(entries)) => {
            let entries = entries.iter();
            let entries: Vec<String> = entries
                .map(|entry| format!("{}: {}", entry.key, format_node(&entry.node)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

#[test]
fn our_model_equals_the_official_one_except_documentation() {
    let Some(official) = personalize_events_conformance::read(OFFICIAL) else {
        return;
    };
    let (ours, official) = (statements(OURS), statements(&official));
    let differ = ours.iter().zip(&official).find(|(a, b)| a != b);
    assert_eq!(differ, None, "the first that differ, ours before AWS's");
    assert_eq!(ours.len(), official.len());
}

/// The tokens of a file without documentation.
fn undocumented(tokens: TokenStream) -> TokenStream {
    let mut rest: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_mark =
            matches!(&token, TokenTree::Punct(mark) if ['#', '!'].contains(&mark.as_char()));
        if is_mark && matches!(tokens.peek(), Some(TokenTree::Group(group)) if is_doc(group)) {
            tokens.next();
            // The `#` of an inner attribute was added before.
            if matches!(rest.last(), Some(TokenTree::Punct(mark)) if mark.as_char() == '#') {
                rest.pop();
            }
        } else if let TokenTree::Group(group) = token {
            let inner = undocumented(group.stream());
            rest.push(Group::new(group.delimiter(), inner).into());
        } else {
            rest.push(token);
        }
    }
    rest.into_iter().collect()
}

fn is_doc(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(ident)) if ident == "doc")
}

fn tokens(file: &File) -> (String, String) {
    let is_rust = Path::new(&file.path)
        .extension()
        .is_some_and(|it| it == "rs");
    let code = if is_rust {
        let tokens: TokenStream = file.contents.parse().expect("Rust");
        undocumented(tokens).to_string()
    } else {
        file.contents.clone()
    };
    (file.path.clone(), code)
}

#[test]
fn the_official_model_generates_the_same_code() {
    let Some(official) = personalize_events_conformance::read(OFFICIAL) else {
        return;
    };
    let package = Host::Crate {
        name: "parity".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    for host in [Host::Workspace, package] {
        let [ours, official] = [OURS, &official].map(|text| {
            let source = Source {
                name: "models/personalize-events.json",
                text,
            };
            generate(source, &host).unwrap()
        });
        let all = [ours, official].map(|output| {
            let files = output
                .generated
                .iter()
                .chain(&output.derive)
                .chain(&output.record_kinds);
            let files: Vec<_> = files.chain(&output.package).map(tokens).collect();
            files
        });
        assert!(all[0].len() > 15, "{host:?} gives few files");
        for (ours, official) in all[0].iter().zip(&all[1]) {
            assert_eq!(ours, official, "{host:?}");
        }
        assert_eq!(all[0].len(), all[1].len());
    }
}

#[test]
fn other_models_are_generated_or_rejected_with_positions() {
    let Some(folder) = personalize_events_conformance::path(OTHERS) else {
        return;
    };
    let files = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let models: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    assert!(!models.is_empty(), "{} holds no model", folder.display());
    for path in models {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let host = Host::Crate {
            name: "other".to_owned(),
            runtime: "../runtime".to_owned(),
        };
        let source = Source {
            name: &name,
            text: &text,
        };
        let Ok(result) = catch_unwind(|| generate(source, &host)) else {
            panic!("{name} panics");
        };
        match result {
            Ok(output) => {
                println!("{name}: {} operations generated", output.operations);
                for file in output.generated {
                    assert!(
                        syn::parse_file(&file.contents).is_ok(),
                        "{name}: {}",
                        file.path
                    );
                }
            }
            Err(diagnostics) => {
                let problems = diagnostics.problems();
                println!("{name}: rejected with {} problems", problems.len());
                assert!(!problems.is_empty(), "{name}");
                let lines: Vec<&str> = text.lines().collect();
                for problem in problems {
                    let line = lines
                        .get(problem.at.line - 1)
                        .map(|line| line.chars().count());
                    assert!(problem.shape.is_some(), "{name}: {problem:?}");
                    assert!(
                        line.is_some_and(|length| problem.at.column <= length),
                        "{name}: {problem:?}"
                    );
                }
            }
        }
    }
}
