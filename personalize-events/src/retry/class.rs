//! Classifies failures as AWS's SDKs do in their standard mode.

use std::time::Duration;

use crate::error::{ErrorKind, ResponseMetadata};

/// Why a retry may succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryKind {
    /// The service throttled the request.
    Throttling,
    /// The failure may pass.
    Transient,
}

impl RetryKind {
    /// Classifies an error response; `None` if a retry cannot succeed. Throttling is recognized by its code only: the
    /// status 429 alone is not retried.
    pub(crate) fn of(metadata: &ResponseMetadata) -> Option<Self> {
        match (metadata.error_code().kind, metadata.status()) {
            (ErrorKind::Throttling, _) => Some(Self::Throttling),
            (ErrorKind::Transient, _) | (_, 500 | 502 | 503 | 504) => Some(Self::Transient),
            _ => None,
        }
    }

    /// Returns the number of quota tokens that a retry costs.
    pub(crate) fn cost(self) -> u32 {
        match self {
            Self::Throttling => 5,
            Self::Transient => 14,
        }
    }

    /// Returns the longest delay before the second attempt.
    pub(super) fn base_delay(self) -> Duration {
        match self {
            Self::Throttling => Duration::from_secs(1),
            Self::Transient => Duration::from_millis(50),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::error::{Error, Limit, ResponseMetadata, TimeoutError, TransportError, Unhandled};

    /// The list of AWS's SDKs.
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

    fn error(status: u16, code: &str) -> Error<Unhandled> {
        let headers = vec![("x-amzn-errortype".to_owned(), code.to_owned())];
        let metadata = ResponseMetadata::from_parts(status, headers, Vec::new());
        Error::service(Unhandled::from_metadata(&metadata), metadata, None)
    }

    fn kinds(error: &Error<Unhandled>) -> (bool, bool) {
        (error.is_throttling(), error.is_retryable())
    }

    #[test]
    fn throttling_is_recognized_by_code_for_every_status() {
        for code in THROTTLING {
            for status in [400, 403, 429, 503] {
                let error = error(status, code);
                assert_eq!(kinds(&error), (true, true), "{status} {code}");
            }
        }
    }

    #[test]
    fn transient_failures_are_recognized_by_code_or_status() {
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
    fn permanent_failures_are_not_retryable() {
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
    fn failures_without_a_response_are_retryable_if_the_request_was_sent() {
        let after = Duration::from_secs(1);
        let why = || std::io::Error::other("why");
        for (error, expected) in [
            (TimeoutError::new(Limit::Attempt, after).into(), true),
            (
                TransportError::connect("host".to_owned(), why()).into(),
                true,
            ),
            (TransportError::read(why()).into(), true),
            (TransportError::build(why()).into(), false),
        ] {
            assert_eq!(kinds(&error), (false, expected), "{error}");
        }
    }
}
