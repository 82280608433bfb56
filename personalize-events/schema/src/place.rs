//! Places in the text of a schema.

use std::fmt;

/// A place in the text of a schema: both numbers start at 1, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Where something was read, or nowhere if it was not read from a text.
///
/// Where a thing stands is no part of what it is: all places are equal, so that things can be
/// compared by what they are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place(pub(crate) Option<Position>);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

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
        let start = self.source.as_ptr().addr();
        self.at(part.as_ptr().addr().saturating_sub(start))
    }

    /// The position of a byte; that of the end of the text for all behind it.
    pub(crate) fn at(&self, offset: usize) -> Position {
        let offset = offset.min(self.source.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let ends = (start + 1)..=offset;
        Position {
            line,
            column: ends
                .filter(|end| self.source.is_char_boundary(*end))
                .count()
                + 1,
        }
    }

    /// The first byte of what `serde_json` found wrong; its columns count bytes.
    pub(crate) fn offset_of(&self, error: &serde_json::Error) -> usize {
        let line = error.line().clamp(1, self.starts.len());
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        start + error.column().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = "ä\n€uro x";
        let lines = Lines::new(source);
        let position = |part: &str| lines.of(part).to_string();
        assert_eq!(position(source), "1:1");
        assert_eq!(position(&source[3..]), "2:1");
        assert_eq!(position(&source[10..]), "2:6");
        assert_eq!(lines.at(99).to_string(), "2:7");
    }

    #[test]
    fn an_error_of_serde_is_found_behind_wide_characters() {
        let source = "{\n  \"äöü\": nul }";
        let error = serde_json::from_str::<serde_json::Value>(source).unwrap_err();
        let lines = Lines::new(source);
        assert_eq!(lines.at(lines.offset_of(&error)).to_string(), "2:13");
    }
}
