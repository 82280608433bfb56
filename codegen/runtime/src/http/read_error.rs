//! Errors of a service that carry more than a message.

use personalize_events::__private::ResponseMetadata;

use crate::json;

/// An error that members are read of.
pub trait ReadError: Sized {
    /// Reads it from an answer.
    ///
    /// # Errors
    ///
    /// When a part of the answer is not what the model says.
    fn read(metadata: &ResponseMetadata) -> Result<Self, json::Error>;
}

/// The variant of an error; `None` where the answer is not what the model says of it.
pub fn read_error<T: ReadError, E>(metadata: &ResponseMetadata, variant: fn(T) -> E) -> Option<E> {
    T::read(metadata).ok().map(variant)
}
