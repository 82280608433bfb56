//! Sends the request of an operation and reads the response.
//!
//! The bodies of requests are in memory; streaming responses are read as they arrive. A success whose body is no valid
//! JSON is not retried: the service has executed the operation.
//!
//! An operation that may be called without authentication (`smithy.api#optionalAuth`) is, unless a setting demands
//! otherwise: so it does not depend on what credentials a machine has, and botocore does the same.

use personalize_events::__private::{
    Authorization, Body, CallError, Error, Request, Transport, TransportError,
};

use super::{Authentication, Operation, Output, RequestWriter, Response};
use crate::settings::RequestSettings;
use crate::stream::ByteStream;

/// Writes the request of an operation for the transport.
///
/// # Errors
///
/// Returns an error if a member cannot be written to its part of the request.
pub fn request<O: Operation>(
    operation: &O,
    settings: &RequestSettings,
) -> Result<Request, TransportError> {
    let mut writer = RequestWriter::new(O::METHOD, O::PATH, O::HOST_PREFIX).with_settings(settings);
    operation.write(&mut writer);
    for (name, value) in O::HEADERS {
        writer.default_header(name, value);
    }
    let mut request = writer.finish()?;
    if settings.no_host_prefix() {
        request.host_prefix.clear();
    }
    Ok(request)
}

/// Sends an operation and reads its response.
///
/// # Errors
///
/// See [`Error`].
pub async fn send<O: Operation>(
    transport: &Transport,
    settings: &RequestSettings,
    operation: &O,
) -> Result<O::Response, Error<O::Error>> {
    let body = if O::Response::STREAMS {
        Body::Streamed
    } else {
        Body::Read
    };
    transport.check_dataset(operation.dataset())?;
    let call = transport.start(O::NAME).await;
    let mut call = call.map_err(CallError::into_error)?;
    let token;
    let authorization = match authentication::<O>(settings) {
        Authentication::SigV4 => Authorization::SigV4,
        Authentication::Bearer => {
            let provided = call.provided(settings.bearer_token()).await;
            token = provided.map_err(CallError::into_error)?;
            Authorization::Bearer(token.checked()?)
        }
        Authentication::Anonymous => Authorization::Anonymous,
    };
    let request = request(operation, settings)?;
    let response = call.send(request, authorization, body).await;
    let response = response.map_err(CallError::into_error)?;
    if !response.metadata().is_success() {
        return Err(transport.error(O::NAME, authorization, response.into_metadata()));
    }
    let metadata = response.metadata().clone();
    let read = match body {
        Body::Streamed => O::Response::read(&mut Response::streaming(
            &metadata,
            ByteStream::of(response),
        )),
        Body::Read | Body::Ignored => O::Response::read(&mut Response::of(&metadata)),
    };
    read.map_err(|error| {
        TransportError::read(error)
            .after(metadata.attempts())
            .into()
    })
}

/// How requests of an operation are authenticated with these settings.
fn authentication<O: Operation>(settings: &RequestSettings) -> Authentication {
    if O::AUTHENTICATION_IS_OPTIONAL && !settings.optional_authentication() {
        return Authentication::Anonymous;
    }
    O::AUTHENTICATION
}
