//! Parses the JMESPath expressions of waiters, as far as conditions on typed values need them: members, flattened lists,
//! literals, comparisons, `&&`, `||`, `!(…)`, `length` and `contains`.
//!
//! The grammar is that of the [specification](https://jmespath.org/specification.html#grammar). Other expressions are
//! unsupported, not wrong.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::ir::Operator;

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    Path(Vec<Part>),
    Text(String),
    Integer(i64),
    Boolean(bool),
    Length(Box<Self>),
    Contains(Box<Self>, Box<Self>),
    Compare(Box<Self>, Operator, Box<Self>),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Member(String),
    /// `[]`
    Elements,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Name(String),
    Text(String),
    Integer(i64),
    Boolean(bool),
    Operator(Operator),
    /// `.`, `,`, `(`, `)`, `!`, `&&`, `||` or `[]`.
    Mark(&'static str),
}

/// The marks and operators; a longer one comes before its start.
const MARKS: [&str; 14] = [
    "&&", "||", "[]", "==", "!=", "<=", ">=", "<", ">", "!", ".", ",", "(", ")",
];

/// How deep expressions may be nested.
const DEEPEST: usize = 32;

/// Parses an expression; `None` if it is unsupported.
pub(crate) fn parse(text: &str) -> Option<Expression> {
    let mut parser = Parser {
        tokens: tokens(text)?.into_iter().peekable(),
        depth: 0,
    };
    let expression = parser.either()?;
    parser.tokens.next().is_none().then_some(expression)
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, len) = if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            (
                operator(mark).map_or(Token::Mark(mark), Token::Operator),
                mark.len(),
            )
        } else if first == '\'' {
            let len = quoted(rest, '\'')?;
            (Token::Text(rest[1..len - 1].replace("\\'", "'")), len)
        } else if first == '`' {
            let len = quoted(rest, '`')?;
            (literal(&rest[1..len - 1])?, len)
        } else if first == '"' {
            let len = quoted(rest, '"')?;
            (Token::Name(serde_json::from_str(&rest[..len]).ok()?), len)
        } else {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let len = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            if len == 0 || first.is_ascii_digit() {
                return None;
            }
            (Token::Name(rest[..len].to_owned()), len)
        };
        tokens.push(token);
        rest = rest[len..].trim_start();
    }
    Some(tokens)
}

fn operator(mark: &str) -> Option<Operator> {
    Some(match mark {
        "==" => Operator::Equal,
        "!=" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessOrEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterOrEqual,
        _ => return None,
    })
}

/// The length of a text in quotes with the quotes, one of which may be escaped in it.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map(|(end, _)| end + 1)
}

/// A JSON literal.
fn literal(text: &str) -> Option<Token> {
    let value: serde_json::Value = serde_json::from_str(&text.replace("\\`", "`")).ok()?;
    if let Some(text) = value.as_str() {
        return Some(Token::Text(text.to_owned()));
    }
    let integer = value.as_i64().map(Token::Integer);
    integer.or(value.as_bool().map(Token::Boolean))
}

struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    /// How many parentheses are open.
    depth: usize,
}

impl Parser {
    fn takes(&mut self, mark: &'static str) -> bool {
        self.tokens.next_if_eq(&Token::Mark(mark)).is_some()
    }

    fn either(&mut self) -> Option<Expression> {
        let mut left = self.both()?;
        while self.takes("||") {
            left = Expression::Or(Box::new(left), Box::new(self.both()?));
        }
        Some(left)
    }

    fn both(&mut self) -> Option<Expression> {
        let mut left = self.comparison()?;
        while self.takes("&&") {
            left = Expression::And(Box::new(left), Box::new(self.comparison()?));
        }
        Some(left)
    }

    fn comparison(&mut self) -> Option<Expression> {
        let left = self.single()?;
        let Some(Token::Operator(operator)) = self.tokens.peek() else {
            return Some(left);
        };
        let operator = *operator;
        self.tokens.next();
        let right = self.single()?;
        Some(Expression::Compare(
            Box::new(left),
            operator,
            Box::new(right),
        ))
    }

