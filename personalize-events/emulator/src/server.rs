//! Sockets: accepts connections, reads requests within bounds, sends answers, resets.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::admin;
use crate::fault::{Fault, Reset};
use crate::request_log::RecordedRequest;
use crate::response::Answer;
use crate::service;
use crate::signature::SignedRequest;
use crate::state::State;

/// How many bytes the body of a request may have. The service's own limit is not documented; in
/// this much, anything that the model allows fits, however it is escaped.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// How much of a larger body is read and dropped, so that its sender can read the answer.
const DRAINED: usize = 4 * BODY_LIMIT;

/// Serves until it is dropped, and all connections with it.
pub(crate) async fn serve(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, Arc::clone(&state)));
            }
            // Most likely there are no file descriptors left until other connections are closed.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
        // Frees the tasks of connections that have ended.
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, state: Arc<State>) {
    // A hint to the system; all works without it.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(Arc::clone(&state), request));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let ended = (&mut connection).await;
    if ended.is_err_and(|error| error.is_user()) {
        // Closing a socket that does not linger sends RST. If this fails, closing it is the next
        // best: the client sees its connection end without an answer.
        let _ = connection.into_parts().io.inner().set_zero_linger();
    }
}

/// In place of an answer: the connection is to be reset.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is to be reset")
    }
}

impl std::error::Error for Broken {}

async fn respond(
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Broken> {
    let (head, body) = request.into_parts();
    let (method, path) = (head.method.as_str(), head.uri.path());
    if path.starts_with(admin::PREFIX) {
        let answer = match read(body).await? {
            Some(body) => admin::answer(&state, method, path, &body),
            None => too_large(),
        };
        return Ok(answer.into_response(state.now()));
    }
    let operation = state.model.route(method, path);
    let fault = operation.and_then(|operation| state.memory().faults.take(&operation.name));
    let mut received = RecordedRequest {
        operation: operation.map(|operation| operation.name.clone()),
        method: method.to_owned(),
        path: head.uri.to_string(),
        headers: head.headers.clone(),
        body: Bytes::new(),
        status: None,
        code: None,
    };
    let reset = fault.as_ref().and_then(|fault| fault.reset);
    if reset == Some(Reset::BeforeStore) {
        state.memory().journal.push(received);
        wait(fault.as_ref()).await;
        return Err(Broken);
    }
    let body = read(body).await?;
    let answer = match (operation, &body) {
        (None, _) => service::unknown(state.model),
        (Some(operation), body) => {
            let scripted = fault.as_ref().and_then(service::scripted);
            match (scripted, body) {
                (Some(answer), _) => answer,
                (None, None) => too_large(),
                (None, Some(body)) => {
                    let signed = SignedRequest {
                        method,
                        path,
                        query: head.uri.query().unwrap_or_default(),
                        headers: &head.headers,
                        body,
                    };
                    service::answer(&state, operation, &signed)
                }
            }
        }
    };
    received.body = body.unwrap_or_default();
    if reset.is_none() {
        received.status = Some(answer.status);
        received.code.clone_from(&answer.code);
    }
    state.memory().journal.push(received);
    wait(fault.as_ref()).await;
    if reset.is_some() {
        return Err(Broken);
    }
    Ok(answer.into_response(state.now()))
}

async fn wait(fault: Option<&Fault>) {
    if let Some(delay) = fault.and_then(|fault| fault.delay_ms) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
}

/// The body, or `None` if it is too large.
async fn read(mut body: Incoming) -> Result<Option<Bytes>, Broken> {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        // What ends early, or is framed wrongly, has nobody left to be answered to.
        let frame = frame.map_err(|_| Broken)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length <= BODY_LIMIT {
            bytes.extend_from_slice(data);
        } else if length > DRAINED {
            break;
        } else {
            bytes = Vec::new();
        }
    }
    Ok((length <= BODY_LIMIT).then(|| bytes.into()))
}

fn too_large() -> Answer {
    let message = format!("The body has more than {BODY_LIMIT} bytes.");
    Answer::error(413, "RequestEntityTooLargeException", &message)
        .with(CONNECTION, HeaderValue::from_static("close"))
}
