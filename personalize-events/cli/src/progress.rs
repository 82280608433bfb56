//! How a run comes along: a bar on a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a bar is drawn.
const REDRAW: Duration = Duration::from_millis(100);

/// How often there is a line elsewhere.
const LINE: Duration = Duration::from_secs(5);

const BAR: &str = "{bar:30} {percent}% {msg}, {eta} left";
const SPINNER: &str = "{spinner} {msg}";

pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    /// How many bytes the input has, if that is known.
    length: Option<u64>,
    /// Where this run began.
    first_byte: u64,
    begun: Instant,
    due: Instant,
}

/// What there is to show.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct State {
    /// Of which it is known what has become of them.
    pub(crate) records: u64,
    pub(crate) rejected: u64,
    /// How far in the input that is.
    pub(crate) bytes: u64,
}

impl Progress {
    pub(crate) fn new(length: Option<u64>, first_byte: u64) -> Self {
        let begun = Instant::now();
        let bar = io::stderr().is_terminal().then(|| {
            let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let template = if length.is_some() { BAR } else { SPINNER };
            let style = ProgressStyle::with_template(template).expect("the templates are ours");
            bar.set_style(style);
            bar.set_position(first_byte);
            bar.set_message(counts(State::default(), Duration::ZERO));
            bar.reset_eta();
            bar.enable_steady_tick(REDRAW);
            bar
        });
        let due = begun + if bar.is_some() { Duration::ZERO } else { LINE };
        Self {
            bar,
            length,
            first_byte,
            begun,
            due,
        }
    }

    /// Shows the state, if it is time to.
    pub(crate) fn show(&mut self, state: State) {
        let now = Instant::now();
        if now < self.due {
            return;
        }
        let message = counts(state, now - self.begun);
        if let Some(bar) = &self.bar {
            bar.set_position(state.bytes);
            bar.set_message(message);
            self.due = now + REDRAW;
        } else {
            let left = self.left(state, now).map(spell).unwrap_or_default();
            eprintln(&format!("{message}{left}"));
            self.due = now + LINE;
        }
    }

    fn left(&self, state: State, now: Instant) -> Option<Duration> {
        left(self.length?, self.first_byte, state.bytes, now - self.begun)
    }

    /// A line beside the bar.
    pub(crate) fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.println(line),
            None => eprintln(line),
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    pub(crate) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Nobody may be reading: that is no reason to stop, nor to panic.
pub(crate) fn eprintln(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn counts(state: State, elapsed: Duration) -> String {
    let State {
        records, rejected, ..
    } = state;
    let rejected = if rejected > 0 {
        format!(", {rejected} rejected")
    } else {
        String::new()
    };
    format!(
        "{records} records{rejected}, {:.1} a second",
        per_second(records, elapsed)
    )
}

pub(crate) fn per_second(records: u64, elapsed: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "it is a rate for people")]
    let records = records as f64;
    records / elapsed.as_secs_f64().max(0.001)
}

/// How long what is left takes, at the rate so far.
fn left(length: u64, first: u64, at: u64, elapsed: Duration) -> Option<Duration> {
    let done = at.checked_sub(first).filter(|done| *done > 0)?;
    let rest = u128::from(length.saturating_sub(at));
    let nanoseconds = elapsed.as_nanos().checked_mul(rest)? / u128::from(done);
    Some(Duration::from_nanos(u64::try_from(nanoseconds).ok()?))
}

fn spell(left: Duration) -> String {
    let seconds = left.as_secs();
    match seconds {
        0..60 => format!(", about {seconds} s left"),
        60..3600 => format!(", about {} min left", seconds.div_ceil(60)),
        _ => format!(
            ", about {} h {} min left",
            seconds / 3600,
            seconds % 3600 / 60
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_from_the_bytes_of_this_run() {
        let second = Duration::from_secs(1);
        assert_eq!(left(1000, 0, 250, second), Some(second * 3));
        assert_eq!(left(1000, 500, 750, second), Some(second));
        assert_eq!(left(1000, 500, 500, second), None);
        // The file has grown since.
        assert_eq!(left(1000, 0, 1200, second), Some(Duration::ZERO));
        assert_eq!(left(u64::MAX, 0, 1, Duration::MAX), None);
    }

    #[test]
    fn times_are_spelled_as_people_say_them() {
        let spelled = |seconds| spell(Duration::from_secs(seconds));
        assert_eq!(spelled(59), ", about 59 s left");
        assert_eq!(spelled(61), ", about 2 min left");
        assert_eq!(spelled(100_000), ", about 27 h 46 min left");
    }

    #[test]
    fn rejected_records_are_shown_where_there_are_some() {
        let state = State {
            records: 500,
            rejected: 0,
            bytes: 0,
        };
        assert_eq!(
            counts(state, Duration::from_secs(5)),
            "500 records, 100.0 a second"
        );
        let state = State {
            rejected: 3,
            ..state
        };
        assert_eq!(
            counts(state, Duration::from_secs(5)),
            "500 records, 3 rejected, 100.0 a second"
        );
    }
}
