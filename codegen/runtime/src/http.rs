//! How requests are spread over path, query, headers and body, and answers put together again.

mod answer;
mod entries;
mod failure;
mod header;
mod operation;
mod send;
mod template;
mod text;
mod writer;

pub use answer::Answer;
pub use entries::Entries;
pub use failure::{Failure, failure};
pub use operation::{Operation, Output};
pub use send::{request, send};
pub use text::{Spelled, Spelling, Text};
pub use writer::{Bytes, RequestWriter};
