//! Sends an operation and reads its response.

use super::{Body, BulkCall, Call, Exchange, Request, Transport};
use crate::error::{CallError, Error, TransportError};
use crate::operation::{DatasetArn, Operation};
use crate::output::http::Output;

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

    /// Calls an operation that has all members in the bodies of its request and response.
    ///
    /// A success whose body is not valid is not retried: the service has executed the operation.
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
        let exchange = Exchange::signed(if O::Response::READS_BODY {
            Body::Read
        } else {
            Body::Ignored
        });
        let response = call.send_written(|| Request::of(operation), exchange).await;
        let metadata = response.map_err(CallError::into_error)?.into_metadata();
        if !metadata.is_success() {
            return Err(self.error(O::NAME, exchange.authorization, metadata));
        }
        let attempts = metadata.attempts();
        O::Response::from_metadata(metadata)
            .map_err(|error| TransportError::read(error).after(attempts).into())
    }
}
