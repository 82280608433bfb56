//! What all connections share.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::Model;
use crate::credentials::Credentials;
use crate::date_format;
use crate::fault::Queue;
use crate::request_log::Journal;
use crate::schema::Schema;
use crate::store::Store;

/// The model, the credentials, the clock and the schemas, which stay; and what requests and scripts change.
pub(crate) struct State {
    pub(crate) model: &'static Model,
    pub(crate) credentials: Credentials,
    pub(crate) clock: Clock,
    /// By the ARN of the dataset.
    pub(crate) schemas: HashMap<String, Schema>,
    memory: Mutex<Memory>,
}

/// What changes.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) store: Store,
    pub(crate) faults: Queue,
    pub(crate) journal: Journal,
}

impl State {
    pub(crate) fn new(
        model: &'static Model,
        credentials: Credentials,
        clock: Clock,
        schemas: HashMap<String, Schema>,
        store: Store,
    ) -> Self {
        let memory = Memory {
            store,
            ..Memory::default()
        };
        Self {
            model,
            credentials,
            clock,
            schemas,
            memory: Mutex::new(memory),
        }
    }

    /// The memory, for this thread alone.
    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        // No method of it leaves it half changed, so that a poisoned lock is as good as any.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        date_format::seconds((self.clock.0)())
    }
}

/// Tells the time.
#[derive(Clone)]
pub(crate) struct Clock(pub(crate) Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
