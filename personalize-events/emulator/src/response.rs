//! Responses: the error format of restJson1, and the headers that every response of AWS has.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderName, HeaderValue};
use hyper::{HeaderMap, StatusCode};
use serde_json::json;
use uuid::Builder;

use crate::date_format::{self, HTTP_DATE};
use crate::random::random;

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// The error code of an error.
    pub(crate) code: Option<String>,
    headers: HeaderMap,
    body: Bytes,
}

impl Response {
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            code: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    pub(crate) fn json(status: u16, text: impl Into<Bytes>) -> Self {
        Self::empty(status).header(CONTENT_TYPE, JSON).body(text)
    }

    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, json!({ "message": message }).to_string()).code(code)
    }

    /// Sets the error code.
    pub(crate) fn code(mut self, code: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(code) {
            self.headers.insert(ERROR_TYPE, value);
        }
        self.code = Some(code.to_owned());
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Closes the connection after the response.
    pub(crate) fn close(self) -> Self {
        self.header(CONNECTION, HeaderValue::from_static("close"))
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Returns the HTTP response with the common headers that are not set yet. `now` is in seconds since the epoch.
    pub(crate) fn into_http(mut self, now: i64) -> hyper::Response<Full<Bytes>> {
        for (name, value) in [
            (DATE, date_format::format(HTTP_DATE, now)),
            (REQUEST_ID, request_id()),
        ] {
            if let Ok(value) = HeaderValue::try_from(value) {
                self.headers.entry(name).or_insert(value);
            }
        }
        let mut response = hyper::Response::new(Full::new(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = self.headers;
        response
    }

    /// Returns the bytes of the HTTP response, for a connection whose request is incomplete.
    pub(crate) fn into_bytes(self, now: i64) -> Vec<u8> {
        let body = self.body.clone();
        let (head, _) = self
            .header(CONTENT_LENGTH, body.len().into())
            .into_http(now)
            .into_parts();
        let mut bytes = format!("HTTP/1.1 {}\r\n", head.status).into_bytes();
        for (name, value) in &head.headers {
            let parts: [&[u8]; 4] = [name.as_ref(), b": ", value.as_bytes(), b"\r\n"];
            bytes.extend(parts.concat());
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&body);
        bytes
    }
}

/// Returns a random UUID.
fn request_id() -> String {
    let [high, low] = [random(), random()];
    let bytes = ((u128::from(high) << 64) | u128::from(low)).to_be_bytes();
    Builder::from_random_bytes(bytes).into_uuid().to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Response, request_id};

    #[test]
    fn an_error_has_its_code_in_a_header_and_its_message_in_the_body() {
        let response = Response::error(404, "ResourceNotFoundException", "no \"such\" thing");
        assert_eq!(response.body, r#"{"message":"no \"such\" thing"}"#);
        let response = response.into_http(0);
        assert_eq!(response.status(), 404);
        let headers = response.headers();
        assert_eq!(headers["x-amzn-errortype"], "ResourceNotFoundException");
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers["date"], "Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn the_bytes_of_a_response_have_its_status_headers_and_body() {
        let response = Response::error(408, "RequestTimeoutException", "late").close();
        let text = String::from_utf8(response.into_bytes(0)).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let lines: Vec<&str> = head.split("\r\n").collect();
        assert_eq!(lines[0], "HTTP/1.1 408 Request Timeout");
        for line in [
            "connection: close",
            "content-length: 18",
            "content-type: application/json",
            "x-amzn-errortype: RequestTimeoutException",
            "date: Thu, 01 Jan 1970 00:00:00 GMT",
        ] {
            assert!(lines.contains(&line), "{text}");
        }
        assert_eq!(body, r#"{"message":"late"}"#);
    }

    #[test]
    fn every_response_has_a_different_request_id() {
        let ids: HashSet<String> = (0..1000).map(|_| request_id()).collect();
        assert_eq!(ids.len(), 1000);
        for id in ids {
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(&id[14..15], "4", "{id}");
        }
    }
}
