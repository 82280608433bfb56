//! The commands that send records: `put-users`, `put-items`, `put-actions`, `put-events` and `put-action-interactions`.

use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{bail, ensure};
use personalize_events::ValidationError;
use personalize_events::bulk::RateLimiter;

use crate::arguments::{self, EventSettings, PutEvents, PutRecords, Values};
use crate::checked_block::Consumer;
use crate::checkpoint::{Checkpoint, CheckpointFile};
use crate::client::{self, Connection};
use crate::dataset::{Dataset, Sent};
use crate::dataset_arn;
use crate::deletion_file::{self, DeletionKind};
use crate::dry_run::DryRun;
use crate::estimate::Comparison;
use crate::input::{self, Input};
use crate::interrupt::Interrupts;
use crate::paths::{self, Role};
use crate::record::Record;
use crate::record_kind::RecordKind;
use crate::record_stream;
use crate::report::{ExitStatus, SummaryFormat};
use crate::run::Run;
use crate::state::{
    self, Changes, ContentHasher, ContentSettings, Deletion, Destination, Outcomes, State,
};
use crate::target;
use crate::tracking_id;

/// Sends records to a dataset, or only validates them.
pub(crate) async fn put_records<R: RecordKind + DeletionKind>(
    arguments: &PutRecords,
) -> anyhow::Result<ExitStatus> {
    dataset_arn::check::<R>(arguments)?;
    let dataset_arn = arguments.dataset_arn.as_deref();
    let region = dataset_arn.map(dataset_arn::region);
    let flags = &arguments.state;
    let state = flags.state.as_deref().map(|path| StateArguments {
        path,
        is_full: flags.full,
        deleted: flags.deleted.as_deref(),
        list: Deletion::new::<R>,
    });
    put::<R>(&arguments.put, dataset_arn, region, None, state).await
}

/// Sends records to an event tracker, or only validates them.
pub(crate) async fn put_events<R: RecordKind>(arguments: &PutEvents) -> anyhow::Result<ExitStatus> {
    let tracking_id = arguments.tracking_id.as_deref();
    tracking_id::check(tracking_id)?;
    let region = arguments.put.region.as_deref();
    let settings = Some(arguments.settings);
    put::<R>(&arguments.put, tracking_id, region, settings, None).await
}

/// The arguments of a run with a state.
struct StateArguments<'a> {
    path: &'a Path,
    is_full: bool,
    deleted: Option<&'a Path>,
    list: fn(Option<&Path>, bool) -> Deletion,
}

/// `destination` is a dataset ARN or, for events, a tracking ID.
async fn put<R: RecordKind>(
    arguments: &arguments::Put,
    destination: Option<&str>,
    region: Option<&str>,
    events: Option<EventSettings>,
    state: Option<StateArguments<'_>>,
) -> anyhow::Result<ExitStatus> {
    let mut interrupts = Interrupts::listen()?;
    check_files(arguments, state.as_ref())?;
    let remote = match destination {
        Some(destination) if !arguments.local && !arguments.dry_run => {
            Some(client::remote(arguments, destination, region).await?)
        }
        Some(_) | None => None,
    };
    let dataset = Dataset::load(
        &arguments.input,
        &[R::DATASET],
        Some(Sent {
            keys: &arguments.keys,
            json_values: arguments.values == Values::Json,
            events,
        }),
    )?;
    let mut input = Input::open(&arguments.input, &dataset)?;
    if arguments.dry_run {
        let format = SummaryFormat::new(arguments.input.json, &arguments.input.rejects);
        let Some(state) = state else {
            let validator = Validator::<R>(PhantomData);
            let run = DryRun::new(&arguments.input, input, &interrupts, validator, Ok)?;
            return Ok(run.finish(format, None));
        };
        let destination = Destination {
            dataset_arn: destination,
            endpoint: None,
        };
        let opened = State::inspect(state.path, destination, &ContentSettings::of(&dataset))?;
        let hasher = ContentHasher::<R>::new(&opened);
        let changes = Changes::new(opened, state.is_full);
        let mut comparison = Comparison::new(changes, arguments.rate.as_ref());
        let run = DryRun::new(&arguments.input, input, &interrupts, hasher, |contents| {
            comparison.add(contents)
        })?;
        return Ok(run.finish(format, Some(comparison.finish()?)));
    }
    let Connection {
        client,
        destination,
        local,
    } = match remote {
        Some(connection) => connection,
        None => client::local(arguments, destination, &dataset).await?,
    };
    let endpoint = client.config().endpoint_url().to_owned();
    let new = Checkpoint::new::<R>(destination.clone(), endpoint);
    let (file, checkpoint) = checkpoint(arguments, new, &mut input)?;
    let mut bulk = R::bulk(&client, &destination)
        .max_rejected_batches(arguments.max_rejected_batches.0)
        .retry_timeout(Duration::from_secs(arguments.retry_timeout));
    if let Some(batches) = arguments.max_concurrent_batches {
        bulk = bulk.max_concurrent_batches(batches.into());
    }
    match &arguments.rate {
        Some(rate) => bulk = bulk.rate_limiter(rate.limiter.clone()),
        None if arguments.local => bulk = bulk.rate_limiter(RateLimiter::unlimited()),
        None => {}
    }
    let (outcomes, changes) = match state {
        Some(state) => {
            let destination = Destination {
                dataset_arn: Some(&destination),
                endpoint: Some(client.config().endpoint_url()),
            };
            let opened = State::open(state.path, destination, &ContentSettings::of(&dataset))?;
            let changes = Changes::new(Arc::clone(&opened), state.is_full);
            let is_stream = target::is_stream(&arguments.input.file);
            let deletion = (state.list)(state.deleted, is_stream);
            let outcomes = Outcomes::new(opened, changes.reading(), deletion);
            (Some(outcomes), Some(changes))
        }
        None => (None, None),
    };
    let mut run = Run::new(arguments, &input, checkpoint, file, outcomes)?;
    let records = match changes {
        Some(changes) => state::read::<R>(input, changes),
        None => record_stream::read::<R>(input),
    };
    let mut results = bulk.send_stream(records)?;
    run.drive(&mut results, &mut interrupts).await;
    let local_records = local.map(|emulator| R::count_stored(&emulator, &destination));
    Ok(run.finish(results, local_records))
}

