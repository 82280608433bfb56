//! The metadata of a response, and how the code of an error is read.

use std::fmt;

use reqwest::StatusCode;
use serde_json::Value;

use super::codes::ErrorCode;

/// The metadata of a response: status and request id, and of an error its code and message.
#[derive(Clone, PartialEq, Eq)]
pub struct ResponseMetadata {
    status: u16,
    request_id: Option<String>,
    code: Option<String>,
    message: Option<String>,
    attempts: u32,
    /// How to fix the error.
    pub(super) hint: Option<String>,
    /// Data for generated code; errors that users receive have none.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl ResponseMetadata {
    /// Creates the metadata of a response. Header names are lower case. A status other than 2xx is an error.
    #[doc(hidden)]
    #[must_use]
    pub fn from_parts(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        let mut metadata = Self {
            status,
            request_id: None,
            code: None,
            message: None,
            attempts: 1,
            hint: None,
            headers,
            body,
        };
        metadata.request_id = metadata.header("x-amzn-requestid").map(str::to_owned);
        if !metadata.is_success() {
            metadata.read_error();
        }
        metadata
    }

    /// Creates the metadata of a response that did not arrive.
    #[cfg(feature = "test-util")]
    pub(crate) fn for_test(status: u16, code: &str, message: &str) -> Self {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let mut metadata = Self::from_parts(status, Vec::new(), Vec::new());
        if !metadata.is_success() {
            (metadata.code, metadata.message) = (text(code), text(message));
        }
        metadata
    }

    #[cfg(feature = "test-util")]
    pub(crate) fn with_request_id(mut self, request_id: &str) -> Self {
        self.request_id = Some(request_id.to_owned());
        self
    }

    /// Reads code and message of an error as restJson1 defines: the code is in the header `x-amzn-errortype`, or else
    /// in the body's `code` or `__type`; an empty one does not count. A body that is not JSON has neither.
    fn read_error(&mut self) {
        let body = std::str::from_utf8(&self.body).unwrap_or_default();
        let body: Value = serde_json::from_str(body).unwrap_or(Value::Null);
        let text = |key: &&str| body.get(key).and_then(Value::as_str);
        let codes = ["code", "__type"].iter().filter_map(text);
        let mut codes = self.header("x-amzn-errortype").into_iter().chain(codes);
        let code = codes.find_map(|code| Some(bare_code(code)).filter(|code| !code.is_empty()));
        let code = code.map(str::to_owned);
        let message = ["message", "Message", "errorMessage"].iter().find_map(text);
        self.message = message.map(str::to_owned);
        self.code = code;
    }

    /// Returns whether the status is one of success: any 2xx.
    #[doc(hidden)]
    #[must_use]
    pub fn is_success(&self) -> bool {
        StatusCode::from_u16(self.status).is_ok_and(|status| status.is_success())
    }

    /// Returns the meaning of the error's code.
    pub(crate) fn error_code(&self) -> ErrorCode {
        ErrorCode::lookup(self.code().unwrap_or_default())
    }

    /// Returns the first header of a lower-case name, if it is visible ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(found, _)| found == name)?;
        let plain = |byte: u8| byte == b'\t' || (b' '..=b'~').contains(&byte);
        value.bytes().all(plain).then_some(value)
    }

    /// Sets the number of attempts.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Returns the request id, which AWS Support asks for.
    #[must_use]
    pub fn into_request_id(self) -> Option<String> {
        self.request_id
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns the request id, which AWS Support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the error's code, such as `ThrottlingException`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the error's message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns how often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the headers; their names are lower case.
    #[doc(hidden)]
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the body.
    #[doc(hidden)]
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Omits headers and body, which are user data.
impl fmt::Debug for ResponseMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseMetadata")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("attempts", &self.attempts)
            .field("hint", &self.hint)
            .finish_non_exhaustive()
    }
}

/// Removes namespace and URL: `aws.protocoltests#FooError:http://…` becomes `FooError`.
fn bare_code(text: &str) -> &str {
    let text = text.split_once(':').map_or(text, |(code, _)| code);
    text.split_once('#').map_or(text, |(_, code)| code).trim()
}
