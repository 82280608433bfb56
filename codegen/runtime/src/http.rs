//! Writes requests to path, query, headers, host and body, and reads responses.

mod arn;
mod endpoint;
mod entries;
mod header;
mod operation;
mod response;
mod send;
mod template;
mod text;
mod writer;

pub use arn::{ArnCheck, ArnEndpoint, ArnPart};
pub use endpoint::{EndpointRule, EndpointScope};
pub(crate) use endpoint::{rejection, resolve};
pub use entries::Entries;
pub use operation::{Authentication, Operation, Output};
pub use personalize_events::__private::http::{ReadError, read_error};
pub use response::Response;
pub use send::{request, send};
pub use text::{HttpValue, Text, ToText};
pub use writer::{Bytes, RequestWriter, Stream};
