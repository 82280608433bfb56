//! What every operation of a service is to its client.

use personalize_events::__private::{OperationError, ResponseMetadata};
use serde::Serialize;

use super::{RequestWriter, Response};
use crate::json;

/// A request: where it goes, how it is written, what it answers with, which errors it knows.
pub trait Operation: Serialize + Sync {
    /// What a success gives.
    type Response: Output;
    /// The errors that the service's model states for it.
    type Error: OperationError;
    /// Its name in the service's model.
    const NAME: &'static str;
    /// The HTTP method.
    const METHOD: &'static str;
    /// The path below the endpoint and the query, with labels: `/films/{filmId}/{rest+}?all`.
    const PATH: &'static str;
    /// The status of a success; any other of success is taken for one too.
    const STATUS: u16;
    /// What goes before the endpoint's host name, with labels: `foo.{label}.`.
    const HOST_PREFIX: &'static str = "";

    /// Writes the members to where they go: all into the body, unless the model says else.
    fn write(&self, request: &mut RequestWriter) {
        request.json(self);
    }
}

/// What an operation gives: it is read from an answer.
pub trait Output: Sized {
    /// Whether the body is handed on while it arrives.
    const STREAMS: bool = false;

    /// Reads it from an answer that is a success.
    ///
    /// # Errors
    ///
    /// When the answer is not what the model says.
    fn read(response: &mut Response<'_>) -> Result<Self, json::Error>;
}

/// A response without data.
impl<T: From<ResponseMetadata>> Output for T {
    fn read(response: &mut Response<'_>) -> Result<Self, json::Error> {
        Ok(response.metadata().clone().into())
    }
}
