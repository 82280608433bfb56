//! `cargo xtask`: arguments to tasks.

use std::path::PathBuf;
use std::process::ExitCode;

use xtask::codegen::{Codegen, Target};

const HELP: &str = "\
cargo xtask codegen [--check] [--model FILE --out DIR]

Generates the client from models/personalize-events.json.

  --check        write nothing; list the files that differ and fail if there are any
  --model FILE   generate from another Smithy model (JSON AST 2.0) ...
  --out DIR      ... a whole crate of its own into this folder
";

fn main() -> ExitCode {
    match parse() {
        Ok(Some(task)) => match task.run() {
            Ok(report) => {
                println!("{report}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        Ok(None) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

/// The task that the arguments ask for, or `None` for help.
fn parse() -> Result<Option<Codegen>, lexopt::Error> {
    use lexopt::Arg::{Long, Short, Value};
    let mut parser = lexopt::Parser::from_env();
    match parser.next()? {
        Some(Value(task)) if task == "codegen" => {}
        Some(Short('h') | Long("help")) | None => return Ok(None),
        Some(other) => return Err(other.unexpected()),
    }
    let (mut check, mut model, mut out) = (false, None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => check = true,
            Long("model") => model = Some(PathBuf::from(parser.value()?)),
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Short('h') | Long("help") => return Ok(None),
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    let target = match (model, out) {
        (None, None) => Target::Workspace,
        (Some(model), Some(out)) => Target::Crate { model, out },
        _ => return Err("--model and --out go together".into()),
    };
    Ok(Some(Codegen { target, check }))
}
