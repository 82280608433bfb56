//! The rules of a waiter: the results that end it, and its delays.

use std::fmt;
use std::time::Duration;

use personalize_events::__private::Error;

use crate::http::Operation;

/// What ends a waiter, and the delays between its calls.
pub struct Rules<O: Operation + 'static> {
    /// The minimum delay in seconds.
    pub min_delay: u32,
    /// The maximum delay in seconds.
    pub max_delay: u32,
    /// In the order in which they are tried.
    pub acceptors: &'static [Acceptor<O>],
}

/// The state of a waiter after a call that matches.
pub struct Acceptor<O: Operation> {
    /// The state.
    pub state: AcceptorState,
    /// Which calls match.
    pub matcher: Matcher<O>,
}

/// The state of a waiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptorState {
    /// The resource has the desired state.
    Success,
    /// The resource cannot get into the desired state.
    Failure,
    /// The operation must be called again.
    Retry,
}

/// Which calls match.
pub enum Matcher<O: Operation> {
    /// The successes whose request and response satisfy the condition.
    Output(fn(&O, &O::Response) -> bool),
    /// All successes, or all errors that the service returned.
    Success(bool),
    /// The errors of the service with this code.
    ErrorType(&'static str),
}

impl<O: Operation> Rules<O> {
    /// The state of the first acceptor that matches; `None` if none does.
    pub(super) fn state(
        &self,
        request: &O,
        result: &Result<O::Response, Error<O::Error>>,
    ) -> Option<AcceptorState> {
        let mut acceptors = self.acceptors.iter();
        let matching = acceptors.find(|acceptor| match (&acceptor.matcher, result) {
            (Matcher::Output(condition), Ok(response)) => condition(request, response),
            (Matcher::Success(success), Ok(_)) => *success,
            (Matcher::Success(success), Err(error)) => !success && error.as_service().is_some(),
            (Matcher::ErrorType(code), Err(error)) => error.code() == Some(code),
            (Matcher::Output(_), Err(_)) | (Matcher::ErrorType(_), Ok(_)) => false,
        });
        matching.map(|acceptor| acceptor.state)
    }

    /// The delay before the next call, of which `retry` counts from 1; all that remains if it is the last one. `random` is
    /// from 0 to 1.
    ///
    /// The [specification](https://smithy.io/2.0/additional-specs/waiters.html#waiter-retries) has a maximum number of
    /// attempts instead of the maximum delay here, which has the same effect.
    pub(super) fn delay(&self, retry: u32, remaining: Duration, random: f64) -> Duration {
        let [min, max] = [self.min_delay, self.max_delay].map(|it| Duration::from_secs(it.into()));
        let growth = 2_u32.checked_pow(retry.saturating_sub(1));
        let grown = growth.and_then(|growth| min.checked_mul(growth));
        let longest = grown.map_or(max, |grown| grown.min(max));
        let delay = min + longest.saturating_sub(min).mul_f64(random);
        if remaining.saturating_sub(delay) <= min {
            remaining
        } else {
            delay
        }
    }
}

/// Returns whether there are texts and all of them equal another.
pub fn all_equal<'a>(texts: impl IntoIterator<Item = &'a str>, expected: &str) -> bool {
    let mut texts = texts.into_iter().peekable();
    texts.peek().is_some() && texts.all(|text| text == expected)
}

/// Returns whether one of the texts equals another.
pub fn any_equals<'a>(texts: impl IntoIterator<Item = &'a str>, expected: &str) -> bool {
    texts.into_iter().any(|text| text == expected)
}

impl<O: Operation> fmt::Debug for Rules<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules").finish_non_exhaustive()
    }
}

impl<O: Operation> fmt::Debug for Acceptor<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acceptor").finish_non_exhaustive()
    }
}

impl<O: Operation> fmt::Debug for Matcher<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matcher").finish_non_exhaustive()
    }
}
