//! Documentation only: a reference of the derives, and a guide from a struct to a dataset.
//!
//! - [`derive`](mod@derive): what the derives make of a struct, and every attribute with an
//!   example.
//! - [`dataset`]: schema, bulk import, single requests and tests, in the order in which they are
//!   needed.
//!
//! The modules hold no code. They are there only where documentation is built.

pub mod dataset;
pub mod derive;
