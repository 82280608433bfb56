//! Sends users, items, actions and events from files, validates them and converts them.

mod arguments;
mod atomic_file;
mod aws_settings;
mod checked_block;
mod checkpoint;
mod client;
mod column;
mod convert;
mod dataset;
mod dataset_arn;
mod deletion_file;
mod derived_id;
mod doubts;
mod dry_run;
mod erase;
mod estimate;
mod event;
mod event_columns;
mod findings;
mod flags;
mod input;
mod interactions;
mod interrupt;
mod keys;
mod lock;
mod output;
mod parallel;
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
mod retry_notice;
mod run;
mod schema;
mod state;
mod target;
mod temporary;
mod tracking_id;
mod warnings;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use personalize_events::events::SessionEvent;
use personalize_events::{Action, ActionInteraction, Item, User};
use tokio::runtime::Runtime;

use arguments::{Arguments, Command, Schema};
use put::{put_events, put_records};
use report::ExitStatus;

/// The exit code for invalid arguments, files and settings; clap uses the same.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match block_on(execute(&arguments.command)).and_then(|result| result) {
        Ok(status) => status.into(),
        Err(error) => {
            progress::eprintln(&format!("{error:#}"));
            ExitCode::from(USAGE_ERROR)
        }
    }
}

/// Runs a future. What still blocks a thread at its end, such as the resolution of a name, ends with the process.
fn block_on<T>(future: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = Runtime::new().context("the runtime cannot be started")?;
    let output = runtime.block_on(future);
    runtime.shutdown_background();
    Ok(output)
}

async fn execute(command: &Command) -> anyhow::Result<ExitStatus> {
    match command {
        Command::PutUsers(arguments) => put_records::<User>(arguments).await,
        Command::PutItems(arguments) => put_records::<Item>(arguments).await,
        Command::PutActions(arguments) => put_records::<Action>(arguments).await,
        Command::PutEvents(arguments) => put_events::<SessionEvent>(arguments).await,
        Command::PutActionInteractions(arguments) => {
            put_events::<ActionInteraction>(arguments).await
        }
        Command::Convert(arguments) => convert::convert(arguments),
        Command::Erase(arguments) => erase::erase(arguments),
        Command::Schema(Schema::Check { files }) => Ok(schema::check(files)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::block_on;

    #[test]
    fn the_process_does_not_wait_for_a_thread_that_is_blocked() {
        let started = Instant::now();
        let output = block_on(async {
            let blocked =
                tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_secs(60)));
            tokio::time::timeout(Duration::from_millis(50), blocked)
                .await
                .is_err()
        });
        assert!(output.unwrap());
        assert!(started.elapsed() < Duration::from_secs(30));
    }
}
