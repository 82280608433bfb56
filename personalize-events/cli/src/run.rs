//! A run: handles the result of each record, saves checkpoints and reports.
//!
//! It stops at the first record that is not delivered, although a bulk run would continue: no checkpoint can include
//! that record, and `--resume` would send all later ones again.

use std::time::{Duration, Instant};

use anyhow::{Error, anyhow};
use personalize_events::bulk::{BulkRun, RecordOutcome, RecordResult, Summary};
use tokio::time::sleep_until;

use crate::arguments;
use crate::checkpoint::{Checkpoint, CheckpointFile};
use crate::flags::name_flags;
use crate::input::{self, Input};
use crate::interrupt::{EXIT_TIMEOUT, Interrupts};
use crate::progress::{Outcome, eprintln};
use crate::record_kind::RecordKind;
use crate::record_stream::{RecordStream, Tag};
use crate::rejects::Rejects;
use crate::reorder::ReorderBuffer;
use crate::report::{ExitStatus, Report, RunSummary, SummaryFormat};
use crate::retry_notice::{self, RetryNotice};
use crate::state::Outcomes;

/// The interval of checkpoints.
const SAVE: Duration = Duration::from_secs(1);

/// How long calls in progress, and their retries, may take after an interrupt. What remains of the time to end is for the
/// checkpoint and the summary.
const CALLS: Duration = EXIT_TIMEOUT.saturating_sub(Duration::from_secs(1));

pub(crate) struct Run<'a> {
    arguments: &'a arguments::Put,
    checkpoint: Checkpoint,
    checkpoint_file: Option<CheckpointFile>,
    /// How many records earlier runs have completed.
    completed_before: u64,
    /// How many of these are rejected.
    rejected_before: u64,
    outcomes: ReorderBuffer,
    /// The outcomes that are written to the state.
    state: Option<Outcomes>,
    report: Report,
    format: SummaryFormat,
    /// Why the run stops early.
    stopped: Option<Error>,
    is_interrupted: bool,
    retry_notice: RetryNotice,
}

pub(crate) type Results<R> = BulkRun<RecordStream<R>, R>;

impl<'a> Run<'a> {
    /// Prepares a run over the rest of the input, and saves its first checkpoint.
    pub(crate) fn new(
        arguments: &'a arguments::Put,
        input: &Input,
        checkpoint: Checkpoint,
        checkpoint_file: Option<CheckpointFile>,
        state: Option<Outcomes>,
    ) -> anyhow::Result<Self> {
        let path = arguments.input.rejects.as_deref();
        let resumable = checkpoint_file.is_some().then_some(&checkpoint);
        let rejects = path.map(|path| Rejects::open(path, &arguments.input, input, resumable));
        let rejects = rejects.transpose()?;
        let mut run = Self {
            arguments,
            checkpoint_file,
            completed_before: input.position.records,
            rejected_before: checkpoint.rejected,
            outcomes: ReorderBuffer::new(input.position, checkpoint.rejected, rejects),
            state,
            checkpoint,
            report: Report::new(input, path),
            format: SummaryFormat::new(arguments.input.json, &arguments.input.rejects),
            stopped: None,
            is_interrupted: false,
            retry_notice: RetryNotice::default(),
        };
        run.save_checkpoint(0)?;
        Ok(run)
    }

    /// Handles all results. The first interrupt ends the run early, the second one immediately.
    pub(crate) async fn drive<R: RecordKind>(
        &mut self,
        results: &mut Results<R>,
        interrupts: &mut Interrupts,
    ) {
        let mut save = tokio::time::interval(SAVE);
        let mut end = None;
        interrupts.wait();
        loop {
            tokio::select! {
                result = results.next() => match result {
                    Some(result) => self.handle(result),
                    None => return,
                },
                _ = save.tick() => {
                    self.count_unchanged();
                    self.report.progress.update();
                    if let Some(error) = retry_error(results)
                        && self.retry_notice.is_due(self.report.progress.counts().records)
                    {
                        let notice = retry_notice::text(&error, self.arguments.retry_timeout);
                        self.report.progress.println(&notice);
                    }
                    if let Err(error) = self.save_checkpoint(results.checkpoint()) {
                        self.stopped.get_or_insert(error);
                    }
                }
                first = interrupts.next() => {
                    let was_interrupted = std::mem::replace(&mut self.is_interrupted, true);
                    if was_interrupted || interrupts.received() > 1 {
                        return;
                    }
                    end = Some(first + CALLS);
                    self.report.progress.println(&format!(
                        "interrupted: waiting up to {} s for calls in progress; interrupt again to exit immediately",
                        EXIT_TIMEOUT.as_secs()
                    ));
                }
                () = sleep_until(end.unwrap_or_else(Instant::now).into()), if end.is_some() => return,
            }
            if self.is_interrupted || self.stopped.is_some() {
                results.finish_early();
            }
        }
    }

