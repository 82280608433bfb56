//! The time of generation for models of growing size: this repository's, AWS's if they are available, and
//! synthesized ones of up to 2 MB. The time is linear if the last columns are constant.
//!
//! ```sh
//! cargo bench --package personalize-events-codegen --bench size
//! ```

use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, io};

use personalize_events_codegen::{Host, Options, Source, generate_with};
use serde_json::{Value, json};

/// The number of runs for each model, of which the fastest counts.
const ROUNDS: usize = 5;
/// The sizes of synthesized models.
const SIZES: [usize; 5] = [128, 256, 512, 1024, 2048];

fn main() {
    println!(
        "{:<36} {:>8} {:>9} {:>9} {:>8} {:>8}",
        "model", "KB", "shapes", "ms", "µs/KB", "µs/shape"
    );
    for (name, text) in available().unwrap_or_default() {
        row(&name, &text);
    }
    for kilobytes in SIZES {
        row(
            &format!("synthesized, {kilobytes} KB"),
            &synthesized(kilobytes * 1024),
        );
    }
    // A model on one line.
    let model: Value = serde_json::from_str(&synthesized(SIZES[4] * 1024)).unwrap_or_default();
    row("synthesized, 2048 KB, minified", &model.to_string());
}

/// The model of this repository, and AWS's if they are available.
fn available() -> io::Result<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = root.join("../models/personalize-events.json");
    let mut paths = vec![own];
    if let Some(real) = personalize_events_conformance::path("models/real") {
        for entry in fs::read_dir(real)? {
            paths.push(entry?.path());
        }
    }
    let models = paths.into_iter().map(|path| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Ok((name.into_owned(), fs::read_to_string(&path)?))
    });
    let mut models: Vec<(String, String)> = models.collect::<io::Result<_>>()?;
    models.sort_by_key(|(_, text)| text.len());
    Ok(models)
}

fn row(name: &str, text: &str) {
    let host = Host::Crate {
        name: "sized".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    let source = Source { name, text };
    let options = Options {
        skip_unsupported: true,
        ..Options::default()
    };
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        if let Err(problems) = generate_with(&[source], &host, &options) {
            println!("{name}: {}", problems.report());
            return;
        }
        best = best.min(start.elapsed());
    }
    let kilobytes = text.len().div_ceil(1024);
    let shapes = text.matches("\"type\"").count();
    let millis = best.as_secs_f64() * 1000.0;
    let by_size = best.as_micros() / kilobytes as u128;
    let by_shape = best.as_micros() / shapes.max(1) as u128;
    println!("{name:<36} {kilobytes:>8} {shapes:>9} {millis:>9.1} {by_size:>8} {by_shape:>8}");
}

/// A model of about this size, of operations that differ in their names only.
fn synthesized(bytes: usize) -> String {
    let mut shapes = serde_json::Map::new();
    let mut operations = Vec::new();
    let mut length = 0;
    for index in 0.. {
        if length >= bytes {
            break;
        }
        operations.push(json!({"target": format!("com.example#Put{index}")}));
        for (name, shape) in part(index) {
            let id = format!("com.example#{name}{index}");
            length += id.len() + serde_json::to_string_pretty(&shape).map_or(0, |text| text.len());
            shapes.insert(id, shape);
        }
    }
    let service = json!({
        "type": "service", "version": "2026-11-25", "operations": operations,
        "errors": [{"target": "com.example#Gone0"}],
        "traits": {
            "aws.api#service": {"sdkId": "Sized", "endpointPrefix": "sized"},
            "aws.auth#sigv4": {"name": "sized"}, "aws.protocols#restJson1": {},
        },
    });
    shapes.insert("com.example#Service".to_owned(), service);
    serde_json::to_string_pretty(&json!({"smithy": "2.0", "shapes": shapes})).unwrap_or_default()
}

/// An operation and its shapes, one of which refers to a shape of the previous operation.
fn part(index: usize) -> Vec<(&'static str, Value)> {
    let at = |name: &str| json!({"target": format!("com.example#{name}{index}")});
    let before = format!("com.example#Film{}", index.saturating_sub(1));
    let documentation = "<p>A description, <code>with code</code>, and a \
                         <a href=\"https://example.com\">link</a>.</p>";
    let text = |traits: Value| json!({"target": "smithy.api#String", "traits": traits});
    let docs = json!({"smithy.api#documentation": documentation});
    vec![
        (
            "Put",
            json!({
                "type": "operation", "input": at("PutInput"), "output": at("PutOutput"),
                "errors": [at("Gone")],
                "traits": {
                    "smithy.api#documentation": documentation,
                    "smithy.api#http": {"method": "POST", "uri": format!("/put{index}/{{name}}")},
                },
            }),
        ),
        (
            "PutInput",
            json!({"type": "structure", "members": {
                "name": text(json!({"smithy.api#required": {}, "smithy.api#httpLabel": {}})),
                "limit": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpQuery": "limit"}},
                "film": at("Film"), "films": at("Films"), "price": at("Price"),
            }}),
        ),
        (
            "PutOutput",
            json!({"type": "structure", "members": {
                "film": at("Film"), "byName": at("FilmsByName"), "genre": at("Genre"),
                "etag": text(json!({"smithy.api#httpHeader": "ETag"})),
            }}),
        ),
        (
            "Film",
            json!({"type": "structure", "traits": docs, "members": {
                "title": text(json!({
                    "smithy.api#required": {}, "smithy.api#length": {"min": 1, "max": 100},
                    "smithy.api#pattern": "^[a-zA-Z0-9 ]+$", "smithy.api#documentation": documentation,
                })),
                "genre": at("Genre"), "before": {"target": before}, "sequels": at("Films"),
                "released": {"target": "smithy.api#Timestamp"}, "score": {"target": "smithy.api#Double"},
            }}),
        ),
        (
            "Films",
            json!({"type": "list", "member": at("Film"), "traits": {"smithy.api#length": {"max": 9}}}),
        ),
        (
            "FilmsByName",
            json!({"type": "map", "key": {"target": "smithy.api#String"}, "value": at("Film")}),
        ),
        (
            "Price",
            json!({"type": "union", "members": {
                "free": {"target": "smithy.api#Unit"}, "cents": {"target": "smithy.api#Integer"},
                "with": at("Film"),
            }}),
        ),
        (
            "Genre",
            json!({"type": "enum", "members": {
                "ACTION": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "action"}},
                "DRAMA": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "drama"}},
            }}),
        ),
        (
            "Gone",
            json!({"type": "structure", "members": {"message": {"target": "smithy.api#String"}},
                   "traits": {"smithy.api#error": "client", "smithy.api#httpError": 410}}),
        ),
    ]
}
