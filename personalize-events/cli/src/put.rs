//! The commands that send records: `put-users`, `put-items`, `put-actions`, `put-events` and `put-action-interactions`.

use std::marker::PhantomData;
use std::time::Duration;

use anyhow::bail;
use personalize_events::ValidationError;
use personalize_events::bulk::RateLimiter;

use crate::arguments::{self, EventSettings, PutEvents, PutRecords, Values};
use crate::checkpoint::{Checkpoint, CheckpointFile};
use crate::client::{self, Connection};
use crate::dataset::{Dataset, Sent};
use crate::dataset_arn;
use crate::dry_run::{Consumer, DryRun};
use crate::input::{self, Input};
use crate::interrupt::Interrupts;
use crate::paths;
use crate::record::Record;
use crate::record_kind::RecordKind;
use crate::record_stream;
use crate::report::{ExitStatus, SummaryFormat};
use crate::run::Run;
use crate::tracking_id;

/// Sends records to a dataset, or only validates them.
pub(crate) async fn put_records<R: RecordKind>(
    arguments: &PutRecords,
) -> anyhow::Result<ExitStatus> {
    dataset_arn::check::<R>(arguments)?;
    let dataset_arn = arguments.dataset_arn.as_deref();
    let region = dataset_arn.map(dataset_arn::region);
    put::<R>(&arguments.put, dataset_arn, region, None).await
}

/// Sends records to an event tracker, or only validates them.
pub(crate) async fn put_events<R: RecordKind>(arguments: &PutEvents) -> anyhow::Result<ExitStatus> {
    let tracking_id = arguments.tracking_id.as_deref();
    tracking_id::check(tracking_id)?;
    let region = arguments.put.region.as_deref();
    let settings = Some(arguments.settings);
    put::<R>(&arguments.put, tracking_id, region, settings).await
}

/// `destination` is a dataset ARN or, for events, a tracking ID.
async fn put<R: RecordKind>(
    arguments: &arguments::Put,
    destination: Option<&str>,
    region: Option<&str>,
    events: Option<EventSettings>,
) -> anyhow::Result<ExitStatus> {
    let mut interrupts = Interrupts::listen()?;
    paths::check(&arguments.input, None, arguments.checkpoint.as_deref())?;
    if arguments.checkpoint.is_some() && input::is_standard_input(&arguments.input.file) {
        bail!("standard input cannot be resumed from a checkpoint; pass a file");
    }
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
        let validator = Validator::<R>(PhantomData);
        let run = DryRun::new(&arguments.input, input, &interrupts, validator, Ok)?;
        let format = SummaryFormat::new(arguments.input.json, &arguments.input.rejects);
        return Ok(run.finish(format));
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
        Some(rate) => bulk = bulk.rate_limiter(rate.clone()),
        None if arguments.local => bulk = bulk.rate_limiter(RateLimiter::unlimited()),
        None => {}
    }
    let mut run = Run::new(arguments, &input, checkpoint, file)?;
    let mut results = bulk.send_stream(record_stream::read::<R>(input))?;
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
