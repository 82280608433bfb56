//! Calls an operation: write, send, read.

use personalize_events::__private::{Body, Error, Request, Transport, TransportError};

use super::{Operation, Output, RequestWriter, Response};
use crate::stream::ByteStream;

/// The request of an operation, as it goes to the transport.
///
/// # Errors
///
/// When a member cannot be sent where the model wants it.
pub fn request<O: Operation>(operation: &O) -> Result<Request, TransportError> {
    let mut writer = RequestWriter::new(O::METHOD, O::PATH, O::HOST_PREFIX);
    operation.write(&mut writer);
    writer.finish()
}

/// Sends an operation and reads its answer.
///
/// # Errors
///
/// See [`Error`].
pub async fn send<O: Operation>(
    transport: &Transport,
    operation: &O,
) -> Result<O::Response, Error<O::Error>> {
    let body = if O::Response::STREAMS {
        Body::Streamed
    } else {
        Body::Read
    };
    let call = transport.start(O::NAME).await?;
    let response = call.send(request(operation)?, body).await?;
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
