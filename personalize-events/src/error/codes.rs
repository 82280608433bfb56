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
        match code {
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
            | "TransactionInProgressException" => Self::new(Throttling),
            "RequestTimeout" | "RequestTimeoutException" => Self::new(Transient),
            "ResourceInUseException" => Self::new(ResourceInUse),
            "AccessDenied" | "NotAuthorized" => Self::new(Sender).hint(Hint::GrantPermission),
            "AccessDeniedException" => Self::new(Sender).hint(Hint::GrantPermission).clock_skew(),
            "ExpiredToken" | "ExpiredTokenException" => Self::new(Sender).hint(Hint::RenewToken),
            "InvalidClientTokenId" | "UnrecognizedClientException" => {
                Self::new(Sender).hint(Hint::CheckAccessKey)
            }
            "InvalidSignatureException" | "SignatureDoesNotMatch" => {
                Self::new(Sender).hint(Hint::CheckSecretKey).clock_skew()
            }
            "ResourceNotFoundException" => Self::new(Sender).hint(Hint::CheckResource),
            "IncompleteSignature"
            | "IncompleteSignatureException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "OptInRequired"
            | "RequestExpired" => Self::new(Sender),
            "AuthFailure" | "RequestTimeTooSkewed" => Self::new(Other).clock_skew(),
            _ => Self::new(Other),
        }
    }

    const fn new(kind: ErrorKind) -> Self {
        Self {
            kind,
            is_clock_skew: false,
            hint: None,
        }
    }

    const fn hint(self, hint: Hint) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    const fn clock_skew(self) -> Self {
        Self {
            is_clock_skew: true,
            ..self
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