    fn handle<R: RecordKind>(&mut self, result: RecordResult<Tag, R>) {
        let Tag {
            raw,
            position,
            problems,
            mark,
        } = result.tag;
        let (outcome, reason) = match result.outcome {
            RecordOutcome::Stored => (Outcome::Valid, None),
            RecordOutcome::Invalid(_) => (
                Outcome::Rejected,
                Some(self.report.problems(&raw, problems)),
            ),
            RecordOutcome::Rejected(error) => {
                let text = name_flags(&format!("{error:#}"));
                let reason = self.report.service_error(&raw, &text, error.code());
                (Outcome::Rejected, Some(reason))
            }
            RecordOutcome::NotDelivered(error) => {
                self.not_delivered(name_flags(&format!("{error:#}")))
            }
            _ => self.not_delivered("the outcome of a record is unknown".to_owned()),
        };
        if let (Some(state), Some(mark)) = (&mut self.state, mark)
            && outcome != Outcome::NotDelivered
        {
            state.add(result.position, mark, outcome == Outcome::Valid);
        }
        // In another file an event that may be stored would have another ID, and count twice.
        let reason = reason.filter(|_| outcome == Outcome::Rejected || !R::HAS_TRACKER);
        self.outcomes.push(position, &raw.bytes, reason.as_deref());
        self.report.progress.add(position.bytes, outcome);
    }

    fn not_delivered(&mut self, error: String) -> (Outcome, Option<String>) {
        let reason = format!("not delivered: {error}");
        self.stopped.get_or_insert_with(|| Error::msg(error));
        (Outcome::NotDelivered, Some(reason))
    }

    fn count_unchanged(&mut self) {
        if let Some(state) = &self.state {
            let (records, end) = state.unchanged();
            self.report.progress.set_unchanged(records, end);
        }
    }

    /// Saves how many records are completed, after their rejects, so that a resumed run loses none of these; a state has
    /// the outcomes of all of them before.
    fn save_checkpoint(&mut self, completed: u64) -> anyhow::Result<()> {
        if let Some(state) = &mut self.state {
            state.settle(completed)?;
        }
        self.outcomes.complete(self.completed_before + completed)?;
        let checkpoint = self.outcomes.sync(&self.checkpoint)?;
        if let Some(file) = &mut self.checkpoint_file
            && checkpoint != self.checkpoint
        {
            file.save(&checkpoint)?;
            self.checkpoint = checkpoint;
        }
        Ok(())
    }

