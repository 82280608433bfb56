//! Reports problems of records as they are found, and a summary at the end.

use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::dataset::shortened;
use crate::estimate::Estimate;
use crate::input::{Input, RawRecord};
use crate::interactions::InteractionCounts;
use crate::interrupt;
use crate::problem::{MAX_PROBLEMS, Problem, Problems};
use crate::progress::{self, Progress, per_second};
use crate::reasons::{ReasonCounts, Reasons};
use crate::state::StateCounts;
use crate::target::Target;
use crate::warnings::Warnings;

/// How many problems are printed. The rejects file has more: up to [`MAX_PROBLEMS`] of each record.
const MAX_PRINTED: u64 = 10;

/// Precedes the error of a record that the service rejected.
const REJECTED_BY_SERVICE: &str = "rejected by the service";

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    Success,
    SomeRejected,
    Stopped,
    Interrupted,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(match status {
            ExitStatus::Success => 0,
            ExitStatus::SomeRejected => 1,
            ExitStatus::Stopped => 3,
            ExitStatus::Interrupted => interrupt::EXIT_CODE,
        })
    }
}

/// Prints the first problems, and progress.
pub(crate) struct Report {
    pub(crate) progress: Progress,
    input: String,
    problems: u64,
    /// Whether a record has more problems than are described.
    has_undescribed: bool,
    pub(crate) warnings: Arc<Warnings>,
    reasons: Reasons,
    /// The name of the rejects file.
    rejects: Option<String>,
}

impl Report {
    pub(crate) fn new(input: &Input, rejects: Option<&Path>) -> Self {
        Self {
            progress: Progress::new(input.length, input.position.bytes),
            input: input.name.clone(),
            problems: 0,
            has_undescribed: false,
            warnings: Arc::clone(&input.warnings),
            reasons: Reasons::default(),
            rejects: rejects.map(|path| path.display().to_string()),
        }
    }

    /// Prints the problems of a record, unless many have been printed; returns them as the reason for the rejects file.
    pub(crate) fn problems(&mut self, raw: &RawRecord<'_>, mut problems: Problems) -> String {
        let more = problems.more();
        let described = problems.sort();
        self.reasons
            .add(described.iter().map(|problem| &*problem.text));
        let mut reasons = Vec::new();
        for Problem { offset, text } in described {
            reasons.push(self.problem(raw, *offset, text));
        }
        if more > 0 {
            reasons.push(format!("and {more} more problems"));
            self.problems += more;
            self.has_undescribed = true;
        }
        reasons.join("; ")
    }

    /// Like [`problems`](Self::problems), for a record that the service has rejected with this error and its code.
    pub(crate) fn service_error(
        &mut self,
        raw: &RawRecord<'_>,
        error: &str,
        code: Option<&str>,
    ) -> String {
        let code = shortened(code.unwrap_or("an error without a code"));
        self.reasons
            .add([&*format!("{REJECTED_BY_SERVICE}: {code}")]);
        self.problem(raw, 0, &format!("{REJECTED_BY_SERVICE}: {error}"))
    }

    fn problem(&mut self, raw: &RawRecord<'_>, offset: usize, text: &str) -> String {
        let (line, column) = raw.line_and_column(offset);
        self.problems += 1;
        if self.problems <= MAX_PRINTED {
            let line = format!("{}:{line}:{column}: {text}", self.input);
            self.progress.println(&line);
        }
        format!("line {line}, column {column}: {text}")
    }

    /// How to repeat the command, which does not overwrite rejects.
    pub(crate) fn run_again(&self) -> String {
        match &self.rejects {
            Some(rejects) if self.progress.counts().has_rejects() => {
                format!("run the command again with another file than --rejects {rejects}")
            }
            Some(_) | None => "run the command again".to_owned(),
        }
    }

    /// Prints how many problems were not printed, warnings, and why the run stopped early. `has_all_rejects` is whether the rejects
    /// file has all rejected records.
    ///
    /// Returns for which reasons records were rejected, and how long the run took.
    pub(crate) fn finish(
        self,
        stopped: Option<&str>,
        has_all_rejects: bool,
    ) -> (ReasonCounts, Duration) {
        let more = self.problems.saturating_sub(MAX_PRINTED);
        if more > 0 {
            let all = if self.has_undescribed {
                format!("up to {MAX_PROBLEMS} of each record")
            } else {
                "all of them".to_owned()
            };
            let help = match &self.rejects {
                Some(rejects) if has_all_rejects => format!("; see {rejects} for {all}"),
                Some(_) => String::new(),
                None => format!("; write {all} to a file with --rejects"),
            };
            self.progress
                .println(&format!("and {more} more problems{help}"));
        }
        if let Some(rejects) = self.rejects.as_ref().filter(|_| !has_all_rejects) {
            let line = format!("{rejects} does not have all rejected records");
            self.progress.println(&line);
        }
        let counts = self.progress.counts();
        for line in self.warnings.lines(counts.valid(), stopped.is_none()) {
            self.progress.println(&line);
        }
        if let Some(reason) = stopped {
            self.progress.println(&format!("stopped early: {reason}"));
        }
        (self.reasons.counts(), self.progress.finish())
    }
}

