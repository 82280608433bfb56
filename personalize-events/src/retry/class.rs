//! Which failures may be another time a success, as AWS's SDKs sort them in their standard mode.

use std::time::Duration;

use crate::error::ResponseMetadata;

/// The codes by which services ask for fewer requests.
const THROTTLING: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// The codes of failures that pass, whatever the status.
const TRANSIENT: [&str; 2] = ["RequestTimeout", "RequestTimeoutException"];

/// Why a call may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryKind {
    /// The service asks for fewer requests.
    Throttling,
    /// A failure that passes.
    Transient,
}

impl RetryKind {
    /// What an answer tells. That requests are too many is told by its code; a status does not, 429 neither.
    pub(crate) fn of(metadata: &ResponseMetadata) -> Option<Self> {
        let is_one_of = |codes: &[&str]| metadata.code().is_some_and(|code| codes.contains(&code));
        if is_one_of(&THROTTLING) {
            Some(Self::Throttling)
        } else if is_one_of(&TRANSIENT) || matches!(metadata.status(), 500 | 502 | 503 | 504) {
            Some(Self::Transient)
        } else {
            None
        }
    }

    /// What a retry takes from the quota.
    pub(crate) fn cost(self) -> u32 {
        match self {
            Self::Throttling => 5,
            Self::Transient => 14,
        }
    }

    /// The longest wait before the second attempt.
    pub(super) fn base(self) -> Duration {
        match self {
            Self::Throttling => Duration::from_secs(1),
            Self::Transient => Duration::from_millis(50),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::THROTTLING;
    use crate::error::{Error, Limit, ResponseMetadata, TimeoutError, TransportError, Unhandled};

    fn error(status: u16, code: &str) -> Error<Unhandled> {
        let headers = vec![("x-amzn-errortype".to_owned(), code.to_owned())];
        let metadata = ResponseMetadata::from_parts(status, headers, Vec::new());
        Error::service(Unhandled::from_metadata(&metadata), metadata)
    }

    fn kinds(error: &Error<Unhandled>) -> (bool, bool) {
        (error.is_throttling(), error.is_retryable())
    }

    #[test]
    fn throttles_are_told_by_their_code_whatever_the_status() {
        for code in THROTTLING {
            for status in [400, 403, 429, 503] {
                let error = error(status, code);
                assert_eq!(kinds(&error), (true, true), "{status} {code}");
            }
        }
    }

    #[test]
    fn failures_that_pass_are_told_by_code_or_status() {
        for (status, code) in [
            (400, "RequestTimeout"),
            (408, "RequestTimeoutException"),
            (500, "InternalFailure"),
            (500, ""),
            (502, "Anything"),
            (503, "ServiceUnavailable"),
            (504, ""),
        ] {
            let error = error(status, code);
            assert_eq!(kinds(&error), (false, true), "{status} {code}");
        }
    }

    #[test]
    fn what_stays_wrong_is_not_for_sending_again() {
        for (status, code) in [
            (429, ""),
            (429, "TooManyCooks"),
            (408, ""),
            (400, "InvalidInputException"),
            (400, "throttlingexception"),
            (403, "ExpiredTokenException"),
            (404, "ResourceNotFoundException"),
            (409, "ResourceInUseException"),
            (413, "RequestEntityTooLargeException"),
            (501, ""),
            (505, ""),
        ] {
            let error = error(status, code);
            assert_eq!(kinds(&error), (false, false), "{status} {code}");
        }
    }

    #[test]
    fn without_an_answer_it_depends_on_the_step() {
        let after = Duration::from_secs(1);
        for (error, expected) in [
            (TimeoutError::new(Limit::Attempt, after).into(), true),
            (TransportError::unreached("why").into(), true),
            (TransportError::unread("why").into(), true),
            (TransportError::unmade("why").into(), false),
        ] {
            assert_eq!(kinds(&error), (false, expected), "{error}");
        }
    }
}
