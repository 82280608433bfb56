//! The transports of a client: operations of a service may have different endpoints.

use personalize_events::__private::{Error, Service, Transport, TransportError};
use personalize_events::ConfigError;

use crate::http::{self, EndpointRule, Operation};
use crate::settings::{ClientSettings, RequestSettings};

/// A transport for each list of endpoint rules. They share connections and limits.
#[derive(Debug)]
pub struct Transports {
    transports: Vec<Result<Transport, ConfigError>>,
    requests: RequestSettings,
}

impl Transports {
    /// Creates the transports of a service; nothing is sent. `rules` has the lists that [`Operation::ENDPOINT`] counts.
    ///
    /// # Errors
    ///
    /// Returns every setting that is missing or invalid. If operations have different endpoints, the settings must be
    /// valid for one of them; calls of others return an error.
    pub fn new(
        settings: impl Into<ClientSettings>,
        service: &Service,
        rules: &[&[EndpointRule]],
    ) -> Result<Self, ConfigError> {
        let (config, requests) = settings.into().build_for(service)?;
        let standard = Transport::new(config.clone())?;
        let transports = rules.iter().map(|rules| {
            if config.has_endpoint_url()
                && let Some(problem) = http::rejection(rules, config.region())
            {
                return Err(ConfigError::new(vec![problem]));
            }
            let config = config
                .clone()
                .with_region_endpoint(|region, fips, dual_stack| {
                    http::resolve(rules, region, fips, dual_stack)
                })?;
            standard.with_settings(config)
        });
        let transports: Vec<_> = transports.collect();
        match transports.first() {
            Some(Err(error)) if transports.iter().all(Result::is_err) => Err(error.clone()),
            _ => Ok(Self {
                transports,
                requests,
            }),
        }
    }

    /// Sends an operation and reads its response.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<O::Response, Error<O::Error>> {
        let transport = match self.of::<O>() {
            Ok(transport) => transport,
            Err(error) => {
                // If the endpoint depends on an ARN in the request, what is wrong with that is the better error.
                http::request(operation, &self.requests)?;
                return Err(error.into());
            }
        };
        http::send(transport, &self.requests, operation).await
    }

    /// Returns the settings of requests.
    #[must_use]
    pub fn requests(&self) -> &RequestSettings {
        &self.requests
    }

    /// Returns the transport of an operation.
    ///
    /// # Errors
    ///
    /// Returns an error if the region has no such endpoint.
    pub fn of<O: Operation>(&self) -> Result<&Transport, TransportError> {
        match self.transports.get(O::ENDPOINT) {
            Some(Ok(transport)) => Ok(transport),
            Some(Err(error)) => Err(TransportError::invalid(error.to_string())),
            None => Err(TransportError::invalid("the operation has no endpoint")),
        }
    }
}
