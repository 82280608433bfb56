//! The tasks of maintainers. Only this package knows where files are.

pub mod bench;
pub mod codegen;
mod command;
pub mod crates;
pub mod features;
pub mod models;
pub mod protocol;
pub mod public_api;
mod tree;

/// The README's examples, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
