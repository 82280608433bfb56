//! The HTTP clients underneath, with TLS.

use std::sync::Arc;

use reqwest::{Client, ClientBuilder, redirect};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::config::ConfigError;

/// What all HTTP clients here have in common: TLS if it is needed, no redirects.
pub(crate) fn builder(is_https: bool) -> Result<ClientBuilder, ConfigError> {
    let tls = tls(is_https).map_err(|error| {
        let advice = "install certificates (ca-certificates) or set SSL_CERT_FILE";
        ConfigError::new(format!("TLS cannot be used: {error}; {advice}"))
    })?;
    Ok(reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none()))
}

/// Nothing is sent yet.
pub(crate) fn build(builder: ClientBuilder) -> Result<Client, ConfigError> {
    let failed = |error| ConfigError::new(format!("no HTTP client: {error}"));
    builder.build().map_err(failed)
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
