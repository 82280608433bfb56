//! The one engine behind every derive; the entry points are a table of what differs.
//!
//! A derive is read and checked ([`input`], [`marks`], [`names`], [`keys`]), with every problem
//! told at once ([`problems`]), and then written ([`expand`]), or replaced by stubs that keep the
//! compiler from adding errors to ours ([`fallback`]).

mod expand;
mod fallback;
mod input;
mod keys;
mod kind;
mod marks;
mod names;
mod problems;

pub(crate) use expand::derive;
pub(crate) use kind::{Identity, Kind};
