//! A run: handles the result of each record, saves checkpoints and reports.
//!
//! It stops at the first record that is not delivered, although a bulk run would continue: no checkpoint can include
//! that record, and `--resume` would send all later ones again.

use std::future::pending;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use anyhow::{Context as _, Error, anyhow};
use personalize_events::bulk::{BulkRun, RecordOutcome, RecordResult};
use tokio::signal;
use tokio::sync::oneshot;

use crate::checkpoint::Checkpoint;
use crate::input::Input;
use crate::problem::Problems;
use crate::record_kind::RecordKind;
use crate::record_stream::{RecordStream, Tag};
use crate::rejects::Rejects;
use crate::reorder::ReorderBuffer;
use crate::report::{self, ExitStatus, Report, RunSummary};

/// The interval of checkpoints.
const SAVE: Duration = Duration::from_secs(1);

pub(crate) struct Run<'a> {
    checkpoint: Checkpoint,
    checkpoint_path: Option<&'a Path>,
    /// How many records earlier runs have completed.
    completed_before: u64,
    /// How many of these are rejected.
    rejected_before: u64,
    outcomes: ReorderBuffer,
    report: Report,
    /// Why the run stops early.
    stopped: Option<Error>,
    is_interrupted: bool,
}

pub(crate) type Results<R> = BulkRun<RecordStream<R>, Tag, R>;

impl<'a> Run<'a> {
    /// Prepares a run over the rest of the input, and saves its first checkpoint.
    pub(crate) fn new(
        input: &Input,
        checkpoint: Checkpoint,
        checkpoint_path: Option<&'a Path>,
        rejects_path: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let resumed = checkpoint.rejects.as_ref();
        let rejects = rejects_path.map(|path| Rejects::open(path, input, resumed));
        let rejects = rejects.transpose()?;
        let mut run = Self {
            checkpoint_path,
            completed_before: input.position.records,
            rejected_before: checkpoint.rejected,
            outcomes: ReorderBuffer::new(input.position, checkpoint.rejected, rejects),
            checkpoint,
            report: Report::new(input, rejects_path),
            stopped: None,
            is_interrupted: false,
        };
        run.save_checkpoint(0)?;
        Ok(run)
    }

    /// Handles all results. The first interrupt ends the run early, the second one immediately.
    pub(crate) async fn drive<R: RecordKind>(&mut self, results: &mut Results<R>) {
        let mut save = tokio::time::interval(SAVE);
        let mut interrupt = pin!(interrupt());
        loop {
            tokio::select! {
                result = results.next() => match result {
                    Some(result) => self.handle(result),
                    None => return,
                },
                _ = save.tick() => {
                    self.report.progress.update();
                    if let Err(error) = self.save_checkpoint(results.checkpoint()) {
                        self.stopped.get_or_insert(error);
                    }
                }
                () = &mut interrupt => {
                    if self.is_interrupted {
                        return;
                    }
                    self.is_interrupted = true;
                    let line = "interrupted: waiting for calls in progress; interrupt again to exit immediately";
                    self.report.progress.println(line);
                    interrupt.set(self::interrupt());
                }
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
        } = result.tag;
        let reason = match result.outcome {
            RecordOutcome::Invalid(_) => Some(self.report.problems(&raw, problems)),
            RecordOutcome::Rejected(error) => {
                let problem = format!("rejected by the service: {error}");
                Some(self.report.problems(&raw, Problems::one(0, problem)))
            }
            RecordOutcome::NotDelivered(error) => {
                self.stopped.get_or_insert_with(|| anyhow!("{error}"));
                Some(format!("not delivered: {error}"))
            }
            RecordOutcome::Stored | _ => None,
        };
        self.outcomes.push(position, &raw.bytes, reason.as_deref());
        self.report.progress.add(position.bytes, reason.is_some());
    }

    /// Saves how many records are completed: after their rejects, so that a resumed run loses none of these.
    fn save_checkpoint(&mut self, completed: u64) -> anyhow::Result<()> {
        self.outcomes.complete(self.completed_before + completed)?;
        let checkpoint = self.outcomes.sync(&self.checkpoint)?;
        let Some(path) = self.checkpoint_path else {
            return Ok(());
        };
        if checkpoint != self.checkpoint {
            let saved = checkpoint.save(path);
            saved.with_context(|| format!("{}: cannot be written", path.display()))?;
            self.checkpoint = checkpoint;
        }
        Ok(())
    }

    /// Saves the last checkpoint, and prints the summary.
    pub(crate) fn finish<R: RecordKind>(
        mut self,
        results: &Results<R>,
        mut read_error: oneshot::Receiver<Error>,
        local_records: Option<usize>,
        json: bool,
    ) -> ExitStatus {
        let saved = self.save_checkpoint(results.checkpoint());
        let written = self.outcomes.finish();
        let stopped = self
            .stopped
            .or(results.abort_error().map(|error| anyhow!("{error}")))
            .or(read_error.try_recv().ok())
            .or(saved.err())
            .or(written.err())
            .or(self.is_interrupted.then(|| anyhow!("interrupted")))
            .map(|error| format!("{error:#}"));
        let summary = results.summary();
        let rejected = summary.invalid + summary.rejected;
        let status = match &stopped {
            Some(_) if self.is_interrupted => ExitStatus::Interrupted,
            Some(_) => ExitStatus::Stopped,
            None if rejected + self.rejected_before > 0 => ExitStatus::SomeRejected,
            None => ExitStatus::Success,
        };
        let elapsed = self.report.finish(stopped.as_deref());
        let summary = RunSummary {
            read: summary.read,
            stored: summary.stored,
            superseded: summary.superseded,
            rejected,
            rejected_before: self.rejected_before,
            not_delivered: summary.not_delivered,
            completed: self.completed_before + results.checkpoint(),
            local_records,
            stopped,
            seconds: elapsed.as_secs_f64(),
        };
        report::print_summary(json, &summary);
        status
    }
}

/// Waits for Ctrl-C or, on Unix, SIGTERM.
async fn interrupt() {
    let ctrl_c = async {
        if signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminate => {}
    }
}
