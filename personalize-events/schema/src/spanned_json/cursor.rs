//! A cursor over JSON text that counts lines and columns.

use super::Position;

/// The position of a byte of `source`, or of its end if `offset` is greater.
pub(crate) fn position_of(source: &str, offset: usize) -> Position {
    let mut cursor = Cursor::new(source);
    cursor.advance(offset);
    cursor.at
}

/// A place in a text that only moves forward.
pub(super) struct Cursor<'a> {
    source: &'a str,
    offset: usize,
    at: Position,
    #[cfg(test)]
    pub(super) visited: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            offset: 0,
            at: Position::START,
            #[cfg(test)]
            visited: 0,
        }
    }

    pub(super) fn position(&self) -> (Position, usize) {
        (self.at, self.offset)
    }

    fn rest(&self) -> &'a [u8] {
        &self.source.as_bytes()[self.offset..]
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    pub(super) fn advance(&mut self, count: usize) {
        let rest = self.rest();
        let passed = &rest[..count.min(rest.len())];
        for byte in passed {
            match byte {
                b'\n' => {
                    self.at.line += 1;
                    self.at.column = 1;
                }
                // Not the continuation of a character.
                byte if byte & 0xC0 != 0x80 => self.at.column += 1,
                _ => {}
            }
        }
        self.offset += passed.len();
        #[cfg(test)]
        {
            self.visited += passed.len();
        }
    }

    pub(super) fn skip_whitespace(&mut self) {
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let count = self.rest().iter().position(|byte| !is_space(byte));
        self.advance(count.unwrap_or(usize::MAX));
    }

    /// Passes a bracket, comma or colon and the white space behind it.
    pub(super) fn punctuation(&mut self) {
        self.advance(1);
        self.skip_whitespace();
    }

    /// Passes a string, a number, `true`, `false` or `null`.
    pub(super) fn token(&mut self) -> &'a str {
        let start = self.offset;
        let mut bytes = self.rest().iter();
        let length = if self.peek() == Some(b'"') {
            bytes.next();
            while let Some(byte) = bytes.next() {
                match byte {
                    b'\\' => _ = bytes.next(),
                    b'"' => break,
                    _ => {}
                }
            }
            self.rest().len() - bytes.len()
        } else {
            bytes
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
                .count()
        };
        self.advance(length);
        &self.source[start..self.offset]
    }

    /// Passes a value without recursion.
    pub(super) fn skip_value(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.peek() {
                None => return,
                Some(b'{' | b'[') => {
                    open += 1;
                    self.advance(1);
                }
                Some(b'}' | b']') => {
                    open = open.saturating_sub(1);
                    self.advance(1);
                }
                Some(b',' | b':') => self.advance(1),
                Some(_) => _ = self.token(),
            }
            if open == 0 {
                return;
            }
            self.skip_whitespace();
        }
    }
}
