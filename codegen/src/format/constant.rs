//! Constants, laid out as rustfmt does: on one line where that is short, else an element on each
//! line, and a lone element within the brackets of what holds it.

use quote::ToTokens;
use syn::{Expr, ItemConst};

use super::WIDTH;

/// The widest contents of brackets that stand on one line.
const LIST: usize = 60;
/// The widest fields of a structure that stand on one line.
const FIELDS: usize = 18;
/// The widest element of an array of which a line holds several.
const SHORT: usize = 10;

/// A constant of which `text` is all that stands before its value.
pub(super) fn constant(text: &str, item: &ItemConst) -> String {
    let value = Value::of(&item.expr);
    let (docs, start) = text
        .trim_end()
        .rsplit_once('\n')
        .map_or((String::new(), text.trim_end()), |(docs, start)| {
            (format!("{docs}\n"), start)
        });
    let line = value.line();
    let fits = |before: usize| {
        let line = line.as_ref();
        line.filter(|line| before + line.len() < WIDTH)
    };
    if let Some(line) = fits(start.len() + 1) {
        format!("{docs}{start} {line};\n")
    } else if let Some(line) = fits(4) {
        format!("{docs}{start}\n    {line};\n")
    } else {
        format!("{docs}{start} {};\n", value.lines(0))
    }
}

/// An expression, as far as constants need them.
enum Value {
    /// A literal or path.
    Plain(String),
    /// Brackets, what stands before them, and what is in them.
    List {
        open: String,
        close: &'static str,
        elements: Vec<Value>,
    },
    /// A structure's name and its fields.
    Structure {
        name: String,
        fields: Vec<(String, Value)>,
    },
}

impl Value {
    fn of(expression: &Expr) -> Self {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "syn's enum, of which all else is plain"
        )]
        match expression {
            Expr::Reference(reference) => Self::of(&reference.expr).after("&"),
            Expr::Array(array) => Self::List {
                open: "[".to_owned(),
                close: "]",
                elements: array.elems.iter().map(Self::of).collect(),
            },
            Expr::Tuple(tuple) => Self::List {
                open: "(".to_owned(),
                close: ")",
                elements: tuple.elems.iter().map(Self::of).collect(),
            },
            Expr::Call(call) => Self::List {
                open: format!("{}(", spell(&call.func)),
                close: ")",
                elements: call.args.iter().map(Self::of).collect(),
            },
            Expr::Struct(structure) => Self::Structure {
                name: spell(&structure.path),
                fields: structure
                    .fields
                    .iter()
                    .map(|field| (spell(&field.member), Self::of(&field.expr)))
                    .collect(),
            },
            other => Self::Plain(spell(other)),
        }
    }

    fn after(self, before: &str) -> Self {
        match self {
            Self::Plain(text) => Self::Plain(format!("{before}{text}")),
            Self::List {
                open,
                close,
                elements,
            } => Self::List {
                open: format!("{before}{open}"),
                close,
                elements,
            },
            Self::Structure { name, fields } => Self::Structure {
                name: format!("{before}{name}"),
                fields,
            },
        }
    }

    /// The expression on one line, if rustfmt leaves it there.
    fn line(&self) -> Option<String> {
        match self {
            Self::Plain(text) => Some(text.clone()),
            Self::List {
                open,
                close,
                elements,
            } => {
                let elements: Option<Vec<_>> = elements.iter().map(Self::line).collect();
                let inner = elements?.join(", ");
                (inner.len() <= LIST).then(|| format!("{open}{inner}{close}"))
            }
            Self::Structure { name, fields } => {
                let fields: Option<Vec<_>> = fields
                    .iter()
                    .map(|(name, value)| Some(format!("{name}: {}", value.line()?)))
                    .collect();
                let inner = fields?.join(", ");
                (inner.len() <= FIELDS).then(|| format!("{name} {{ {inner} }}"))
            }
        }
    }

    /// The expression on several lines; the first goes on where the text before it ends.
    fn lines(&self, indent: usize) -> String {
        let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
        match self {
            Self::Plain(text) => text.clone(),
            Self::List {
                open,
                close,
                elements,
            } => match elements.as_slice() {
                [lone @ (Self::List { .. } | Self::Structure { .. })] => {
                    format!("{open}{}{close}", lone.lines(indent))
                }
                _ => format!("{open}\n{}{outer}{close}", filled(elements, indent + 4)),
            },
            Self::Structure { name, fields } => {
                let fields = fields.iter().map(|(name, value)| {
                    let start = format!("{inner}{name}: ");
                    let value = value.fit(start.len(), indent + 4);
                    format!("{start}{value},\n")
                });
                format!("{name} {{\n{}{outer}}}", fields.collect::<String>())
            }
        }
    }

    /// The expression on one line if it fits after `before` characters, else on several.
    fn fit(&self, before: usize, indent: usize) -> String {
        let line = self.line();
        line.filter(|line| before + line.len() < WIDTH)
            .unwrap_or_else(|| self.lines(indent))
    }
}

