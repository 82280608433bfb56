//! The results of waiters.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use personalize_events::__private::Error;

/// The result of the last call of a waiter.
#[derive(Clone, Debug, PartialEq)]
pub struct FinalPoll<T, E> {
    result: Result<T, E>,
}

impl<T, E> FinalPoll<T, E> {
    pub(crate) fn new(result: Result<T, E>) -> Self {
        Self { result }
    }

    /// Returns the response or the error.
    ///
    /// # Errors
    ///
    /// Returns the error of the call, for which the waiter waited.
    pub fn as_result(&self) -> Result<&T, &E> {
        self.result.as_ref()
    }

    /// Returns the response or the error.
    ///
    /// # Errors
    ///
    /// Returns the error of the call, for which the waiter waited.
    pub fn into_result(self) -> Result<T, E> {
        self.result
    }
}

/// Why a wait ended without success. `T` is the response of the operation, and `E` the enum of its errors.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaiterError<T, E> {
    /// The time was over.
    #[non_exhaustive]
    ExceededMaxWait {
        /// The time that was allowed.
        max_wait: Duration,
        /// The number of calls that were answered.
        polls: u32,
    },
    /// The resource cannot get into the desired state. The result is behind a `Box`, since responses may be large.
    FailureState(Box<FinalPoll<T, Error<E>>>),
    /// A call failed with an error that the waiter does not expect.
    OperationFailed(Error<E>),
}

impl<T, E: fmt::Display> fmt::Display for WaiterError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ExceededMaxWait { max_wait, polls } => {
                let s = if *polls == 1 { "" } else { "s" };
                write!(
                    f,
                    "the resource did not get into the desired state within {max_wait:?} ({polls} call{s})"
                )
            }
            Self::FailureState(poll) => {
                f.write_str("the resource cannot get into the desired state")?;
                match &poll.result {
                    Ok(_) => Ok(()),
                    Err(error) => write!(f, ": {error}"),
                }
            }
            Self::OperationFailed(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl<T: fmt::Debug, E: fmt::Debug + fmt::Display> StdError for WaiterError<T, E> {
    /// Returns the cause of the call's error, which is no level of its own.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::ExceededMaxWait { .. } => None,
            Self::FailureState(poll) => poll.result.as_ref().err()?.source(),
            Self::OperationFailed(error) => error.source(),
        }
    }
}
