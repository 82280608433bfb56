//! Sends users, items and actions from files, validates them and converts them.

mod arguments;
mod atomic_file;
mod aws_settings;
mod checkpoint;
mod client;
mod convert;
mod dataset;
mod dataset_arn;
mod dry_run;
mod flags;
mod input;
mod interrupt;
mod keys;
mod lock;
mod output;
mod parsed_record;
mod paths;
mod problem;
mod progress;
mod put;
mod reasons;
mod record;
mod record_kind;
mod record_stream;
mod rejects;
mod reorder;
mod repeated_ids;
mod report;
mod run;
mod schema;
mod target;
mod temporary;
mod warnings;

use std::process::ExitCode;

use clap::Parser as _;
use personalize_events::{Action, Item, User};

use arguments::{Arguments, Command, Schema};
use put::put;
use report::ExitStatus;

/// The exit code for invalid arguments, files and settings; clap uses the same.
const USAGE_ERROR: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match execute(&arguments.command).await {
        Ok(status) => status.into(),
        Err(error) => {
            progress::eprintln(&format!("{error:#}"));
            ExitCode::from(USAGE_ERROR)
        }
    }
}

async fn execute(command: &Command) -> anyhow::Result<ExitStatus> {
    match command {
        Command::PutUsers(arguments) => put::<User>(arguments).await,
        Command::PutItems(arguments) => put::<Item>(arguments).await,
        Command::PutActions(arguments) => put::<Action>(arguments).await,
        Command::Convert(arguments) => convert::convert(arguments),
        Command::Schema(Schema::Check { files }) => Ok(schema::check(files)),
    }
}
