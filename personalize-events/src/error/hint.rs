//! What to do about refusals that say too little.

use super::ResponseMetadata;

/// Of a request that was refused: what it was.
pub(crate) struct Asked<'a> {
    /// The action that IAM knows, such as `personalize:PutUsers`.
    pub(crate) action: String,
    pub(crate) region: &'a str,
}

/// What to do about this refusal, if something can be said. Services differ in status, so the code counts.
pub(crate) fn hint(metadata: &ResponseMetadata, asked: &Asked<'_>) -> Option<String> {
    let Asked { action, region } = asked;
    Some(match metadata.code()? {
        "AccessDenied" | "AccessDeniedException" | "NotAuthorized" => format!(
            "allow `{action}` on the resource to the identity that the credentials are of, in its policies, and \
             check that the resource is of its account"
        ),
        "ExpiredToken" | "ExpiredTokenException" => "the session token has expired: give the client \
             new credentials, or a provider that refreshes them (`ConfigBuilder::credentials_provider`)"
            .to_owned(),
        "InvalidClientTokenId" | "UnrecognizedClientException" => {
            "check the access key id; temporary keys need their session token, and keys are of one partition"
                .to_owned()
        }
        "InvalidSignatureException" | "SignatureDoesNotMatch" => {
            "check the secret access key, and the clock of this machine".to_owned()
        }
        "ResourceNotFoundException" => format!(
            "check the name, and that it is of the region `{region}`, which this client calls, and of the \
             account of its credentials"
        ),
        _ => return None,
    })
}
