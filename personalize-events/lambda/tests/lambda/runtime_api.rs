//! The Lambda runtime API on a loopback address, for one process of a function.
//!
//! It follows <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http_body_util::{BodyExt, Collected, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinSet;

const PREFIX: &str = "/2018-06-01/runtime/";

/// What a function returns: a response, or the object of an error.
pub(crate) type Returned = Result<Value, Value>;

pub(crate) struct RuntimeApi {
    pub(crate) addr: SocketAddr,
    state: Arc<State>,
    /// Ends with the API.
    _server: JoinSet<()>,
}

#[derive(Default)]
struct State {
    invocation: Mutex<Option<Invocation>>,
    is_ready: Notify,
    /// The invocation that the process has taken.
    response: Mutex<Option<(String, oneshot::Sender<Returned>)>>,
    init_error: Mutex<Option<Value>>,
}

struct Invocation {
    id: String,
    time: Duration,
    event: Vec<u8>,
    taken: oneshot::Sender<()>,
    returned: oneshot::Sender<Returned>,
}

impl RuntimeApi {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        let mut server = JoinSet::new();
        server.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let state = Arc::clone(&shared);
                connections.spawn(async move {
                    let service = service_fn(|request| respond(&state, request));
                    let connection = http1::Builder::new();
                    // A process that is killed breaks it.
                    let _ = connection
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Self {
            addr,
            state,
            _server: server,
        }
    }

    /// Delivers an event to the process, once it asks for one: its time starts then. Returns what will be returned.
    pub(crate) async fn invoke(
        &self,
        id: &str,
        event: &Value,
        time: Duration,
    ) -> oneshot::Receiver<Returned> {
        let (returned, receiver) = oneshot::channel();
        let (taken, is_taken) = oneshot::channel();
        let invocation = Invocation {
            id: id.to_owned(),
            time,
            event: event.to_string().into_bytes(),
            taken,
            returned,
        };
        *self.state.invocation.lock().unwrap() = Some(invocation);
        self.state.is_ready.notify_one();
        let start = Duration::from_secs(120);
        let is_taken = tokio::time::timeout(start, is_taken).await;
        is_taken.expect("the process asks for an event").unwrap();
        receiver
    }

    /// The error that the process has reported instead of asking for an event.
    pub(crate) fn init_error(&self) -> Option<Value> {
        self.state.init_error.lock().unwrap().clone()
    }
}

async fn respond(
    state: &State,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().strip_prefix(PREFIX).map(str::to_owned);
    let path: Vec<&str> = path.iter().flat_map(|path| path.split('/')).collect();
    let (status, builder, body) = match (&parts.method, &path[..]) {
        (&Method::GET, ["invocation", "next"]) => {
            let invocation = loop {
                if let Some(invocation) = state.invocation.lock().unwrap().take() {
                    break invocation;
                }
                state.is_ready.notified().await;
            };
            let _ = invocation.taken.send(());
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            let deadline = (now + invocation.time).as_millis();
            let builder = Response::builder()
                .header("Lambda-Runtime-Aws-Request-Id", &invocation.id)
                .header("Lambda-Runtime-Deadline-Ms", deadline.to_string())
                .header(
                    "Lambda-Runtime-Invoked-Function-Arn",
                    "arn:aws:lambda:eu-west-1:123456789012:function:films",
                )
                .header("Content-Type", "application/json");
            *state.response.lock().unwrap() = Some((invocation.id, invocation.returned));
            (StatusCode::OK, builder, invocation.event)
        }
        (&Method::POST, ["invocation", id, end @ ("response" | "error")]) => {
            let body = body.collect().await.map(Collected::to_bytes);
            let value = serde_json::from_slice(&body.unwrap_or_default()).unwrap();
            let (expected, returned) = state.response.lock().unwrap().take().unwrap();
            assert_eq!(expected, *id, "a response to another invocation");
            let value = if *end == "response" {
                Ok(value)
            } else {
                Err(value)
            };
            let _ = returned.send(value);
            (StatusCode::ACCEPTED, Response::builder(), b"{}".to_vec())
        }
        (&Method::POST, ["init", "error"]) => {
            let body = body.collect().await.map(Collected::to_bytes);
            let value = serde_json::from_slice(&body.unwrap_or_default()).unwrap();
            *state.init_error.lock().unwrap() = Some(value);
            (StatusCode::ACCEPTED, Response::builder(), b"{}".to_vec())
        }
        _ => (StatusCode::NOT_FOUND, Response::builder(), b"{}".to_vec()),
    };
    let response = builder.status(status).body(Full::new(Bytes::from(body)));
    Ok(response.unwrap())
}
