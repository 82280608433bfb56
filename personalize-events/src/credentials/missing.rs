//! The message for an environment without credentials.

/// The remedy for every source of credentials that is not built in.
pub(super) const SDK_CONFIG: &str =
    "turn on the feature `aws-config` and use `Config::from(&aws_config::load_defaults(…).await)`";

/// Lists the sources that have no credentials and those that are not supported.
pub(super) fn no_credentials_message(unset: &str, service: &str) -> String {
    format!(
        "looked at {unset} and {service}; not looked at are the profiles of ~/.aws, SSO, \
         credential_process and web identity: for these {SDK_CONFIG}"
    )
}
