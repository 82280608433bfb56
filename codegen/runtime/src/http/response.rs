//! Reads the members of a response from status, headers and body.

use std::collections::BTreeMap;

use personalize_events::__private::json::{Error, Object, Read, Value};
use personalize_events::__private::{ResponseMetadata, http};

use super::{Text, ToText};
use crate::blob::Blob;
use crate::format::Plain;
use crate::stream::ByteStream;

/// A response that is being read.
#[derive(Debug)]
pub struct Response<'a> {
    received: http::Response<'a>,
    stream: Option<ByteStream>,
}

impl<'a> Response<'a> {
    /// Creates a response whose body has been received.
    #[must_use]
    pub fn of(metadata: &'a ResponseMetadata) -> Self {
        let (received, stream) = (http::Response::of(metadata), None);
        Self { received, stream }
    }

    /// Creates a response whose body is still being received.
    pub(super) fn streaming(metadata: &'a ResponseMetadata, stream: ByteStream) -> Self {
        let (received, stream) = (http::Response::of(metadata), Some(stream));
        Self { received, stream }
    }

    pub(super) fn metadata(&self) -> &'a ResponseMetadata {
        self.received.metadata()
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.metadata().status()
    }

    /// Returns the HTTP status as the value of a member.
    #[must_use]
    pub fn status_code(&self) -> i32 {
        self.metadata().status().into()
    }

    /// Returns the request id that AWS support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        self.received.request_id()
    }

    /// Returns the members in the body; an empty body has none.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not a JSON object.
    pub fn object(&self) -> Result<Object, Error> {
        self.received.object()
    }

    /// Reads a header; `None` if it is absent.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of the type.
    pub fn header<T: Text>(&self, name: &str) -> Result<Option<T>, Error> {
        self.header_as::<Plain, T>(name)
    }

    /// Reads it in a format.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of the type.
    pub fn header_as<F, T: Text<F>>(&self, name: &str) -> Result<Option<T>, Error> {
        let lower = name.to_ascii_lowercase();
        let headers = self.metadata().headers().iter();
        let values: Vec<&str> = headers
            .filter(|(found, _)| *found == lower)
            .map(|(_, value)| value.as_str())
            .collect();
        if values.is_empty() {
            return Ok(None);
        }
        let value = values.join(", ");
        match parse(value.trim()) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.in_header(name)),
        }
    }

    /// Reads a header; the default of [`Read::missing`] if it is absent.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of the type.
    pub fn required_header<T: Text + Read>(&self, name: &str) -> Result<T, Error> {
        self.required_header_as::<Plain, T>(name)
    }

    /// Reads it in a format.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of the type.
    pub fn required_header_as<F, T: Text<F> + Read>(&self, name: &str) -> Result<T, Error> {
        match self.header_as::<F, T>(name)? {
            Some(value) => Ok(value),
            None => T::missing().map_err(|error| error.in_header(name)),
        }
    }

    /// Reads the headers with a prefix, by the rest of their names in lower case; `None` if there are none.
    ///
    /// # Errors
    ///
    /// Returns an error if a value is not of the type.
    pub fn prefix_headers<K: ToText + Ord, V: Text>(
        &self,
        prefix: &str,
    ) -> Result<Option<BTreeMap<K, V>>, Error> {
        let lower = prefix.to_ascii_lowercase();
        let mut found: BTreeMap<&str, String> = BTreeMap::new();
        for (name, value) in self.metadata().headers() {
            if let Some(key) = name.strip_prefix(&lower) {
                found
                    .entry(key)
                    .and_modify(|values| values.extend([", ", value]))
                    .or_insert_with(|| value.clone());
            }
        }
        if found.is_empty() {
            return Ok(None);
        }
        let entries = found.iter().map(|(key, value)| {
            let key = K::parse(key).ok_or_else(|| Error::new(format!("is not {}", K::EXPECTED)))?;
            Ok((key, parse(value)?))
        });
        let entries: Result<_, Error> = entries.collect();
        entries.map(Some).map_err(|error| error.in_header(prefix))
    }

    /// Reads the body as a string or an enum; `None` if it is empty.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of the type.
    pub fn text_payload<T: Text>(&self) -> Result<Option<T>, Error> {
        let body = self.metadata().body();
        if body.is_empty() {
            return Ok(None);
        }
        let text = std::str::from_utf8(body).map_err(|_| Error::new("is not UTF-8"))?;
        parse(text).map(Some)
    }

    /// Returns the body as a blob; `None` if it is empty.
    #[must_use]
    pub fn blob_payload(&self) -> Option<Blob> {
        let body = self.metadata().body();
        (!body.is_empty()).then(|| body.into())
    }

    /// Reads the body as JSON; `None` if it is empty or `null`.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON or not of the type.
    pub fn json_payload<T: Read>(&self) -> Result<Option<T>, Error> {
        match self.received.json()? {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::read(value).map(Some),
        }
    }

    /// Reads the body as a string or an enum; the default of [`Read::missing`] if it is empty.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of the type.
    pub fn required_text_payload<T: Text + Read>(&self) -> Result<T, Error> {
        self.text_payload()?.map_or_else(T::missing, Ok)
    }

    /// Reads the body as JSON; the default of [`Read::missing`] if it is empty or `null`.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON or not of the type.
    pub fn required_json_payload<T: Read>(&self) -> Result<T, Error> {
        self.json_payload()?.map_or_else(T::missing, Ok)
    }

    /// Returns the body as a stream.
    #[must_use]
    pub fn stream(&mut self) -> ByteStream {
        let metadata = self.metadata();
        let received = || metadata.body().to_vec().into();
        self.stream.take().unwrap_or_else(received)
    }
}

fn parse<F, T: Text<F>>(text: &str) -> Result<T, Error> {
    T::parse(text).ok_or_else(|| Error::new(format!("is not {}", T::EXPECTED)))
}

#[cfg(test)]
mod tests;
