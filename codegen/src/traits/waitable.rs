//! Waiters: the trait of operations that can be called until a resource has a state.

use personalize_events_ast::{Node, Trait};

use super::value::{
    Malformed, VALUE, array, boolean, choice_of, entries, non_empty, open_object, string,
};
use crate::ir::{AcceptorState, Comparator};

/// A waiter as the model describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waitable {
    pub(crate) documentation: Option<String>,
    pub(crate) acceptors: Vec<Acceptor>,
    /// In seconds.
    pub(crate) min_delay: u32,
    pub(crate) max_delay: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acceptor {
    pub(crate) state: AcceptorState,
    pub(crate) matcher: Matcher,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Matcher {
    Output(PathMatcher),
    InputOutput(PathMatcher),
    Success(bool),
    ErrorType(String),
    /// One that this generator does not know.
    Unknown(String),
}

/// The test of what a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathMatcher {
    /// A JMESPath expression.
    pub(crate) path: String,
    pub(crate) expected: String,
    pub(crate) comparator: Comparator,
}

/// The delays of a waiter that defines none.
const MIN_DELAY: u32 = 2;
const MAX_DELAY: u32 = 120;

/// The waiters by their names.
pub(super) fn read(value: &Trait) -> Result<Vec<(String, Waitable)>, Malformed> {
    let waiters = entries(&value.node, VALUE, waiter)?;
    for name in waiters.keys() {
        let is_camel = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric());
        if !is_camel {
            let message = format!(
                "the waiter `{name}` has an invalid name; use letters and digits, and start with a capital"
            );
            return Err(Malformed::new(value.node.at, message));
        }
    }
    Ok(waiters.into_iter().collect())
}

fn waiter(node: &Node, item: &str) -> Result<Waitable, Malformed> {
    let mut fields = open_object(node, item)?;
    let documentation = fields.optional("documentation", string);
    let acceptors = fields.required("acceptors", |node, item| array(node, item, acceptor));
    let min_delay = fields.optional("minDelay", seconds).unwrap_or(MIN_DELAY);
    let max_delay = fields.optional("maxDelay", seconds).unwrap_or(MAX_DELAY);
    if min_delay > max_delay {
        fields.problem(format!(
            "`minDelay` is {min_delay}, but `maxDelay` {max_delay}; use at most that"
        ));
    }
    fields.finish(acceptors.map(|acceptors| Waitable {
        documentation,
        acceptors,
        min_delay,
        max_delay,
    }))
}

fn acceptor(node: &Node, item: &str) -> Result<Acceptor, Malformed> {
    let mut fields = open_object(node, item)?;
    let states = [
        ("success", AcceptorState::Success),
        ("failure", AcceptorState::Failure),
        ("retry", AcceptorState::Retry),
    ];
    let state = fields.required("state", |node, item| choice_of(node, item, &states));
    let matcher = fields.required("matcher", matcher);
    let acceptor = state.zip(matcher);
    fields.finish(acceptor.map(|(state, matcher)| Acceptor { state, matcher }))
}

fn matcher(node: &Node, item: &str) -> Result<Matcher, Malformed> {
    let mut fields = open_object(node, item)?;
    let matchers = [
        fields.optional("output", path).map(Matcher::Output),
        fields
            .optional("inputOutput", path)
            .map(Matcher::InputOutput),
        fields.optional("success", boolean).map(Matcher::Success),
        fields
            .optional("errorType", non_empty)
            .map(Matcher::ErrorType),
    ];
    let keys: Vec<&str> = fields.keys().collect();
    let matcher = if let [key] = *keys {
        let known = matchers.into_iter().flatten().next();
        Some(known.unwrap_or_else(|| Matcher::Unknown(key.to_owned())))
    } else {
        None
    };
    if matcher.is_none() {
        fields.problem(format!("{item} has not exactly one key; use one"));
    }
    fields.finish(matcher)
}

fn path(node: &Node, item: &str) -> Result<PathMatcher, Malformed> {
    let mut fields = open_object(node, item)?;
    let comparators = [
        ("stringEquals", Comparator::StringEquals),
        ("booleanEquals", Comparator::BooleanEquals),
        ("allStringEquals", Comparator::AllStringEquals),
        ("anyStringEquals", Comparator::AnyStringEquals),
    ];
    let path = fields.required("path", non_empty);
    let expected = fields.required("expected", string);
    let comparator = fields.required("comparator", |node, item| {
        choice_of(node, item, &comparators)
    });
    let matcher = path.zip(expected).zip(comparator);
    fields.finish(matcher.map(|((path, expected), comparator)| PathMatcher {
        path,
        expected,
        comparator,
    }))
}

fn seconds(node: &Node, item: &str) -> Result<u32, Malformed> {
    let seconds = node
        .as_u64()
        .and_then(|seconds| u32::try_from(seconds).ok());
    seconds
        .filter(|seconds| *seconds > 0)
        .ok_or_else(|| Malformed::expected("a whole number of seconds from 1", item, node))
}
