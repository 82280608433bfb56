//! Bodies: the lines of an `impl`, `trait` or `struct`, which `prettyplease` breaks beyond 89
//! columns, and rustfmt beyond 100, or 60 for the arguments of a call or a chain of calls.

use super::WIDTH;
use super::generic::generics;

/// The widest list of arguments, or chain of calls, that stands on one line.
const CALLS: usize = 60;
/// The widest fields of a structure's value that stand on one line.
const FIELDS: usize = 18;

/// An `impl` or `trait`: its methods apart from each other, its lines as wide as they may be.
pub(super) fn methods(text: &str) -> String {
    let joined = generics(text);
    let lines: Vec<&str> = joined.lines().collect();
    let mut laid = String::new();
    let mut ended = false;
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        let inner = line
            .strip_prefix("    ")
            .filter(|inner| !inner.starts_with(' '));
        if let Some(inner) = inner {
            let starts = ["/", "#", "pub ", "pub(", "fn "];
            if ended && starts.iter().any(|start| inner.starts_with(start)) {
                laid.push('\n');
            }
            let is_doc = inner.starts_with('/');
            ended = !is_doc && (inner == "}" || inner.ends_with(';'));
        }
        let (text, taken) = lay(&lines[next..]).unwrap_or_else(|| ((*line).to_owned(), 1));
        laid.push_str(&text);
        laid.push('\n');
        next += taken;
    }
    laid
}

/// A structure: the type of a field that is too long for its line stands below the name.
pub(super) fn fields(text: &str) -> String {
    let joined = generics(text);
    let lines = joined.lines().map(|line| {
        let split = Code::of(line).and_then(|code| too_long(&code, ": "));
        split.unwrap_or_else(|| line.to_owned()) + "\n"
    });
    lines.collect()
}

/// A line of code.
struct Code<'a> {
    line: &'a str,
    /// The line without its indentation.
    text: &'a str,
    indent: usize,
}

impl<'a> Code<'a> {
    /// `None` for a line of documentation.
    fn of(line: &'a str) -> Option<Self> {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        (!text.starts_with("//")).then_some(Self { line, text, indent })
    }

    fn space(&self, deeper: usize) -> String {
        " ".repeat(self.indent + deeper)
    }

    /// The parts of a list, one on each line, deeper than this one.
    fn each(&self, list: &str) -> String {
        let space = self.space(4);
        list.split(", ").fold(String::new(), |lines, part| {
            format!("{lines}{space}{part},\n")
        })
    }
}

/// What lines become, and how many of them.
type Laid = Option<(String, usize)>;

