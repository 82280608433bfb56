//! The commands `put-users`, `put-items` and `put-actions`.

use std::time::Duration;

use anyhow::bail;
use personalize_events::bulk::RateLimiter;

use crate::arguments::{self, Values};
use crate::checkpoint::Checkpoint;
use crate::client::connect;
use crate::dataset::Dataset;
use crate::dry_run::dry_run;
use crate::input::{self, Input};
use crate::record_kind::RecordKind;
use crate::record_stream;
use crate::report::ExitStatus;
use crate::run::Run;

/// Sends the records of the input, or only validates them.
pub(crate) async fn put<R: RecordKind>(arguments: &arguments::Put) -> anyhow::Result<ExitStatus> {
    let dataset = Dataset::load(
        &arguments.input,
        &[R::DEFINITION],
        Some(&arguments.keys),
        arguments.values == Values::Json,
    )?;
    if arguments.checkpoint.is_some() && input::is_standard_input(&arguments.input.file) {
        bail!("standard input cannot be resumed from a checkpoint; pass a file");
    }
    let mut input = Input::open(&arguments.input, dataset)?;
    if arguments.dry_run {
        return dry_run(&arguments.input, input, dataset, |record| {
            record.build(R::from_record).map(|_| Ok(()))
        });
    }
    let connection = connect(arguments, dataset).await?;
    let dataset_arn = connection.dataset_arn;
    // Validates the ARN before any file is written.
    let nothing = std::iter::empty::<((), R)>();
    drop(R::bulk(&connection.client, &dataset_arn).send_iter(nothing)?);
    let checkpoint = checkpoint::<R>(arguments, &dataset_arn, &mut input)?;
    let mut bulk = R::bulk(&connection.client, &dataset_arn)
        .max_concurrent_batches(arguments.max_concurrent_batches.into())
        .retry_timeout(Duration::from_secs(arguments.retry_timeout));
    match &arguments.rate {
        Some(rate) => bulk = bulk.rate_limiter(rate.clone()),
        None if arguments.local => bulk = bulk.rate_limiter(RateLimiter::unlimited()),
        None => {}
    }
    let mut run = Run::new(
        &input,
        checkpoint,
        arguments.checkpoint.as_deref(),
        arguments.input.rejects.as_deref(),
    )?;
    let (records, read_error) = record_stream::read::<R>(input, dataset);
    let mut results = bulk.send_stream(records)?;
    run.drive(&mut results).await;
    let local = connection.local;
    let local_records = local.map(|emulator| R::count_stored(&emulator, &dataset_arn));
    Ok(run.finish(&results, read_error, local_records, arguments.input.json))
}

/// Loads the checkpoint, and skips the records that earlier runs have completed.
fn checkpoint<R: RecordKind>(
    arguments: &arguments::Put,
    dataset_arn: &str,
    input: &mut Input,
) -> anyhow::Result<Checkpoint> {
    let new = Checkpoint::new(R::command(), dataset_arn.to_owned());
    let path = arguments.checkpoint.as_deref();
    let found = path.map(Checkpoint::load).transpose()?.flatten();
    let Some((path, found)) = path.zip(found) else {
        return Ok(new);
    };
    let name = path.display().to_string();
    if !arguments.resume {
        bail!(
            "{name}: a checkpoint exists; resume from it with --resume, or remove it to start over"
        );
    }
    found.resume(&name, &new, input)?;
    Ok(found)
}
