//! How an answer is spelled on the wire: the error form of restJson1, and the headers that every
//! answer of AWS has.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, DATE, HeaderName, HeaderValue};
use hyper::{HeaderMap, Response, StatusCode};
use serde_json::{Value, json};
use uuid::Builder;

use crate::date_format::{self, HTTP_DATE};

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An answer that is ready to be sent.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The code, if it is an error.
    pub(crate) code: Option<String>,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// A status and no body.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            code: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    /// A JSON body.
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        let mut answer = Self::empty(status);
        answer.headers.insert(CONTENT_TYPE, JSON);
        answer.body = value.to_string().into();
        answer
    }

    /// The error form: the code in a header, the message in the body.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &json!({ "message": message })).coded(code)
    }

    /// Adds the code of an error.
    pub(crate) fn coded(mut self, code: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(code) {
            self.headers.insert(ERROR_TYPE, value);
        }
        self.code = Some(code.to_owned());
        self
    }

    /// Sets a header.
    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets the body as it is.
    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// The HTTP response, sent at `now` (seconds since the epoch). Headers of the answer's own
    /// stay as they are.
    pub(crate) fn into_response(mut self, now: i64) -> Response<Full<Bytes>> {
        if let Ok(value) = HeaderValue::from_str(&date_format::format(HTTP_DATE, now)) {
            self.headers.entry(DATE).or_insert(value);
        }
        if let Ok(value) = HeaderValue::from_str(&request_id()) {
            self.headers.entry(REQUEST_ID).or_insert(value);
        }
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = self.headers;
        response
    }
}

/// Returns a random UUID.
fn request_id() -> String {
    // Each `RandomState` of the standard library has random keys.
    let [high, low] = [0, 1].map(|half| RandomState::new().hash_one(half));
    let bytes = ((u128::from(high) << 64) | u128::from(low)).to_be_bytes();
    Builder::from_random_bytes(bytes).into_uuid().to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Answer, request_id};

    #[test]
    fn an_error_has_its_code_in_a_header_and_its_message_in_the_body() {
        let answer = Answer::error(404, "ResourceNotFoundException", "no \"such\" thing");
        assert_eq!(answer.body, r#"{"message":"no \"such\" thing"}"#);
        let response = answer.into_response(0);
        assert_eq!(response.status(), 404);
        let headers = response.headers();
        assert_eq!(headers["x-amzn-errortype"], "ResourceNotFoundException");
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers["date"], "Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn every_answer_has_a_request_id_of_its_own() {
        let ids: HashSet<String> = (0..1000).map(|_| request_id()).collect();
        assert_eq!(ids.len(), 1000);
        for id in ids {
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(&id[14..15], "4", "{id}");
        }
    }
}
