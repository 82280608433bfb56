//! `cargo xtask`: arguments to tasks.

use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;
use xtask::bench::Bench;
use xtask::codegen::{Codegen, Target};
use xtask::protocol::ProtocolTests;

const HELP: &str = "\
cargo xtask codegen [--check] [--model FILE --out DIR [--skip-unsupported]]
cargo xtask protocol-tests --suite FILE [--malformed FILE]
cargo xtask bench [--rounds N] [--skip-builds] [--readme]

codegen generates the client from models/personalize-events.json.

  --check             write nothing; list the files that differ and fail if there are any
  --model FILE        generate from another Smithy model (JSON AST 2.0) ...
  --out DIR           ... a whole crate of its own into this folder
  --skip-unsupported  leave out, and list, the operations that reach unsupported features

protocol-tests generates a crate from Smithy's protocol tests, and runs their cases.

  --suite FILE      the suite, a Smithy model (JSON AST 2.0)
  --malformed FILE  requests that services refuse, by operation, parameters expanded

bench measures the client beside AWS's SDKs and a bare HTTP client; it takes twenty minutes.

  --rounds N        how often each is run [default: 7]
  --skip-builds     take the programs of the last time, and measure no builds
  --readme          write the tables into the README
";

/// What the arguments ask for.
enum Task {
    Codegen(Codegen),
    ProtocolTests(ProtocolTests),
    Bench(Bench),
    Help,
}

fn main() -> ExitCode {
    match parse() {
        Ok(Task::Codegen(task)) => done(task.run(), |_| true),
        Ok(Task::ProtocolTests(task)) => {
            let report = task.run();
            let report = report.map(|report| (report.text, report.passed));
            let passed = report.as_ref().is_ok_and(|(_, passed)| *passed);
            done(report.map(|(text, _)| text), |_| passed)
        }
        Ok(Task::Bench(task)) => done(task.run(), |_| true),
        Ok(Task::Help) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

/// Tells what was done, and whether it was well.
fn done<T: Display, E: Display>(outcome: Result<T, E>, is_well: impl Fn(&T) -> bool) -> ExitCode {
    match outcome {
        Ok(report) => {
            println!("{report}");
            if is_well(&report) {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn parse() -> Result<Task, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    match parser.next()? {
        Some(Value(task)) if task == "codegen" => codegen(parser),
        Some(Value(task)) if task == "protocol-tests" => protocol_tests(parser),
        Some(Value(task)) if task == "bench" => bench(parser),
        Some(Short('h') | Long("help")) | None => Ok(Task::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn codegen(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let (mut check, mut skip_unsupported) = (false, false);
    let (mut model, mut out) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => check = true,
            Long("skip-unsupported") => skip_unsupported = true,
            Long("model") => model = Some(PathBuf::from(parser.value()?)),
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Short('h') | Long("help") => return Ok(Task::Help),
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    let target = match (model, out) {
        (None, None) if !skip_unsupported => Target::Workspace,
        (Some(model), Some(out)) => Target::Crate {
            model,
            out,
            skip_unsupported,
        },
        (None, None) => return Err("--skip-unsupported goes with --model and --out".into()),
        _ => return Err("--model and --out go together".into()),
    };
    Ok(Task::Codegen(Codegen { target, check }))
}

fn protocol_tests(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let (mut suite, mut malformed) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("suite") => suite = Some(PathBuf::from(parser.value()?)),
            Long("malformed") => malformed = Some(PathBuf::from(parser.value()?)),
            Short('h') | Long("help") => return Ok(Task::Help),
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    let suite = suite.ok_or("--suite is needed")?;
    Ok(Task::ProtocolTests(ProtocolTests { suite, malformed }))
}

fn bench(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut task = Bench {
        rounds: 7,
        skip_builds: false,
        readme: false,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("rounds") => task.rounds = parser.value()?.parse()?,
            Long("skip-builds") => task.skip_builds = true,
            Long("readme") => task.readme = true,
            Short('h') | Long("help") => return Ok(Task::Help),
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    Ok(Task::Bench(task))
}
