//! Reads an input without sending it, for `--dry-run` and `convert`.

use std::io;

use anyhow::{Error, anyhow};

use crate::arguments;
use crate::dataset::Dataset;
use crate::input::Input;
use crate::interrupt::Interrupts;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;
use crate::progress::{Outcome, eprintln};
use crate::rejects::Rejects;
use crate::reorder::ReorderBuffer;
use crate::report::{DryRunSummary, ExitStatus, Report, SummaryFormat};

/// An input that has been read, to its end or as far as possible.
pub(crate) struct DryRun {
    report: Report,
    has_all_rejects: bool,
    /// Why it stopped early.
    stopped: Option<Error>,
    is_interrupted: bool,
}

impl DryRun {
    /// Passes each record to `consume`, which returns its problems or the result of writing it.
    pub(crate) fn new<'d>(
        arguments: &arguments::Input,
        mut input: Input,
        dataset: &'d Dataset,
        interrupts: &Interrupts,
        mut consume: impl FnMut(ParsedRecord<'d, '_>) -> Result<io::Result<()>, Problems>,
    ) -> anyhow::Result<Self> {
        let path = arguments.rejects.as_deref();
        let rejects = path.map(|path| Rejects::open(path, arguments, &input, None));
        let mut outcomes = ReorderBuffer::new(input.position, 0, rejects.transpose()?);
        let mut report = Report::new(&input, path);
        let mut is_interrupted = false;
        let stopped = loop {
            if interrupts.received() > 0 {
                is_interrupted = true;
                break Some(anyhow!("interrupted"));
            }
            let raw = match input.next() {
                Ok(Some(raw)) => raw,
                Ok(None) => break None,
                Err(error) => break Some(error),
            };
            let reason = match input.parse(dataset, &raw).and_then(&mut consume) {
                Ok(Ok(())) => None,
                Ok(Err(error)) => break Some(unwritable(error)),
                Err(problems) => Some(report.problems(&raw, problems)),
            };
            let position = input.position;
            outcomes.push(position, &raw.bytes, reason.as_deref());
            let outcome = reason.map_or(Outcome::Valid, |_| Outcome::Rejected);
            report.progress.add(position.bytes, outcome);
            if let Err(error) = outcomes.complete(position.records) {
                break Some(error);
            }
        };
        let written = outcomes.finish();
        Ok(Self {
            report,
            has_all_rejects: written.is_ok(),
            stopped: stopped.or(written.err()),
            is_interrupted,
        })
    }

    /// Completes the output, if all records were read. `complete` returns the result of writing what is left.
    pub(crate) fn complete_output(&mut self, complete: impl FnOnce() -> io::Result<()>) {
        if self.stopped.is_none() {
            self.stopped = complete().err().map(unwritable);
        }
    }

    /// Prints the summary.
    pub(crate) fn finish(self, format: SummaryFormat) -> ExitStatus {
        let stopped = self.stopped.map(|error| format!("{error:#}"));
        let counts = self.report.progress.counts();
        let status = match &stopped {
            Some(_) if self.is_interrupted => ExitStatus::Interrupted,
            Some(_) => ExitStatus::Stopped,
            None if counts.rejected > 0 => ExitStatus::SomeRejected,
            None => ExitStatus::Success,
        };
        let run_again = self.report.run_again();
        let interactions = self.report.warnings.interaction_counts();
        let (reasons, elapsed) = self.report.finish(stopped.as_deref(), self.has_all_rejects);
        if self.is_interrupted {
            eprintln(&format!("nothing was sent; {run_again} to start over"));
        }
        format.print(&DryRunSummary {
            read: counts.records,
            valid: counts.valid(),
            rejected: counts.rejected,
            reasons,
            interactions,
            stopped,
            seconds: elapsed.as_secs_f64(),
        });
        status
    }
}

fn unwritable(error: io::Error) -> Error {
    Error::new(error).context("the output cannot be written")
}
