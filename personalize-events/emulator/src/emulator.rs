//! A running emulator.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinHandle};

use crate::fault::{Fault, FaultError};
use crate::record::{
    Record, StoredAction, StoredActionInteraction, StoredEvent, StoredItem, StoredUser,
};
use crate::request_log::RecordedRequest;
use crate::server;
use crate::session::{ACTION_INTERACTIONS, EVENTS, StoredSession, typed};
use crate::state::State;
use crate::store::TrackerRecords;

/// A running endpoint of the service. Dropping it stops the server and closes all connections.
pub struct Emulator {
    address: SocketAddr,
    url: String,
    pub(crate) state: Arc<State>,
    server: AbortHandle,
}

impl Emulator {
    /// Serves on `listener` in a task of the current runtime. The task ends when the emulator is dropped.
    pub(crate) fn serve(
        listener: TcpListener,
        address: SocketAddr,
        state: State,
    ) -> (Self, JoinHandle<()>) {
        let state = Arc::new(state);
        let task = tokio::spawn(server::serve(listener, Arc::clone(&state)));
        let emulator = Self {
            address,
            url: format!("http://{address}"),
            server: task.abort_handle(),
            state,
        };
        (emulator, task)
    }

    /// Returns the URL of the endpoint, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the address and port of the endpoint.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Appends a fault to the queue.
    ///
    /// # Errors
    ///
    /// If the fault has no effect, contradicts itself, or is for an operation that the service does not have, and if the
    /// queue would have more than [`MAX_PENDING_FAULTS`] faults or [`MAX_FAULT_BYTES`] bytes of texts.
    ///
    /// [`MAX_PENDING_FAULTS`]: crate::MAX_PENDING_FAULTS
    /// [`MAX_FAULT_BYTES`]: crate::MAX_FAULT_BYTES
    pub fn inject_fault(&self, fault: Fault) -> Result<(), FaultError> {
        fault.check(self.state.model)?;
        self.state.memory().faults.extend(vec![fault])
    }

    /// Returns the number of requests that the injected faults still apply to.
    #[must_use]
    pub fn pending_faults(&self) -> u64 {
        self.state.memory().faults.pending()
    }

