//! Faults that tests inject: error responses, delays and connection resets.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use std::{slice, vec};

use hyper::header::{CONNECTION, CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{Model, Operation};
use crate::object::Object;

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Reset {
    /// Before the body of the request is read, so that nothing is stored.
    #[serde(rename = "before")]
    BeforeStore,
    /// After the request was handled and its records were stored, instead of the response.
    #[serde(rename = "after")]
    AfterStore,
}

/// A failure of the next requests: an error response, a delay or a connection reset.
///
/// A request for an operation takes the first fault in the queue that applies to the operation. If the fault has a
/// status, it is the response to any request, signed or not, and nothing is stored. Otherwise the request is handled as
/// usual.
///
/// The JSON form has the keys `operation`, `times`, `percent`, `status`, `code`, `message`, `headers`, `body`, `delayMs` and
/// `reset` (`"before"` or `"after"`).
///
/// # Example
///
/// ```
/// use personalize_events_emulator::Fault;
///
/// let fault = Fault::throttling().times(2);
/// let json = r#"{ "times": 2, "status": 400,
///                 "code": "ThrottlingException", "message": "Rate exceeded" }"#;
/// assert_eq!(fault, json.parse()?);
/// # Ok::<(), personalize_events_emulator::FaultError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default = "Fault::none")]
pub struct Fault {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<String>,
    pub(crate) times: u32,
    pub(crate) percent: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delay_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reset: Option<Reset>,
}

impl Fault {
    const fn none() -> Self {
        Self {
            operation: None,
            times: 1,
            percent: 100,
            status: None,
            code: None,
            message: None,
            headers: BTreeMap::new(),
            body: None,
            delay_ms: None,
            reset: None,
        }
    }

    /// Responds with an error of the service in the format of its protocol.
    #[must_use]
    pub fn error(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            message: Some(message.into()),
            ..Self::status(status)
        }
    }

    /// Responds with the error of a request that exceeds the rate of the service: 400 `ThrottlingException`.
    #[must_use]
    pub fn throttling() -> Self {
        Self::error(400, "ThrottlingException", "Rate exceeded")
    }

    /// Responds with a status and nothing else, as a gateway does; [`Fault::body`] and [`Fault::header`] add to it.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::none()
        }
    }

    /// Handles the request as usual, but delays the response, with a precision of a millisecond.
    #[must_use]
    pub fn delay(delay: Duration) -> Self {
        Self::none().delayed(delay)
    }

    /// Resets the connection (TCP RST) instead of a response.
    #[must_use]
    pub fn reset(reset: Reset) -> Self {
        Self {
            reset: Some(reset),
            ..Self::none()
        }
    }

    /// Applies only to requests of this operation, such as `PutUsers`; by default to all.
    #[must_use]
    pub fn for_operation(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Applies to this number of requests; by default to one.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Applies to requests at random, on average to this percentage (1 to 100); the others take the next fault in the queue
    /// that applies to them. [`Fault::times`] counts only the requests that it applies to.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_emulator::{Emulator, Fault, Reset};
    ///
    /// # fn example(emulator: &Emulator) -> Result<(), personalize_events_emulator::FaultError> {
    /// for fault in [Fault::throttling(), Fault::status(503), Fault::reset(Reset::AfterStore)] {
    ///     emulator.inject_fault(fault.for_operation("PutEvents").percent(2).times(u32::MAX))?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn percent(mut self, percent: u8) -> Self {
        self.percent = percent;
        self
    }

    /// Delays the response or reset, with a precision of a millisecond.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay_ms = Some(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX));
        self
    }

    /// Adds or replaces a header of the response.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// Sets the body of the response.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Checks that the fault has an effect, without contradictions, and is for an operation of the service.
    pub(crate) fn check(&self, model: &Model) -> Result<(), FaultError> {
        let mut found = Vec::new();
        if let Some(operation) = &self.operation
            && model.operation(operation).is_none()
        {
            let known: Vec<&str> = model.operations.iter().map(Operation::name).collect();
            let known = known.join(", ");
            found.push(format!(
                "`operation` must be an operation of the service: {known}"
            ));
        }
        let has_response = self.code.is_some() || self.message.is_some() || self.body.is_some();
        let is_valid = |code: &String| HeaderValue::from_str(code).is_ok();
        let problems = [
            (self.times == 0, "`times` must be at least 1"),
            (
                !(1..=100).contains(&self.percent),
                "`percent` must be from 1 to 100",
            ),
            (
                self.status.is_none() && self.delay_ms.is_none() && self.reset.is_none(),
                "a fault must have `status`, `delayMs` or `reset`",
            ),
            (
                self.status.is_some() && self.reset.is_some(),
                "`status` and `reset` exclude each other: after a reset there is no response",
            ),
            (
                self.status.is_none() && (has_response || !self.headers.is_empty()),
                "`code`, `message`, `headers` and `body` require a `status`",
            ),
            (
                self.status
                    .is_some_and(|status| !(200..=599).contains(&status)),
                "`status` must be from 200 to 599",
            ),
            (
                self.body.is_some() && self.message.is_some(),
                "`message` and `body` exclude each other: the message is in the body of an error",
            ),
            (
                !self.code.iter().all(is_valid),
                "`code` must be a valid header value",
            ),
        ];
        let problems = problems.into_iter().filter(|(applies, _)| *applies);
        found.extend(problems.map(|(_, message)| message.to_owned()));
        let headers = self.headers.iter();
        let errors = headers.filter_map(|(name, value)| parse_header(name, value).err());
        found.extend(errors.flatten());
        if found.is_empty() {
            Ok(())
        } else {
            Err(FaultError(found))
        }
    }
}

