//! The time of generation for models of growing size: this repository's, AWS's if they are available, and
//! synthesized ones of up to 2 MB. The time is linear if the last columns are constant. With the variable `MODELS`, those
//! of a folder instead of all these, and their sum.
//!
//! ```sh
//! cargo bench --package personalize-events-codegen --bench size
//! MODELS=DIR cargo bench --package personalize-events-codegen --bench size
//! ```

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, io};

use personalize_events_codegen::{Host, Options, Source, generate_with};
use serde_json::{Value, json};

/// As `cargo xtask` has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The number of runs for each model, of which the fastest counts.
const ROUNDS: usize = 5;
/// The sizes of synthesized models.
const SIZES: [usize; 5] = [128, 256, 512, 1024, 2048];

fn main() -> io::Result<()> {
    println!(
        "{:<36} {:>8} {:>9} {:>9} {:>8} {:>8}",
        "model", "KB", "shapes", "ms", "µs/KB", "µs/shape"
    );
    if let Some(folder) = std::env::var_os("MODELS") {
        let mut sum = Row::default();
        for (name, text) in texts(models(Path::new(&folder))?)? {
            if let Some(row) = measure(&name, &text) {
                row.print(&name);
                sum.add(&row);
            }
        }
        sum.print("all");
        return Ok(());
    }
    for (name, text) in available()?.into_iter().chain(all_synthesized()) {
        if let Some(row) = measure(&name, &text) {
            row.print(&name);
        }
    }
    Ok(())
}

/// The model of this repository, and AWS's if they are available.
fn available() -> io::Result<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("../models/personalize-events.json")];
    if let Some(real) = personalize_events_conformance::path("models/real") {
        paths.extend(models(&real)?);
    }
    texts(paths)
}

fn models(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    paths.collect()
}

/// The names and texts of models, by size.
fn texts(paths: Vec<PathBuf>) -> io::Result<Vec<(String, String)>> {
    let models = paths.into_iter().map(|path| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Ok((name.into_owned(), fs::read_to_string(&path)?))
    });
    let mut models: Vec<(String, String)> = models.collect::<io::Result<_>>()?;
    models.sort_by_key(|(_, text)| text.len());
    Ok(models)
}

fn all_synthesized() -> Vec<(String, String)> {
    let sizes = SIZES.into_iter();
    let mut models: Vec<(String, String)> = sizes
        .map(|size| (format!("synthesized, {size} KB"), synthesized(size * 1024)))
        .collect();
    if let Some((name, text)) = models.last() {
        let model: Value = serde_json::from_str(text).unwrap_or_default();
        models.push((format!("{name}, on one line"), model.to_string()));
    }
    models
}

#[derive(Default)]
struct Row {
    bytes: usize,
    shapes: usize,
    time: Duration,
}

impl Row {
    fn add(&mut self, other: &Self) {
        self.bytes += other.bytes;
        self.shapes += other.shapes;
        self.time += other.time;
    }

    fn print(&self, name: &str) {
        let kilobytes = self.bytes.div_ceil(1024);
        let millis = self.time.as_secs_f64() * 1000.0;
        let by_size = self.time.as_micros() / kilobytes as u128;
        let by_shape = self.time.as_micros() / self.shapes.max(1) as u128;
        println!(
            "{name:<36} {kilobytes:>8} {:>9} {millis:>9.1} {by_size:>8} {by_shape:>8}",
            self.shapes
        );
    }
}

fn measure(name: &str, text: &str) -> Option<Row> {
    let host = Host::Crate {
        name: "sized".to_owned(),
        runtime: "../runtime".to_owned(),
    };
    let source = Source { name, text };
    let options = Options {
        skip_unsupported: true,
        ..Options::default()
    };
    let mut time = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        if let Err(problems) = generate_with(&[source], &host, &options) {
            println!("{name}: {}", problems.report());
            return None;
        }
        time = time.min(start.elapsed());
    }
    Some(Row {
        bytes: text.len(),
        shapes: text.matches("\"type\"").count(),
        time,
    })
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
