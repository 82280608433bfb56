//! Writes the members of a request to path, query, headers, host and body.

mod checksum;
mod digests;
mod gzip;
mod host;
mod payload;
mod streamed;
#[cfg(test)]
mod tests;
mod tree_hash;

use std::borrow::Cow;
use std::fmt;

use personalize_events::__private::{Request, TransportError};

use super::template::{encode, fill};
use super::{Entries, HttpValue, Text, header};
use crate::format::Plain;
use crate::settings::RequestSettings;
use crate::streaming_blob::Source;
use digests::Checksum;
pub use payload::{Bytes, Stream};
pub(crate) use streamed::{Streamed, unsign};

/// A request that is being written. [`finish`](Self::finish) returns the first problem.
pub struct RequestWriter {
    method: &'static str,
    path: &'static str,
    /// The query in the URI of the model.
    constant: &'static str,
    host_prefix: &'static str,
    labels: Vec<(&'static str, String)>,
    host_labels: Vec<(&'static str, String)>,
    /// Whether requests go to the host of the endpoint without the prefix of the operation.
    no_host_prefix: bool,
    /// The label that an ARN puts before the host name of the endpoint.
    endpoint_label: Option<String>,
    /// Names and values, both encoded.
    query: Vec<(String, String)>,
    headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    content_type: Option<&'static str>,
    /// Whether the query is the body.
    posts_query: bool,
    body: Vec<u8>,
    /// The body if it is not in memory, and its checksums by the names of their headers.
    source: Option<Source>,
    checksums: Vec<(Cow<'static, str>, Checksum)>,
    /// The minimum size of bodies that are compressed, if any are.
    gzip_from: Option<usize>,
    problem: Option<String>,
}

impl RequestWriter {
    /// Creates a request with the templates of its URI and its host prefix.
    #[must_use]
    pub fn new(method: &'static str, uri: &'static str, host_prefix: &'static str) -> Self {
        let (path, constant) = uri.split_once('?').unwrap_or((uri, ""));
        Self {
            method,
            path,
            constant,
            host_prefix,
            labels: Vec::new(),
            host_labels: Vec::new(),
            no_host_prefix: false,
            endpoint_label: None,
            query: Vec::new(),
            headers: Vec::new(),
            content_type: None,
            posts_query: false,
            body: Vec::new(),
            source: None,
            checksums: Vec::new(),
            gzip_from: RequestSettings::default().gzip_from(),
            problem: None,
        }
    }

    /// Applies the settings of a client.
    #[must_use]
    pub fn with_settings(mut self, settings: &RequestSettings) -> Self {
        self.gzip_from = settings.gzip_from();
        self.no_host_prefix = settings.no_host_prefix();
        self
    }

    /// Returns the request, without a body that is not in memory.
    ///
    /// # Errors
    ///
    /// Returns the first problem of a member.
    pub fn finish(self) -> Result<Request, TransportError> {
        let (request, _) = self.finish_streamed()?;
        Ok(request)
    }

    /// Returns the request, and its body if that is not in memory.
    pub(crate) fn finish_streamed(mut self) -> Result<(Request, Option<Streamed>), TransportError> {
        let unset =
            |label: &str, place: &str| format!("`{label}` is not set, but is part of the {place}");
        if let Some(problem) = self.problem {
            return Err(TransportError::invalid(problem));
        }
        let path = fill(self.path, &self.labels)
            .map_err(|label| TransportError::invalid(unset(label, "path")))?;
        let mut host_prefix = fill(self.host_prefix, &self.host_labels)
            .map_err(|label| TransportError::invalid(unset(label, "host name")))?;
        if self.no_host_prefix {
            host_prefix.clear();
        }
        if let Some(label) = self.endpoint_label {
            host_prefix.extend([&label, "."]);
        }
        let mut query = self.constant.to_owned();
        for (name, value) in self.query {
            if !query.is_empty() {
                query.push('&');
            }
            query.extend([&name, "=", &value]);
        }
        if self.posts_query {
            self.content_type = Some("application/x-www-form-urlencoded");
            self.body = std::mem::take(&mut query).into_bytes();
        }
        if let Some(content_type) = self.content_type
            && !self.headers.iter().any(|(name, _)| name == "content-type")
        {
            self.headers
                .push(("content-type".into(), content_type.into()));
        }
        let request = Request {
            method: self.method,
            host_prefix,
            path: path.into(),
            query,
            headers: self.headers,
            body: self.body.into(),
        };
        let checksums = self.checksums;
        let streamed = self.source.map(|source| Streamed::new(source, checksums));
        Ok((request, streamed))
    }

    /// Adds a header with a checksum of the body, now or when the body is read.
    fn add_checksum(&mut self, name: impl Into<Cow<'static, str>>, checksum: Checksum) {
        if self.source.is_some() {
            self.checksums.push((name.into(), checksum));
        } else {
            let value = checksum.of(&self.body);
            self.headers.push((name.into(), value.into()));
        }
    }

    /// Sends the query, which may be too long for a URL, as a form in the body of a POST request. Call it last.
    pub fn post_query(&mut self) {
        self.method = "POST";
        self.posts_query = true;
    }

    /// Adds a header unless a member has set it.
    pub fn default_header(&mut self, name: &'static str, value: &'static str) {
        if !self.headers.iter().any(|(set, _)| set == name) {
            self.headers.push((name.into(), value.into()));
        }
    }

    /// Writes a member to the path. The slashes of a greedy label are not encoded.
    pub fn label(&mut self, name: &'static str, value: &impl Text) {
        self.label_as::<Plain>(name, value);
    }

    /// Writes it in a format.
    pub fn label_as<F>(&mut self, name: &'static str, value: &impl Text<F>) {
        let Some(text) = self.one(name, value) else {
            return;
        };
        let is_greedy = self.path.contains(&format!("{{{name}+}}"));
        let is_dots = |part: &str| matches!(part, "." | "..");
        let has_dots = if is_greedy {
            text.split('/').any(is_dots)
        } else {
            is_dots(&text)
        };
        if text.is_empty() {
            return self.fail(name, "is empty, but is part of the path");
        }
        if has_dots {
            return self.fail(name, "has a segment of dots, but is part of the path");
        }
        self.labels.push((name, encode(&text, is_greedy)));
    }

    /// Writes a member to the query. Each element of a list repeats the name.
    pub fn query(&mut self, name: &'static str, value: &impl Text) {
        self.query_as::<Plain>(name, value);
    }

    /// Writes it in a format.
    pub fn query_as<F>(&mut self, name: &'static str, value: &impl Text<F>) {
        match value.to_http_value() {
            Ok(HttpValue::Absent) => {}
            Ok(HttpValue::One(text)) => self.push_query(name, &[text]),
            Ok(HttpValue::Many(texts)) => self.push_query(name, &texts),
            Err(problem) => self.fail(name, problem),
        }
    }

    fn push_query(&mut self, name: &str, values: &[String]) {
        let name = encode(name, false);
        let pairs = values
            .iter()
            .map(|value| (name.clone(), encode(value, false)));
        self.query.extend(pairs);
    }

    /// Writes a map to the query without the names that are already in it. Call it last.
    pub fn query_params(&mut self, map: &impl Entries) {
        let entries = match map.entries() {
            Ok(entries) => entries,
            Err(problem) => return self.fail("the query", problem),
        };
        let mut taken: Vec<String> = self.query.iter().map(|(name, _)| name.clone()).collect();
        let constant = self.constant.split('&').filter(|pair| !pair.is_empty());
        taken.extend(constant.map(|pair| {
            let (name, _) = pair.split_once('=').unwrap_or((pair, ""));
            name.to_owned()
        }));
        for (name, values) in entries {
            if !taken.contains(&encode(&name, false)) {
                self.push_query(&name, &values);
            }
        }
    }

    /// Writes a member to a header. The elements of a list are joined by commas.
    pub fn header(&mut self, name: &'static str, value: &impl Text) {
        self.header_as::<Plain>(name, value);
    }

    /// Writes it in a format.
    pub fn header_as<F>(&mut self, name: &'static str, value: &impl Text<F>) {
        self.push_header(name, value);
    }

    fn push_header<F, T: Text<F>>(&mut self, name: &'static str, value: &T) {
        let text = match value.to_http_value() {
            Ok(HttpValue::Absent) => return,
            Ok(HttpValue::One(text)) => text,
            Ok(HttpValue::Many(texts)) => header::join(texts, T::COMMAS),
            Err(problem) => return self.fail(name, problem),
        };
        self.headers
            .push((name.to_ascii_lowercase().into(), text.into()));
    }

    /// Writes a map to the headers with a prefix, without those that already exist. Call it last.
    pub fn prefix_headers(&mut self, prefix: &'static str, map: &impl Entries) {
        let entries = match map.entries() {
            Ok(entries) => entries,
            Err(problem) => return self.fail(prefix, problem),
        };
        for (key, values) in entries {
            let name = format!("{prefix}{key}").to_ascii_lowercase();
            if !is_token(&name) {
                return self.fail(prefix, "has a key that cannot be part of a header's name");
            }
            if self.headers.iter().any(|(taken, _)| *taken == name) {
                continue;
            }
            for value in values {
                if value
                    .bytes()
                    .any(|byte| byte.is_ascii_control() && byte != b'\t')
                {
                    return self.fail(prefix, "has a value with control characters");
                }
                self.headers.push((name.clone().into(), value.into()));
            }
        }
    }

    /// Returns the text of a member of the URL, which can be neither a list nor absent.
    fn one<F>(&mut self, name: &str, value: &impl Text<F>) -> Option<String> {
        let problem = match value.to_http_value() {
            Ok(HttpValue::One(text)) => return Some(text),
            Ok(HttpValue::Absent) => "is not set, but is part of the URL",
            Ok(HttpValue::Many(_)) => "is a list, but is part of the URL",
            Err(problem) => problem,
        };
        self.fail(name, problem);
        None
    }

    fn fail(&mut self, name: &str, problem: &str) {
        self.note(format!("`{name}` {problem}"));
    }

    /// Records a problem, if it is the first one.
    fn note(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }
}

/// Nearly all fields are user data.
impl fmt::Debug for RequestWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestWriter")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// Whether a text can be the name of a header.
fn is_token(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(inner)
}
