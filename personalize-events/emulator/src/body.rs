//! Reads the bodies of requests, within limits of size, time and memory.

use std::io;
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Bytes, Incoming};
use tokio::sync::SemaphorePermit;

use crate::response::Response;
use crate::state::State;

/// The maximum size of a request's body in bytes. The service's own limit is not documented; every input that the model
/// allows fits into this one, even with all characters escaped.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// The maximum size of all bodies together that are being read, in bytes.
pub const MAX_INCOMPLETE_BYTES: usize = 256 * 1024 * 1024;

/// How long the head of a request may take to arrive, and then its body. The service's own limit is not documented.
pub const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// How much of a larger body is read and discarded, so that its sender can read the response.
const DISCARD_LIMIT: usize = 4 * BODY_LIMIT;

/// Why a body is not read.
enum Rejection {
    TooLarge,
    TooMany,
}

/// Reads a body, or returns the response to one that is too large or too slow, or arrives with too many others.
pub(crate) async fn read_body(
    body: Incoming,
    state: &State,
) -> io::Result<Result<Bytes, Response>> {
    let response = match tokio::time::timeout(state.read_timeout, read(body, state)).await {
        Ok(Ok(Ok(body))) => return Ok(Ok(body)),
        Ok(Err(error)) => return Err(error),
        Ok(Ok(Err(Rejection::TooLarge))) => {
            let message = format!("The body has more than {BODY_LIMIT} bytes.");
            Response::error(413, "RequestEntityTooLargeException", &message).close()
        }
        Ok(Ok(Err(Rejection::TooMany))) => {
            let message = "Too many large bodies are arriving at the same time.";
            Response::error(503, "ServiceUnavailable", message).close()
        }
        Err(_) => too_slow("body", state),
    };
    Ok(Err(response))
}

/// Returns the response to a request whose head or body has not arrived in time.
pub(crate) fn too_slow(part: &str, state: &State) -> Response {
    let seconds = state.read_timeout.as_secs_f64();
    let message = format!("The {part} of the request did not arrive within {seconds} seconds.");
    Response::error(408, "RequestTimeoutException", &message).close()
}

async fn read(mut body: Incoming, state: &State) -> io::Result<Result<Bytes, Rejection>> {
    let mut bytes = Vec::new();
    // Returned when the body is complete or rejected.
    let mut permits: Option<SemaphorePermit<'_>> = None;
    let mut rejection = None;
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        // The sender of a body that ends early or is malformed does not wait for a response.
        let frame = frame.map_err(io::Error::other)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > DISCARD_LIMIT {
            break;
        }
        if rejection.is_none() {
            rejection = if length > BODY_LIMIT {
                Some(Rejection::TooLarge)
            } else {
                reserve(state, data.len(), &mut permits)
            };
        }
        if rejection.is_none() {
            bytes.extend_from_slice(data);
        } else {
            (bytes, permits) = (Vec::new(), None);
        }
    }
    Ok(rejection.map_or_else(|| Ok(bytes.into()), Err))
}

/// Adds permits for this number of bytes, if there are enough.
fn reserve<'a>(
    state: &'a State,
    bytes: usize,
    permits: &mut Option<SemaphorePermit<'a>>,
) -> Option<Rejection> {
    let bytes = u32::try_from(bytes).ok();
    let Some(more) = bytes.and_then(|bytes| state.incomplete_bytes.try_acquire_many(bytes).ok())
    else {
        return Some(Rejection::TooMany);
    };
    match permits {
        Some(permits) => permits.merge(more),
        None => *permits = Some(more),
    }
    None
}
