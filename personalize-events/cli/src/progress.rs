//! Shows progress: a bar on a terminal, a line every few seconds elsewhere.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

/// The interval of updates on a terminal.
const REDRAW: Duration = Duration::from_millis(100);

/// The interval of updates elsewhere.
const LINE: Duration = Duration::from_secs(5);

const BAR: &str = "{bar:30} {percent}% {msg}, {eta} left";
const SPINNER: &str = "{spinner} {msg}";

pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    /// The length of the input in bytes, if it is known.
    length: Option<u64>,
    /// Where this run started in the input.
    first_byte: u64,
    started: Instant,
    next_update: Instant,
    counts: Counts,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Records with an outcome.
    pub(crate) records: u64,
    pub(crate) rejected: u64,
    pub(crate) not_delivered: u64,
    /// Records that were not sent, because they are stored already.
    unchanged: u64,
    /// The end of the last one in the input.
    bytes: u64,
}

/// The outcome of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Stored, if it was sent.
    Valid,
    Rejected,
    NotDelivered,
}

impl Counts {
    /// How many records are valid, and stored if they were sent.
    pub(crate) fn valid(self) -> u64 {
        self.records - self.rejected - self.not_delivered
    }

    /// Whether the rejects file has records.
    pub(crate) fn has_rejects(self) -> bool {
        self.valid() < self.records
    }
}

impl Progress {
    pub(crate) fn new(length: Option<u64>, first_byte: u64) -> Self {
        let started = Instant::now();
        let counts = Counts {
            bytes: first_byte,
            ..Counts::default()
        };
        let bar = io::stderr().is_terminal().then(|| {
            let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let template = if length.is_some() { BAR } else { SPINNER };
            let style = ProgressStyle::with_template(template).expect("the templates are valid");
            bar.set_style(style);
            bar.set_position(first_byte);
            bar.set_message(message(counts, Duration::ZERO));
            bar.reset_eta();
            bar.enable_steady_tick(REDRAW);
            bar
        });
        let next_update = if bar.is_some() {
            started
        } else {
            started + LINE
        };
        Self {
            bar,
            length,
            first_byte,
            started,
            next_update,
            counts,
        }
    }

    /// Counts a record that ends at this byte of the input.
    pub(crate) fn add(&mut self, end: u64, outcome: Outcome) {
        self.add_all(end, 1, outcome);
    }

    /// Counts records with the same outcome, of which the last one ends at this byte of the input.
    pub(crate) fn add_all(&mut self, end: u64, records: u64, outcome: Outcome) {
        self.counts.bytes = self.counts.bytes.max(end);
        self.counts.records += records;
        match outcome {
            Outcome::Valid => {}
            Outcome::Rejected => self.counts.rejected += records,
            Outcome::NotDelivered => self.counts.not_delivered += records,
        }
        self.update();
    }

    /// Sets how many records need not be sent, and where the last one ends in the input.
    pub(crate) fn set_unchanged(&mut self, records: u64, end: u64) {
        self.counts.records += records - self.counts.unchanged;
        self.counts.unchanged = records;
        self.counts.bytes = self.counts.bytes.max(end);
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// Shows the counts if an update is due.
    pub(crate) fn update(&mut self) {
        let now = Instant::now();
        if now < self.next_update {
            return;
        }
        let elapsed = now - self.started;
        let message = message(self.counts, elapsed);
        if let Some(bar) = &self.bar {
            bar.set_position(self.counts.bytes);
            bar.set_message(message);
            self.next_update = now + REDRAW;
        } else {
            let left = self
                .length
                .and_then(|length| time_left(length, self.first_byte, self.counts.bytes, elapsed));
            let left = left.map(left_text).unwrap_or_default();
            eprintln(&format!("{message}{left}"));
            self.next_update = now + LINE;
        }
    }

    /// Prints a line above the bar.
    pub(crate) fn println(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.println(&*printable(line)),
            None => eprintln(line),
        }
    }

    /// Removes the bar, and returns how long the run took.
    pub(crate) fn finish(self) -> Duration {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        self.started.elapsed()
    }
}

/// Prints to standard error. Unlike the macro it does not panic if nobody reads it.
pub(crate) fn eprintln(line: &str) {
    let _ = writeln!(io::stderr(), "{}", printable(line));
}

/// Escapes control characters other than line breaks, which a terminal would execute: names of files may have them.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let is_unsafe = |char: char| char.is_control() && char != '\n';
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if is_unsafe(char) {
            escaped.extend(char.escape_default());
        } else {
            escaped.push(char);
        }
    }
    Cow::Owned(escaped)
}

fn message(counts: Counts, elapsed: Duration) -> String {
    let mut text = format!("{} records", counts.records);
    for (count, name) in [
        (counts.unchanged, "unchanged"),
        (counts.rejected, "rejected"),
        (counts.not_delivered, "not delivered"),
    ] {
        if count > 0 {
            let _ = write!(text, ", {count} {name}");
        }
    }
    let rate = per_second(counts.records, elapsed);
    format!("{text}, {rate:.1} records/s")
}

pub(crate) fn per_second(records: u64, elapsed: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "the rate is rounded anyway")]
    let records = records as f64;
    records / elapsed.as_secs_f64().max(0.001)
}

/// Extrapolates from the bytes that this run has read so far.
fn time_left(length: u64, first: u64, current: u64, elapsed: Duration) -> Option<Duration> {
    let done = current.checked_sub(first).filter(|done| *done > 0)?;
    let rest = u128::from(length.saturating_sub(current));
    let nanoseconds = elapsed.as_nanos().checked_mul(rest)? / u128::from(done);
    Some(Duration::from_nanos(u64::try_from(nanoseconds).ok()?))
}

fn left_text(left: Duration) -> String {
    format!(", {} left", HumanDuration(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_depends_on_the_bytes_of_this_run() {
        let second = Duration::from_secs(1);
        assert_eq!(time_left(1000, 0, 250, second), Some(second * 3));
        assert_eq!(time_left(1000, 500, 750, second), Some(second));
        assert_eq!(time_left(1000, 500, 500, second), None);
        // The file has grown since.
        assert_eq!(time_left(1000, 0, 1200, second), Some(Duration::ZERO));
        assert_eq!(time_left(u64::MAX, 0, 1, Duration::MAX), None);
    }

    #[test]
    fn the_time_left_is_rounded() {
        let text = |seconds| left_text(Duration::from_secs(seconds));
        assert_eq!(text(59), ", 59 seconds left");
        assert_eq!(text(110), ", 2 minutes left");
        assert_eq!(text(100_000), ", 28 hours left");
    }

    #[test]
    fn records_that_are_not_stored_are_shown_if_there_are_any() {
        let mut progress = Progress::new(None, 0);
        let shown = |progress: &Progress| message(progress.counts(), Duration::from_secs(5));
        for _ in 0..10 {
            progress.add(0, Outcome::Valid);
        }
        assert_eq!(shown(&progress), "10 records, 2.0 records/s");
        progress.add(0, Outcome::Rejected);
        assert_eq!(shown(&progress), "11 records, 1 rejected, 2.2 records/s");
        for _ in 0..4 {
            progress.add(0, Outcome::NotDelivered);
        }
        let expected = "15 records, 1 rejected, 4 not delivered, 3.0 records/s";
        assert_eq!(shown(&progress), expected);
        assert_eq!(progress.counts().valid(), 10);
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(
            printable("a\u{1b}[31m\r\u{9b}b\nä"),
            "a\\u{1b}[31m\\r\\u{9b}b\nä"
        );
    }
}
