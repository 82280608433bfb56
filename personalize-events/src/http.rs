//! Builds HTTP clients with TLS.
//!
//! `reqwest` is built without a TLS provider and gets a preconfigured rustls `ClientConfig` with `ring`: its feature
//! `rustls-no-provider` panics if no process-wide provider is installed. Cargo unifies features, so an application
//! that itself uses `reqwest` for plain HTTP only, without a TLS feature, has to install a provider once this crate
//! is in its build. With both TLS features `rustls` is used; without one, only plain HTTP and the user's own HTTP
//! client are possible. Plain HTTP to the local machine bypasses proxies, because a proxy would send it across the
//! network in clear text, and connects to the addresses that were checked. `reqwest` makes no attempts of its own: nothing
//! would count them, and it would hold a copy of each request. A request that never left on a dead pooled connection is
//! sent again all the same.

use std::sync::Arc;

use reqwest::{Client, ClientBuilder, redirect, retry};

use crate::endpoint::Loopback;
use crate::error::{ConfigError, with_causes};

/// Returns the common builder: TLS if the endpoint needs it, no redirects, and no retries of `reqwest`, which would not
/// be counted. With a retry limit of 0, `reqwest` does not clone the request either.
pub(crate) fn builder(is_https: bool) -> Result<ClientBuilder, ConfigError> {
    let builder = Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never().max_retries_per_request(0));
    tls::add(builder, is_https)
        .map_err(|problem| ConfigError::one(format!("TLS is unavailable: {problem}")))
}

/// Restricts a client to this machine: it uses no proxy, and connects to these addresses only.
pub(crate) fn local(builder: ClientBuilder, loopback: &Loopback) -> ClientBuilder {
    let resolver = Arc::new(loopback.clone());
    builder.no_proxy().dns_resolver(resolver)
}

pub(crate) fn build(builder: ClientBuilder) -> Result<Client, ConfigError> {
    let failed = |error| {
        let cause = with_causes(&error);
        ConfigError::one(format!("the HTTP client could not be built: {cause}"))
    };
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

    /// Creates a configuration of its own, so that no process-wide provider is needed. Without HTTPS it trusts no
    /// certificate, since some machines have none.
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
        reason = "the signature is that of the other variants, which may fail"
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
            let problem = "this build does not include it; enable the feature `rustls` or `native-tls`, or set an \
                           HTTP client that supports it (`ConfigBuilder::http_client`, feature `reqwest-0_13`)";
            return Err(problem.to_owned());
        }
        Ok(builder)
    }
}
