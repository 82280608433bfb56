//! Requests before they are signed, and the headers that they may have.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderName;

use super::Body;
use crate::body::write_json;
use crate::error::TransportError;
use crate::operation::Operation;
use crate::sign::Asymmetric;

/// The headers that the transport or the HTTP library sets.
const RESERVED: [&str; 14] = [
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
    "x-amz-region-set",
    "x-amz-security-token",
];

/// The headers that proxies may change, so they are not signed.
pub(super) const UNSIGNED: [&str; 2] = ["user-agent", "x-amzn-trace-id"];

/// The initial capacity of a body, enough for ten records with a few columns.
const BODY_CAPACITY: usize = 4 * 1024;

/// How the requests of a call are authenticated.
#[derive(Clone, Copy)]
pub enum Authorization<'a> {
    /// With a signature of AWS Signature Version 4.
    SigV4,
    /// With a signature of AWS Signature Version 4A.
    SigV4a(Asymmetric<'a>),
    /// With a bearer token.
    Bearer(&'a str),
    /// Not at all.
    Anonymous,
}

impl<'a> Authorization<'a> {
    /// Whether requests are signed, so that the call needs credentials.
    pub(super) fn is_signature(self) -> bool {
        match self {
            Self::SigV4 | Self::SigV4a(_) => true,
            Self::Bearer(_) | Self::Anonymous => false,
        }
    }

    /// How requests are signed with Version 4A, if they are.
    pub(super) fn asymmetric(self) -> Option<Asymmetric<'a>> {
        match self {
            Self::SigV4a(asymmetric) => Some(asymmetric),
            Self::SigV4 | Self::Bearer(_) | Self::Anonymous => None,
        }
    }
}

/// Omits the token.
impl fmt::Debug for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SigV4 => "SigV4",
            Self::SigV4a(_) => "SigV4a",
            Self::Bearer(_) => "Bearer(** redacted **)",
            Self::Anonymous => "Anonymous",
        })
    }
}

/// Opens the body of a request, once for each attempt. A signature contains the hash of the body that the header
/// `x-amz-content-sha256` has.
pub type OpenBody<'a> = &'a (dyn Fn() -> reqwest::Body + Send + Sync);

/// How the request of a call is sent, and its response received.
#[derive(Clone, Copy)]
pub struct Exchange<'a> {
    /// How requests are authenticated.
    pub authorization: Authorization<'a>,
    /// The body if that is not in memory.
    pub open_body: Option<OpenBody<'a>>,
    /// How the body of a success is read.
    pub response_body: Body,
}

impl Exchange<'_> {
    /// A signed request with a body in memory.
    pub(super) fn signed(response_body: Body) -> Self {
        Self {
            authorization: Authorization::SigV4,
            open_body: None,
            response_body,
        }
    }
}

impl fmt::Debug for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("authorization", &self.authorization)
            .field("response_body", &self.response_body)
            .finish_non_exhaustive()
    }
}

/// A request to the service, without endpoint, signature and time.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: &'static str,
    /// The prefix of the endpoint's host name, such as `foo.bar.`; may be empty.
    pub host_prefix: String,
    /// The path below the endpoint, percent-encoded; it starts with `/`.
    pub path: Cow<'static, str>,
    /// The query, percent-encoded and without `?`; may be empty.
    pub query: String,
    /// Further headers with lower-case names, including `content-type`.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The body, which the attempts of a call share, if it is in memory.
    pub body: Bytes,
}

impl Request {
    /// Creates the request of an operation that has all members in the body.
    ///
    /// # Errors
    ///
    /// Returns an error if a member cannot be serialized as JSON.
    pub fn of<O: Operation>(operation: &O) -> Result<Self, TransportError> {
        let mut body = Vec::with_capacity(BODY_CAPACITY);
        write_json(&mut body, operation).map_err(TransportError::build)?;
        Ok(Self {
            method: O::METHOD,
            host_prefix: String::new(),
            path: O::PATH.into(),
            query: String::new(),
            headers: vec![("content-type".into(), "application/json".into())],
            body: body.into(),
        })
    }
}

/// Omits everything except the method, since it may be user data.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// Parses the name of a further header and checks its value. Errors do not contain the value.
pub(super) fn check_header(name: &str, value: &str) -> Result<HeaderName, TransportError> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).ok();
    let Some(parsed) = parsed.filter(|_| !name.bytes().any(is_upper)) else {
        return Err(TransportError::invalid("a header has an invalid name"));
    };
    let problem = if RESERVED.contains(&name) {
        "is set by the client"
    } else if value
        .bytes()
        .any(|byte| byte.is_ascii_control() && byte != b'\t')
    {
        "has a value with control characters"
    } else {
        return Ok(parsed);
    };
    let message = format!("the header `{name}` {problem}");
    Err(TransportError::invalid(message))
}

fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase()
}

/// Returns whether servers expect a body, so that an empty one needs a `content-length`.
pub(super) fn expects_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}
