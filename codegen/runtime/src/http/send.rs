//! Calls an operation: write, send, read.

use personalize_events::__private::{Error, OperationError, Request, Transport, TransportError};

use super::{Answer, Operation, Output, RequestWriter};
use crate::stream::ByteStream;

/// How much of an error's body is read.
const MAX_ERROR: usize = 1024 * 1024;

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
    let answer = transport.call(request(operation)?).await?;
    if !(200..300).contains(&answer.status()) {
        let reply = answer.read(Some(MAX_ERROR)).await?;
        return Err(Error::service(O::Error::from_reply(&reply), reply));
    }
    let read = if O::Response::STREAMS {
        let head = answer.head();
        O::Response::read(&mut Answer::streaming(&head, ByteStream::of(answer)))
    } else {
        let reply = answer.read(None).await?;
        O::Response::read(&mut Answer::of(&reply))
    };
    read.map_err(|error| TransportError::unread(error).into())
}
