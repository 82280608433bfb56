//! What a script makes go wrong: the faults, their JSON form, and what of it makes sense.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use hyper::header::{CONNECTION, CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde::{Deserialize, Serialize};

use crate::{Model, Operation};

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]

pub enum Reset {
    /// Before the body of the request is read: nothing is judged or stored.
    #[serde(rename = "before")]
    BeforeStore,
    /// After the request was judged and its records were stored, in place of the answer.
    #[serde(rename = "after")]
    AfterStore,
}

/// Something that goes wrong with the next requests: an answer, a delay, a reset.
///
/// A request for an operation takes the first fault in the queue that is for it. A fault with a
/// status is answered as it says, whatever the request is and whether or not it is signed, and
/// nothing is stored. A fault without one leaves the request to be handled as ever.
///
/// Its JSON form has the keys `operation`, `times`, `status`, `code`, `message`, `headers`,
/// `body`, `delayMs` and `reset` (`"before"` or `"after"`).
///
/// # Example
///
/// ```
/// use personalize_events_emulator::Fault;
///
/// let fault = Fault::error(400, "ThrottlingException", "Rate exceeded").times(2);
/// let script = r#"{ "times": 2, "status": 400,
///                   "code": "ThrottlingException", "message": "Rate exceeded" }"#;
/// assert_eq!(fault, serde_json::from_str(script).unwrap());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<String>,
    #[serde(default = "once")]
    pub(crate) times: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) delay_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reset: Option<Reset>,
}

fn once() -> u32 {
    1
}

impl Fault {
    const NONE: Self = Self {
        operation: None,
        times: 1,
        status: None,
        code: None,
        message: None,
        headers: BTreeMap::new(),
        body: None,
        delay_ms: None,
        reset: None,
    };

    /// An error of the service, in the wire form of its protocol.
    #[must_use]
    pub fn error(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status: Some(status),
            code: Some(code.into()),
            message: Some(message.into()),
            ..Self::NONE
        }
    }

    /// An answer with this status and nothing else, as from a gateway; [`Fault::body`] and
    /// [`Fault::header`] add to it.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self {
            status: Some(status),
            ..Self::NONE
        }
    }

    /// The request is handled as ever, but its answer is held back this long, to the millisecond.
    #[must_use]
    pub fn delay(delay: Duration) -> Self {
        Self::NONE.delayed(delay)
    }

    /// The connection is reset (TCP RST) in place of an answer.
    #[must_use]
    pub fn reset(reset: Reset) -> Self {
        Self {
            reset: Some(reset),
            ..Self::NONE
        }
    }

    /// Only for requests of this operation, such as `PutUsers`; otherwise for any.
    #[must_use]
    pub fn for_operation(self, operation: impl Into<String>) -> Self {
        Self {
            operation: Some(operation.into()),
            ..self
        }
    }

    /// For this many requests; otherwise for one.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// The answer or reset is held back this long, to the millisecond.
    #[must_use]
    pub fn delayed(self, delay: Duration) -> Self {
        Self {
            delay_ms: Some(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)),
            ..self
        }
    }

    /// The answer has this header too, or in place of the usual one.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// The answer has this body, as it is.
    #[must_use]
    pub fn body(self, body: impl Into<String>) -> Self {
        Self {
            body: Some(body.into()),
            ..self
        }
    }

    /// Whether it makes sense for this service.
    pub(crate) fn check(&self, model: &Model) -> Result<(), FaultError> {
        let wrong = |message: &str| Err(FaultError(message.to_owned()));
        if let Some(operation) = &self.operation
            && model.operation(operation).is_none()
        {
            let known: Vec<&str> = model.operations.iter().map(Operation::name).collect();
            return wrong(&format!(
                "`operation` names no operation of the service; it has {}",
                known.join(", ")
            ));
        }
        if self.times == 0 {
            return wrong("`times` must be at least 1");
        }
        if self.status.is_none() && self.delay_ms.is_none() && self.reset.is_none() {
            return wrong("nothing goes wrong: give `status`, `delayMs` or `reset`");
        }
        if self.status.is_some() && self.reset.is_some() {
            return wrong("give `status` or `reset`: after a reset nothing can be answered");
        }
        let answer = self.code.is_some() || self.message.is_some() || self.body.is_some();
        if self.status.is_none() && (answer || !self.headers.is_empty()) {
            return wrong("`code`, `message`, `headers` and `body` need a `status`");
        }
        if self
            .status
            .is_some_and(|status| !(200..=599).contains(&status))
        {
            return wrong("`status` must be from 200 to 599");
        }
        if self.body.is_some() && self.message.is_some() {
            return wrong("give `message` or `body`: the message is the body of an error");
        }
        if self
            .code
            .as_ref()
            .is_some_and(|code| HeaderValue::from_str(code).is_err())
        {
            return wrong("`code` cannot be the value of a header");
        }
        self.headers
            .iter()
            .try_for_each(|(name, value)| header(name, value).map(|_| ()))
    }
}

/// A header as HTTP has it. Those that say where an answer ends are not for scripts.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), FaultError> {
    let refused = |what: &str| FaultError(format!("`headers`: {what}"));
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| refused("a name is no name of a header"))?;
    if [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name) {
        return Err(refused(&format!("{name} is set by the emulator alone")));
    }
    let value = HeaderValue::from_str(value)
        .map_err(|_| refused(&format!("the value of {name} is no value of a header")))?;
    Ok((name, value))
}

/// Why a fault makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(pub(crate) String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

/// The faults to come.
#[derive(Debug, Default)]
pub(crate) struct Queue(Vec<Fault>);

impl Queue {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// How many requests are still to meet a fault.
    pub(crate) fn len(&self) -> u64 {
        self.0.iter().map(|fault| u64::from(fault.times)).sum()
    }

    /// The first fault for this operation; it is used up once.
    pub(crate) fn take(&mut self, operation: &str) -> Option<Fault> {
        let index = self.0.iter().position(|fault| {
            let only = fault.operation.as_deref();
            only.is_none_or(|only| only == operation)
        })?;
        let fault = &mut self.0[index];
        fault.times -= 1;
        if fault.times == 0 {
            Some(self.0.remove(index))
        } else {
            Some(fault.clone())
        }
    }
}

#[cfg(test)]
mod tests;
