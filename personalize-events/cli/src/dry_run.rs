//! Reads an input without sending it, for `--dry-run` and `convert`.

use std::io;

use anyhow::{Context as _, Error, anyhow};

use crate::arguments;
use crate::checked_block::{CheckedBlock, Consumer, check};
use crate::estimate::Estimate;
use crate::input::{Block, Input};
use crate::interrupt::Interrupts;
use crate::parallel;
use crate::problem::Problems;
use crate::progress::{Outcome, eprintln};
use crate::rejects::{self, Rejects};
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
    /// Passes each record to a consumer, and what it makes of them to `write`, in the order of the input.
    pub(crate) fn new<C: Consumer>(
        arguments: &arguments::Input,
        input: Input,
        interrupts: &Interrupts,
        consumer: C,
        mut write: impl FnMut(C::Output) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let path = arguments.rejects.as_deref();
        let rejects = path.map(|path| Rejects::open(path, arguments, &input, None));
        let mut rejects = rejects.transpose()?;
        let mut report = Report::new(&input, path);
        let mut is_interrupted = false;
        let mut blocks =
            parallel::parse_blocks(input, move |parser, block| check(&consumer, parser, block));
        let stopped = loop {
            if interrupts.received() > 0 {
                is_interrupted = true;
                break Some(anyhow!("interrupted"));
            }
            let checked = match blocks.next() {
                Ok(Some(checked)) => checked,
                Ok(None) => break None,
                Err(error) => break Some(error),
            };
            let CheckedBlock {
                block,
                invalid,
                mut findings,
                output,
            } = checked;
            report.warnings.add(&mut findings);
            if let Err(error) = reject(&block, invalid, &mut report, rejects.as_mut()) {
                break Some(error);
            }
            if let Err(error) = write(output) {
                break Some(error);
            }
        };
        let written = rejects.as_mut().map(Rejects::sync).transpose();
        let written = written.context(rejects::UNWRITABLE);
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
            self.stopped = complete().err().map(unwritable_output);
        }
    }

    /// Prints the summary.
    pub(crate) fn finish(self, format: SummaryFormat, estimate: Option<Estimate>) -> ExitStatus {
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
            estimate,
            stopped,
            seconds: elapsed.as_secs_f64(),
        });
        status
    }
}

/// Reports the invalid records of a block and counts all.
fn reject(
    block: &Block,
    invalid: Vec<(usize, Problems)>,
    report: &mut Report,
    mut rejects: Option<&mut Rejects>,
) -> anyhow::Result<()> {
    let mut counted = 0;
    for (index, problems) in invalid {
        let raw = block.record(index);
        let reason = report.problems(&raw, problems);
        let end = block.end_of(index);
        let valid = index - counted;
        report.progress.add_all(end, valid as u64, Outcome::Valid);
        report.progress.add(end, Outcome::Rejected);
        counted = index + 1;
        if let Some(rejects) = &mut rejects {
            let reject = rejects.format(&raw.bytes, &reason);
            rejects.write(&reject).context(rejects::UNWRITABLE)?;
        }
    }
    let valid = block.len() - counted;
    report
        .progress
        .add_all(block.end, valid as u64, Outcome::Valid);
    Ok(())
}

pub(crate) fn unwritable_output(error: io::Error) -> Error {
    Error::new(error).context("the output cannot be written")
}
