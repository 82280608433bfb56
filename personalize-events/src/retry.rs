//! Whether and when to retry: the standard mode of AWS's SDKs, as of 2026-11-10.
//!
//! Sources: [Retry
//! behavior](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html) and the
//! announcement of [updated default retry
//! behavior](https://aws.amazon.com/blogs/developer/updated-default-retry-behavior-for-aws-sdks-and-tools/).
//! The adaptive mode is not implemented: it learns a rate from being throttled, while the quota of this service is
//! known, and it may delay calls that would succeed. Another value of `AWS_RETRY_MODE` is an error unless
//! `max_attempts` is set in code: ignoring the setting would be worse.

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

/// The default number of attempts.
pub(crate) const MAX_ATTEMPTS: u32 = 3;

/// The longest backoff.
const MAX_BACKOFF: Duration = Duration::from_secs(20);

/// How much longer than the backoff a delay may be if the service asks for it.
const MAX_EXTRA: Duration = Duration::from_secs(5);

/// Returns the delay after `attempts` failed attempts: exponential backoff with full jitter. `random` is from 0 to 1.
pub(crate) fn backoff(kind: RetryKind, attempts: u32, random: f64) -> Duration {
    let doublings = attempts.saturating_sub(1);
    let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
    let longest = kind.base_delay().saturating_mul(factor).min(MAX_BACKOFF);
    longest.mul_f64(random.clamp(0.0, 1.0))
}

/// Returns the delay that the service asks for, limited to at most 5 seconds more than `backoff` and no less.
pub(crate) fn with_retry_after(backoff: Duration, metadata: &ResponseMetadata) -> Duration {
    let requested = metadata.header("x-amz-retry-after");
    match requested.and_then(|milliseconds| milliseconds.parse().ok()) {
        Some(milliseconds) => {
            Duration::from_millis(milliseconds).clamp(backoff, backoff + MAX_EXTRA)
        }
        None => backoff,
    }
}
