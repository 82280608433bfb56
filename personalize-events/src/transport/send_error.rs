//! The errors of the HTTP client, as those of a call.

use std::error::Error as _;

use crate::config::Limits;
use crate::error::{
    CallError, Limit, PayloadError, TimeoutError, TransportError, is_timeout_of_system,
};

/// Converts the error of a request that was to be sent; `exceeded` is that of its timeout.
pub(super) fn send_error(
    error: reqwest::Error,
    exceeded: TimeoutError,
    limits: &Limits,
) -> CallError {
    // Without the path, which may have ids, and without a query and credentials.
    let address = error.url().map(|url| url.origin().ascii_serialization());
    let address = address.unwrap_or_default();
    let is_timeout = error.is_timeout() && !is_timeout_of_system(&error);
    let error = error.without_url();
    if let Some(problem) = PayloadError::among(&error) {
        TransportError::invalid(problem.to_string()).into()
    } else if is_timeout && error.is_connect() {
        let exceeded = limits.exceeded(Limit::Connect);
        exceeded.connecting_to(address).into()
    } else if is_timeout {
        exceeded.into()
    } else if error.is_builder() || is_unsupported_url(&error) {
        TransportError::build(error).into()
    } else if error.is_connect() {
        TransportError::connect(address, error).into()
    } else {
        TransportError::send(address, error).into()
    }
}

/// Returns whether the client cannot connect to this URL at all: HTTPS without a TLS library. The error is recognized
/// by its message.
fn is_unsupported_url(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.to_string().starts_with("invalid URL") {
            return true;
        }
        cause = error.source();
    }
    false
}
