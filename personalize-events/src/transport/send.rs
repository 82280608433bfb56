//! Sends an operation and reads its response.

use super::{Body, Call, Request, Transport};
use crate::error::{CallError, Error, TransportError};
use crate::operation::{DatasetArn, Operation};
use crate::rate_limiter::RateLimiter;

impl Transport {
    /// Starts a call of an operation when a permit is free.
    ///
    /// # Errors
    ///
    /// Returns an error if no permit is free within the operation timeout.
    pub async fn start(&self, operation: &'static str) -> Result<Call<'_>, CallError> {
        Call::start(self, operation, None).await
    }

    /// Checks the ARN of the dataset that an operation writes to.
    ///
    /// # Errors
    ///
    /// Returns an error if the dataset is in another region than the client, or of another type.
    pub fn check_dataset(&self, dataset: Option<DatasetArn<'_>>) -> Result<(), TransportError> {
        dataset.map_or(Ok(()), |dataset| {
            self.settings.check(dataset).map_err(TransportError::build)
        })
    }

    /// Calls an operation that has all members in the body and none in its response.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send<O: Operation>(
        &self,
        operation: &O,
        rate_limiter: Option<&RateLimiter>,
    ) -> Result<O::Response, Error<O::Error>> {
        self.check_dataset(operation.dataset())?;
        let call = Call::start(self, O::NAME, rate_limiter).await;
        let call = call.map_err(CallError::into_error)?;
        let request = Request::of(operation)?;
        let response = call.send(request, Body::Ignored).await;
        let metadata = response.map_err(CallError::into_error)?.into_metadata();
        if metadata.is_success() {
            Ok(metadata.into())
        } else {
            Err(self.error(O::NAME, metadata))
        }
    }
}