/// Elements, one on each line; as many on a line as fit if all are short.
fn filled(elements: &[Value], indent: usize) -> String {
    let space = " ".repeat(indent);
    let lines: Vec<String> = elements
        .iter()
        .map(|element| element.fit(indent, indent))
        .collect();
    if lines.iter().any(|line| line.len() > SHORT) {
        let lines = lines.iter().map(|line| format!("{space}{line},\n"));
        return lines.collect();
    }
    let mut filled = vec![space.clone()];
    for line in lines {
        let last = filled.len() - 1;
        if filled[last].len() + line.len() + 2 >= WIDTH {
            filled.push(space.clone());
        }
        if let Some(last) = filled.last_mut() {
            if last.len() > indent {
                last.push(' ');
            }
            last.push_str(&line);
            last.push(',');
        }
    }
    filled.join("\n") + "\n"
}

/// A literal, path or name: they have no spaces but those in quotes.
fn spell(tokens: &impl ToTokens) -> String {
    let tokens = tokens.to_token_stream().into_iter();
    tokens.map(|token| token.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::constant;

    fn laid(value: &str) -> String {
        let item = syn::parse_str(&format!("const A: B = {value};")).unwrap();
        constant("/// Docs.\nconst A: B =", &item)
    }

    #[test]
    fn what_is_short_stands_on_one_line() {
        assert_eq!(
            laid("&[a(1, 2), B::C]"),
            "/// Docs.\nconst A: B = &[a(1, 2), B::C];\n"
        );
        let (fits, not) = ("x".repeat(57), "x".repeat(58));
        assert_eq!(
            laid(&format!("&[a, {fits}]")),
            format!("/// Docs.\nconst A: B = &[a, {fits}];\n")
        );
        assert_eq!(
            laid(&format!("&[a, {not}]")),
            format!("/// Docs.\nconst A: B = &[\n    a,\n    {not},\n];\n")
        );
    }

    #[test]
    fn a_value_that_fits_only_below_stands_below() {
        let item = syn::parse_str("const A: B = &[x(1)];").unwrap();
        let name = "N".repeat(88);
        assert_eq!(
            constant(&format!("const {name}: B ="), &item),
            format!("const {name}: B =\n    &[x(1)];\n")
        );
    }

    #[test]
    fn a_lone_element_stands_within_the_brackets() {
        let long = "x".repeat(61);
        assert_eq!(
            laid(&format!("&[a(&b::{long})]")),
            format!("/// Docs.\nconst A: B = &[a(\n    &b::{long},\n)];\n")
        );
        assert_eq!(
            laid("&[A { from: &[('a', 'z')], to: Some(3) }]"),
            "/// Docs.\nconst A: B = &[A {\n    from: &[('a', 'z')],\n    to: Some(3),\n}];\n"
        );
    }

    #[test]
    fn short_elements_fill_their_lines() {
        let many = ["('a', 'z')"; 8].join(", ");
        let seven = ["('a', 'z')"; 7].join(", ");
        assert_eq!(
            laid(&format!("&[{many}]")),
            format!("/// Docs.\nconst A: B = &[\n    {seven}, ('a', 'z'),\n];\n")
        );
    }
}
