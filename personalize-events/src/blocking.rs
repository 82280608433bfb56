//! A blocking client, for programs without an async runtime.
//!
//! The calling thread drives the call, within the context of a runtime whose own thread drives the network:
//! `Runtime::block_on` would panic in async code, and a task would have to own its request. The call is `unconstrained`,
//! since nothing resets the cooperative budget of the calling task while it blocks.

mod bulk;
mod event_tracker;

use std::fmt;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use tokio::task;

use crate::client::Client as AsyncClient;
use crate::config::{ClientCustomizer, Config};
use crate::error::{ConfigError, Error};
use crate::operation::Operation;
pub use bulk::{Bulk, BulkRun};
pub use event_tracker::EventTracker;

/// A blocking client of Amazon Personalize Events.
///
/// It wraps the [async client](crate::Client) and a runtime with one thread; settings, retries, limits and errors are
/// the same. Cloning is cheap and shares connections and thread, so create one client and call it from any number of
/// threads. In async code it works too but blocks the current thread: prefer the async client there.
///
/// # Example
///
/// ```no_run
/// use personalize_events::{Config, PutUsersRequest, blocking};
///
/// # fn example(request: &PutUsersRequest) -> Result<(), Box<dyn std::error::Error>> {
/// let client = blocking::Client::new(Config::from_env()?)?;
/// client.put_users(request)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    client: AsyncClient,
    worker: Arc<Worker>,
}

/// The runtime; `None` only during drop.
struct Worker(Option<Runtime>);

impl Client {
    /// Creates a client, which connects with its first call.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`Client::new`](crate::Client::new), and an error if the thread cannot be started.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let client = AsyncClient::new(config)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("personalize-events")
            .enable_all()
            .build()
            .map_err(|error| {
                ConfigError::one(format!(
                    "the thread of the client could not be started: {error}"
                ))
            })?;
        Ok(Self {
            client,
            worker: Arc::new(Worker(Some(runtime))),
        })
    }

    /// Returns the settings of this client.
    #[must_use]
    pub fn config(&self) -> &Config {
        self.client.config()
    }

    /// Derives a client with other settings; see [`Client::customize`](crate::Client::customize). The clients share their
    /// thread too.
    pub fn customize(&self) -> ClientCustomizer<Self> {
        ClientCustomizer::new(self.clone())
    }

    pub(crate) fn send<O: Operation>(&self, operation: &O) -> Result<O::Response, Error<O::Error>> {
        self.wait(self.client.send(operation))
    }

    /// Drives a future in the context of the runtime.
    fn wait<F: Future>(&self, future: F) -> F::Output {
        let _context = self.worker.0.as_ref().map(Runtime::enter);
        pollster::block_on(task::unconstrained(future))
    }
}

impl ClientCustomizer<Client> {
    /// Creates the client.
    ///
    /// # Errors
    ///
    /// Returns an error that lists every setting that is invalid, or an error of [`Client::new`].
    pub fn build(self) -> Result<Client, ConfigError> {
        let (Client { client, worker }, changes) = self.into_parts();
        let client = client.changed(changes)?;
        Ok(Client { client, worker })
    }
}

/// Dropping a `Runtime` waits for its tasks, which panics in async code.
impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("blocking::Client")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
