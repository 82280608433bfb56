//! The state that all connections share.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::credentials::Credentials;
use crate::date_format;
use crate::fault::FaultQueue;
use crate::model::Model;
use crate::request_log::RequestLog;
use crate::schema::Schema;
use crate::store::Store;

pub(crate) struct State {
    pub(crate) model: &'static Model,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Clock,
    /// The schemas of datasets, by ARN.
    pub(crate) schemas: HashMap<String, Schema>,
    pub(crate) memory: Mutex<Memory>,
}

/// What requests and injected faults change.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) store: Store,
    pub(crate) faults: FaultQueue,
    pub(crate) requests: RequestLog,
}

impl State {
    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        // A panic cannot leave the memory half changed, so a poisoned lock is usable.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the seconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        date_format::seconds((self.clock.0)())
    }
}

#[derive(Clone)]
pub(crate) struct Clock(pub(crate) Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
