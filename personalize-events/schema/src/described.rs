//! The schema in a response of `DescribeSchema`, where it is the text of a JSON string.

use std::str::Chars;

use crate::spanned_json::{Document, Node, Object, Position, Value};

/// Returns the string that is a schema: `schema.schema` in the whole response, `schema` in a part of it, or the
/// text alone.
pub(crate) fn schema_string(root: &Node) -> Option<&Node> {
    if let Some(text) = root.as_str() {
        return text.trim_start().starts_with('{').then_some(root);
    }
    let schema = member(root.as_object()?)?;
    if schema.as_str().is_some() {
        return Some(schema);
    }
    member(schema.as_object()?).filter(|it| it.as_str().is_some())
}

/// The member `schema` of an object that is not a schema itself. Some clients capitalize it.
fn member(object: &Object) -> Option<&Node> {
    let mut entries = object.0.iter();
    let entry = entries.find(|entry| entry.key.eq_ignore_ascii_case("schema"))?;
    object.get("fields").is_none().then_some(&entry.node)
}

/// The positions of the characters of a string, and of its end, in the text that contains it.
pub(crate) struct Origin(Vec<(Position, Position)>);

impl Origin {
    /// `literal` is the string with its quotation marks and escapes, which starts at `at`.
    pub(crate) fn new(literal: &str, at: Position) -> Self {
        let inside = literal.strip_prefix('"').unwrap_or(literal);
        let mut characters = inside.strip_suffix('"').unwrap_or(inside).chars();
        let (mut inner, mut outer) = (Position::START, at);
        outer.column += 1;
        let mut positions = Vec::new();
        while let Some(first) = characters.next() {
            positions.push((inner, outer));
            let (is_line_break, width) = match first {
                '\\' => escape(&mut characters),
                _ => (false, 1),
            };
            outer.column += width;
            if is_line_break {
                inner.line += 1;
                inner.column = 1;
            } else {
                inner.column += 1;
            }
        }
        positions.push((inner, outer));
        Self(positions)
    }

    pub(crate) fn position(&self, inner: Position) -> Position {
        let after = self.0.partition_point(|(position, _)| *position <= inner);
        let found = self.0.get(after.saturating_sub(1));
        found.map_or(inner, |(_, outer)| *outer)
    }

    /// Replaces all positions in the document that the string contains.
    pub(crate) fn relocate(&self, document: &mut Document) {
        for problem in &mut document.problems {
            problem.at = self.position(problem.at);
        }
        if let Some(root) = &mut document.root {
            self.relocate_node(root);
        }
    }

    fn relocate_node(&self, node: &mut Node) {
        node.at = self.position(node.at);
        match &mut node.value {
            Value::Array(nodes) => {
                for node in nodes {
                    self.relocate_node(node);
                }
            }
            Value::Object(object) => {
                for entry in &mut object.0 {
                    entry.at = self.position(entry.at);
                    self.relocate_node(&mut entry.node);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Passes the rest of an escape; returns whether it is a line break, and how many characters it has.
fn escape(rest: &mut Chars<'_>) -> (bool, usize) {
    match rest.next() {
        Some('n') => (true, 2),
        Some('u') => {
            let digits: String = rest.by_ref().take(4).collect();
            let code = u32::from_str_radix(&digits, 16).unwrap_or_default();
            if (0xD800..0xDC00).contains(&code) {
                // The other half of the surrogate pair.
                let half = rest.by_ref().take(6).count();
                (false, 6 + half)
            } else {
                (code == u32::from('\n'), 6)
            }
        }
        _ => (false, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_has_the_position_of_its_escape() {
        let at = Position { line: 3, column: 7 };
        let origin = Origin::new(r#""a\"\n\u00e9\uD83D\ude00b\u000Ac""#, at);
        for (line, column, expected) in [
            (1, 1, 8),  // a
            (1, 2, 9),  // \"
            (1, 3, 11), // \n
            (2, 1, 13), // \u00e9
            (2, 2, 19), // \uD83D\ude00
            (2, 3, 31), // b
            (2, 4, 32), // \u000A
            (3, 1, 38), // c
            (3, 2, 39), // the end
            (4, 1, 39), // after it
        ] {
            let position = origin.position(Position { line, column });
            assert_eq!(
                (position.line, position.column),
                (3, expected),
                "{line}:{column}"
            );
        }
    }
}
