//! What is said about records that are wrong, and at the end.

use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;

use crate::input::{Input, Raw};
use crate::progress::{Progress, per_second};
use crate::record::Problem;

/// How many problems are shown; the file of rejects has all.
const SHOWN: u64 = 10;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Complete,
    SomeRejected,
    Stopped,
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Complete => 0,
            Outcome::SomeRejected => 1,
            Outcome::Stopped => 3,
            Outcome::Interrupted => 130,
        })
    }
}

/// Shows the first problems.
#[derive(Debug)]
pub(crate) struct Report {
    input: String,
    problems: u64,
    rejects: Option<String>,
}

impl Report {
    pub(crate) fn new(input: &Input, rejects: Option<String>) -> Self {
        Self {
            input: input.name.clone(),
            problems: 0,
            rejects,
        }
    }

    /// Says what is wrong with a record, unless enough has been said; gives all of it as the reason of a reject.
    pub(crate) fn problems(
        &mut self,
        progress: &Progress,
        raw: &Raw,
        problems: &[Problem],
    ) -> String {
        let mut texts = Vec::new();
        for Problem { at, text } in problems {
            let (line, column) = raw.position(*at);
            self.say(progress, &format!("{}:{line}:{column}: {text}", self.input));
            texts.push(format!("line {line}, column {column}: {text}"));
        }
        texts.join("; ")
    }

    fn say(&mut self, progress: &Progress, line: &str) {
        self.problems += 1;
        if self.problems <= SHOWN {
            progress.say(line);
        }
    }

    /// Says how many there are besides.
    pub(crate) fn finish(&self, progress: &Progress) {
        let more = self.problems.saturating_sub(SHOWN);
        if more > 0 {
            let place = match &self.rejects {
                Some(rejects) => format!("all are in {rejects}"),
                None => "--rejects FILE keeps all".to_owned(),
            };
            progress.say(&format!("and {more} more; {place}"));
        }
    }
}

/// What was put.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Put {
    /// In this run.
    pub(crate) read: u64,
    pub(crate) acknowledged: u64,
    pub(crate) superseded: u64,
    pub(crate) rejected: u64,
    /// By the runs that this one goes on with.
    pub(crate) rejected_before: u64,
    pub(crate) undelivered: u64,
    /// How many records from the start of the input are settled, earlier runs included.
    pub(crate) settled: u64,
    /// How many the local endpoint has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stored: Option<usize>,
    /// Why it stopped before the end.
    pub(crate) stopped: Option<String>,
    pub(crate) seconds: f64,
}

impl Put {
    pub(crate) fn text(&self) -> String {
        let superseded = match self.superseded {
            0 => String::new(),
            superseded => format!(" (of {superseded} a later one was sent)"),
        };
        let stored = self.stored.map_or_else(String::new, |stored| {
            format!("; the local endpoint has {stored}")
        });
        let before = match self.rejected_before {
            0 => String::new(),
            before => format!(" ({before} before)"),
        };
        let Self {
            read,
            acknowledged,
            rejected,
            undelivered,
            seconds,
            ..
        } = self;
        format!(
            "{read} read: {acknowledged} acknowledged{superseded}, {rejected} rejected{before}, {undelivered} not \
             delivered{}{stored}",
            pace(*read, *seconds)
        )
    }
}

/// What was looked at, or converted.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Checked {
    pub(crate) read: u64,
    pub(crate) valid: u64,
    pub(crate) rejected: u64,
    pub(crate) stopped: Option<String>,
    pub(crate) seconds: f64,
}

impl Checked {
    pub(crate) fn text(&self) -> String {
        let Self {
            read,
            valid,
            rejected,
            ..
        } = self;
        format!(
            "{read} read: {valid} valid, {rejected} rejected{}",
            pace(*read, self.seconds)
        )
    }
}

fn pace(records: u64, seconds: f64) -> String {
    let rate = per_second(
        records,
        Duration::try_from_secs_f64(seconds).unwrap_or_default(),
    );
    format!("; {seconds:.1} s, {rate:.0} records a second")
}

/// Prints a summary for people or for programs.
pub(crate) fn print(json: bool, summary: &impl Serialize, text: String) {
    use std::io::Write as _;

    let line = if json {
        serde_json::to_string(summary).unwrap_or(text)
    } else {
        text
    };
    let _ = writeln!(std::io::stdout(), "{line}");
}
