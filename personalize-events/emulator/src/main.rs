//! The emulator as a program: arguments in, one line with its address out, then requests until
//! it is interrupted.

use std::io::Write;
use std::process::ExitCode;

use personalize_events_emulator::{EmulatorBuilder, StartError};

use crate::arguments::{Arguments, HELP};

mod arguments;

/// What `--version` prints.
const VERSION: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The exit code for arguments that make no sense.
const USAGE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let builder = match arguments::parse(std::env::args_os()) {
        Ok(Arguments::Help) => {
            print(HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Arguments::Version) => {
            print(VERSION);
            return ExitCode::SUCCESS;
        }
        Ok(Arguments::Run(builder)) => builder,
        Err(message) => {
            eprintln!("{message}\nTry `personalize-events-emulator --help`.");
            return ExitCode::from(USAGE);
        }
    };
    run(builder).await
}

async fn run(builder: EmulatorBuilder) -> ExitCode {
    let emulator = match builder.start().await {
        Ok(emulator) => emulator,
        Err(
            error @ (StartError::NotLoopback(_)
            | StartError::Dataset { .. }
            | StartError::Schema { .. }),
        ) => {
            eprintln!("{error}");
            return ExitCode::from(USAGE);
        }
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    // Whoever reads the line may interrupt at once: the interrupt is listened for before.
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

/// Prints a line at once. Nobody may be reading: that is no failure of ours, and no panic.
fn print(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
