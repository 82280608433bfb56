//! Records the last requests, for the tests of clients.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use hyper::HeaderMap;
use hyper::body::Bytes;
use hyper::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::model::Operation;

/// The maximum number of recorded requests; the oldest is removed first.
pub const MAX_RECORDED_REQUESTS: usize = 1000;

/// The maximum size of all recorded requests together, in bytes: their bodies, headers, paths and methods. The oldest
/// request is removed first.
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
    /// Copies, because a header of a connection refers to the buffer that it was read into.
    headers: Arc<[(String, String)]>,
    pub(crate) body: Bytes,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
}

impl RecordedRequest {
    /// Returns the record of a request whose body is not read yet and that has no response yet.
    pub(crate) fn new(head: &Parts, operation: Option<&Operation>) -> Self {
        Self {
            operation: operation.map(|operation| operation.name.clone()),
            method: head.method.to_string(),
            path: head.uri.to_string(),
            headers: copy(&head.headers),
            body: Bytes::new(),
            status: None,
            code: None,
        }
    }

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
        let headers = self.headers.iter();
        headers.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the first value of a header; the case of the name is ignored.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers();
        headers
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Returns the body; empty if it was too large or too slow, or if the connection was reset before it was read.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Parses the body into [`Value`](serde_json::Value) or a type of the test.
    ///
    /// # Errors
    ///
    /// If the body is not JSON, or does not have the form of the type.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.body)
    }

    /// Whether the response was a success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status
            .is_some_and(|status| (200..300).contains(&status))
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

    /// Returns the size in the log, in bytes.
    fn size(&self) -> usize {
        let headers = self.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        self.method.len() + self.path.len() + headers + self.body.len()
    }
}

/// Copies the headers whose value is visible ASCII.
fn copy(headers: &HeaderMap) -> Arc<[(String, String)]> {
    let headers = headers.iter();
    headers
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect()
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers().map(|(name, _)| name).collect();
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
    /// The number of all requests for each operation, including those that were removed.
    counts: BTreeMap<String, u64>,
}

impl RequestLog {
    pub(crate) fn push(&mut self, request: RecordedRequest) {
        if let Some(operation) = &request.operation {
            *self.counts.entry(operation.clone()).or_default() += 1;
        }
        self.bytes += request.size();
        self.requests.push_back(request);
        while self.requests.len() > MAX_RECORDED_REQUESTS || self.bytes > MAX_RECORDED_BYTES {
            let Some(oldest) = self.requests.pop_front() else {
                break;
            };
            self.bytes -= oldest.size();
        }
    }

    pub(crate) fn counts(&self) -> BTreeMap<String, u64> {
        self.counts.clone()
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use hyper::Request;
    use hyper::body::Bytes;

    use super::{MAX_RECORDED_BYTES, MAX_RECORDED_REQUESTS, RecordedRequest, RequestLog};

    fn received(path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> RecordedRequest {
        let mut request = Request::builder().method("POST").uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        RecordedRequest {
            body: Bytes::from(body),
            ..RecordedRequest::new(&head, None)
        }
    }

    #[test]
    fn the_oldest_request_is_removed_first() {
        let mut log = RequestLog::default();
        for number in 0..=MAX_RECORDED_REQUESTS {
            log.push(received(&format!("/{number}"), &[], Vec::new()));
        }
        let requests = log.requests();
        assert_eq!(requests.len(), MAX_RECORDED_REQUESTS);
        assert_eq!(requests[0].path(), "/1");
    }

    #[test]
    fn requests_with_large_bodies_are_removed_earlier() {
        let mut log = RequestLog::default();
        for path in ["/a", "/b", "/c"] {
            log.push(received(path, &[], vec![0; MAX_RECORDED_BYTES / 2 - 10]));
        }
        let requests = log.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0].path(), "/b");
    }

    #[test]
    fn headers_and_paths_count_as_the_bodies_do() {
        let mut log = RequestLog::default();
        let value = "v".repeat(MAX_RECORDED_BYTES / 4);
        let path = format!("/{}", "p".repeat(60_000));
        for _ in 0..10 {
            log.push(received(&path, &[("x-a", &value)], Vec::new()));
            assert!(log.bytes <= MAX_RECORDED_BYTES);
        }
        assert_eq!(log.requests().len(), 3);
    }

    #[test]
    fn headers_are_found_in_any_case_unless_their_value_is_not_visible_ascii() {
        let headers = [("X-A", "1"), ("x-a", "2"), ("x-b", "\u{e4}")];
        let request = received("/users", &headers, Vec::new());
        assert_eq!(request.header("X-a"), Some("1"));
        assert_eq!(request.header("x-b"), None);
        let all: Vec<_> = request.headers().collect();
        assert_eq!(all, [("x-a", "1"), ("x-a", "2")]);
    }

    #[test]
    fn debug_output_contains_no_values() {
        let headers = [("x-amz-security-token", "s3cret")];
        let request = received("/users?token=s3cret", &headers, b"s3cret".to_vec());
        let text = format!("{request:?}");
        assert!(text.contains("x-amz-security-token") && text.contains("6 bytes"));
        assert!(!text.contains("s3cret"), "{text}");
    }
}
