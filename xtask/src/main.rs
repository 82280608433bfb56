//! `cargo xtask`: parses the arguments and runs a task.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;
use personalize_events_codegen::{Options, ShapeId};
use xtask::bench::Bench;
use xtask::codegen::{self, Codegen, Target};
use xtask::features;
use xtask::models::Models;
use xtask::protocol::ProtocolTests;
use xtask::public_api::PublicApi;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HELP: &str = "\
cargo xtask codegen [--check] [--model FILE... --out DIR [--skip-unsupported] [--allow-trait ID]...]
cargo xtask public-api [--check]
cargo xtask protocol-tests --suite FILE [--malformed FILE]
cargo xtask models [--build] [DIR]
cargo xtask features
cargo xtask bench [--rounds N] [--skip-builds] [--files] [--users N] [--write]

codegen generates the client from models/personalize-events.json.

  --check             write nothing; list the files that are out of date and fail if there are any
  --model FILE        generate a crate from another Smithy model (JSON AST 2.0); repeat it for each file of the model
  --out DIR           the folder of that crate
  --skip-unsupported  leave out and list operations that reach an unsupported feature or a problem
  --allow-trait ID    ignore this trait, such as com.example#note, although it is unknown; may be repeated

public-api writes the public items of each published crate into its public-api.txt.

  --check  write nothing; print what differs and fail if anything does

protocol-tests generates a crate from Smithy's protocol tests and runs their cases.

  --suite FILE      the suite: a Smithy model (JSON AST 2.0) with test traits
  --malformed FILE  requests that services must reject, by operation, with their parameters expanded

models generates a crate from each Smithy model in a folder, without the operations that must be left out, and prints a
table of what became of them and why models or operations were refused.

  DIR      the folder: each file that ends in .json is a model [default: that in the variable MODELS]
  --build  compile the crates and their documentation with warnings denied; removes target/doc

features checks that each feature of each package compiles alone, none, and all, without warnings.

bench compares the client with AWS's SDKs and the bare HTTP client, and `personalize-events convert` with DuckDB,
polars and pandas, which it installs from PyPI if there is Python; it takes twenty minutes.

  --rounds N        how often to run each client [default: 7]
  --skip-builds     do not measure clean builds or replace their table
  --files           compare only `convert`
  --users N         how many users the file has that is converted [default: 2000000]
  --write           write the tables into xtask/bench/RESULTS.md, and the most important ratios into the README
";

/// A task with its options.
enum Task {
    Codegen(Codegen),
    PublicApi(PublicApi),
    ProtocolTests(ProtocolTests),
    Models(Models),
    Features,
    Bench(Bench),
    Help,
}

fn main() -> ExitCode {
    let task = match parse() {
        Ok(task) => task,
        Err(error) => {
            eprintln!("{error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let result = match task {
        Task::Codegen(task) => task.run().map(|report| (report.to_string(), true)),
        Task::PublicApi(task) => task.run().map(|changes| (changes, true)),
        Task::ProtocolTests(task) => task.run().map(|report| (report.text, report.passed)),
        Task::Models(task) => task.run().map(|report| (report.text, report.passed)),
        Task::Features => features::check().map(|checked| (checked, true)),
        Task::Bench(task) => task.run().map(|tables| (tables, true)),
        Task::Help => Ok((HELP.to_owned(), true)),
    };
    match result {
        Ok((text, is_success)) => {
            println!("{}", text.trim_end());
            ExitCode::from(u8::from(!is_success))
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn parse() -> Result<Task, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    match parser.next()? {
        Some(Value(task)) if task == "codegen" => codegen(parser),
        Some(Value(task)) if task == "public-api" => public_api(parser),
        Some(Value(task)) if task == "protocol-tests" => protocol_tests(parser),
        Some(Value(task)) if task == "models" => models(parser),
        Some(Value(task)) if task == "features" => match parser.next()? {
            None => Ok(Task::Features),
            Some(other) => Err(other.unexpected()),
        },
        Some(Value(task)) if task == "bench" => bench(parser),
        Some(Short('h') | Long("help")) | None => Ok(Task::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn codegen(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let (mut check, mut options) = (false, Options::default());
    let (mut models, mut out) = (Vec::new(), None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => check = true,
            Long("skip-unsupported") => options.skip_unsupported = true,
            Long("allow-trait") => options.allowed_traits.push(trait_id(&parser.value()?)?),
            Long("model") => models.push(PathBuf::from(parser.value()?)),
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Short('h') | Long("help") => return Ok(Task::Help),
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    let target = match out {
        None if !models.is_empty() => return Err("`--model` requires `--out`".into()),
        None if options != Options::default() => {
            let message = "`--skip-unsupported` and `--allow-trait` require `--model` and `--out`";
            return Err(message.into());
        }
        None => Target::Workspace {
            root: codegen::root().map_err(|error| error.to_string())?,
        },
        Some(_) if models.is_empty() => return Err("`--out` requires `--model`".into()),
        Some(out) => Target::Crate {
            models,
            out,
            options,
        },
    };
    Ok(Task::Codegen(Codegen { target, check }))
}

fn trait_id(value: &OsStr) -> Result<ShapeId, lexopt::Error> {
    let id = value.to_str().and_then(ShapeId::parse);
    let message = "`--allow-trait` requires the id of a trait, such as `com.example#note`";
    id.ok_or_else(|| message.into())
}

fn public_api(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut check = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => check = true,
            Short('h') | Long("help") => return Ok(Task::Help),
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    Ok(Task::PublicApi(PublicApi { check }))
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
    let suite = suite.ok_or("`--suite` is required")?;
    Ok(Task::ProtocolTests(ProtocolTests { suite, malformed }))
}

fn models(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut build = false;
    let mut folder = std::env::var_os("MODELS").map(PathBuf::from);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("build") => build = true,
            Value(value) => folder = Some(PathBuf::from(value)),
            Short('h') | Long("help") => return Ok(Task::Help),
            Short(_) | Long(_) => return Err(argument.unexpected()),
        }
    }
    let folder = folder.ok_or("a folder of models is required, or the variable `MODELS`")?;
    Ok(Task::Models(Models { folder, build }))
}

fn bench(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut task = Bench {
        rounds: 7,
        skip_builds: false,
        files: false,
        users: 2_000_000,
        write: false,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("rounds") => task.rounds = parser.value()?.parse()?,
            Long("skip-builds") => task.skip_builds = true,
            Long("files") => task.files = true,
            Long("users") => task.users = parser.value()?.parse()?,
            Long("write") => task.write = true,
            Short('h') | Long("help") => return Ok(Task::Help),
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    Ok(Task::Bench(task))
}
