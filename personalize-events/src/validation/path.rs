//! The paths of violations.

use std::fmt;

/// A part of the path of a [`Violation`](crate::Violation).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PathSegment<'a> {
    /// A member, with the service's name, or the key of a property.
    Member(&'a str),
    /// The index of an element of a list, or of an entry of a map in the order of the keys, from 0. Keys of maps are user
    /// data, so they are not shown.
    Index(usize),
}

/// The path of a value, as text and as its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnedPath {
    text: String,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Member(String),
    Index(usize),
}

impl Segment {
    fn as_segment(&self) -> PathSegment<'_> {
        match self {
            Self::Member(name) => PathSegment::Member(name),
            Self::Index(index) => PathSegment::Index(*index),
        }
    }
}

impl OwnedPath {
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn segments(&self) -> impl Iterator<Item = PathSegment<'_>> + Clone {
        self.segments.iter().map(Segment::as_segment)
    }

    /// Returns the path with another part at its end.
    pub(super) fn join(mut self, segment: PathSegment<'_>) -> Self {
        let separator = if self.segments.is_empty() { "" } else { "." };
        match segment {
            PathSegment::Member(name) => {
                self.text.extend([separator, name]);
                self.segments.push(Segment::Member(name.to_owned()));
            }
            PathSegment::Index(index) => {
                self.text.extend(["[", &index.to_string(), "]"]);
                self.segments.push(Segment::Index(index));
            }
        }
        self
    }

    /// Returns the path of what this is the path of, in a value with another path.
    pub(super) fn below(self, parent: Self) -> Self {
        let segments = self.segments.iter().map(Segment::as_segment);
        segments.fold(parent, Self::join)
    }
}

impl fmt::Display for OwnedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
