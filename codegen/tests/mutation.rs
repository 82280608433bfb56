//! For randomly changed models, the generator outputs valid Rust or reports problems with positions.

#[path = "mutation/mutate.rs"]
mod mutate;
#[path = "mutation/sound.rs"]
mod sound;
#[path = "mutation/tree.rs"]
mod tree;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fastrand::Rng;
use personalize_events_ast::ShapeId;
use personalize_events_codegen::{Diagnostics, Host, Source, generate};
use sound::Sound;
use tree::{Text, Tree};

const MODEL: &str = include_str!("../../models/personalize-events.json");
/// The number of models.
const MODELS: u64 = 5_000;
/// The seed of the first model; the others follow. `MUTATION_SEED` replaces it.
const SEED: u64 = 20_180_322;

/// The outcomes of the models of one thread.
#[derive(Debug, Default)]
struct Outcome {
    generated: usize,
    rejected: usize,
    failures: Vec<String>,
}

#[test]
fn a_changed_model_is_generated_or_rejected_with_positions() {
    let first = std::env::var("MUTATION_SEED").map_or(SEED, |seed| {
        seed.parse().expect("MUTATION_SEED is a whole number")
    });
    let mut models: Vec<Tree> = vec![serde_json::from_str(MODEL).unwrap()];
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut cases: Vec<_> = fs::read_dir(golden)
        .unwrap()
        .map(|case| case.unwrap().path().join("model.json"))
        .collect();
    cases.sort();
    for case in cases {
        models.push(serde_json::from_str(&fs::read_to_string(case).unwrap()).unwrap());
    }
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::panic::set_hook(Box::new(|_| {}));
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let seeds = (first..first + MODELS).skip(thread).step_by(threads);
                let models = &models;
                scope.spawn(move || run(models, seeds))
            })
            .collect();
        let joined = workers.into_iter().map(|worker| worker.join().unwrap());
        joined.collect()
    });
    drop(std::panic::take_hook());
    let mut all = Outcome::default();
    for outcome in outcomes {
        all.generated += outcome.generated;
        all.rejected += outcome.rejected;
        all.failures.extend(outcome.failures);
    }
    println!(
        "seed {first}: {} generated, {} rejected",
        all.generated, all.rejected
    );
    let shown = all.failures.iter().take(10).cloned();
    let shown: Vec<String> = shown.collect();
    assert!(
        all.failures.is_empty(),
        "{} of {MODELS} failed:\n{}",
        all.failures.len(),
        shown.join("\n")
    );
    assert!(all.generated > 500 && all.rejected > 500, "{all:?}");
}

fn run(models: &[Tree], seeds: impl Iterator<Item = u64>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut sound = Sound::default();
    let mut brief = models[0].clone();
    brief.cut_documentation();
    for seed in seeds {
        let mut rng = Rng::with_seed(seed);
        // Documentation takes most of the time and is alike in most models.
        let own = if rng.u8(0..10) == 0 {
            &models[0]
        } else {
            &brief
        };
        // The golden cases have shapes and traits that the service's model lacks.
        let model = if rng.bool() {
            own
        } else {
            &models[rng.usize(1..models.len())]
        };
        let mut changed = model.clone();
        let descriptions: Vec<String> = (0..[1, 1, 1, 2, 3][rng.usize(..5)])
            .map(|_| mutate::mutate(&mut changed, &mut rng))
            .collect();
        let text = changed.write();
        let host = if rng.bool() {
            Host::Workspace
        } else {
            Host::Crate {
                name: "mutated".to_owned(),
                runtime: "../runtime".to_owned(),
            }
        };
        let source = Source {
            name: "changed.json",
            text: &text.text,
        };
        let failure = match catch_unwind(AssertUnwindSafe(|| generate(source, &host))) {
            Err(panic) => Some(format!("panic: {}", message(&*panic))),
            Ok(Ok(output)) => {
                outcome.generated += 1;
                sound.output(&output).err()
            }
            Ok(Err(diagnostics)) => {
                outcome.rejected += 1;
                located(&diagnostics, &text).err()
            }
        };
        if let Some(failure) = failure {
            let descriptions = descriptions.join("; ");
            outcome
                .failures
                .push(format!("seed {seed} ({descriptions}): {failure}"));
        }
    }
    outcome
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let owned = panic.downcast_ref::<String>().cloned();
    owned
        .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
        .unwrap_or_default()
}

/// Checks that each diagnostic has a position in the text, names the shape around it, and is in the report.
fn located(diagnostics: &Diagnostics, text: &Text) -> Result<(), String> {
    if diagnostics.problems().is_empty() {
        return Err("rejected without a problem".to_owned());
    }
    let report = diagnostics.report();
    for problem in diagnostics.problems() {
        if !text.holds(problem.at) {
            return Err(format!("not a position of the text: {problem:?}"));
        }
        let position = problem.at.to_string();
        let equal = diagnostics.problems().iter();
        let equal = equal.filter(|other| other.message == problem.message);
        // Four places of a problem are listed, and the others counted.
        if equal.count() <= 4 && !report.contains(&position) {
            return Err(format!("not in the report: {problem:?}"));
        }
        let around = text.shape_at(problem.at).and_then(ShapeId::parse);
        if problem.shape != around {
            return Err(format!("the position is in {around:?}: {problem:?}"));
        }
    }
    Ok(())
}
