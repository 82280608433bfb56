//! Why a signature is rejected: AWS's error code and a message.

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SignatureError {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl SignatureError {
    pub(super) fn missing_token() -> Self {
        Self {
            code: "MissingAuthenticationTokenException",
            message: "Missing Authentication Token".to_owned(),
        }
    }

    pub(super) fn incomplete(message: impl Into<String>) -> Self {
        Self {
            code: "IncompleteSignatureException",
            message: message.into(),
        }
    }

    pub(super) fn unrecognized_client() -> Self {
        Self {
            code: "UnrecognizedClientException",
            message: "The security token included in the request is invalid.".to_owned(),
        }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self {
            code: "InvalidSignatureException",
            message: message.into(),
        }
    }
}
