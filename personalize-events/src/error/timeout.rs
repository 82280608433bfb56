//! The error of timeouts.

use std::fmt;
use std::time::Duration;

/// A timeout elapsed. The service may have stored the data nevertheless, or may store it later, unless no connection was
/// established.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeoutError {
    limit: Limit,
    timeout: Duration,
    attempts: u32,
    /// Whether it is the `retry_timeout` of a bulk run.
    is_of_batch: bool,
    /// The address of a connection that was not established.
    address: Option<String>,
}

/// The step that timed out, which determines the setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// `connect_timeout`
    Connect,
    /// `attempt_timeout`
    Attempt,
    /// `operation_timeout`
    Operation,
    /// `operation_timeout`, while the call waited for a permit of `max_concurrent_calls`.
    Permit,
    /// `operation_timeout`, while the call waited for the credentials provider.
    Credentials,
    /// `credentials_timeout`
    Provider,
    /// `retry_timeout` of a bulk run, while the call waited for its rate limiter.
    RateLimiter,
}

impl TimeoutError {
    pub(crate) fn new(limit: Limit, timeout: Duration) -> Self {
        Self {
            limit,
            timeout,
            attempts: 0,
            is_of_batch: false,
            address: None,
        }
    }

    /// Makes it the error of the retry timeout of a bulk run, which has elapsed before the timeout of the client.
    pub(crate) fn of_retry_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self.is_of_batch = true;
        self
    }

    /// Adds the address of a connection.
    pub(crate) fn connecting_to(self, address: String) -> Self {
        let address = Some(address);
        Self { address, ..self }
    }

    /// Sets the number of the attempt that timed out.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.attempts = match self.limit {
            Limit::Connect | Limit::Attempt | Limit::Operation => attempts,
            // This attempt was not sent.
            Limit::Permit | Limit::Credentials | Limit::Provider | Limit::RateLimiter => {
                attempts.saturating_sub(1)
            }
        };
        self
    }

    /// Returns whether the retry timeout of a bulk run elapsed.
    pub(crate) fn is_of_retry_timeout(&self) -> bool {
        self.is_of_batch
    }

    /// Returns whether `credentials_timeout` elapsed.
    pub(crate) fn is_of_provider(&self) -> bool {
        self.limit == Limit::Provider
    }

    /// Returns the timeout that elapsed, as it was set.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Returns how often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (time, attempts) = (self.timeout, Attempts(self.attempts));
        if let Some(address) = &self.address {
            return write!(
                f,
                "timed out after {time:?} while connecting to {address} ({attempts})"
            );
        }
        let waiting = match self.limit {
            Limit::Connect => "while connecting",
            Limit::Attempt => "waiting for the response",
            Limit::Operation => "before the call was complete",
            Limit::Credentials | Limit::Provider => "waiting for the credentials provider",
            Limit::RateLimiter => "waiting for the rate limiter",
            Limit::Permit => "waiting for a free slot",
        };
        write!(f, "timed out after {time:?} {waiting} (")?;
        if self.limit == Limit::Permit {
            f.write_str("`max_concurrent_calls`")?;
        } else {
            attempts.fmt(f)?;
        }
        f.write_str(if self.is_of_batch {
            "; `retry_timeout` of the bulk run)"
        } else {
            ")"
        })
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
