//! Records the last requests, for the tests of clients.

use std::collections::VecDeque;
use std::fmt;

use hyper::HeaderMap;
use hyper::body::Bytes;
use hyper::header::HeaderName;

/// The maximum number of recorded requests; the oldest is removed first.
pub const MAX_RECORDED_REQUESTS: usize = 1000;

/// The maximum size of the bodies of all recorded requests together, in bytes; the oldest request is removed first.
pub const MAX_RECORDED_BYTES: usize = 64 * 1024 * 1024;

/// A request, and the status and error code of its response.
///
/// `Debug` shows neither the values of headers nor the body, because they contain signatures, tokens, ids and
/// properties.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordedRequest {
    pub(crate) operation: Option<String>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
}

impl RecordedRequest {
    /// Returns the operation, such as `PutUsers`; `None` if the model has no such route.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path and query, as sent.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the headers, with names in lower case, except those whose value is not visible ASCII.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    /// Returns the first value of a header; the case of the name is ignored.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body; empty if it was too large or the connection was reset before it was read.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the status of the response; `None` if the connection was reset.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the error code of the response, if it was an error.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("RecordedRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("headers", &names)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("status", &self.status)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

#[derive(Default)]
pub(crate) struct RequestLog {
    requests: VecDeque<RecordedRequest>,
    bytes: usize,
}

impl RequestLog {
    pub(crate) fn push(&mut self, request: RecordedRequest) {
        self.bytes += request.body.len();
        self.requests.push_back(request);
        while self.requests.len() > MAX_RECORDED_REQUESTS || self.bytes > MAX_RECORDED_BYTES {
            let Some(oldest) = self.requests.pop_front() else {
                break;
            };
            self.bytes -= oldest.body.len();
        }
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use hyper::HeaderMap;
    use hyper::body::Bytes;
    use hyper::header::HeaderValue;

    use super::{MAX_RECORDED_BYTES, MAX_RECORDED_REQUESTS, RecordedRequest, RequestLog};

    fn received(path: &str, body: Vec<u8>) -> RecordedRequest {
        RecordedRequest {
            operation: None,
            method: "POST".to_owned(),
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: Bytes::from(body),
            status: Some(200),
            code: None,
        }
    }

    #[test]
    fn the_oldest_request_is_removed_first() {
        let mut log = RequestLog::default();
        for number in 0..=MAX_RECORDED_REQUESTS {
            log.push(received(&format!("/{number}"), Vec::new()));
        }
        let requests = log.requests();
        assert_eq!(requests.len(), MAX_RECORDED_REQUESTS);
        assert_eq!(requests[0].path(), "/1");
    }

    #[test]
    fn requests_with_large_bodies_are_removed_earlier() {
        let mut log = RequestLog::default();
        for path in ["/a", "/b", "/c"] {
            log.push(received(path, vec![0; MAX_RECORDED_BYTES / 2]));
        }
        let requests = log.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0].path(), "/b");
    }

    #[test]
    fn debug_output_contains_no_values() {
        let mut request = received("/users?token=s3cret", b"s3cret".to_vec());
        let value = HeaderValue::from_static("s3cret");
        request.headers.insert("x-amz-security-token", value);
        let text = format!("{request:?}");
        assert!(text.contains("x-amz-security-token") && text.contains("6 bytes"));
        assert!(!text.contains("s3cret"), "{text}");
    }
}
