//! The async client; the methods of its operations are generated.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::{ConfigError, Error};
use crate::operation::Operation;
use crate::random::Random;
use crate::transport::{BulkCall, DatasetState, Transport};

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
    /// Returns an error if the endpoint needs TLS and this machine has no trusted certificates, or if `config` was
    /// converted from an invalid `SdkConfig`.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        Ok(Self {
            transport: Arc::new(Transport::new(config)?),
        })
    }

    /// The URL of the endpoint that calls are sent to: that of the region, or the one that was set.
    #[must_use]
    pub fn endpoint_url(&self) -> &str {
        self.transport.settings.endpoint.as_str()
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

    /// Returns what bulk runs to a dataset share.
    pub(crate) fn dataset(&self, dataset_arn: &str) -> DatasetState {
        self.transport.dataset(dataset_arn)
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
