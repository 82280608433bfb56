//! What generated code names `http`.

pub use super::read_error::{ReadError, read_error};
pub use super::response::{Output, Response};
