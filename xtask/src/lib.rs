//! The tasks of maintainers. Where files are is known here, and nowhere else.

pub mod bench;
pub mod codegen;
pub mod protocol;
mod tree;

/// The README's examples, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
