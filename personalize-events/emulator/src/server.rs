//! The HTTP server: accepts connections, reads requests of limited size, and sends responses or resets.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::admin;
use crate::fault::Reset;
use crate::request_log::RecordedRequest;
use crate::response::Response;
use crate::service;
use crate::signature::SignedRequest;
use crate::state::State;

/// The maximum size of a request's body in bytes. The service's own limit is not documented; every input that the model
/// allows fits into this one, even with all characters escaped.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// How much of a larger body is read and discarded, so that its sender can read the response.
const DISCARD_LIMIT: usize = 4 * BODY_LIMIT;

/// Serves until the future is dropped, which also ends all connections.
pub(crate) async fn serve(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve_connection(stream, Arc::clone(&state)));
            }
            // Most likely there are no file descriptors left until other connections are closed.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
        // Frees the tasks of connections that have ended.
        while connections.try_join_next().is_some() {}
    }
}

async fn serve_connection(stream: TcpStream, state: Arc<State>) {
    // Without this option requests are only slower.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(Arc::clone(&state), request));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let ended = (&mut connection).await;
    if ended.is_err_and(|error| error.is_user()) {
        // Closing a socket that does not linger sends RST. If this fails, the client sees its connection end without
        // a response.
        let _ = connection.into_parts().io.inner().set_zero_linger();
    }
}

/// Handles a request. After an error the connection is reset.
async fn respond(
    state: Arc<State>,
    request: Request<Incoming>,
) -> io::Result<hyper::Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    let (method, path) = (head.method.as_str(), head.uri.path());
    if path.starts_with(admin::PREFIX) {
        let response = match read_body(body).await? {
            Some(body) => admin::handle(&state, method, path, &body),
            None => body_too_large(),
        };
        return Ok(response.into_http(state.now()));
    }
    let operation = state.model.route(method, path);
    let fault = operation.and_then(|operation| state.memory().faults.take(&operation.name));
    let mut record = RecordedRequest {
        operation: operation.map(|operation| operation.name.clone()),
        method: method.to_owned(),
        path: head.uri.to_string(),
        headers: head.headers.clone(),
        body: Bytes::new(),
        status: None,
        code: None,
    };
    let reset = fault.as_ref().and_then(|fault| fault.reset);
    let mut response = None;
    if reset != Some(Reset::BeforeStore) {
        let body = read_body(body).await?;
        let injected = fault.as_ref().and_then(service::injected_response);
        let handled = match (operation, injected, &body) {
            (None, _, _) => service::unknown_operation(state.model),
            (Some(_), Some(injected), _) => injected,
            (Some(_), None, None) => body_too_large(),
            (Some(operation), None, Some(body)) => {
                let signed = SignedRequest {
                    method,
                    path,
                    query: head.uri.query().unwrap_or_default(),
                    headers: &head.headers,
                    body,
                };
                service::handle(&state, operation, &signed)
            }
        };
        record.body = body.unwrap_or_default();
        response = Some(handled).filter(|_| reset.is_none());
    }
    if let Some(response) = &response {
        record.status = Some(response.status);
        record.code.clone_from(&response.code);
    }
    state.memory().requests.push(record);
    if let Some(delay) = fault.and_then(|fault| fault.delay_ms) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let response = response.ok_or(io::ErrorKind::ConnectionReset)?;
    Ok(response.into_http(state.now()))
}

/// Reads a body; `None` if it is too large.
async fn read_body(mut body: Incoming) -> io::Result<Option<Bytes>> {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        // The sender of a body that ends early or is malformed does not wait for a response.
        let frame = frame.map_err(io::Error::other)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length <= BODY_LIMIT {
            bytes.extend_from_slice(data);
        } else if length > DISCARD_LIMIT {
            break;
        } else {
            bytes = Vec::new();
        }
    }
    Ok((length <= BODY_LIMIT).then(|| bytes.into()))
}

fn body_too_large() -> Response {
    let message = format!("The body has more than {BODY_LIMIT} bytes.");
    Response::error(413, "RequestEntityTooLargeException", &message)
        .header(CONNECTION, HeaderValue::from_static("close"))
}
