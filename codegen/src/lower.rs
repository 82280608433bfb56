//! Lowers the AST of a model to the IR: targets are resolved, every trait is accounted for, and only
//! reachable shapes are left. Everything that the generator does not understand is reported at once.

mod authentication;
mod binding;
mod constraint;
mod context;
mod cycle;
mod default;
mod endpoint;
mod enumeration;
mod error;
mod operation;
mod pagination;
mod reach;
mod rename;
mod resource;
mod service;
mod skipped;
mod structure;
mod target;
mod unsupported;
mod usage;
mod value_of_error;
mod waiter;

pub(crate) use rename::rename;
pub(crate) use service::{Lowered, lower};
pub use skipped::Skipped;
pub(crate) use skipped::{LeftOut, leave_out};
