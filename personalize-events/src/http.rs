//! The HTTP clients underneath, with TLS.

use reqwest::{Client, ClientBuilder, redirect, retry};

use crate::error::ConfigError;

/// What all HTTP clients here have in common: TLS if it is needed, no redirects, and no attempts but those that are
/// counted here. With a limit of 0 `reqwest` keeps no copy of a request either.
pub(crate) fn builder(is_https: bool) -> Result<ClientBuilder, ConfigError> {
    let builder = Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never().max_retries_per_request(0));
    tls::add(builder, is_https)
        .map_err(|problem| ConfigError::one(format!("TLS cannot be used: {problem}")))
}

/// Nothing is sent yet.
pub(crate) fn build(builder: ClientBuilder) -> Result<Client, ConfigError> {
    let failed = |error| ConfigError::one(format!("no HTTP client: {error}"));
    builder.build().map_err(failed)
}

#[cfg(feature = "rustls")]
mod tls {
    use std::sync::Arc;

    use reqwest::ClientBuilder;
    use rustls::crypto::ring;
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt;

    pub(super) fn add(builder: ClientBuilder, is_needed: bool) -> Result<ClientBuilder, String> {
        let advice = "install certificates (ca-certificates) or set SSL_CERT_FILE";
        let config = config(is_needed).map_err(|error| format!("{error}; {advice}"))?;
        Ok(builder.tls_backend_preconfigured(config))
    }

    /// Our own configuration, so that no process-wide provider is needed. Where TLS is not needed it trusts
    /// nobody: HTTP needs no certificates, and some machines have none.
    fn config(is_needed: bool) -> Result<ClientConfig, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let config =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let config = if is_needed {
            config.with_platform_verifier()?
        } else {
            config.with_root_certificates(RootCertStore::empty())
        };
        Ok(config.with_no_client_auth())
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod tls {
    use reqwest::ClientBuilder;

    #[expect(
        clippy::unnecessary_wraps,
        reason = "as without it, where TLS may be missing"
    )]
    pub(super) fn add(builder: ClientBuilder, _: bool) -> Result<ClientBuilder, String> {
        Ok(builder.tls_backend_native())
    }
}

#[cfg(not(any(feature = "native-tls", feature = "rustls")))]
mod tls {
    use reqwest::ClientBuilder;

    pub(super) fn add(builder: ClientBuilder, is_needed: bool) -> Result<ClientBuilder, String> {
        if is_needed {
            let problem = "it was left out of this build; turn on the feature `rustls` or `native-tls`, or \
                           give a client that has it (`ConfigBuilder::http_client`)";
            return Err(problem.to_owned());
        }
        Ok(builder)
    }
}