impl Fault {
    /// Parses the JSON form and checks the fault.
    pub(crate) fn parse(json: &str, model: &Model) -> Result<Self, FaultError> {
        let Object { values, repeated } =
            serde_json::from_str(json).map_err(|error| FaultError(vec![error.to_string()]))?;
        let twice = |key| format!("the key `{key}` occurs more than once");
        let mut found: Vec<String> = repeated.into_iter().map(twice).collect();
        let mut valid = Map::new();
        let mut invalid = Vec::new();
        for (key, value) in values {
            // Each key on its own, for the problems of all.
            match Self::deserialize(Value::from_iter([(key.clone(), value.clone())])) {
                Ok(_) => {
                    valid.insert(key, value);
                }
                Err(error) => {
                    found.push(format!("{error} (key `{key}`)"));
                    invalid.push(format!("`{key}`"));
                }
            }
        }
        let fault = Self::deserialize(Value::Object(valid))
            .map_err(|error| FaultError(vec![error.to_string()]))?;
        if let Err(error) = fault.check(model) {
            // A rule about a key without a valid value may be satisfied once it has one.
            let is_about = |problem: &str| invalid.iter().any(|key| problem.contains(key));
            found.extend(error.into_iter().filter(|problem| !is_about(problem)));
        }
        if found.is_empty() {
            Ok(fault)
        } else {
            Err(FaultError(found))
        }
    }

    /// Returns the size of all texts, in bytes.
    pub(crate) fn size(&self) -> usize {
        let Self {
            operation,
            times: _,
            percent: _,
            status: _,
            code,
            message,
            headers,
            body,
            delay_ms: _,
            reset: _,
        } = self;
        let texts = [operation, code, message, body];
        let texts = texts.into_iter().flatten();
        let headers = headers.iter().flat_map(|(name, value)| [name, value]);
        texts.chain(headers).map(String::len).sum()
    }
}

/// Parses the JSON form, and checks the fault as [`Emulator::inject_fault`](crate::Emulator::inject_fault) does: the error has
/// every problem of both.
impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(json: &str) -> Result<Self, Self::Err> {
        Self::parse(json, Model::embedded())
    }
}

/// Parses a header. The headers that delimit a response cannot be set.
pub(crate) fn parse_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), FaultError> {
    let error = |message: &str| FaultError(vec![format!("`headers`: {message}")]);
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| error("a name is not a valid header name"))?;
    if [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name) {
        return Err(error(&format!("only the emulator can set {name}")));
    }
    let value = HeaderValue::from_str(value)
        .map_err(|_| error(&format!("the value of {name} is not a valid header value")))?;
    Ok((name, value))
}

/// Every reason why a fault is invalid: at least one.
///
/// It is displayed in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(Vec<String>);

impl FaultError {
    pub(crate) fn new(reason: String) -> Self {
        Self(vec![reason])
    }

    /// Iterates over the reasons.
    pub fn iter(&self) -> slice::Iter<'_, String> {
        self.0.iter()
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

impl std::error::Error for FaultError {}

impl IntoIterator for FaultError {
    type Item = String;
    type IntoIter = vec::IntoIter<String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a FaultError {
    type Item = &'a String;
    type IntoIter = slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests;
