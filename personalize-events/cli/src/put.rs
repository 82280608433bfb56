//! The commands `put-users`, `put-items` and `put-actions`.

use std::time::Duration;

use anyhow::bail;
use personalize_events::bulk::RateLimiter;

use crate::arguments::{self, Values};
use crate::checkpoint::{Checkpoint, CheckpointFile};
use crate::client::{self, Connection};
use crate::dataset::Dataset;
use crate::dataset_arn;
use crate::dry_run::DryRun;
use crate::input::{self, Input};
use crate::interrupt::Interrupts;
use crate::paths;
use crate::record_kind::RecordKind;
use crate::record_stream;
use crate::report::{ExitStatus, SummaryFormat};
use crate::run::Run;

/// Sends the records of the input, or only validates them.
pub(crate) async fn put<R: RecordKind>(arguments: &arguments::Put) -> anyhow::Result<ExitStatus> {
    let mut interrupts = Interrupts::listen()?;
    dataset_arn::check::<R>(arguments)?;
    paths::check(&arguments.input, None, arguments.checkpoint.as_deref())?;
    if arguments.checkpoint.is_some() && input::is_standard_input(&arguments.input.file) {
        bail!("standard input cannot be resumed from a checkpoint; pass a file");
    }
    let remote = match &arguments.dataset_arn {
        Some(dataset_arn) if !arguments.local && !arguments.dry_run => {
            Some(client::remote(arguments, dataset_arn).await?)
        }
        Some(_) | None => None,
    };
    let dataset = Dataset::load(
        &arguments.input,
        &[R::DATASET],
        Some(&arguments.keys),
        arguments.values == Values::Json,
    )?;
    let mut input = Input::open(&arguments.input, &dataset)?;
    if arguments.dry_run {
        let run = DryRun::new(&arguments.input, input, &dataset, &interrupts, |record| {
            record.build(R::from_record).map(|_| Ok(()))
        })?;
        let format = SummaryFormat::new(arguments.input.json, &arguments.input.rejects);
        return Ok(run.finish(format));
    }
    let Connection {
        client,
        dataset_arn,
        local,
    } = match remote {
        Some(connection) => connection,
        None => client::local(arguments, &dataset).await?,
    };
    let endpoint = client.config().endpoint_url().to_owned();
    let new = Checkpoint::new(R::COMMAND.to_owned(), dataset_arn.clone(), endpoint);
    let (file, checkpoint) = checkpoint(arguments, new, &mut input)?;
    let mut bulk = R::bulk(&client, &dataset_arn)
        .max_concurrent_batches(arguments.max_concurrent_batches.into())
        .max_rejected_batches(arguments.max_rejected_batches.0)
        .retry_timeout(Duration::from_secs(arguments.retry_timeout));
    match &arguments.rate {
        Some(rate) => bulk = bulk.rate_limiter(rate.clone()),
        None if arguments.local => bulk = bulk.rate_limiter(RateLimiter::unlimited()),
        None => {}
    }
    let mut run = Run::new(arguments, &input, checkpoint, file)?;
    let mut results = bulk.send_stream(record_stream::read::<R>(input, dataset))?;
    run.drive(&mut results, &mut interrupts).await;
    let local_records = local.map(|emulator| R::count_stored(&emulator, &dataset_arn));
    Ok(run.finish(results, local_records))
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
