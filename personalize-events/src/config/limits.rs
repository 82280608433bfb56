//! Limits of attempts, time and concurrency.

use std::time::Duration;

use crate::error::{Limit, TimeoutError};
use crate::retry;

/// The limits of a client.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) max_attempts: u32,
    pub(crate) connect_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) operation_timeout: Duration,
    pub(crate) credentials_timeout: Duration,
    pub(crate) max_concurrent_calls: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_attempts: retry::MAX_ATTEMPTS,
            // The default of AWS's SDK for Rust.
            connect_timeout: Duration::from_millis(3_100),
            attempt_timeout: Duration::from_secs(10),
            // Three attempts with their retry delays take less.
            operation_timeout: Duration::from_secs(60),
            // All attempts of the metadata service take less.
            credentials_timeout: Duration::from_secs(30),
            max_concurrent_calls: 64,
        }
    }
}

impl Limits {
    /// Creates the error of an elapsed timeout.
    pub(crate) fn exceeded(&self, limit: Limit) -> TimeoutError {
        let timeout = match limit {
            Limit::Connect => self.connect_timeout,
            Limit::Attempt => self.attempt_timeout,
            Limit::Operation | Limit::Permit | Limit::Credentials | Limit::RateLimiter => {
                self.operation_timeout
            }
            Limit::Provider => self.credentials_timeout,
        };
        TimeoutError::new(limit, timeout)
    }

    /// Reports limits that are zero.
    pub(super) fn check(&self, mut note: impl FnMut(String)) {
        for (name, is_zero) in [
            ("max_attempts", self.max_attempts == 0),
            ("max_concurrent_calls", self.max_concurrent_calls == 0),
            ("connect_timeout", self.connect_timeout.is_zero()),
            ("attempt_timeout", self.attempt_timeout.is_zero()),
            ("operation_timeout", self.operation_timeout.is_zero()),
            ("credentials_timeout", self.credentials_timeout.is_zero()),
        ] {
            if is_zero {
                note(format!("`{name}` must be greater than zero"));
            }
        }
    }
}
