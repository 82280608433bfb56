//! Calls an operation until its resource has a state, as the trait `smithy.waiters#waitable` defines it.
//!
//! The workflow and the delays are those of [Smithy's
//! specification](https://smithy.io/2.0/additional-specs/waiters.html). Two points are as in AWS's SDK for Rust: an error that
//! the service did not return, such as a timeout, ends a wait, whatever the acceptors are; and the last call, at the end of
//! the time, is completed.

mod result;
mod rules;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use personalize_events::__private::{Error, TransportError};
use tokio::time::timeout;

use crate::http::Operation;
use crate::transports::Transports;
pub use result::{FinalPoll, WaiterError};
pub use rules::{Acceptor, AcceptorState, Matcher, Rules, all_equal, any_equals};

/// The result of a wait for an operation.
type WaitResult<O> = Result<
    FinalPoll<<O as Operation>::Response, Error<<O as Operation>::Error>>,
    WaiterError<<O as Operation>::Response, <O as Operation>::Error>,
>;

/// Calls an operation until its resource has a state; made by a method of the client such as `wait_until_film_released`.
///
/// # Example
///
/// ```no_run
/// # use std::time::Duration;
/// # use personalize_events_codegen_runtime::{Operation, Waiter, WaiterError};
/// # async fn example<O: Operation>(waiter: Waiter<O>) -> Result<(), WaiterError<O::Response, O::Error>> {
/// waiter.wait(Duration::from_secs(300)).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `wait`"]
pub struct Waiter<O: Operation + 'static> {
    transports: Arc<Transports>,
    request: O,
    rules: &'static Rules<O>,
}

impl<O: Operation> Waiter<O> {
    /// Creates a waiter that sends this request.
    pub fn new(transports: Arc<Transports>, request: O, rules: &'static Rules<O>) -> Self {
        Self {
            transports,
            request,
            rules,
        }
    }

    /// Calls the operation until the resource has the state, but no longer than `max_wait`. Returns the result of the last
    /// call, which may be an error: that a resource does not exist can be the state.
    ///
    /// The delays between calls are random and grow exponentially, between the minimum and the maximum of the waiter. Each
    /// call is retried as the client's other calls. Tests can replace the clock
    /// ([`ConfigBuilder::clock`](crate::ConfigBuilder::clock)).
    ///
    /// # Errors
    ///
    /// Returns an error if `max_wait` is over, if the resource has a state from which it cannot get into the desired one, or
    /// if a call fails with an error that the waiter does not expect.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing more is sent.
    pub async fn wait(self, max_wait: Duration) -> WaitResult<O> {
        let failed = |error: TransportError| WaiterError::OperationFailed(error.into());
        TransportError::check_runtime().map_err(failed)?;
        let transport = self.transports.of::<O>().map_err(failed)?;
        let clock = transport.clock();
        let start = clock.instant();
        let remaining =
            || max_wait.saturating_sub(clock.instant().saturating_duration_since(start));
        let mut polls = 0;
        let mut is_last = false;
        loop {
            let call = self.transports.send(&self.request);
            let result = if is_last {
                call.await
            } else {
                let result = timeout(remaining(), call).await;
                result.map_err(|_| WaiterError::ExceededMaxWait { max_wait, polls })?
            };
            polls += 1;
            match (self.rules.state(&self.request, &result), result) {
                (Some(AcceptorState::Success), result) => return Ok(FinalPoll::new(result)),
                (Some(AcceptorState::Failure), result) => {
                    return Err(WaiterError::FailureState(Box::new(FinalPoll::new(result))));
                }
                (None, Err(error)) => return Err(WaiterError::OperationFailed(error)),
                (Some(AcceptorState::Retry), _) | (None, Ok(_)) => {}
            }
            let remaining = remaining();
            if is_last || remaining.is_zero() {
                return Err(WaiterError::ExceededMaxWait { max_wait, polls });
            }
            let delay = self.rules.delay(polls, remaining, transport.random());
            is_last = delay == remaining;
            clock.sleep(delay).await;
        }
    }
}

/// Members of requests are user data.
impl<O: Operation> fmt::Debug for Waiter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter").finish_non_exhaustive()
    }
}
