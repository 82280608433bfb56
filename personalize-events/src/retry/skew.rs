//! Clock skew: how far the clock of this machine differs from the `date` of responses. A signature is valid for five
//! minutes.
//!
//! A rejected signature is retried if the clock correction changed by more than four minutes since the request was
//! signed, once per change, for the five error codes of the AWS SDKs; the code alone is not sufficient.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::date_format;
use crate::error::ResponseMetadata;

/// The largest difference that is not corrected.
const TOLERANCE_MS: u64 = 4 * 60 * 1000;

/// The date of a response that took longer is ignored.
const MAX_ROUND_TRIP: Duration = Duration::from_secs(15 * 60);

/// The skew that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Skew {
    is_corrected: bool,
    measured: Mutex<Measured>,
}

/// The skew of the last response in milliseconds, if any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measured(Option<i64>);

impl Skew {
    /// Without correction, no skew is measured.
    pub(crate) fn new(is_corrected: bool) -> Self {
        Self {
            is_corrected,
            measured: Mutex::default(),
        }
    }

    pub(crate) fn measured(&self) -> Measured {
        *self.measured.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Measures the skew of a response to a request that was sent at `sent`.
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
    /// Returns by how many milliseconds the service is ahead of this machine.
    pub(crate) fn milliseconds(self) -> Option<i64> {
        self.0
    }

    /// Returns the milliseconds to add to the time of this machine before signing.
    pub(crate) fn correction(self) -> i64 {
        let far = |milliseconds: &i64| milliseconds.unsigned_abs() > TOLERANCE_MS;
        self.0.filter(far).unwrap_or(0)
    }

    /// Returns whether the skew explains an error of a request that was signed with another correction, so that a retry
    /// may succeed. The error code alone is no reason.
    pub(crate) fn explains(self, metadata: &ResponseMetadata, signed_with: Self) -> bool {
        let by = self.correction().abs_diff(signed_with.correction());
        by > TOLERANCE_MS && metadata.error_code().is_clock_skew
    }
}

/// Returns by how many milliseconds the service is ahead. The date of a cached response (`age`) is too old.
fn measure(metadata: &ResponseMetadata, sent: SystemTime, round_trip: Duration) -> Option<i64> {
    if metadata.header("age").is_some() || round_trip > MAX_ROUND_TRIP {
        return None;
    }
    let service = date_format::http_date(metadata.header("date")?)?;
    let machine = sent.checked_add(round_trip / 2)?;
    let milliseconds = |duration: Duration| i64::try_from(duration.as_millis()).ok();
    match service.duration_since(machine) {
        Ok(ahead) => milliseconds(ahead),
        Err(behind) => milliseconds(behind.duration()).map(|behind| -behind),
    }
}

/// Adds milliseconds, which may be negative, to a time.
pub(crate) fn shifted(time: SystemTime, milliseconds: i64) -> SystemTime {
    let by = Duration::from_millis(milliseconds.unsigned_abs());
    let moved = if milliseconds < 0 {
        time.checked_sub(by)
    } else {
        time.checked_add(by)
    };
    moved.unwrap_or(time)
}