    /// Returns the last requests to the service, oldest first: up to [`MAX_RECORDED_REQUESTS`], fewer if they
    /// together exceed [`MAX_RECORDED_BYTES`]. Requests under `/_emulator/` are not recorded.
    ///
    /// [`MAX_RECORDED_REQUESTS`]: crate::MAX_RECORDED_REQUESTS
    /// [`MAX_RECORDED_BYTES`]: crate::MAX_RECORDED_BYTES
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.memory().requests.requests()
    }

    /// Returns how many requests there were for each operation of the service, whatever their response, since the start.
    /// Those under `/_emulator/` do not count.
    ///
    /// It has every operation, so that an index with another name panics.
    #[must_use]
    pub fn call_counts(&self) -> BTreeMap<String, u64> {
        let operations = self.state.model.operations().iter();
        let mut counts: BTreeMap<String, u64> = operations
            .map(|operation| (operation.name().to_owned(), 0))
            .collect();
        counts.extend(self.state.memory().requests.counts());
        counts
    }

    /// Returns the user with this ID in a dataset.
    #[must_use]
    pub fn user(&self, arn: &str, user_id: &str) -> Option<StoredUser> {
        self.record(arn, "users", user_id)
    }

    /// Returns the users of a dataset in the order in which their ids first arrived.
    #[must_use]
    pub fn users(&self, arn: &str) -> Vec<StoredUser> {
        self.records(arn, "users")
    }

    /// Returns the item with this ID in a dataset.
    #[must_use]
    pub fn item(&self, arn: &str, item_id: &str) -> Option<StoredItem> {
        self.record(arn, "items", item_id)
    }

    /// Returns the items of a dataset in the order in which their ids first arrived.
    #[must_use]
    pub fn items(&self, arn: &str) -> Vec<StoredItem> {
        self.records(arn, "items")
    }

    /// Returns the action with this ID in a dataset.
    #[must_use]
    pub fn action(&self, arn: &str, action_id: &str) -> Option<StoredAction> {
        self.record(arn, "actions", action_id)
    }

    /// Returns the actions of a dataset in the order in which their ids first arrived.
    #[must_use]
    pub fn actions(&self, arn: &str) -> Vec<StoredAction> {
        self.records(arn, "actions")
    }

    /// Returns the events of a tracker in the order of their arrival.
    ///
    /// If several have the same `eventId`, only the first is among them, because the service uses no other. Those after it
    /// are [repeated events](Emulator::repeated_events).
    #[must_use]
    pub fn events(&self, tracking_id: &str) -> Vec<StoredEvent> {
        self.of_tracker(tracking_id, |tracker| typed(tracker.events(EVENTS)))
    }

    /// Returns the events that have the `eventId` of an earlier event of the tracker, in the order of their arrival: events
    /// that were sent again, or different ones to which the same ID was given and which the service ignores.
    #[must_use]
    pub fn repeated_events(&self, tracking_id: &str) -> Vec<StoredEvent> {
        self.of_tracker(tracking_id, |tracker| typed(tracker.repeated(EVENTS)))
    }

    /// Returns the events of a session in the order of their arrival.
    #[must_use]
    pub fn session_events(&self, tracking_id: &str, session_id: &str) -> Vec<StoredEvent> {
        self.of_tracker(tracking_id, |tracker| {
            typed(tracker.session_events(EVENTS, session_id))
        })
    }

    /// Iterates over the sessions of a tracker in the order of their first event or action interaction.
    ///
    /// Each session is read when the iterator reaches it, so that a million events need not be in memory twice.
    pub fn sessions(&self, tracking_id: &str) -> impl Iterator<Item = StoredSession> {
        let ids: Vec<String> = self.of_tracker(tracking_id, |tracker| {
            tracker.sessions().map(str::to_owned).collect()
        });
        ids.into_iter().filter_map(move |session_id| {
            let memory = self.state.memory();
            let tracker = memory.store.tracker(tracking_id)?;
            Some(StoredSession::of_tracker(tracker, &session_id))
        })
    }

    /// Returns the action interactions of a tracker in the order of their arrival, of those with the same `eventId` the
    /// first.
    #[must_use]
    pub fn action_interactions(&self, tracking_id: &str) -> Vec<StoredActionInteraction> {
        self.of_tracker(tracking_id, |tracker| {
            typed(tracker.events(ACTION_INTERACTIONS))
        })
    }

    /// Returns the action interactions that have the `eventId` of an earlier one of the tracker, in the order of their
    /// arrival.
    #[must_use]
    pub fn repeated_action_interactions(&self, tracking_id: &str) -> Vec<StoredActionInteraction> {
        self.of_tracker(tracking_id, |tracker| {
            typed(tracker.repeated(ACTION_INTERACTIONS))
        })
    }

    fn record<R: From<Record>>(&self, arn: &str, collection: &str, id: &str) -> Option<R> {
        let memory = self.state.memory();
        let record = memory.store.record(arn, collection, id)?;
        Some(Record::new(record).into())
    }

    fn records<R: From<Record>>(&self, arn: &str, collection: &str) -> Vec<R> {
        let memory = self.state.memory();
        typed(memory.store.records(arn, collection).into_iter().flatten())
    }

    /// Reads what a tracker has; empty if it has no records.
    fn of_tracker<T: Default>(
        &self,
        tracking_id: &str,
        read: impl FnOnce(&TrackerRecords) -> T,
    ) -> T {
        let memory = self.state.memory();
        memory
            .store
            .tracker(tracking_id)
            .map(read)
            .unwrap_or_default()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
