//! Reads the outputs of operations and the errors of the service from responses.
//!
//! Generated code uses it for outputs and errors with members, which our own model has not. It reads members in the body; the
//! runtime of crates that are generated from other models adds headers, streams and formats.

pub mod http;
pub mod json;
mod read_error;
mod response;
