//! The client that applications hold; its operations are generated.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::{ConfigError, Error};
use crate::random::Random;
use crate::rate_limiter::RateLimiter;
use crate::runtime::Operation;
use crate::transport::Transport;

/// A client of Amazon Personalize Events.
///
/// Cloning is cheap and shares the connections; make one and keep it. Each operation of the
/// service is a method that takes a built request.
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
    /// Makes a client; it connects with its first call.
    ///
    /// # Errors
    ///
    /// When the endpoint needs TLS and this machine has no certificates to trust.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        Ok(Self {
            transport: Arc::new(Transport::new(config)?),
        })
    }

    pub(crate) async fn send<O: Operation>(
        &self,
        operation: &O,
    ) -> Result<O::Response, Error<O::Error>> {
        self.transport.send(operation, None).await
    }

    /// The same, with each attempt at its turn.
    pub(crate) async fn send_paced<O: Operation>(
        &self,
        operation: &O,
        pace: &RateLimiter,
    ) -> Result<O::Response, Error<O::Error>> {
        self.transport.send(operation, Some(pace)).await
    }

    /// The pace of bulk runs to a dataset, unless they have their own.
    pub(crate) fn pace_of(&self, dataset_arn: &str) -> RateLimiter {
        self.transport.pace_of(dataset_arn)
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        self.transport.clock()
    }

    pub(crate) fn random(&self) -> &Random {
        self.transport.random()
    }
}
