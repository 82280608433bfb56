use std::sync::Arc;

use runtime::Transport;

#[rustfmt::skip]
mod generated;

pub use generated::*;
pub use personalize_events_codegen_runtime::{
    // {exports}
};

/// The error of a call: of the operation whose errors `E` are, or by default of any operation.
pub type Error<E = {service_error}> = personalize_events_codegen_runtime::Error<E>;

/// Everything that generated code may name.
mod runtime {
    pub(crate) use super::Client;
    pub(crate) use personalize_events_codegen_runtime::*;
}

/// A client for {title}.
#[derive(Clone, Debug)]
pub struct Client {
    transport: Arc<Transport>,
}

impl Client {
    /// Creates a client; settings that are not set are read from the environment.
    ///
    /// # Errors
    ///
    /// Returns every setting that is missing or invalid.
    pub fn new(config: ConfigBuilder) -> Result<Self, ConfigError> {
        let config = config.build_for(&generated::SERVICE)?;
        Ok(Self {
            transport: Arc::new(Transport::new(config)?),
        })
    }

    pub(crate) async fn send<O: runtime::Operation>(
        &self,
        operation: &O,
    ) -> Result<O::Response, Error<O::Error>> {
        runtime::send(&self.transport, operation).await
    }
}
