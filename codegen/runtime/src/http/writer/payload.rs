//! Writes the body of a request and its content type.

use serde::Serialize;

use super::RequestWriter;
use crate::blob::Blob;
use crate::http::{HttpValue, Text};
use crate::streaming_blob::StreamingBlob;

impl RequestWriter {
    /// Writes a structure to the body as JSON.
    pub fn json(&mut self, value: &(impl Serialize + ?Sized)) {
        if let Some(body) = self.serialized(value) {
            self.set_body("application/json", body);
        }
    }

    /// Writes a union or a document as the JSON body. If it is absent or null, there is no body.
    pub fn json_payload(&mut self, value: &impl Serialize) {
        match self.serialized(value) {
            Some(body) if body != b"null" => self.set_body("application/json", body),
            Some(_) | None => {}
        }
    }

    /// Writes a structure as the JSON body. If it is absent, the body is an empty object.
    pub fn structure_payload(&mut self, value: &impl Serialize) {
        match self.serialized(value) {
            Some(body) if body == b"null" => self.set_body("application/json", b"{}".to_vec()),
            Some(body) => self.set_body("application/json", body),
            None => {}
        }
    }

    /// Writes a string or an enum as the body.
    pub fn text_payload(&mut self, content_type: &'static str, value: &impl Text) {
        match value.to_http_value() {
            Ok(HttpValue::One(text)) => self.set_body(content_type, text.into_bytes()),
            Ok(HttpValue::Absent | HttpValue::Many(_)) => {}
            Err(problem) => self.fail("the payload", problem),
        }
    }

    /// Writes a blob as the body.
    pub fn blob_payload(&mut self, content_type: &'static str, value: &impl Bytes) {
        if let Some(bytes) = value.bytes() {
            self.set_body(content_type, bytes.to_vec());
        }
    }

    /// Writes a streaming blob as the body.
    pub fn stream_payload(&mut self, content_type: &'static str, value: &impl Stream) {
        let Some(blob) = value.stream() else {
            return;
        };
        self.set_body(content_type, blob.as_bytes().unwrap_or_default().to_vec());
        self.source = blob.source().cloned();
    }

    fn set_body(&mut self, content_type: &'static str, body: Vec<u8>) {
        self.content_type = Some(content_type);
        self.body = body;
    }

    fn serialized(&mut self, value: &(impl Serialize + ?Sized)) -> Option<Vec<u8>> {
        let written = serde_json::to_vec(value);
        written
            .map_err(|error| self.note(format!("the body cannot be serialized: {error}")))
            .ok()
    }
}

/// An optional blob.
pub trait Bytes {
    /// Returns the bytes.
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

/// An optional streaming blob.
pub trait Stream {
    /// Returns the blob.
    fn stream(&self) -> Option<&StreamingBlob>;
}

impl Stream for StreamingBlob {
    fn stream(&self) -> Option<&StreamingBlob> {
        Some(self)
    }
}

impl Stream for Option<StreamingBlob> {
    fn stream(&self) -> Option<&StreamingBlob> {
        self.as_ref()
    }
}
