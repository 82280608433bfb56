//! Reads the members of an answer from where the model wants them.

use std::collections::BTreeMap;

use personalize_events::__private::ResponseMetadata;
use serde_json::Value;

use super::Text;
use crate::blob::Blob;
use crate::format::Plain;
use crate::json::{Error, Object, Read};
use crate::stream::ByteStream;

/// An answer that is being read.
#[derive(Debug)]
pub struct Response<'a> {
    metadata: &'a ResponseMetadata,
    stream: Option<ByteStream>,
}

impl<'a> Response<'a> {
    /// An answer that has arrived.
    #[must_use]
    pub fn of(metadata: &'a ResponseMetadata) -> Self {
        let stream = None;
        Self { metadata, stream }
    }

    /// An answer whose body is still arriving.
    pub(super) fn streaming(metadata: &'a ResponseMetadata, stream: ByteStream) -> Self {
        let stream = Some(stream);
        Self { metadata, stream }
    }

    pub(super) fn metadata(&self) -> &'a ResponseMetadata {
        self.metadata
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.metadata.status()
    }

    /// The HTTP status, for a member.
    #[must_use]
    pub fn status_code(&self) -> i32 {
        self.metadata.status().into()
    }

    /// The id by which AWS's support finds the request.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        self.metadata.request_id().map(str::to_owned)
    }

    /// The members in the body; an empty body has none.
    ///
    /// # Errors
    ///
    /// When the body is no JSON object.
    pub fn object(&self) -> Result<Object, Error> {
        match self.body()? {
            Some(value) => Object::of(value),
            None => Ok(Object::empty()),
        }
    }

    /// A header; `None` when it is absent.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn header<T: Text>(&self, name: &str) -> Result<Option<T>, Error> {
        self.header_as::<Plain, T>(name)
    }

    /// The same, in a format.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn header_as<F, T: Text<F>>(&self, name: &str) -> Result<Option<T>, Error> {
        let lower = name.to_ascii_lowercase();
        let headers = self.metadata.headers().iter();
        let values: Vec<&str> = headers
            .filter(|(found, _)| *found == lower)
            .map(|(_, value)| value.as_str())
            .collect();
        if values.is_empty() {
            return Ok(None);
        }
        let unexpected_type = || Error::new(format!("is not {}", T::EXPECTED)).in_header(name);
        let value = values.join(", ");
        T::parse(value.trim()).map(Some).ok_or_else(unexpected_type)
    }

    /// A header; what stands for nothing of its type when it is absent.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn required_header<T: Text + Read>(&self, name: &str) -> Result<T, Error> {
        self.required_header_as::<Plain, T>(name)
    }

    /// The same, in a format.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn required_header_as<F, T: Text<F> + Read>(&self, name: &str) -> Result<T, Error> {
        match self.header_as::<F, T>(name)? {
            Some(value) => Ok(value),
            None => T::missing().map_err(|error| error.in_header(name)),
        }
    }

    /// The headers whose names start so, by what comes after it in lower case; `None` when there
    /// are none.
    #[must_use]
    pub fn prefix_headers(&self, prefix: &str) -> Option<BTreeMap<String, String>> {
        let prefix = prefix.to_ascii_lowercase();
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in self.metadata.headers() {
            if let Some(key) = name.strip_prefix(&prefix) {
                found
                    .entry(key.to_owned())
                    .and_modify(|values| values.extend([", ", value]))
                    .or_insert_with(|| value.clone());
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// The body as a string or an enum; `None` when it is empty.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn text_payload<T: Text>(&self) -> Result<Option<T>, Error> {
        let body = self.metadata.body();
        if body.is_empty() {
            return Ok(None);
        }
        let text = std::str::from_utf8(body).map_err(|_| Error::new("is not UTF-8"))?;
        let unexpected_type = || Error::new(format!("is not {}", T::EXPECTED));
        T::parse(text).map(Some).ok_or_else(unexpected_type)
    }

    /// The body as a blob; `None` when it is empty.
    #[must_use]
    pub fn blob_payload(&self) -> Option<Blob> {
        let body = self.metadata.body();
        (!body.is_empty()).then(|| body.into())
    }

    /// The body as JSON; `None` when it is empty or `null`.
    ///
    /// # Errors
    ///
    /// When it is no JSON, or not of the type.
    pub fn json_payload<T: Read>(&self) -> Result<Option<T>, Error> {
        match self.body()? {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::read(value).map(Some),
        }
    }

    /// The body as a string or an enum; what stands for nothing of its type when it is empty.
    ///
    /// # Errors
    ///
    /// When it is not of the type.
    pub fn required_text_payload<T: Text + Read>(&self) -> Result<T, Error> {
        self.text_payload()?.map_or_else(T::missing, Ok)
    }

    /// The body as JSON; what stands for nothing of its type when it is empty or `null`.
    ///
    /// # Errors
    ///
    /// When it is no JSON, or not of the type.
    pub fn required_json_payload<T: Read>(&self) -> Result<T, Error> {
        self.json_payload()?.map_or_else(T::missing, Ok)
    }

    /// The body as it arrives; there is one.
    #[must_use]
    pub fn stream(&mut self) -> ByteStream {
        let arrived = || self.metadata.body().to_vec().into();
        self.stream.take().unwrap_or_else(arrived)
    }

    fn body(&self) -> Result<Option<Value>, Error> {
        let body = self.metadata.body();
        if body.trim_ascii().is_empty() {
            return Ok(None);
        }
        serde_json::from_slice(body).map(Some).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Error::new(format!("is not JSON (line {line}, column {column})"))
        })
    }
}

#[cfg(test)]
mod tests;
