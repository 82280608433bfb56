use std::sync::Arc;

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
    transports: Arc<runtime::Transports>,
}

impl Client {
    /// Creates a client; settings that are not set are read from the environment.
    ///
    /// # Errors
    ///
    /// Returns every setting that is missing or invalid.
    pub fn new(settings: impl Into<ClientSettings>) -> Result<Self, ConfigError> {
        let service = &generated::SERVICE;
        // {settings}
        let transports = runtime::Transports::new(settings, service, {endpoints})?;
        Ok(Self {
            transports: Arc::new(transports),
        })
    }

    // {paginate}
    /// Calls an operation for page after page. Its request implements `Paginated` if the operation has pages.
    ///
    /// ```no_run
    /// # use {crate}::{Client, Error, Paginated};
    /// # async fn example<O: Paginated>(client: Client, request: O) -> Result<(), Error<O::Error>> {
    /// let mut pages = client.paginate(request);
    /// while let Some(page) = pages.next().await {
    ///     let page = page?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Paginator::items`] returns the items of all pages instead.
    #[must_use]
    pub fn paginate<O: Paginated>(&self, request: O) -> Paginator<O> {
        Paginator::new(Arc::clone(&self.transports), request)
    }

    // {end}
    // {wait}
    pub(crate) fn waiter<O: runtime::Operation>(
        &self,
        request: O,
        rules: &'static runtime::waiter::Rules<O>,
    ) -> Waiter<O> {
        Waiter::new(Arc::clone(&self.transports), request, rules)
    }

    // {end}
    pub(crate) async fn send<O: runtime::Operation>(
        &self,
        operation: &O,
    ) -> Result<O::Response, Error<O::Error>> {
        self.transports.send(operation).await
    }
}
