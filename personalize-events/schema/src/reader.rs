//! Opens the text of a schema, and reads nodes of it.

use std::borrow::Cow;
use std::ops::Range;

use crate::column::Attribute;
use crate::described::{Origin, schema_string};
use crate::diagnostic::{Diagnostic, SchemaError};
use crate::place::Place;
use crate::raw::Placed;
use crate::spanned_json::{self, Entry, Node, Position, position_of};
use crate::validate::{MAX_SCHEMA_LEN, too_long};

/// The maximum number of bytes that are parsed: a schema in a string of JSON, each character of which may be
/// escaped as a surrogate pair, and what surrounds it.
const MAX_TEXT_BYTES: usize = 16 * MAX_SCHEMA_LEN;

/// How to get the schema from the service.
pub(crate) const DESCRIBE: &str = "aws personalize describe-schema --schema-arn ARN --output json";

/// Reads nodes of one text and collects the errors.
pub(crate) struct Reader<'a> {
    /// The text of the schema.
    pub(crate) source: Cow<'a, str>,
    unreadable: Vec<spanned_json::Problem>,
    /// The spans of values that are copied without being read.
    copied: Vec<Range<usize>>,
    errors: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Parses the text of a schema, or of a response of `DescribeSchema` that contains one.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or the schema is too long to be read.
    pub(crate) fn open(text: &'a str) -> Result<(Self, Node), SchemaError> {
        if text.len() > MAX_TEXT_BYTES {
            check_length(text, |position| position)?;
        }
        let mut document = spanned_json::parse(text);
        let mut source = Cow::Borrowed(text);
        let mut errors = Vec::new();
        match document.root.as_ref().and_then(schema_string) {
            Some(node) => {
                let schema = node.as_str().unwrap_or_default().to_owned();
                let origin = Origin::new(&text[node.span.clone()], node.at);
                check_length(&schema, |position| origin.position(position))?;
                errors.extend(document.problems.into_iter().map(unreadable));
                document = spanned_json::parse(&schema);
                origin.relocate(&mut document);
                source = Cow::Owned(schema);
            }
            None => check_length(text, |position| position)?,
        }
        let Some(root) = document.root else {
            let problems = document.problems.into_iter();
            errors.extend(problems.map(|problem| not_json(problem, &source)));
            return Err(SchemaError::new(errors));
        };
        let reader = Self {
            source,
            unreadable: document.problems,
            copied: Vec::new(),
            errors,
        };
        Ok((reader, root))
    }

    pub(crate) fn error(&mut self, place: Place, message: String) {
        self.errors.push(Diagnostic::error(place, message));
    }

    /// Returns every error, in any order.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.copied.sort_unstable_by_key(|span| span.start);
        for problem in self.unreadable {
            let next = self.copied.partition_point(|it| it.end <= problem.offset);
            let copied = self.copied.get(next);
            if copied.is_none_or(|copied| problem.offset < copied.start) {
                self.errors.push(unreadable(problem));
            }
        }
        self.errors
    }

    /// Whether the node is `null` in place of a value that could not be parsed.
    pub(crate) fn is_unreadable(&self, node: &Node) -> bool {
        let problems = &self.unreadable;
        let found = problems.binary_search_by_key(&node.span.start, |problem| problem.offset);
        found.is_ok()
    }

    /// Reads a string; any other value is an error.
    pub(crate) fn string(&mut self, node: &Node, what: &str) -> Option<String> {
        if let Some(text) = node.as_str() {
            return Some(text.to_owned());
        }
        if !self.is_unreadable(node) {
            let found = node.describe();
            let message = format!("{what} must be a string, but this is {found}");
            self.error(place(node), message);
        }
        None
    }

    pub(crate) fn placed_string(&mut self, node: &Node, what: &str) -> Option<Placed<String>> {
        let value = self.string(node, what)?;
        let place = place(node);
        Some(Placed { place, value })
    }

    /// Copies an attribute that the developer guide does not describe, or not with such a value.
    pub(crate) fn unknown_attribute(&mut self, entry: &Entry) -> Attribute {
        self.copied.push(entry.node.span.clone());
        self.attribute(entry)
    }

    /// Copies an attribute whose value has been read.
    pub(crate) fn attribute(&self, entry: &Entry) -> Attribute {
        Attribute {
            place: Place(Some(entry.at)),
            key: entry.key.clone(),
            json: self.source[entry.node.span.clone()].to_owned(),
        }
    }
}

pub(crate) fn place(node: &Node) -> Place {
    Place(Some(node.at))
}

/// Refuses a schema that is too long; `place` returns a position in the text that contains it.
fn check_length(schema: &str, place: impl FnOnce(Position) -> Position) -> Result<(), SchemaError> {
    let Some((offset, _)) = schema.char_indices().nth(MAX_SCHEMA_LEN) else {
        return Ok(());
    };
    let place = Place(Some(place(position_of(schema, offset))));
    let error = Diagnostic::error(place, too_long(schema.chars().count()));
    Err(SchemaError::new(vec![error]))
}

fn unreadable(problem: spanned_json::Problem) -> Diagnostic {
    Diagnostic::error(Place(Some(problem.at)), problem.message)
}

/// The error about a text that is not JSON.
fn not_json(problem: spanned_json::Problem, text: &str) -> Diagnostic {
    let mut message = problem.message;
    if text.trim().is_empty() {
        message = format!("the schema is empty; save the output of `{DESCRIBE}`");
    } else if names_schema(text) {
        message = format!("{message}; save the output of `{DESCRIBE}`");
    }
    Diagnostic::error(Place(Some(problem.at)), message)
}

/// Whether a text that is not a schema names one, such as a response of the service.
pub(crate) fn names_schema(text: &str) -> bool {
    text.contains("schemaArn") || text.contains(":personalize:")
}