/// The summary of a run.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunSummary {
    /// Records that this run has read.
    pub(crate) read: u64,
    pub(crate) stored: u64,
    pub(crate) superseded: u64,
    pub(crate) rejected: u64,
    /// The reasons for which this run has rejected records.
    #[serde(skip_serializing_if = "ReasonCounts::is_empty")]
    pub(crate) reasons: ReasonCounts,
    /// Records that were rejected by the runs that this one resumes.
    pub(crate) rejected_before: u64,
    pub(crate) not_delivered: u64,
    /// Stored records that an earlier record of their ID may replace, since its request may arrive late.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) unconfirmed: u64,
    /// Stored records that were sent once more for that reason, but too early to be certain.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) confirmed_early: u64,
    /// Completed records from the start of the input, including those of earlier runs; `None` with a state, where others may
    /// be completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) completed: Option<u64>,
    #[serde(flatten)]
    pub(crate) state: Option<StateCounts>,
    /// Records in the local endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) local_records: Option<usize>,
    /// Why the run stopped early.
    pub(crate) stopped: Option<String>,
    pub(crate) seconds: f64,
}

impl fmt::Display for RunSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.state {
            Some(state) => write!(
                f,
                "{} read: {} unchanged, {} new and {} changed stored",
                self.read, state.unchanged, state.new, state.changed
            )?,
            None => write!(f, "{} read: {} stored", self.read, self.stored)?,
        }
        if self.superseded > 0 {
            write!(f, " ({} superseded by a later record)", self.superseded)?;
        }
        write!(f, ", {} rejected", self.rejected)?;
        if self.rejected_before > 0 {
            write!(f, " ({} in earlier runs)", self.rejected_before)?;
        }
        write!(f, ", {} not delivered", self.not_delivered)?;
        if let Some(deleted) = self.state.and_then(|state| state.deleted) {
            write!(f, ", {deleted} deleted")?;
        }
        f.write_str("; ")?;
        write_rate(f, self.read, self.seconds)?;
        if let Some(records) = self.local_records {
            write!(f, "; the local endpoint has {records}")?;
        }
        self.reasons.fmt(f)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(crate) fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// The summary of a dry run or conversion.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DryRunSummary {
    pub(crate) read: u64,
    pub(crate) valid: u64,
    pub(crate) rejected: u64,
    #[serde(skip_serializing_if = "ReasonCounts::is_empty")]
    pub(crate) reasons: ReasonCounts,
    #[serde(flatten)]
    pub(crate) interactions: Option<InteractionCounts>,
    #[serde(flatten)]
    pub(crate) estimate: Option<Estimate>,
    /// Why it stopped early.
    pub(crate) stopped: Option<String>,
    pub(crate) seconds: f64,
}

impl fmt::Display for DryRunSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            read,
            valid,
            rejected,
            ..
        } = self;
        write!(f, "{read} read: {valid} valid, {rejected} rejected; ")?;
        write_rate(f, *read, self.seconds)?;
        if let Some(interactions) = &self.interactions {
            interactions.fmt(f)?;
        }
        if let Some(estimate) = &self.estimate {
            estimate.fmt(f)?;
        }
        self.reasons.fmt(f)
    }
}

fn write_rate(f: &mut fmt::Formatter<'_>, records: u64, seconds: f64) -> fmt::Result {
    let elapsed = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    let rate = per_second(records, elapsed);
    write!(f, "{seconds:.1} s, {rate:.0} records/s")
}

/// How a summary is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SummaryFormat {
    is_json: bool,
    /// Whether standard output has records or rejects, so that the summary goes to standard error.
    is_output_taken: bool,
}

impl SummaryFormat {
    /// The format with or without `--json`, for a command that writes to these paths.
    pub(crate) fn new<'a>(is_json: bool, paths: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        let mut targets = paths.into_iter().map(|path| Target::of(path).ok());
        let is_output_taken = targets.any(|target| target == Some(Target::StandardOutput));
        Self {
            is_json,
            is_output_taken,
        }
    }

    pub(crate) fn print(self, summary: &(impl Serialize + fmt::Display)) {
        let json = self.is_json.then(|| serde_json::to_string(summary).ok());
        let text = json.flatten().unwrap_or_else(|| summary.to_string());
        if self.is_output_taken {
            progress::eprintln(&text);
        } else {
            println(&text);
        }
    }
}

/// Prints to standard output. Unlike the macro it does not panic if nobody reads it.
pub(crate) fn println(text: &str) {
    let _ = writeln!(io::stdout(), "{}", progress::printable(text));
}
