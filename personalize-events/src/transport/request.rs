//! What is asked of the service, before it is signed, and which headers may be part of it.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderName;

use crate::error::TransportError;
use crate::runtime::Operation;
use crate::runtime::body::write_json;

/// The headers that the transport sets, or that are about the connection.
const OWN: [&str; 13] = [
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-amz-date",
    "x-amz-security-token",
];

/// The headers that something on the way may change, so that they are sent without a signature.
pub(super) const CHANGING: [&str; 2] = ["user-agent", "x-amzn-trace-id"];

/// What the body of ten records of some columns takes, so that it is not moved while it grows.
const USUAL_BODY: usize = 4 * 1024;

/// A request to the service; the endpoint, the signature and the time are added to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: &'static str,
    /// What goes before the endpoint's host name, such as `foo.bar.`; mostly nothing.
    pub host_prefix: String,
    /// The path below the endpoint, percent-encoded; it starts with `/`.
    pub path: Cow<'static, str>,
    /// The query, percent-encoded and without `?`; mostly nothing.
    pub query: String,
    /// Further headers, their names in lower case. Without `content-type` none is sent.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The request of an operation that has all of its members in the body.
    ///
    /// # Errors
    ///
    /// When the members cannot be written as JSON.
    pub fn of<O: Operation>(operation: &O) -> Result<Self, TransportError> {
        let mut body = Vec::with_capacity(USUAL_BODY);
        write_json(&mut body, operation).map_err(TransportError::build)?;
        Ok(Self {
            method: O::METHOD,
            host_prefix: String::new(),
            path: O::PATH.into(),
            query: String::new(),
            headers: vec![("content-type".into(), "application/json".into())],
            body,
        })
    }

    /// Takes the body out, in a form that several attempts can share.
    pub(super) fn take_body(&mut self) -> Bytes {
        std::mem::take(&mut self.body).into()
    }
}

/// Nearly all of it is user data.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// The name of a further header, if it can be sent; it is told by its name only.
pub(super) fn check(name: &str, value: &str) -> Result<HeaderName, TransportError> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).ok();
    let Some(parsed) = parsed.filter(|_| !name.bytes().any(is_upper)) else {
        let what = "a header has a name that is none";
        return Err(TransportError::build(what));
    };
    let problem = if OWN.contains(&name) {
        "is set by the client"
    } else if value
        .bytes()
        .any(|byte| byte.is_ascii_control() && byte != b'\t')
    {
        "has a value with control characters"
    } else {
        return Ok(parsed);
    };
    let what = format!("the header `{name}` {problem}");
    Err(TransportError::build(what))
}

fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase()
}

/// Whether servers expect a body, so that an empty one is told to them.
pub(super) fn has_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}