    /// Saves the last checkpoint, and prints the summary.
    pub(crate) fn finish<R: RecordKind>(
        mut self,
        results: Results<R>,
        local_records: Option<usize>,
    ) -> ExitStatus {
        self.count_unchanged();
        let mut saved = self.save_checkpoint(results.checkpoint());
        let written = self.outcomes.finish();
        let has_all_rejects = written.is_ok();
        if saved.is_ok()
            && let Ok(Some(file)) = &written
            && let Some(rejects) = &mut self.checkpoint.rejects
            && let Some(checkpoint_file) = &mut self.checkpoint_file
        {
            rejects.all = Some(file.completed.clone());
            saved = checkpoint_file.save(&self.checkpoint);
        }
        let retry_error = retry_error(&results);
        let run = results.into_report();
        let stopped = run
            .abort_error
            .map(|error| Error::msg(name_flags(&format!("{error:#}"))))
            .or(self.stopped)
            .or(run.source_error)
            .or(saved.err())
            .or(written.err())
            .or(self.is_interrupted.then(|| match retry_error {
                Some(error) => anyhow!("interrupted; the last call failed: {error}"),
                None => anyhow!("interrupted"),
            }));
        let has_state = self.state.is_some();
        let state = self.state.map(|state| state.finish(stopped.is_none()));
        let (state, message, failed) = match state {
            Some(state) => (Some(state.counts), state.message, state.error),
            None => (None, None, None),
        };
        let stopped = stopped.or(failed).map(|error| format!("{error:#}"));
        let summary = run.summary;
        let rejected = summary.invalid + summary.rejected;
        let completed = self.completed_before + run.checkpoint;
        let status = match &stopped {
            Some(_) if self.is_interrupted => ExitStatus::Interrupted,
            Some(_) => ExitStatus::Stopped,
            None if rejected + self.rejected_before > 0 => ExitStatus::SomeRejected,
            None => ExitStatus::Success,
        };
        let run_again = self.report.run_again();
        let has_outcomes = self.report.progress.counts().records > 0;
        let (reasons, elapsed) = self.report.finish(stopped.as_deref(), has_all_rejects);
        let is_resumable = has_outcomes || self.arguments.checkpoint.is_some();
        if self.is_interrupted || stopped.is_some() && is_resumable {
            eprintln(&if has_state {
                format!("{run_again} to continue: it sends what is not stored yet")
            } else {
                how_to_resume::<R>(self.arguments, completed, &run_again)
            });
        }
        for warning in late_requests(self.arguments, has_state, summary) {
            eprintln(&warning);
        }
        if let Some(message) = message {
            eprintln(&message);
        }
        self.format.print(&RunSummary {
            read: summary.read + state.map_or(0, |state| state.unchanged),
            stored: summary.stored,
            superseded: summary.superseded,
            rejected,
            reasons,
            rejected_before: self.rejected_before,
            // Those that were read and not sent, too.
            not_delivered: summary.read - summary.stored - rejected,
            unconfirmed: summary.unconfirmed,
            confirmed_early: summary.confirmed_early,
            completed: (!has_state).then_some(completed),
            state,
            local_records,
            stopped,
            seconds: elapsed.as_secs_f64(),
        });
        status
    }
}

/// Warns of records that requests without an answer may still replace, if these arrive.
fn late_requests(arguments: &arguments::Put, has_state: bool, summary: Summary) -> Vec<String> {
    const PUT_AGAIN: &str = "put the last record of each ID again in 15 minutes";
    let mut warnings = Vec::new();
    if summary.unconfirmed > 0 {
        let remedy = match &arguments.checkpoint {
            Some(_) => "run the command again with --resume in 15 minutes, which sends them again",
            None if has_state => "run the command again in 15 minutes, which sends them again",
            None => PUT_AGAIN,
        };
        warnings.push(format!(
            "{} stored records may be replaced by earlier records of their IDs, because requests that timed out may \
             still arrive; {remedy} (warning)",
            summary.unconfirmed
        ));
    }
    if summary.confirmed_early > 0 {
        let remedy = if has_state {
            "run the command again with --full in 15 minutes"
        } else {
            PUT_AGAIN
        };
        warnings.push(format!(
            "{} stored records were sent once more, but requests that timed out may arrive even later and replace them; \
             {remedy} (warning)",
            summary.confirmed_early
        ));
    }
    warnings
}

/// Explains how to send the records that a stopped run has not completed.
/// Why calls are made again.
fn retry_error<R: RecordKind>(results: &Results<R>) -> Option<String> {
    let error = results.retry_error()?;
    Some(name_flags(&format!("{error:#}")))
}

fn how_to_resume<R: RecordKind>(
    arguments: &arguments::Put,
    completed: u64,
    run_again: &str,
) -> String {
    let input = arguments.input.file.display();
    if let Some(checkpoint) = &arguments.checkpoint {
        let flag = if arguments.resume {
            ""
        } else {
            " with --resume"
        };
        return format!(
            "{completed} records of {input} are completed, as saved in {}; to continue, run the command again{flag}",
            checkpoint.display()
        );
    }
    if completed == 0 {
        return format!(
            "none of the records of {input} are completed; {run_again} to send all records"
        );
    }
    if input::is_standard_input(&arguments.input.file) {
        return format!(
            "the first {completed} records are completed; to continue, pass the records after these"
        );
    }
    let repeated = if R::HAS_TRACKER {
        "of which the service ignores those that it has stored already, because their event IDs are the same"
    } else {
        "which replaces those that are stored already"
    };
    format!(
        "the first {completed} records of {input} are completed, but no --checkpoint has saved that; {run_again} to \
         send all records, {repeated}"
    )
}
