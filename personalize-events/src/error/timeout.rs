//! What took too long.

use std::fmt;
use std::time::Duration;

/// What took longer than the settings allow. The service may have stored the data all the same, but where no
/// connection was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeoutError {
    limit: Limit,
    timeout: Duration,
    attempts: u32,
}

/// Which of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// `connect_timeout`
    Connect,
    /// `attempt_timeout`
    Attempt,
    /// `operation_timeout`
    Operation,
    /// `operation_timeout`, all of which went by before it was this call's turn.
    Turn,
    /// `operation_timeout`, while the credentials provider was waited for.
    Credentials,
}

impl TimeoutError {
    pub(crate) fn new(limit: Limit, timeout: Duration) -> Self {
        Self {
            limit,
            timeout,
            attempts: 0,
        }
    }

    /// That it is about the attempt of this number.
    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.attempts = match self.limit {
            Limit::Connect | Limit::Attempt | Limit::Operation => attempts,
            // It was not sent this time.
            Limit::Turn | Limit::Credentials => attempts.saturating_sub(1),
        };
        self
    }

    /// The time that was set and has passed.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (time, attempts) = (self.timeout, Attempts(self.attempts));
        match self.limit {
            Limit::Connect => {
                write!(f, "no connection was made within {time:?} ({attempts})")
            }
            Limit::Attempt => write!(f, "no answer came within {time:?} ({attempts})"),
            Limit::Operation => {
                write!(f, "the call was not done within {time:?} ({attempts})")
            }
            Limit::Credentials => {
                write!(
                    f,
                    "the credentials provider gave nothing within {time:?} ({attempts})"
                )
            }
            Limit::Turn => write!(
                f,
                "nothing was sent within {time:?}, since this client had as many other calls in flight as it may"
            ),
        }
    }
}

impl std::error::Error for TimeoutError {}

/// Formats the number of attempts, such as `1 attempt`.
pub(super) struct Attempts(pub(super) u32);

impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 attempt"),
            made => write!(f, "{made} attempts"),
        }
    }
}
