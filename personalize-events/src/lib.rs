//! Being written.

mod credentials;
mod sign;
