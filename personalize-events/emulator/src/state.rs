//! The state that all connections share.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::sync::Semaphore;

use crate::access::Hosts;
use crate::credentials::Credentials;
use crate::dataset::DatasetType;
use crate::date_format;
use crate::fault_queue::FaultQueue;
use crate::model::{Destination, Model, RecordMapping};
use crate::request_log::RequestLog;
use crate::schema::Schema;
use crate::store::Store;
use crate::tracker::Schemas;

pub(crate) struct State {
    pub(crate) model: &'static Model,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Clock,
    /// The hosts that the emulator answers.
    pub(crate) hosts: Hosts,
    /// How long the head and the body of a request may take to arrive.
    pub(crate) read_timeout: Duration,
    /// A permit for each byte of all bodies together that are being read.
    pub(crate) incomplete_bytes: Semaphore,
    /// Whether an ID may be the text `null`.
    pub(crate) allow_null_text: bool,
    pub(crate) schemas: Schemas,
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

    /// Returns the schema of the dataset that the records of an input go to, if it has one.
    pub(crate) fn schema(&self, mapping: &RecordMapping, input: &Value) -> Option<&Schema> {
        let name = input.get(mapping.destination.member())?.as_str()?;
        match mapping.destination {
            Destination::Dataset => self.schemas.datasets.get(name).map(AsRef::as_ref),
            Destination::Tracker => {
                let ty = DatasetType::of_collection(&mapping.collection)?;
                self.schemas.trackers.get(name)?.schema(ty)
            }
        }
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