/// Validates records of a kind.
struct Validator<R>(PhantomData<fn() -> R>);

impl<R: RecordKind> Consumer for Validator<R> {
    type Output = ();

    fn start(&self) -> anyhow::Result<()> {
        Ok(())
    }

    fn add(
        &self,
        (): &mut (),
        record: &Record,
        _is_valid: bool,
    ) -> Result<(), Vec<ValidationError>> {
        R::from_record(record).map(drop)
    }
}

/// Checks the files of a run, before one of them is opened.
fn check_files(
    arguments: &arguments::Put,
    state: Option<&StateArguments<'_>>,
) -> anyhow::Result<()> {
    if state.is_some() && arguments.checkpoint.is_some() {
        bail!(
            "--state and --checkpoint exclude each other: a run with a state continues without a checkpoint, because it \
             sends only what is not stored; remove --checkpoint and --resume"
        );
    }
    let deleted = state.and_then(|state| state.deleted);
    paths::check(
        &arguments.input,
        &[
            (Role::Checkpoint, arguments.checkpoint.as_deref()),
            (Role::State, state.map(|state| state.path)),
            (Role::Deleted, deleted),
        ],
    )?;
    if arguments.checkpoint.is_some() && input::is_standard_input(&arguments.input.file) {
        bail!("standard input cannot be resumed from a checkpoint; pass a file");
    }
    let Some(deleted) = deleted else {
        return Ok(());
    };
    ensure!(
        !target::is_stream(&arguments.input.file),
        "--deleted requires an input that is a file: if a program that writes to a pipe fails, the command reads a part of \
         its output, and would list all other IDs; write the output to a file, and if that succeeds, pass the file"
    );
    deletion_file::check_absent(deleted, "--deleted")
}

/// Loads the checkpoint of this run or starts with `new`, and skips the records that earlier runs have completed.
fn checkpoint(
    arguments: &arguments::Put,
    new: Checkpoint,
    input: &mut Input,
) -> anyhow::Result<(Option<CheckpointFile>, Checkpoint)> {
    let Some(path) = arguments.checkpoint.as_deref() else {
        return Ok((None, new));
    };
    let (file, found) = CheckpointFile::open(path)?;
    let Some(found) = found else {
        return Ok((Some(file), new));
    };
    let name = path.display().to_string();
    if !arguments.resume {
        bail!(
            "{name}: a checkpoint exists; resume from it with --resume, or remove it to start over"
        );
    }
    found.resume(&name, &new, input)?;
    Ok((Some(file), found))
}
