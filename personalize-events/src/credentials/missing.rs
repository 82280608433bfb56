//! The messages for environments without credentials.

/// How to use sources of credentials that are not built in.
pub(super) const SDK_CONFIG: &str = "enable the feature `aws-config-1` and use `Config::try_from(&aws_config::load_defaults(…).await)`";

/// Lists the sources without credentials and those that are not supported.
pub(super) fn no_credentials_message(unset: &str, metadata_service: &str) -> String {
    format!(
        "{unset} are unset, and {metadata_service}; profiles of ~/.aws, SSO, credential_process and web identity are \
         not supported here: {SDK_CONFIG}"
    )
}
