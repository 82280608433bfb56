//! What a run would send, for `--dry-run` with a state.

use std::fmt;
use std::time::Duration;

use indicatif::HumanDuration;
use serde::Serialize;

use crate::arguments::Rate;
use crate::state::{Change, Changes, Contents, MAX_RECORDS};

/// The records of a call.
const CALL: u64 = 10;

/// The calls per second without `--rate`.
const DEFAULT_RATE: f64 = 10.0;

/// Compares the records of an input with the state, a batch at a time.
pub(crate) struct Comparison {
    changes: Changes,
    /// The batch, and how many records it has.
    batch: Vec<Contents>,
    records: usize,
    estimate: Estimate,
}

impl Comparison {
    /// `rate` is the one of the command line.
    pub(crate) fn new(changes: Changes, rate: Option<&Rate>) -> Self {
        Self {
            changes,
            batch: Vec::new(),
            records: 0,
            estimate: Estimate::new(rate),
        }
    }

    /// Adds valid records.
    pub(crate) fn add(&mut self, contents: Contents) -> anyhow::Result<()> {
        self.records += contents.len();
        self.batch.push(contents);
        if self.records < MAX_RECORDS {
            return Ok(());
        }
        self.compare()
    }

    /// Compares the last records.
    pub(crate) fn finish(mut self) -> anyhow::Result<Estimate> {
        self.compare()?;
        Ok(self.estimate)
    }

    fn compare(&mut self) -> anyhow::Result<()> {
        self.records = 0;
        let batch = std::mem::take(&mut self.batch);
        for change in self.changes.compare(&batch)? {
            self.estimate.count(change);
        }
        Ok(())
    }
}

/// How many records a run would send, and how long that takes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Estimate {
    unchanged: u64,
    new: u64,
    changed: u64,
    /// Calls per second; `None` if there is no limit.
    #[serde(skip)]
    rate: Option<f64>,
    /// How long the calls take at the rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    sending_seconds: Option<f64>,
}

impl Estimate {
    fn new(rate: Option<&Rate>) -> Self {
        Self {
            unchanged: 0,
            new: 0,
            changed: 0,
            rate: rate.map_or(Some(DEFAULT_RATE), |rate| rate.calls_per_second),
            sending_seconds: None,
        }
    }

    fn count(&mut self, change: Change) {
        match change {
            Change::Unchanged => self.unchanged += 1,
            Change::New => self.new += 1,
            Change::Changed => self.changed += 1,
        }
        self.sending_seconds = self.rate.map(|rate| {
            #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
            let calls = self.calls() as f64;
            calls / rate
        });
    }

    fn calls(&self) -> u64 {
        (self.new + self.changed).div_ceil(CALL)
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            unchanged,
            new,
            changed,
            ..
        } = self;
        write!(
            f,
            "\n{unchanged} unchanged, {new} new and {changed} changed: "
        )?;
        write!(
            f,
            "a run would send {} records in {} calls",
            new + changed,
            self.calls()
        )?;
        if let Some(seconds) = self.sending_seconds {
            let time = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
            write!(f, ", which takes {}", HumanDuration(time))?;
        }
        Ok(())
    }
}
