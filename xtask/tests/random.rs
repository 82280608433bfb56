//! Random valid models, whose names are those that generated code and Rust use, become code that compiles without a
//! warning.
//!
//! `RANDOM_MODELS` is the number of models, and `RANDOM_SEED` the seed of the first; the others follow. A failure prints
//! the seeds of its models, whose code remains in `target/random`.

#[path = "random/authentication.rs"]
mod authentication;
#[path = "random/body.rs"]
mod body;
#[path = "random/build.rs"]
mod build;
#[path = "random/http.rs"]
mod http;
#[path = "random/model.rs"]
mod model;
#[path = "random/names.rs"]
mod names;
#[path = "random/operation.rs"]
mod operation;
#[path = "random/value.rs"]
mod value;

use std::time::Instant;

use personalize_events_codegen::{Host, Source, generate};

/// The number of models unless `RANDOM_MODELS` is set.
const MODELS: u64 = 60;
/// The first seed unless `RANDOM_SEED` is set.
const SEED: u64 = 20_261_127;

fn variable(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| {
        let number = value.parse();
        number.unwrap_or_else(|_| panic!("{name} is a whole number"))
    })
}

#[test]
fn random_models_become_code_that_compiles_without_a_warning() {
    let (first, count) = (
        variable("RANDOM_SEED", SEED),
        variable("RANDOM_MODELS", MODELS),
    );
    println!("seeds {first} to {}", first + count - 1);
    let start = Instant::now();
    let pool = names::pool();
    let mut models = Vec::new();
    let (mut refused, mut renamed) = (Vec::new(), 0);
    for seed in first..first + count {
        let text = model::model(seed, &pool);
        let source = Source {
            name: &format!("{seed}.json"),
            text: &text,
        };
        let host = Host::Crate {
            name: "random".to_owned(),
            runtime: "../runtime".to_owned(),
        };
        match generate(source, &host) {
            Ok(output) => {
                renamed += output.renamed.len();
                models.push((seed, output));
            }
            Err(problems) => refused.push(format!("seed {seed}: {problems}")),
        }
    }
    assert!(
        refused.is_empty(),
        "valid models are refused:\n{}",
        refused.join("\n")
    );
    println!(
        "{} names, {count} models, {renamed} renames, generated in {:?}",
        pool.len(),
        start.elapsed()
    );
    assert!(renamed as u64 > count, "the names are difficult");
    let failures = build::check(&models);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    println!("compiled after {:?}", start.elapsed());
}
