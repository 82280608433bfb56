//! Waiters and the paths in their conditions.

use crate::ir::{Acceptor, Predicate};

/// A waiter: its method of the client.
#[derive(Debug)]
pub(crate) struct Waiter {
    pub(crate) method: String,
    pub(crate) docs: Vec<String>,
    /// In seconds, as the next.
    pub(crate) min_delay: u32,
    pub(crate) max_delay: u32,
    pub(crate) acceptors: Vec<Acceptor<Predicate<Path>>>,
}

/// The calls that lead from a request or response to values in it.
#[derive(Debug)]
pub(crate) struct Path {
    pub(crate) of_input: bool,
    pub(crate) steps: Vec<Step>,
    pub(crate) is_map: bool,
}

#[derive(Debug)]
pub(crate) enum Step {
    /// A method without arguments: its type, its name, and whether it returns an `Option`.
    Method {
        ty: String,
        name: String,
        is_option: bool,
    },
    /// All elements of a list, which may have an `Option` each.
    Elements { sparse: bool },
}
