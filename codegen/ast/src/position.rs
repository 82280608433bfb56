//! Places in the text of a model, and problems found there.

use crate::ShapeId;

/// A place in the text: both numbers start at 1, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Something in the text that is not Smithy JSON AST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub at: Position,
    /// The shape it is in, or `None` outside of any shape.
    pub shape: Option<ShapeId>,
    /// What is wrong and what would be right.
    pub message: String,
}

/// Turns byte offsets into positions.
pub(crate) struct Lines<'a> {
    source: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let ends = source.match_indices('\n').map(|(offset, _)| offset + 1);
        Self {
            source,
            starts: std::iter::once(0).chain(ends).collect(),
        }
    }

    /// The position of a part of the source, found by where it lies in memory.
    pub(crate) fn of(&self, part: &str) -> Position {
        let offset = part.as_ptr().addr() - self.source.as_ptr().addr();
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position {
            line,
            column: self.source[start..offset].chars().count() + 1,
        }
    }

    /// The position of a line and a column that counts bytes; neither may be 0 or too large.
    pub(crate) fn position(&self, line: usize, column: usize) -> Position {
        let line = line.clamp(1, self.starts.len());
        let rest = &self.source[self.starts[line - 1]..];
        let characters = rest
            .char_indices()
            .take_while(|(offset, c)| *offset + 1 < column && *c != '\n')
            .count();
        Position {
            line,
            column: characters + 1,
        }
    }
}
