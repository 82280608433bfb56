//! Sends an operation and reads its response.

use super::{Body, BulkCall, Call, Request, Transport};
use crate::error::{CallError, Error, TransportError};
use crate::operation::{DatasetArn, Operation};

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
            self.settings
                .check(dataset)
                .map_err(TransportError::invalid)
        })
    }

    /// Calls an operation that has all members in the body and none in its response.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub(crate) async fn send<O: Operation>(
        &self,
        operation: &O,
        bulk: Option<BulkCall<'_>>,
    ) -> Result<O::Response, Error<O::Error>> {
        self.check_dataset(operation.dataset())?;
        let call = Call::start(self, O::NAME, bulk).await;
        let call = call.map_err(CallError::into_error)?;
        let response = call
            .send_written(|| Request::of(operation), Body::Ignored)
            .await;
        let metadata = response.map_err(CallError::into_error)?.into_metadata();
        if metadata.is_success() {
            Ok(metadata.into())
        } else {
            Err(self.error(O::NAME, metadata))
        }
    }
}
