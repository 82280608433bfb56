//! Sends the request of an operation and reads the response.
//!
//! Requests are always signed, also for operations that need no signature, and their bodies are in memory; streaming
//! responses are read as they arrive. A success whose body is no valid JSON is not retried: the service has executed
//! the operation.

use personalize_events::__private::{Body, CallError, Error, Request, Transport, TransportError};

use super::{Operation, Output, RequestWriter, Response};
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
    let call = call.map_err(CallError::into_error)?;
    let response = call.send(request(operation, settings)?, body).await;
    let response = response.map_err(CallError::into_error)?;
    if !response.metadata().is_success() {
        return Err(transport.error(O::NAME, response.into_metadata()));
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
