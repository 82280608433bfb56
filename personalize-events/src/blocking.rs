//! A client without futures, for programs that have no runtime.

use std::fmt;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use tokio::task;

use crate::client::Client as AsyncClient;
use crate::config::Config;
use crate::error::{ConfigError, Error};
use crate::runtime::Operation;

/// A client of Amazon Personalize Events whose methods return when the call is done.
///
/// It is the [async client](crate::Client) with a runtime of its own, one thread that waits for the network:
/// settings, retries, limits and errors are the same. Cloning is cheap and shares the connections and the
/// thread; make one and keep it, and call it from as many threads as you like. It may be made, called and
/// dropped in async code as well, where each call blocks the thread that it is on: there the async client is
/// the better one.
///
/// # Example
///
/// ```no_run
/// use personalize_events::{Config, PutUsersRequest, User, blocking};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = blocking::Client::new(Config::from_env()?)?;
/// let request = PutUsersRequest::builder()
///     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
///     .users([User::builder().user_id("user-1").properties(r#"{"age":"34"}"#)])
///     .build()?;
/// let response = client.put_users(&request)?;
/// println!("stored, request id {:?}", response.request_id());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    client: AsyncClient,
    worker: Arc<Worker>,
}

/// The runtime; there is none only while it is dropped.
struct Worker(Option<Runtime>);

impl Client {
    /// Makes a client; it connects with its first call.
    ///
    /// # Errors
    ///
    /// As [`Client::new`](crate::Client::new), and when no thread can be had.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let client = AsyncClient::new(config)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("personalize-events")
            .enable_all()
            .build()
            .map_err(|error| ConfigError::one(format!("no thread for the client: {error}")))?;
        Ok(Self {
            client,
            worker: Arc::new(Worker(Some(runtime))),
        })
    }

    pub(crate) fn send<O: Operation>(&self, operation: &O) -> Result<O::Response, Error<O::Error>> {
        // The calling thread drives the call, and the runtime's own the network: `Runtime::block_on` would
        // panic in async code. What async code may do at a stretch is no bound here, where nobody yields.
        let _context = self.worker.0.as_ref().map(Runtime::enter);
        pollster::block_on(task::unconstrained(self.client.send(operation)))
    }
}

/// In async code a runtime cannot be dropped, since that waits for what it runs.
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
