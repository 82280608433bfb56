//! A running emulator: inspect it, script it; it stops when dropped.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinHandle};

use crate::builder::{EmulatorBuilder, StartError};
use crate::fault::{Fault, FaultError};
use crate::model::Keeper;
use crate::request_log::RecordedRequest;
use crate::server;
use crate::state::State;

/// A running endpoint of the service. It stops, and its connections end, when it is dropped.
pub struct Emulator {
    address: SocketAddr,
    url: String,
    state: Arc<State>,
    server: AbortHandle,
}

impl Emulator {
    /// What is to be different from the defaults.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// Starts with the defaults of [`EmulatorBuilder`]: a free port of 127.0.0.1, any dataset, the
    /// credentials `test` and `test`.
    ///
    /// # Errors
    ///
    /// When the system gives no port.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Where it listens, such as `http://127.0.0.1:40123`, for a client's endpoint.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address and port on which it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Puts a fault at the end of the queue.
    ///
    /// # Errors
    ///
    /// When the fault makes no sense: nothing in it goes wrong, parts of it exclude each other,
    /// or it is for an operation that the service does not have.
    pub fn inject_fault(&self, fault: Fault) -> Result<(), FaultError> {
        fault.check(self.state.model)?;
        self.state.memory().faults.push(fault);
        Ok(())
    }

    /// How many requests are still to meet a scripted fault.
    #[must_use]
    pub fn pending_faults(&self) -> u64 {
        self.state.memory().faults.len()
    }

    /// The requests for the service, oldest first: the last [`crate::MAX_RECORDED_REQUESTS`], fewer if
    /// their bodies are large. Those under `/_emulator/` are not among them.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.memory().journal.requests()
    }

    /// The users in a dataset, as sent, in the order in which their ids first came.
    #[must_use]
    pub fn users(&self, arn: &str) -> Vec<Value> {
        self.records(Keeper::Dataset, arn, "users")
    }

    /// The items in a dataset, as sent, in the order in which their ids first came.
    #[must_use]
    pub fn items(&self, arn: &str) -> Vec<Value> {
        self.records(Keeper::Dataset, arn, "items")
    }

    /// The actions in a dataset, as sent, in the order in which their ids first came.
    #[must_use]
    pub fn actions(&self, arn: &str) -> Vec<Value> {
        self.records(Keeper::Dataset, arn, "actions")
    }

    /// The events of a tracker, as sent, in the order in which they came. The session and user
    /// they came with are in [`Emulator::requests`].
    #[must_use]
    pub fn events(&self, tracking_id: &str) -> Vec<Value> {
        self.records(Keeper::Tracker, tracking_id, "events")
    }

    /// The action interactions of a tracker, as sent, in the order in which they came.
    #[must_use]
    pub fn action_interactions(&self, tracking_id: &str) -> Vec<Value> {
        self.records(Keeper::Tracker, tracking_id, "action-interactions")
    }

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

    fn records(&self, keeper: Keeper, name: &str, room: &str) -> Vec<Value> {
        let memory = self.state.memory();
        memory.store.records(keeper, name, room).unwrap_or_default()
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
