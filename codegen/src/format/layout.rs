//! Where rustfmt breaks lines and `prettyplease` does not, or the other way round.
//!
//! The two agree on nearly all that is emitted. `prettyplease` breaks beyond 89 columns, rustfmt
//! beyond 100, or beyond 60 for the arguments of a call.

/// The widest line.
const WIDTH: usize = 100;
/// The widest import that stands on one line.
const IMPORT: usize = 98;
/// The widest list of arguments that stands on one line.
const ARGUMENTS: usize = 60;

/// An import: as many names on a line as fit.
pub(super) fn import(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((start, names)) = text.split_once('{') else {
        return text + "\n";
    };
    let names: Vec<&str> = names
        .trim_end_matches(['}', ';', ' ', ','])
        .split(',')
        .map(str::trim)
        .collect();
    let line = format!("{start}{{{}}};", names.join(", "));
    if line.len() <= IMPORT {
        return line + "\n";
    }
    let mut lines = vec![format!("{start}{{"), "   ".to_owned()];
    for name in names {
        let last = lines.len() - 1;
        if lines[last].len() + name.len() + 2 > WIDTH {
            lines.push("   ".to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(name);
            line.push(',');
        }
    }
    lines.join("\n") + "\n};\n"
}

/// An `impl` or `trait`: its methods apart from each other, its lines as wide as they may be.
pub(super) fn methods(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
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
        let (text, taken) = rejoin(&lines[next..]).unwrap_or_else(|| ((*line).to_owned(), 1));
        laid.push_str(&text);
        laid.push('\n');
        next += taken;
    }
    laid
}

/// Lines that rustfmt would break elsewhere: what they become, and how many they were.
fn rejoin(lines: &[&str]) -> Option<(String, usize)> {
    let first = lines.first()?;
    let indent = first.len() - first.trim_start().len();
    let start = first.trim_start();
    if start.starts_with("let ") && !start.ends_with(';') {
        let taken = lines.iter().position(|line| line.ends_with(';'))? + 1;
        return Some((statement(&lines[..taken], indent)?, taken));
    }
    let closes = |line: &&str| line.len() - line.trim_start().len() == indent;
    let taken = lines.iter().skip(1).position(closes)? + 2;
    let inner = &lines[1..taken - 1];
    let end = lines[taken - 1].trim_start();
    let is_function = start.starts_with("pub ") || start.starts_with("fn ");
    let joined = if is_function && start.ends_with('(') {
        let parameters: Vec<&str> = inner.iter().map(|line| line.trim()).collect();
        let parameters = parameters.join(" ");
        format!("{first}{}{end}", parameters.trim_end_matches(','))
    } else if let (Some(arm), [value], "}") = (first.strip_suffix("=> {"), inner, end) {
        format!("{arm}=> {},", value.trim())
    } else {
        return None;
    };
    (joined.len() <= WIDTH).then_some((joined, taken))
}

/// `let x = scope.required(…);`
fn statement(lines: &[&str], indent: usize) -> Option<String> {
    let text: String = lines
        .iter()
        .map(|line| {
            let line = line.trim();
            let glued = line.ends_with('(') || line.starts_with(['.', ')']);
            if glued {
                line.to_owned()
            } else {
                format!(" {line}")
            }
        })
        .collect();
    let text = text.trim_start().replace("( ", "(");
    let (call, arguments) = text.split_once('(')?;
    let arguments = arguments.strip_suffix(");")?.trim_end_matches(',');
    let outer = " ".repeat(indent);
    let line = format!("{outer}{call}({arguments});");
    if arguments.len() <= ARGUMENTS && line.len() <= WIDTH {
        return Some(line);
    }
    let arguments = arguments
        .split(", ")
        .fold(String::new(), |lines, argument| {
            format!("{lines}{outer}    {argument},\n")
        });
    Some(format!("{outer}{call}(\n{arguments}{outer});"))
}

#[cfg(test)]
mod tests {
    use super::{import, methods};

    #[test]
    fn imports_fill_their_lines() {
        let names: Vec<String> = (0..20).map(|n| format!("Name{n:02}")).collect();
        let text = import(&format!("use a::{{{}}};", names.join(",\n")));
        assert_eq!(
            text,
            "use a::{\n    Name00, Name01, Name02, Name03, Name04, Name05, Name06, Name07, Name08, \
             Name09, Name10, Name11,\n    Name12, Name13, Name14, Name15, Name16, Name17, Name18, \
             Name19,\n};\n"
        );
        assert_eq!(import("use a::{\n    B, C,\n};"), "use a::{B, C};\n");
    }

    #[test]
    fn signatures_and_arms_are_joined_where_they_fit() {
        let text = "impl A {\n    fn a(\n        self,\n        b: B,\n    ) -> C {\n        match d \
                    {\n            E => {\n                F\n            }\n        }\n    }\n}\n";
        let expected = "impl A {\n    fn a(self, b: B) -> C {\n        match d {\n            E => \
                        F,\n        }\n    }\n}\n";
        assert_eq!(methods(text), expected);
    }

    #[test]
    fn calls_are_one_line_or_one_line_for_each_argument() {
        let text = "impl A {\n        let a = scope\n            .b(\n                \"c\",\n                \
                    d,\n            );\n}\n";
        assert_eq!(
            methods(text),
            "impl A {\n        let a = scope.b(\"c\", d);\n}\n"
        );
        let long = "x".repeat(60);
        let text =
            format!("impl A {{\n        let a = scope\n            .b(\"c\", {long});\n}}\n");
        assert_eq!(
            methods(&text),
            format!(
                "impl A {{\n        let a = scope.b(\n            \"c\",\n            {long},\n        \
                 );\n}}\n"
            )
        );
    }

    #[test]
    fn methods_are_separated_and_their_examples_are_not() {
        let text = "impl A {\n    type B = C;\n    /// ```\n    /// a;\n    /// ```\n    fn d() {\n    \
                    }\n    fn e() {\n    }\n}\n";
        let expected = "impl A {\n    type B = C;\n\n    /// ```\n    /// a;\n    /// ```\n    fn d() \
                        {\n    }\n\n    fn e() {\n    }\n}\n";
        assert_eq!(methods(text), expected);
    }
}
