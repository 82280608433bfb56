//! Errors of a service that have more members than a message.

use super::json::Error;
use crate::error::ResponseMetadata;

/// An error with members.
pub trait ReadError: Sized {
    /// Reads the error from a response.
    ///
    /// # Errors
    ///
    /// Returns an error if the response does not conform to the model.
    fn read(metadata: &ResponseMetadata) -> Result<Self, Error>;
}

/// Reads an error and wraps it in its variant; `None` if the response does not conform to the model.
pub fn read_error<T: ReadError, E>(metadata: &ResponseMetadata, variant: fn(T) -> E) -> Option<E> {
    T::read(metadata).ok().map(variant)
}
