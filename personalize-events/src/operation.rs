//! What every operation of a service is to the client.

use serde::Serialize;

use crate::error::ResponseMetadata;

/// What a client has to know of the service it calls; one constant of it is generated.
#[derive(Debug)]
pub struct Service {
    /// The name by which settings address it, such as `Personalize Events`.
    pub sdk_id: &'static str,
    /// The first label of its host names.
    pub endpoint_prefix: &'static str,
    /// The name that requests are signed for.
    pub signing_name: &'static str,
}

/// A request: where it goes, what it answers with, which errors it knows.
///
/// Only generated code implements it, so it is sealed by standing where users cannot name it.
pub trait Operation: Serialize + Sync {
    /// What a success gives.
    type Response: From<ResponseMetadata>;
    /// The errors that the service's model states for it.
    type Error: OperationError;
    /// Its name in the service's model.
    const NAME: &'static str;
    /// The HTTP method.
    const METHOD: &'static str;
    /// The path below the endpoint.
    const PATH: &'static str;
    /// The status of a success.
    const STATUS: u16;

    /// The dataset that it writes to, if it does.
    fn dataset(&self) -> Option<DatasetArn<'_>> {
        None
    }
}

/// The ARN of a dataset, and what it has to end in.
#[derive(Clone, Copy, Debug)]
pub struct DatasetArn<'a> {
    /// The ARN: `arn:<partition>:personalize:<region>:<account>:dataset/<dataset group>/<type>`.
    pub arn: &'a str,
    /// The type of dataset, such as `USERS`.
    pub dataset_type: &'static str,
}

/// The errors of an operation.
pub trait OperationError: std::error::Error + Send + Sync + 'static {
    /// The error that an answer stands for.
    fn from_metadata(metadata: &ResponseMetadata) -> Self;
}
