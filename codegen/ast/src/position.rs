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

/// Turns byte offsets into positions, however long the lines are.
pub(crate) struct Lines<'a> {
    source: &'a str,
    starts: Vec<usize>,
    /// How many characters start before each block of the text.
    blocks: Vec<usize>,
}

/// How many bytes of a text are counted anew for a position.
const BLOCK: usize = 1024;

impl<'a> Lines<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let ends = source.match_indices('\n').map(|(offset, _)| offset + 1);
        let mut before = 0;
        let blocks = source.as_bytes().chunks(BLOCK).map(|block| {
            let count = before;
            before += characters(block);
            count
        });
        Self {
            source,
            starts: std::iter::once(0).chain(ends).collect(),
            blocks: blocks.collect(),
        }
    }

    /// The position of a part of the source, found by where it lies in memory.
    pub(crate) fn of(&self, part: &str) -> Position {
        let offset = part.as_ptr().addr() - self.source.as_ptr().addr();
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position {
            line,
            column: self.before(offset) - self.before(start) + 1,
        }
    }

    /// How many characters start before an offset.
    fn before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let Some(count) = self.blocks.get(block) else {
            return characters(self.source.as_bytes());
        };
        count + characters(&self.source.as_bytes()[block * BLOCK..offset])
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

/// How many characters start in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};

    #[test]
    fn columns_count_characters_in_lines_of_any_length() {
        let source = format!("é\n{}x\n{}y", "é".repeat(2000), "ab".repeat(1024));
        let lines = Lines::new(&source);
        let at = |part: char| lines.of(&source[source.find(part).unwrap()..]);
        assert_eq!(at('é'), Position { line: 1, column: 1 });
        assert_eq!(
            at('x'),
            Position {
                line: 2,
                column: 2001
            }
        );
        assert_eq!(
            at('y'),
            Position {
                line: 3,
                column: 2049
            }
        );
        assert_eq!(
            lines.of(&source[source.len()..]),
            Position {
                line: 3,
                column: 2050
            }
        );
    }
}
