//! The traits of operations and their outputs.

use personalize_events::__private::{DatasetArn, OperationError, ResponseMetadata};
use serde::Serialize;

use super::{RequestWriter, Response};
use crate::json;

/// How the requests of an operation are authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// With a signature of AWS Signature Version 4.
    SigV4,
    /// With a signature of AWS Signature Version 4A.
    #[cfg(feature = "sigv4a")]
    SigV4a {
        /// The regions that it is for, separated by commas; `*` is all.
        region_set: &'static str,
    },
    /// With a bearer token.
    Bearer,
    /// Not at all.
    Anonymous,
}

impl Authentication {
    /// Whether requests are signed.
    pub(super) fn is_signature(self) -> bool {
        match self {
            Self::SigV4 => true,
            #[cfg(feature = "sigv4a")]
            Self::SigV4a { .. } => true,
            Self::Bearer | Self::Anonymous => false,
        }
    }
}

/// An operation of a service, implemented by its request.
pub trait Operation: Serialize + Sync {
    /// The output.
    type Response: Output;
    /// The errors that the model declares for it.
    type Error: OperationError;
    /// Its name in the model.
    const NAME: &'static str;
    /// The HTTP method.
    const METHOD: &'static str;
    /// The path relative to the endpoint and the query, with labels: `/films/{filmId}/{rest+}?all`.
    const PATH: &'static str;
    /// The prefix of the endpoint's host name, with labels: `foo.{label}.`.
    const HOST_PREFIX: &'static str = "";
    /// Headers of every request, with lower-case names, unless members set them.
    const HEADERS: &'static [(&'static str, &'static str)] = &[];
    /// How its requests are authenticated.
    const AUTHENTICATION: Authentication = Authentication::SigV4;
    /// Whether it may be called without authentication too.
    const AUTHENTICATION_IS_OPTIONAL: bool = false;
    /// Whether signatures do not contain the body, if requests are sent with TLS.
    const UNSIGNED_PAYLOAD: bool = false;
    /// The number of its list of endpoint rules.
    const ENDPOINT: usize = 0;

    /// Returns the dataset that the operation writes to, if any.
    fn dataset(&self) -> Option<DatasetArn<'_>> {
        None
    }

    /// Writes the members; by default all of them are in the body.
    fn write(&self, request: &mut RequestWriter) {
        request.json(self);
    }
}

/// The output of an operation.
pub trait Output: Sized {
    /// Whether the body is read as a stream.
    const STREAMS: bool = false;

    /// Reads the output from a successful response.
    ///
    /// # Errors
    ///
    /// Returns an error if the response does not conform to the model.
    fn read(response: &mut Response<'_>) -> Result<Self, json::Error>;
}

/// An output without data.
impl<T: From<ResponseMetadata>> Output for T {
    fn read(response: &mut Response<'_>) -> Result<Self, json::Error> {
        Ok(response.metadata().clone().into())
    }
}
