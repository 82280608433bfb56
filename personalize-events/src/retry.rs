//! Whether a call is tried again, and when: the standard mode of AWS's SDKs, as of 2026-11-10.
//!
//! This room knows the rules and no network. Sources: [Retry
//! behavior](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html) and the
//! announcement of [updated default retry
//! behavior](https://aws.amazon.com/blogs/developer/updated-default-retry-behavior-for-aws-sdks-and-tools/).
//! The adaptive mode is not here: it finds a rate by being throttled, while the quota of this service is
//! known, and it may hold back calls that would have gone through.

mod class;
mod quota;
mod skew;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::error::ResponseMetadata;
pub(crate) use class::RetryKind;
pub(crate) use quota::Quota;
pub(crate) use skew::{Measured, Skew, shifted};

/// How often a call is sent at most, unless told otherwise.
pub(crate) const MAX_ATTEMPTS: u32 = 3;

/// No wait is longer, but for what the service asks for.
const MAX_BACKOFF: Duration = Duration::from_secs(20);

/// How much longer than the backoff the service may ask a client to wait.
const MAX_EXTRA: Duration = Duration::from_secs(5);

/// How long to wait after so many attempts, the last of which failed: twice as long each time, at most; and
/// of that a random share, so that clients which failed together do not come back together.
pub(crate) fn backoff(kind: RetryKind, attempts: u32, random: f64) -> Duration {
    let doublings = attempts.saturating_sub(1);
    let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
    let longest = kind.base_delay().saturating_mul(factor).min(MAX_BACKOFF);
    longest.mul_f64(random.clamp(0.0, 1.0))
}

/// The wait that the service asks for, in as far as it is near our own.
pub(crate) fn with_retry_after(backoff: Duration, metadata: &ResponseMetadata) -> Duration {
    let asked = metadata.header("x-amz-retry-after");
    match asked.and_then(|milliseconds| milliseconds.parse().ok()) {
        Some(milliseconds) => {
            Duration::from_millis(milliseconds).clamp(backoff, backoff + MAX_EXTRA)
        }
        None => backoff,
    }
}
