//! Reads an input without sending it, for `--dry-run` and `convert`.

use std::io;

use anyhow::Error;

use crate::arguments;
use crate::dataset::Dataset;
use crate::input::Input;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;
use crate::rejects::Rejects;
use crate::reorder::ReorderBuffer;
use crate::report::{self, DryRunSummary, ExitStatus, Report};

/// Passes each record to `consume`, which returns its problems or the result of writing it.
pub(crate) fn dry_run(
    arguments: &arguments::Input,
    mut input: Input,
    dataset: &'static Dataset,
    mut consume: impl FnMut(ParsedRecord<'_>) -> Result<io::Result<()>, Problems>,
) -> anyhow::Result<ExitStatus> {
    let path = arguments.rejects.as_deref();
    let rejects = path.map(|path| Rejects::open(path, &input, None));
    let mut outcomes = ReorderBuffer::new(input.position, 0, rejects.transpose()?);
    let mut report = Report::new(&input, path);
    let stopped = loop {
        let raw = match input.next() {
            Ok(Some(raw)) => raw,
            Ok(None) => break None,
            Err(error) => break Some(error),
        };
        let reason = match input.parse(dataset, &raw).and_then(&mut consume) {
            Ok(Ok(())) => None,
            Ok(Err(error)) => {
                break Some(Error::new(error).context("the output cannot be written"));
            }
            Err(problems) => Some(report.problems(&raw, problems)),
        };
        let position = input.position;
        outcomes.push(position, &raw.bytes, reason.as_deref());
        if let Err(error) = outcomes.complete(position.records) {
            break Some(error);
        }
        report.progress.add(position.bytes, reason.is_some());
    };
    let stopped = stopped.or(outcomes.finish().err());
    let stopped = stopped.map(|error| format!("{error:#}"));
    let counts = report.progress.counts();
    let elapsed = report.finish(stopped.as_deref());
    let status = match &stopped {
        Some(_) => ExitStatus::Stopped,
        None if counts.rejected > 0 => ExitStatus::SomeRejected,
        None => ExitStatus::Success,
    };
    let summary = DryRunSummary {
        read: counts.records,
        valid: counts.records - counts.rejected,
        rejected: counts.rejected,
        stopped,
        seconds: elapsed.as_secs_f64(),
    };
    report::print_summary(arguments.json, &summary);
    Ok(status)
}
