//! The error codes that the client knows and what they mean: one table for retries, clock skew, bulk runs and hints.

/// What an error code means for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ErrorCode {
    pub(crate) kind: ErrorKind,
    /// Whether a wrong clock can be the cause.
    pub(crate) is_clock_skew: bool,
    pub(crate) hint: Option<Hint>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// The service asks for fewer requests.
    Throttling,
    /// A failure that may pass.
    Transient,
    /// Another request is changing the resource.
    ResourceInUse,
    /// The caller or the endpoint is wrong, not the content of the request; some services return these codes with
    /// HTTP 400.
    Sender,
    /// Everything else.
    Other,
}

impl ErrorCode {
    /// Looks up a code. The codes of throttling, transient failures and clock skew are those of AWS's SDKs.
    pub(crate) fn lookup(code: &str) -> Self {
        use ErrorKind::{Other, ResourceInUse, Sender, Throttling, Transient};
        let (kind, is_clock_skew, hint) = match code {
            "BandwidthLimitExceeded"
            | "EC2ThrottledException"
            | "LimitExceededException"
            | "PriorRequestNotComplete"
            | "ProvisionedThroughputExceededException"
            | "RequestLimitExceeded"
            | "RequestThrottled"
            | "RequestThrottledException"
            | "SlowDown"
            | "ThrottledException"
            | "Throttling"
            | "ThrottlingException"
            | "TooManyRequestsException"
            | "TransactionInProgressException" => (Throttling, false, None),
            "RequestTimeout" | "RequestTimeoutException" => (Transient, false, None),
            "ResourceInUseException" => (ResourceInUse, false, None),
            "AccessDenied" | "NotAuthorized" => (Sender, false, Some(Hint::GrantPermission)),
            "AccessDeniedException" => (Sender, true, Some(Hint::GrantPermission)),
            "ExpiredToken" | "ExpiredTokenException" => (Sender, false, Some(Hint::RenewToken)),
            "InvalidClientTokenId" | "UnrecognizedClientException" => {
                (Sender, false, Some(Hint::CheckAccessKey))
            }
            "InvalidSignatureException" | "SignatureDoesNotMatch" => {
                (Sender, true, Some(Hint::CheckSecretKey))
            }
            "ResourceNotFoundException" => (Sender, false, Some(Hint::CheckResource)),
            "IncompleteSignature"
            | "IncompleteSignatureException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "OptInRequired"
            | "RequestExpired" => (Sender, false, None),
            "AuthFailure" | "RequestTimeTooSkewed" => (Other, true, None),
            _ => (Other, false, None),
        };
        Self {
            kind,
            is_clock_skew,
            hint,
        }
    }
}

/// How to fix an error whose message often does not explain it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    GrantPermission,
    RenewToken,
    CheckAccessKey,
    CheckSecretKey,
    CheckResource,
}

impl Hint {
    /// The text for a request that needed the IAM action `action` and was sent to `region`.
    pub(crate) fn text(self, action: &str, region: &str) -> String {
        match self {
            Self::GrantPermission => format!(
                "grant `{action}` on the resource to the caller's IAM identity, and check that the resource belongs \
                 to the same account"
            ),
            Self::RenewToken => "the session token has expired: give the client new credentials, or a provider that \
                                 refreshes them (`ConfigBuilder::credentials_provider`)"
                .to_owned(),
            Self::CheckAccessKey => "check the access key id; temporary keys need their session token, and keys are \
                                     valid in one partition"
                .to_owned(),
            Self::CheckSecretKey => {
                "check the secret access key and the clock of this machine".to_owned()
            }
            Self::CheckResource => format!(
                "check the name, and that the resource is in the region `{region}`, which this client calls, and in \
                 the account of its credentials"
            ),
        }
    }
}
