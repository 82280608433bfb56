//! What a call shares with the bulk run that makes it.

use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::time::{Duration, Instant};

use crate::rate_limiter::RateLimiter;

/// What a call shares with its bulk run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BulkCall<'a> {
    pub(crate) rate_limiter: &'a RateLimiter,
    /// The number of attempts that were sent and have no answer of the service: their requests may still arrive.
    pub(crate) unanswered: &'a AtomicU32,
    pub(crate) retry_timeout: &'a RetryTimeout,
}

/// The retry timeout of a batch. It starts when the rate limiter allows the first attempt.
#[derive(Debug)]
pub(crate) struct RetryTimeout {
    timeout: Duration,
    deadline: OnceLock<Option<Instant>>,
}

impl RetryTimeout {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            deadline: OnceLock::new(),
        }
    }

    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Returns whether nothing is retried: an attempt then has the timeouts of the client only.
    pub(crate) fn is_zero(&self) -> bool {
        self.timeout.is_zero()
    }

    /// Starts the timeout, unless it has started.
    pub(super) fn start(&self, now: Instant) {
        self.deadline.get_or_init(|| now.checked_add(self.timeout));
    }

    /// Returns when the timeout elapses, if it has started and bounds calls.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let deadline = self.deadline.get().copied().flatten();
        deadline.filter(|_| !self.is_zero())
    }
}