/// A rule: it looks at the first of the lines, and knows the others.
type Rule = fn(&Code<'_>, &[&str]) -> Laid;

const RULES: &[Rule] = &[
    header, statement, assignment, chain, read, getter, argument, value, field, default, signature,
    arm,
];

fn lay(lines: &[&str]) -> Laid {
    let code = Code::of(lines.first()?)?;
    RULES.iter().find_map(|rule| rule(&code, lines))
}

/// `impl A for B {`
fn header(code: &Code<'_>, lines: &[&str]) -> Laid {
    if !code.text.starts_with("impl ") || code.text.ends_with(['{', '}']) {
        return None;
    }
    let (target, body) = lines.get(1)?.split_once(" {")?;
    let (first, target) = (code.line, target.trim_start());
    let joined = format!("{first} {target} {{{body}");
    let text = if joined.len() <= WIDTH {
        joined
    } else {
        format!("{first}\n    {target}\n{{{body}")
    };
    Some((text, 2))
}

/// `let x = scope.required(…);`
fn statement(code: &Code<'_>, lines: &[&str]) -> Laid {
    if !code.text.starts_with("let ") || !code.text.contains(" = scope") {
        return None;
    }
    let taken = lines.iter().position(|line| line.ends_with(';'))? + 1;
    let words = lines[..taken].iter().map(|line| line.trim());
    let text = words.collect::<Vec<_>>().join(" ");
    let text = text
        .replace(" .", ".")
        .replace("( ", "(")
        .replace(" )", ")");
    let (call, arguments) = text.split_once('(')?;
    let arguments = arguments.strip_suffix(");")?.trim_end_matches(',');
    let (name, called) = call.split_once(" = ")?;
    let (outer, inner) = (code.space(0), code.space(4));
    let line = format!("{outer}{call}({arguments});");
    let below = format!("{inner}{called}({arguments});");
    let text = if arguments.len() <= CALLS && line.len() <= WIDTH {
        line
    } else if arguments.len() <= CALLS && below.len() <= WIDTH {
        format!("{outer}{name} =\n{below}")
    } else {
        let arguments = code.each(arguments);
        format!("{outer}{call}(\n{arguments}{outer});")
    };
    Some((text, taken))
}

/// `self.x = Some(…);`
fn assignment(code: &Code<'_>, lines: &[&str]) -> Laid {
    let field = code.text.strip_suffix(" = Some(")?;
    let (value, end) = (lines.get(1)?.trim(), lines.get(2)?.trim());
    let value = value.trim_end_matches(',');
    if end != ");" || value.len() > CALLS {
        return None;
    }
    let line = format!("{}{field} = Some({value});", code.space(0));
    let text = if line.len() <= WIDTH {
        line
    } else {
        format!(
            "{}{field} =\n{}Some({value});",
            code.space(0),
            code.space(4)
        )
    };
    Some((text, 3))
}

/// `values.into_iter().map(…).collect(),` or `f.debug_struct(…).field(…).finish()`
fn chain(code: &Code<'_>, _: &[&str]) -> Laid {
    let starts = ["values.into_iter()", "f.debug_struct("];
    if !starts.iter().any(|start| code.text.starts_with(start)) {
        return None;
    }
    // What is called first stands beside a short name.
    let kept = usize::from(code.text.starts_with("f."));
    Some((calls(code, "", code.text, kept)?, 1))
}

/// `a: object.optional("a")?.unwrap_or(b),`
fn read(code: &Code<'_>, lines: &[&str]) -> Laid {
    let (name, value) = code.text.split_once(": ")?;
    // `prettyplease` may break in front of the first call.
    let is_broken = ["object", "response"].contains(&value);
    let rest = if is_broken { lines.get(1)?.trim() } else { "" };
    let value = format!("{value}{rest}");
    let is_chain = ["object.", "response."]
        .iter()
        .any(|start| value.starts_with(start));
    if !is_chain || !value.contains("?.") {
        return None;
    }
    let broken = calls(code, &format!("{name}: "), &value, 0)?;
    Some((broken, 1 + usize::from(is_broken)))
}

/// A chain of calls that is too long: one on each line, but for so many at its start.
fn calls(code: &Code<'_>, before: &str, chain: &str, mut kept: usize) -> Option<String> {
    if chain.trim_end_matches(',').len() <= CALLS {
        return None;
    }
    let mut depth = 0_usize;
    let mut broken = code.space(0) + before;
    for c in chain.chars() {
        depth = match c {
            '(' => depth + 1,
            ')' => depth - 1,
            _ => depth,
        };
        if c == '.' && depth == 0 && kept == 0 {
            broken.push('\n');
            broken.push_str(&code.space(4));
        }
        kept -= usize::from(c == '.' && depth == 0 && kept > 0);
        broken.push(c);
    }
    Some(broken)
}

/// `self.x.as_deref()`
fn getter(code: &Code<'_>, _: &[&str]) -> Laid {
    let (field, call) = code.text.rsplit_once('.')?;
    if !field.starts_with("self.") || field.contains([' ', '(']) || code.text.len() <= CALLS {
        return None;
    }
    let text = format!("{}{field}\n{}.{call}", code.space(0), code.space(4));
    call.ends_with("()").then_some((text, 1))
}

/// `.field("x", &self.x)`
fn argument(code: &Code<'_>, lines: &[&str]) -> Laid {
    if let Some(arguments) = code.text.strip_prefix(".field(")
        && let Some(arguments) = arguments.strip_suffix(')')
        && arguments.len() > CALLS
    {
        let arguments = code.each(arguments);
        let text = format!("{0}.field(\n{arguments}{0})", code.space(0));
        return Some((text, 1));
    }
    // `prettyplease` breaks after `&self`.
    let field = lines.get(1)?.trim_start();
    let joined = format!("{}{field}", code.line);
    let is_field = code.text == "&self" && field.starts_with('.') && joined.len() <= WIDTH;
    is_field.then_some((joined, 2))
}

/// `Some(X { a: a?, b: b? })`
fn value(code: &Code<'_>, _: &[&str]) -> Laid {
    let (name, fields) = code.text.strip_prefix("Some(")?.split_once(" { ")?;
    let fields = fields.strip_suffix(" })")?;
    let text = format!(
        "{0}Some({name} {{\n{1}{0}}})",
        code.space(0),
        code.each(fields)
    );
    (fields.len() > FIELDS).then_some((text, 1))
}

/// `a: a?,`
fn field(code: &Code<'_>, _: &[&str]) -> Laid {
    Some((too_long(code, ": ")?, 1)).filter(|_| code.text.ends_with("?,"))
}

/// `a: a?.unwrap_or_else(|| b),`
fn default(code: &Code<'_>, lines: &[&str]) -> Laid {
    let call = lines.get(1)?.trim();
    let joined = format!("{}{call}", code.line);
    let is_value = code.text.contains(": ") && code.text.ends_with('?');
    let is_default = is_value && call.starts_with(".unwrap_or");
    (is_default && call.ends_with(',') && joined.len() <= WIDTH).then_some((joined, 2))
}

/// A line that is too long, with what stands after the separator below it.
fn too_long(code: &Code<'_>, separator: &str) -> Option<String> {
    let (name, rest) = code.text.split_once(separator)?;
    let is_name = !name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let text = format!(
        "{}{name}{}\n{}{rest}",
        code.space(0),
        separator.trim_end(),
        code.space(4)
    );
    (code.line.len() > WIDTH && is_name).then_some(text)
}

/// `pub fn a(b: B) -> C {`
fn signature(code: &Code<'_>, lines: &[&str]) -> Laid {
    if !code.text.starts_with("pub ") && !code.text.starts_with("fn ") {
        return None;
    }
    if code.line.len() > WIDTH {
        let signature = code.line.strip_suffix(" {")?;
        return Some((format!("{signature}\n{}{{", code.space(0)), 1));
    }
    let (inner, end, taken) = block(code, lines)?;
    let parameters: Vec<&str> = inner.iter().map(|line| line.trim()).collect();
    let parameters = parameters.join(" ");
    let joined = format!("{}{}{end}", code.line, parameters.trim_end_matches(','));
    (code.text.ends_with('(') && joined.len() <= WIDTH).then_some((joined, taken))
}

/// `A => b,`
fn arm(code: &Code<'_>, lines: &[&str]) -> Laid {
    let pattern = code.line.strip_suffix("=> {")?;
    let (&[value], "}", taken) = block(code, lines)? else {
        return None;
    };
    let joined = format!("{pattern}=> {},", value.trim());
    (joined.len() <= WIDTH).then_some((joined, taken))
}

/// The lines up to the one that is indented like the first, that one, and how many they are.
fn block<'a>(code: &Code<'_>, lines: &'a [&'a str]) -> Option<(&'a [&'a str], &'a str, usize)> {
    let closes = |line: &&str| line.len() - line.trim_start().len() == code.indent;
    let taken = lines.iter().skip(1).position(closes)? + 2;
    Some((&lines[1..taken - 1], lines[taken - 1].trim_start(), taken))
}

#[cfg(test)]
mod tests;
