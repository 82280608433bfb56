//! The one engine behind every derive; the entry points are a table of what differs.
//!
//! A derive of properties is read and checked ([`input`], [`marks`], [`container`], [`columns`],
//! [`names`], [`keys`], [`stated`], [`file`]), with every problem told at once ([`problems`]), and
//! then written ([`expand`], [`shape`]), or replaced by stubs that keep the compiler from adding errors to ours
//! ([`fallback`]). The derives of values are [`category`] and [`wrapper`].

mod attributes;
mod bounds;
mod case;
mod category;
mod column;
mod columns;
mod container;
mod expand;
mod fallback;
mod file;
mod input;
mod keys;
mod marks;
mod names;
mod problems;
mod shape;
mod stated;
mod wrapper;

pub(crate) use category::derive as derive_category;
pub(crate) use expand::derive;
pub(crate) use wrapper::{ID_VALUE, PROPERTY_VALUE, derive as derive_wrapper};
