//! Writes the body of a request, and what kind of body it is.

use serde::Serialize;

use super::RequestWriter;
use crate::blob::Blob;
use crate::http::{HttpValue, Text};

impl RequestWriter {
    /// Writes a structure to the body, as JSON.
    pub fn json(&mut self, value: &(impl Serialize + ?Sized)) {
        if let Some(body) = self.serialized(value) {
            self.set_body("application/json", body);
        }
    }

    /// Makes a member the body, as JSON: a union or a document. One that is absent or null leaves
    /// the request without a body.
    pub fn json_payload(&mut self, value: &impl Serialize) {
        match self.serialized(value) {
            Some(body) if body != b"null" => self.set_body("application/json", body),
            Some(_) | None => {}
        }
    }

    /// Makes a structure the body, as JSON. One that is absent is an empty one.
    pub fn structure_payload(&mut self, value: &impl Serialize) {
        match self.serialized(value) {
            Some(body) if body == b"null" => self.set_body("application/json", b"{}".to_vec()),
            Some(body) => self.set_body("application/json", body),
            None => {}
        }
    }

    /// Makes a string or an enum the body.
    pub fn text_payload(&mut self, content_type: &'static str, value: &impl Text) {
        match value.to_http_value() {
            Ok(HttpValue::One(text)) => self.set_body(content_type, text.into_bytes()),
            Ok(HttpValue::Absent | HttpValue::Many(_)) => {}
            Err(problem) => self.fail("the payload", problem),
        }
    }

    /// Makes a blob the body.
    pub fn blob_payload(&mut self, content_type: &'static str, value: &impl Bytes) {
        if let Some(bytes) = value.bytes() {
            self.set_body(content_type, bytes.to_vec());
        }
    }

    fn set_body(&mut self, content_type: &'static str, body: Vec<u8>) {
        self.content_type = Some(content_type);
        self.body = body;
    }

    fn serialized(&mut self, value: &(impl Serialize + ?Sized)) -> Option<Vec<u8>> {
        let written = serde_json::to_vec(value);
        written
            .map_err(|error| self.note(format!("the body cannot be written, {error}")))
            .ok()
    }
}

/// A blob, or none.
pub trait Bytes {
    /// The bytes.
    fn bytes(&self) -> Option<&[u8]>;
}

impl Bytes for Blob {
    fn bytes(&self) -> Option<&[u8]> {
        Some(self.as_slice())
    }
}

impl Bytes for Option<Blob> {
    fn bytes(&self) -> Option<&[u8]> {
        self.as_ref().map(Blob::as_slice)
    }
}
