//! The HTTP client underneath, with TLS.

use std::sync::Arc;

use reqwest::redirect;
use rustls_platform_verifier::BuilderVerifierExt;

use crate::config::{Config, ConfigError};

/// Prepares HTTP and TLS; nothing is sent.
pub(super) fn client(config: &Config) -> Result<reqwest::Client, ConfigError> {
    let tls = tls(config.endpoint.is_https()).map_err(|error| {
        let advice = "install certificates (ca-certificates) or set SSL_CERT_FILE";
        ConfigError::new(format!("TLS cannot be used: {error}; {advice}"))
    })?;
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        // What is sent again is decided in one place, and is signed anew.
        .retry(reqwest::retry::never())
        .connect_timeout(config.limits.connect_timeout)
        .user_agent(concat!("personalize-events/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| ConfigError::new(format!("no HTTP client: {error}")))
}

/// Our own rustls configuration, so that no process-wide provider is needed. Without TLS it
/// trusts nobody: HTTP needs no certificates, and some machines have none.
fn tls(needed: bool) -> Result<rustls::ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?;
    Ok(if needed {
        tls.with_platform_verifier()?
    } else {
        tls.with_root_certificates(rustls::RootCertStore::empty())
    }
    .with_no_client_auth())
}
