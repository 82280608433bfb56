//! Errors of a service that carry more than a message.

use personalize_events::__private::Reply;

use crate::json;

/// An error that members are read of.
pub trait ReadError: Sized {
    /// Reads it from an answer.
    ///
    /// # Errors
    ///
    /// When a part of the answer is not what the model says.
    fn read(reply: &Reply) -> Result<Self, json::Error>;
}

/// The variant of an error; `None` where the answer is not what the model says of it.
pub fn read_error<T: ReadError, E>(reply: &Reply, variant: fn(T) -> E) -> Option<E> {
    T::read(reply).ok().map(variant)
}
