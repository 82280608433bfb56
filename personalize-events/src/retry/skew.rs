//! How wrong this machine's clock is, by the `Date` of answers: a signature is good for five minutes.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::date_format;
use crate::error::ResponseMetadata;

/// Up to this a clock is left as it is.
const TOLERANCE_MS: u64 = 4 * 60 * 1000;

/// An answer that took longer says nothing about the time.
const MAX_ROUND_TRIP: Duration = Duration::from_secs(15 * 60);

/// What a client knows of its clock; all its calls share it.
#[derive(Debug)]
pub(crate) struct Skew {
    is_corrected: bool,
    measured: Mutex<Measured>,
}

/// What the last answer said, if any did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measured(Option<i64>);

impl Skew {
    /// If it is not to be corrected, nothing is ever measured.
    pub(crate) fn new(is_corrected: bool) -> Self {
        Self {
            is_corrected,
            measured: Mutex::default(),
        }
    }

    pub(crate) fn measured(&self) -> Measured {
        *self.measured.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of an answer to what was sent at this time.
    pub(crate) fn observe(
        &self,
        metadata: &ResponseMetadata,
        sent: SystemTime,
        round_trip: Duration,
    ) {
        if let Some(milliseconds) = measure(metadata, sent, round_trip)
            && self.is_corrected
        {
            let new = Measured(Some(milliseconds));
            let mut measured = self.measured.lock().unwrap_or_else(PoisonError::into_inner);
            #[cfg(feature = "tracing")]
            if new.correction() != 0 && measured.correction() == 0 {
                tracing::warn!(
                    target: "personalize_events",
                    milliseconds,
                    "the clock of this machine is wrong; requests are signed with the service's time"
                );
            }
            *measured = new;
        }
    }
}

impl Measured {
    /// How many milliseconds the service is ahead of this machine.
    pub(crate) fn milliseconds(self) -> Option<i64> {
        self.0
    }

    /// What to add to this machine's time before signing.
    pub(crate) fn correction(self) -> i64 {
        let far = |milliseconds: &i64| milliseconds.unsigned_abs() > TOLERANCE_MS;
        self.0.filter(far).unwrap_or(0)
    }

    /// Whether a refusal is explained by what was signed before this was known, so that the same request
    /// may succeed now.
    pub(crate) fn explains(self, metadata: &ResponseMetadata, signed_with: Self) -> bool {
        let by = self.correction().abs_diff(signed_with.correction());
        by > TOLERANCE_MS && metadata.error_code().is_clock_skew
    }
}

/// How many milliseconds the service's clock was ahead when it answered. A cache's answer (`Age`) has an
/// old date.
fn measure(metadata: &ResponseMetadata, sent: SystemTime, round_trip: Duration) -> Option<i64> {
    if metadata.header("age").is_some() || round_trip > MAX_ROUND_TRIP {
        return None;
    }
    let theirs = date_format::http_date(metadata.header("date")?)?;
    let ours = sent.checked_add(round_trip / 2)?;
    let milliseconds = |duration: Duration| i64::try_from(duration.as_millis()).ok();
    match theirs.duration_since(ours) {
        Ok(ahead) => milliseconds(ahead),
        Err(behind) => milliseconds(behind.duration()).map(|behind| -behind),
    }
}

/// A time so many milliseconds later, or earlier if they are negative.
pub(crate) fn shifted(time: SystemTime, milliseconds: i64) -> SystemTime {
    let by = Duration::from_millis(milliseconds.unsigned_abs());
    let moved = if milliseconds < 0 {
        time.checked_sub(by)
    } else {
        time.checked_add(by)
    };
    moved.unwrap_or(time)
}
