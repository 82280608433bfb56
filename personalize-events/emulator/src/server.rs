//! The HTTP server: accepts connections, reads requests of limited size within limited time, and sends responses or
//! resets.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::Request;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::admin;
use crate::body::{read_body, too_slow};
use crate::fault::Reset;
use crate::random;
use crate::request_log::RecordedRequest;
use crate::service;
use crate::signature::SignedRequest;
use crate::state::State;

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
    let service = service_fn(|request| respond(Arc::clone(&state), request));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(state.read_timeout)
        .serve_connection(TokioIo::new(stream), service);
    let Err(error) = (&mut connection).await else {
        return;
    };
    let parts = connection.into_parts();
    let stream = parts.io.inner();
    if error.is_user() {
        // Closing a socket that does not linger sends RST. If this fails, the client sees its connection end without
        // a response.
        let _ = stream.set_zero_linger();
    } else if error.is_timeout() && !parts.read_buf.is_empty() {
        // The head of a request is not complete. If nothing can be written, the client sees its connection end.
        let _ = stream.try_write(&too_slow("head", &state).into_bytes(state.now()));
    }
}

/// Handles a request. After an error the connection is reset.
async fn respond(
    state: Arc<State>,
    request: Request<Incoming>,
) -> io::Result<hyper::Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    let (method, path) = (head.method.as_str(), head.uri.path());
    let denial = state.hosts.denial(&head);
    if path.starts_with(admin::PREFIX) {
        let response = match (read_body(body, &state).await?, denial) {
            (_, Some(denial)) => denial,
            (Ok(body), None) => admin::handle(&state, method, path, &body),
            (Err(error), None) => error,
        };
        return Ok(response.into_http(state.now()));
    }
    let operation = state.model.route(method, path);
    let fault = operation
        .filter(|_| denial.is_none())
        .and_then(|operation| state.memory().faults.take(&operation.name, random::percent));
    let mut record = RecordedRequest::new(&head, operation);
    let reset = fault.as_ref().and_then(|fault| fault.reset);
    let mut response = None;
    if reset != Some(Reset::BeforeStore) {
        let body = read_body(body, &state).await?;
        let injected = fault.as_ref().and_then(service::injected_response);
        if let Ok(body) = &body {
            record.body = body.clone();
        }
        let handled = match (denial.or(injected), operation, body) {
            (Some(response), _, _) | (None, Some(_), Err(response)) => response,
            (None, None, _) => service::unknown_operation(state.model),
            (None, Some(operation), Ok(body)) => {
                let signed = SignedRequest {
                    method,
                    path,
                    query: head.uri.query().unwrap_or_default(),
                    headers: &head.headers,
                    body: &body,
                };
                service::handle(&state, operation, &signed)
            }
        };
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

#[cfg(test)]
mod tests;
