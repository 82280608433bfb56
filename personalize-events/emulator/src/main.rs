//! The emulator as a program: it prints its address and serves until it is interrupted.

use std::io::Write;
use std::process::ExitCode;

use personalize_events_emulator::{EmulatorBuilder, StartError};

use crate::arguments::{Arguments, HELP};

mod arguments;

const VERSION: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The exit code for invalid arguments.
const USAGE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    match arguments::parse(std::env::args_os()) {
        Ok(Arguments::Help) => print(HELP),
        Ok(Arguments::Version) => print(VERSION),
        Ok(Arguments::Run(builder)) => return run(*builder).await,
        Err(message) => {
            eprintln!("{message}\nTry `personalize-events-emulator --help`.");
            return ExitCode::from(USAGE);
        }
    }
    ExitCode::SUCCESS
}

async fn run(builder: EmulatorBuilder) -> ExitCode {
    let emulator = match builder.start().await {
        Ok(emulator) => emulator,
        Err(error) => {
            eprintln!("{error:#}");
            let is_usage = matches!(
                error,
                StartError::NotLoopback(_)
                    | StartError::Host(_)
                    | StartError::Dataset { .. }
                    | StartError::Schema { .. }
                    | StartError::Tracker { .. }
            );
            return if is_usage {
                ExitCode::from(USAGE)
            } else {
                ExitCode::FAILURE
            };
        }
    };
    // Listens for the interrupt before printing, because a reader of the line may interrupt at once.
    let (interrupted, ()) = tokio::join!(
        biased;
        tokio::signal::ctrl_c(),
        async { print(&format!("listening on {}", emulator.url())) },
    );
    match interrupted {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot wait for an interrupt: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints and flushes a line. A closed standard output is not an error, and unlike with `println!` no panic.
fn print(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
