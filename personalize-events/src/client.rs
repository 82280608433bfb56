//! The async client; the methods of its operations are generated.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::config::{Changes, ClientCustomizer, Config};
use crate::error::{ConfigError, Error};
use crate::operation::Operation;
use crate::random::Random;
use crate::transport::{BulkCall, DestinationState, Transport};

/// A client of Amazon Personalize Events.
///
/// Cloning is cheap and shares the connections, so create one client and reuse it. Each operation is a method that takes
/// a request.
///
/// Calls need a Tokio runtime with I/O and time enabled, as `#[tokio::main]` and `#[tokio::test]` create it; outside of a
/// runtime they return an error. Other programs can use `blocking::Client` (feature `blocking`).
///
/// # Example
///
/// ```no_run
/// use personalize_events::{Client, Config, PutUsersRequest, User};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new(Config::from_env()?)?;
/// let request = PutUsersRequest::builder()
///     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
///     .users([User::builder().user_id("user-1").properties(r#"{"age":"34"}"#)])
///     .build()?;
/// let response = client.put_users(&request).await?;
/// println!("stored, request id {:?}", response.request_id());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    transport: Arc<Transport>,
}

impl Client {
    /// Creates a client, which connects with its first call.
    ///
    /// # Errors
    ///
    /// Returns an error if the endpoint needs TLS and this machine has no trusted certificates.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        Ok(Self {
            transport: Arc::new(Transport::new(config)?),
        })
    }

    /// Returns the settings of this client.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.transport.settings
    }

    /// Derives a client with other settings, such as a longer timeout for one call or the credentials of a tenant.
    ///
    /// Deriving is cheap. The new client shares with this one, which does not change:
    ///
    /// - the connections, where endpoints with TLS, without TLS, and without TLS on this machine have separate ones;
    /// - the slots of [`max_concurrent_calls`](crate::ConfigBuilder::max_concurrent_calls) and the retry quota;
    /// - the correction of the clock;
    /// - per dataset ARN, even if the endpoints differ, the default rate limiter of [`bulk`](crate::bulk) runs and the ids
    ///   whose requests may still arrive.
    ///
    /// `connect_timeout` cannot be changed, since it belongs to the connections: create another client for that.
    /// `attempt_timeout` includes connecting.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use personalize_events::{Client, ConfigError, Credentials};
    ///
    /// # fn example(client: &Client, tenant: Credentials) -> Result<(), ConfigError> {
    /// let interactive = client
    ///     .customize()
    ///     .max_attempts(1)
    ///     .attempt_timeout(Duration::from_millis(500))
    ///     .build()?;
    /// let of_tenant = client.customize().region("us-east-1").credentials(tenant).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn customize(&self) -> ClientCustomizer<Self> {
        ClientCustomizer::new(self.clone())
    }

    pub(crate) fn changed(&self, changes: Changes) -> Result<Self, ConfigError> {
        let transport = self.transport.changed(changes)?;
        Ok(Self {
            transport: Arc::new(transport),
        })
    }

    pub(crate) async fn send<O: Operation>(
        &self,
        operation: &O,
    ) -> Result<O::Response, Error<O::Error>> {
        self.transport.send(operation, None).await
    }

    /// Like `send`; each attempt waits for the rate limiter of a bulk run.
    pub(crate) async fn send_bulk<O: Operation>(
        &self,
        operation: &O,
        bulk: BulkCall<'_>,
    ) -> Result<O::Response, Error<O::Error>> {
        self.transport.send(operation, Some(bulk)).await
    }

    /// Returns what bulk runs of an operation to a dataset or tracker share.
    pub(crate) fn destination(
        &self,
        operation: &'static str,
        destination: &str,
        rate: f64,
    ) -> DestinationState {
        self.transport.destination(operation, destination, rate)
    }

    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.transport.settings.limits.attempt_timeout
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.transport.settings.clock
    }

    pub(crate) fn random(&self) -> &Random {
        &self.transport.settings.random
    }
}

impl ClientCustomizer<Client> {
    /// Creates the client.
    ///
    /// # Errors
    ///
    /// Returns an error that lists every setting that is invalid, or an error of [`Client::new`].
    pub fn build(self) -> Result<Client, ConfigError> {
        let (client, changes) = self.into_parts();
        client.changed(changes)
    }
}
