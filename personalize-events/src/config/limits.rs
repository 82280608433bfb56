//! How often, how long and how much at once.

use std::time::Duration;

use crate::error::{Limit, TimeoutError};
use crate::retry;

/// The bounds that a client keeps to.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) max_attempts: u32,
    pub(crate) connect_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) operation_timeout: Duration,
    pub(crate) max_concurrent_calls: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_attempts: retry::MAX_ATTEMPTS,
            // That of AWS's SDK for Rust.
            connect_timeout: Duration::from_millis(3_100),
            attempt_timeout: Duration::from_secs(10),
            // Three attempts and the waits between them take less.
            operation_timeout: Duration::from_secs(60),
            max_concurrent_calls: 64,
        }
    }
}

impl Limits {
    /// What to say when it took longer than this.
    pub(crate) fn exceeded(&self, limit: Limit) -> TimeoutError {
        let timeout = match limit {
            Limit::Connect => self.connect_timeout,
            Limit::Attempt => self.attempt_timeout,
            Limit::Operation | Limit::Permit | Limit::Credentials => self.operation_timeout,
        };
        TimeoutError::new(limit, timeout)
    }

    /// What cannot be kept to.
    pub(super) fn check(&self, mut note: impl FnMut(String)) {
        if self.max_attempts == 0 {
            note("`max_attempts` is 0: it counts the first attempt, so 1 is the least".to_owned());
        }
        if self.max_concurrent_calls == 0 {
            note("`max_concurrent_calls` is 0: no call could be made; 1 is the least".to_owned());
        }
        for (name, timeout) in [
            ("connect_timeout", self.connect_timeout),
            ("attempt_timeout", self.attempt_timeout),
            ("operation_timeout", self.operation_timeout),
        ] {
            if timeout.is_zero() {
                note(format!("`{name}` is 0: nothing is done in no time"));
            }
        }
    }
}
