//! Reports why calls are made again while no record gets an outcome.

use std::time::{Duration, Instant};

/// The least time between two notices.
const INTERVAL: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(crate) struct RetryNotice {
    /// How many records had an outcome before.
    records: u64,
    last: Option<Instant>,
}

impl RetryNotice {
    /// Returns whether a notice is due, if calls are made again: no record has had an outcome since the last time.
    pub(crate) fn is_due(&mut self, records: u64) -> bool {
        let has_outcomes = std::mem::replace(&mut self.records, records) < records;
        if has_outcomes || self.last.is_some_and(|last| last.elapsed() < INTERVAL) {
            return false;
        }
        self.last = Some(Instant::now());
        true
    }
}

/// The notice.
pub(crate) fn text(error: &str, retry_timeout: u64) -> String {
    format!(
        "no call succeeds; each is made again for up to {retry_timeout} s (--retry-timeout): {error}"
    )
}
