//! The command: puts users, items and actions from files, checks them, converts them.

mod arguments;
mod check;
mod checkpoint;
mod connect;
mod convert;
mod dataset;
mod failure;
mod feed;
mod input;
mod job;
mod kindred;
mod ledger;
mod progress;
mod put;
mod record;
mod rejects;
mod report;
mod schema;

use std::process::ExitCode;

use clap::Parser as _;
use personalize_events::{Action, Item, User};

use arguments::{Arguments, Command, Schema};
use failure::Failure;
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
