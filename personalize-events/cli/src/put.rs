//! Puts records: from the arguments to a run over the input.

use std::time::Duration;

use personalize_events::bulk::RateLimiter;

use crate::arguments::{self, Values};
use crate::checkpoint::{Checkpoint, hexadecimal};
use crate::client::connect;
use crate::dataset::{Dataset, Keys};
use crate::dry_run;
use crate::error::Failure;
use crate::input::{self, Input};
use crate::record_kind::Kindred;
use crate::record_stream::Feed;
use crate::rejects::Rejects;
use crate::report::Outcome;
use crate::run::Job;

/// Puts the records of the input, or checks them.
pub(crate) async fn put<R: Kindred>(arguments: &arguments::Put) -> Result<Outcome, Failure> {
    let native = arguments.values == Values::Json;
    let keys = Keys::Sent(&arguments.keys);
    let dataset = Dataset::load(&arguments.input.schema, &[R::KIND], keys, native)?;
    if arguments.checkpoint.is_some() && input::is_standard(&arguments.input.file) {
        return Err(Failure::new(
            "standard input cannot be read again from a checkpoint; give a file",
        ));
    }
    let mut input = Input::open(&arguments.input, dataset)?;
    if arguments.dry_run {
        return dry_run::check(&arguments.input, input, dataset, |reading| {
            reading.make(R::of).map(|_| Ok(()))
        });
    }
    let connected = connect(arguments, dataset.schema()).await?;
    let dataset_arn = connected.dataset_arn;
    // Before anything is written: whether the dataset can be one.
    let nothing = std::iter::empty::<((), R)>();
    let empty = R::bulk(&connected.client, &dataset_arn).send_iter(nothing);
    drop(empty.map_err(|invalid| Failure::new(invalid.to_string()))?);
    let checkpoint = begin::<R>(arguments, &dataset_arn, &mut input)?;
    let mut bulk = R::bulk(&connected.client, &dataset_arn)
        .max_concurrent_batches(arguments.max_in_flight.into())
        .retry_timeout(Duration::from_secs(arguments.deadline));
    match &arguments.rate {
        Some(pace) => bulk = bulk.rate_limiter(pace.clone()),
        None if arguments.local => bulk = bulk.rate_limiter(RateLimiter::unlimited()),
        None => {}
    }
    let path = arguments.input.rejects.as_deref();
    let resumed = checkpoint.rejects.as_ref();
    let open = |path| Rejects::open(path, &input, resumed).map(|file| (path, file));
    let rejects = path.map(open).transpose()?;
    let path = arguments.checkpoint.as_deref();
    let mut job = Job::new(&input, checkpoint, path, rejects).map_err(Failure::new)?;
    let (feed, end) = Feed::<R>::new(input, dataset);
    let mut run = bulk
        .send_stream(feed)
        .map_err(|invalid| Failure::new(invalid.to_string()))?;
    let interrupted = job.drive(&mut run).await;
    let stored = connected
        .local
        .map(|emulator| R::stored(&emulator, &dataset_arn));
    Ok(job.finish(&run, &end, interrupted, stored, arguments.input.json))
}

/// Passes over what earlier runs have settled; gives where that ends.
fn begin<R: Kindred>(
    arguments: &arguments::Put,
    dataset_arn: &str,
    input: &mut Input,
) -> Result<Checkpoint, Failure> {
    let path = arguments.checkpoint.as_deref();
    let found = path.map(Checkpoint::load).transpose()?.flatten();
    let Some((path, found)) = path.zip(found) else {
        return Ok(Checkpoint {
            command: R::COMMAND.to_owned(),
            dataset_arn: dataset_arn.to_owned(),
            records: 0,
            digest: String::new(),
            rejected: 0,
            rejects: None,
        });
    };
    let name = path.display();
    if !arguments.resume {
        return Err(Failure::new(format!(
            "{name}: there is a checkpoint already; go on there with --resume, or remove it to begin again"
        )));
    }
    if (found.command.as_str(), found.dataset_arn.as_str()) != (R::COMMAND, dataset_arn) {
        return Err(Failure::new(format!(
            "{name}: this is the checkpoint of {} into {}",
            found.command, found.dataset_arn
        )));
    }
    let other = |what: &str| {
        Failure::new(format!(
            "{name}: this is the checkpoint of another input: {what}"
        ))
    };
    while input.mark.records < found.records {
        let read = input
            .next()
            .map_err(|error| Failure::new(error.to_string()))?;
        if read.is_none() {
            let (has, records) = (input.mark.records, found.records);
            return Err(other(&format!(
                "{} has {has} records, {records} were settled",
                input.name
            )));
        }
    }
    if hexadecimal(&input.mark) != found.digest {
        let records = found.records;
        return Err(other(&format!(
            "the first {records} records of {} are not the same",
            input.name
        )));
    }
    Ok(found)
}