    fn single(&mut self) -> Option<Expression> {
        match self.tokens.next()? {
            Token::Text(text) => Some(Expression::Text(text)),
            Token::Integer(integer) => Some(Expression::Integer(integer)),
            Token::Boolean(value) => Some(Expression::Boolean(value)),
            Token::Mark("(") => self.in_parentheses(),
            // The operand of `!` ends before the next `.` or comparison.
            Token::Mark("!") if self.takes("(") => {
                Some(Expression::Not(Box::new(self.in_parentheses()?)))
            }
            Token::Name(name) if self.takes("(") => self.function(&name),
            Token::Name(name) => self.path(name),
            Token::Mark(_) | Token::Operator(_) => None,
        }
    }

    /// An expression after an opening parenthesis.
    fn in_parentheses(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let inner = self.either()?;
        self.depth -= 1;
        self.takes(")").then_some(inner)
    }

    fn function(&mut self, name: &str) -> Option<Expression> {
        let first = Box::new(self.single()?);
        let call = match name {
            "length" => Expression::Length(first),
            "contains" if self.takes(",") => Expression::Contains(first, Box::new(self.single()?)),
            _ => return None,
        };
        self.takes(")").then_some(call)
    }

    fn path(&mut self, first: String) -> Option<Expression> {
        let mut parts = vec![Part::Member(first)];
        loop {
            if self.takes("[]") {
                parts.push(Part::Elements);
            } else if self.takes(".") {
                let Some(Token::Name(name)) = self.tokens.next() else {
                    return None;
                };
                parts.push(Part::Member(name));
            } else {
                return Some(Expression::Path(parts));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression, Part, parse};
    use crate::ir::Operator;

    fn path(parts: &[&str]) -> Expression {
        let parts = parts.iter().map(|part| match *part {
            "[]" => Part::Elements,
            name => Part::Member(name.to_owned()),
        });
        Expression::Path(parts.collect())
    }

    fn differs(name: &str, text: &str) -> Expression {
        let text = Expression::Text(text.to_owned());
        Expression::Compare(Box::new(path(&[name])), Operator::NotEqual, Box::new(text))
    }

    #[test]
    fn paths_have_members_and_flattened_lists() {
        assert_eq!(parse("a.b_1"), Some(path(&["a", "b_1"])));
        assert_eq!(
            parse(" a[].b [].\"c d\" "),
            Some(path(&["a", "[]", "b", "[]", "c d"]))
        );
    }

    // `||` binds weaker than `&&`, and that weaker than comparisons.
    #[test]
    fn operators_bind_as_in_the_grammar() {
        let [a, b, c] = ["a", "b", "c"].map(|name| Box::new(differs(name, "x")));
        let text = "a != 'x' || b != 'x' && c != 'x'";
        let both = Box::new(Expression::And(b.clone(), c.clone()));
        assert_eq!(parse(text), Some(Expression::Or(a.clone(), both)));
        let text = "(a != 'x' || b != 'x') && !(c != 'x')";
        let either = Box::new(Expression::Or(a, b));
        let not = Box::new(Expression::Not(c));
        assert_eq!(parse(text), Some(Expression::And(either, not)));
    }

    #[test]
    fn literals_are_raw_texts_or_json() {
        for (text, expected) in [
            ("'it\\'s'", Expression::Text("it's".to_owned())),
            ("`\"a\\`b\"`", Expression::Text("a`b".to_owned())),
            ("`-7`", Expression::Integer(-7)),
            ("`true`", Expression::Boolean(true)),
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn functions_have_arguments() {
        let length = |name| Box::new(Expression::Length(Box::new(path(&["input", name]))));
        let expected = Expression::Compare(length("a"), Operator::Equal, length("b"));
        assert_eq!(parse("length(input.a) == length(input.b)"), Some(expected));
        let text = Box::new(Expression::Text("x".to_owned()));
        let contains = Expression::Contains(Box::new(path(&["a", "[]", "b"])), text);
        assert_eq!(parse("contains(a[].b, 'x')"), Some(contains));
    }

    #[test]
    fn other_expressions_are_unsupported() {
        for text in [
            "", "a.", "a b", "a[0]", "a[*].b", "a[?b]", "a | b", "[a, b]", "{a: b}", "@",
            "keys(a)", "!a", "a == ", "'a", "`null`", "`1.5`", "length(a", "a && (b", "1a",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        let deep = "(".repeat(100_000) + "a" + &")".repeat(100_000);
        assert_eq!(parse(&deep), None);
    }
}
