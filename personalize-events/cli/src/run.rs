//! A run, from its first fate to the summary.

use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use personalize_events::bulk::{BulkRun, RecordOutcome, RecordResult};

use crate::checkpoint::{Checkpoint, hexadecimal};
use crate::input::Input;
use crate::progress::{Progress, State};
use crate::record::Problem;
use crate::record_kind::Kindred;
use crate::record_stream::{End, Feed, Tag};
use crate::rejects::Rejects;
use crate::reorder::Ledger;
use crate::report::{self, Outcome, Report};

/// How often a checkpoint is kept.
const SAVE: Duration = Duration::from_secs(1);

/// A run, with all that is kept of it.
pub(crate) struct Job<'a> {
    checkpoint: Checkpoint,
    path: Option<&'a Path>,
    /// How many records earlier runs have settled.
    first: u64,
    /// How many of those are rejected.
    rejected_before: u64,
    ledger: Ledger,
    progress: Progress,
    report: Report,
    state: State,
    /// Why it stops before the end.
    why: Option<String>,
}

pub(crate) type Records<R> = BulkRun<Feed<R>, Tag, R>;

impl<'a> Job<'a> {
    /// Prepares a run over what is left of the input, and keeps that it has begun.
    pub(crate) fn new(
        input: &Input,
        checkpoint: Checkpoint,
        path: Option<&'a Path>,
        rejects: Option<(&'a Path, Rejects)>,
    ) -> Result<Self, String> {
        let (rejects, file) = rejects.unzip();
        let rejects = rejects.map(|path| path.display().to_string());
        let mut job = Self {
            path,
            first: input.mark.records,
            rejected_before: checkpoint.rejected,
            ledger: Ledger::new(input.mark, checkpoint.rejected, file),
            checkpoint,
            progress: Progress::new(input.length, input.mark.bytes),
            report: Report::new(input, rejects),
            state: State {
                bytes: input.mark.bytes,
                ..State::default()
            },
            why: None,
        };
        job.save(0)?;
        Ok(job)
    }

    /// Hears of every record; says whether somebody has interrupted.
    pub(crate) async fn drive<R: Kindred>(&mut self, run: &mut Records<R>) -> bool {
        let mut is_interrupted = false;
        let mut save = tokio::time::interval(SAVE);
        let mut interrupt = pin!(interrupt());
        loop {
            tokio::select! {
                settled = run.next() => match settled {
                    Some(result) => self.tell(result),
                    None => return is_interrupted,
                },
                _ = save.tick() => {
                    self.progress.show(self.state);
                    if let Err(error) = self.save(run.checkpoint()) {
                        self.why.get_or_insert(error);
                    }
                }
                () = &mut interrupt => {
                    if is_interrupted {
                        return true;
                    }
                    is_interrupted = true;
                    self.progress.say("interrupted: waiting for what is on its way; interrupt again to leave at once");
                    interrupt.set(self::interrupt());
                }
            }
            if is_interrupted || self.why.is_some() {
                run.finish_early();
            }
        }
    }

    fn tell<R: Kindred>(&mut self, settled: RecordResult<Tag, R>) {
        let RecordResult {
            tag, outcome: fate, ..
        } = settled;
        let Tag {
            raw,
            mark,
            problems,
        } = tag;
        let reason = match fate {
            RecordOutcome::Invalid(_) => {
                Some(self.report.problems(&self.progress, &raw, &problems))
            }
            RecordOutcome::Rejected(error) => {
                let problem = Problem::new(0, format!("the service refuses it: {error}"));
                Some(self.report.problems(&self.progress, &raw, &[problem]))
            }
            RecordOutcome::NotDelivered(error) => {
                self.why.get_or_insert_with(|| error.to_string());
                Some(format!("not delivered: {error}"))
            }
            RecordOutcome::Stored | _ => None,
        };
        self.ledger.tell(mark, &raw.bytes, reason.as_deref());
        self.state.bytes = self.state.bytes.max(mark.bytes);
        self.state.records += 1;
        self.state.rejected += u64::from(reason.is_some());
        self.progress.show(self.state);
    }

    /// Keeps how far the run has come: the rejects first, so that none is passed over.
    fn save(&mut self, settled: u64) -> Result<(), String> {
        let kept = self
            .ledger
            .advance(self.first + settled)
            .and_then(|()| self.ledger.done());
        let done = kept.map_err(|error| format!("rejects cannot be written: {error}"))?;
        let Some(path) = self.path else { return Ok(()) };
        let checkpoint = Checkpoint {
            records: done.mark.records,
            digest: hexadecimal(&done.mark),
            rejected: done.rejected,
            rejects: done.rejects.or(self.checkpoint.rejects.clone()),
            ..self.checkpoint.clone()
        };
        if checkpoint != self.checkpoint {
            let saved = checkpoint.save(path);
            saved.map_err(|error| format!("{}: cannot be written: {error}", path.display()))?;
            self.checkpoint = checkpoint;
        }
        Ok(())
    }

    /// Says what has been done.
    pub(crate) fn finish<R: Kindred>(
        mut self,
        run: &Records<R>,
        end: &End,
        is_interrupted: bool,
        stored: Option<usize>,
        json: bool,
    ) -> Outcome {
        let saved = self.save(run.checkpoint());
        let Self {
            ledger,
            progress,
            report,
            why,
            first,
            rejected_before,
            ..
        } = self;
        let written = ledger
            .finish()
            .map_err(|error| format!("rejects cannot be written: {error}"));
        let unread = match end.get() {
            Some(Err(error)) => Some(error.clone()),
            Some(Ok(())) | None => None,
        };
        let stopped = why
            .or(run.abort_error().map(ToString::to_string))
            .or(unread);
        let stopped = stopped.or(saved.err()).or(written.err());
        let stopped = stopped.or((is_interrupted).then(|| "interrupted".to_owned()));
        let summary = run.summary();
        let rejected = summary.invalid + summary.rejected;
        let outcome = match &stopped {
            Some(_) if is_interrupted => Outcome::Interrupted,
            Some(_) => Outcome::Stopped,
            None if rejected + rejected_before > 0 => Outcome::SomeRejected,
            None => Outcome::Complete,
        };
        report.finish(&progress);
        let seconds = progress.elapsed().as_secs_f64();
        if let Some(why) = &stopped {
            progress.say(&format!("stopped before the end: {why}"));
        }
        progress.finish();
        let summary = report::Put {
            read: summary.read,
            acknowledged: summary.stored,
            superseded: summary.superseded,
            rejected,
            rejected_before,
            undelivered: summary.not_delivered,
            settled: first + run.checkpoint(),
            stored,
            stopped,
            seconds,
        };
        report::print(json, &summary, summary.text());
        outcome
    }
}

/// Somebody wants it to end.
async fn interrupt() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                interrupted = tokio::signal::ctrl_c() => if interrupted.is_err() { std::future::pending().await },
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
