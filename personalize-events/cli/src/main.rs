//! The command: puts users, items and actions from files, checks them, converts them.

mod arguments;
mod checkpoint;
mod client;
mod convert;
mod dataset;
mod dry_run;
mod error;
mod input;
mod progress;
mod put;
mod record;
mod record_kind;
mod record_stream;
mod rejects;
mod reorder;
mod report;
mod run;
mod schema;

use std::process::ExitCode;

use clap::Parser as _;
use personalize_events::{Action, Item, User};

use arguments::{Arguments, Command, Schema};
use error::Failure;
use put::put;
use report::Outcome;

/// The exit code where nothing could be done, which is that of wrong arguments.
const UNUSABLE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.command).await {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            progress::eprintln(&failure.to_string());
            ExitCode::from(UNUSABLE)
        }
    }
}

async fn run(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::PutUsers(arguments) => put::<User>(arguments).await,
        Command::PutItems(arguments) => put::<Item>(arguments).await,
        Command::PutActions(arguments) => put::<Action>(arguments).await,
        Command::Convert(arguments) => convert::convert(arguments),
        Command::Schema(Schema::Check { files }) => Ok(schema::check(files)),
    }
}
