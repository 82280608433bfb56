//! Generic arguments: on the line of what they belong to, or one on each line.

use super::WIDTH;

/// Puts generic arguments on the line of what they belong to, where they fit.
pub(super) fn generics(text: &str) -> String {
    let lines = joined(text);
    let lines = lines.lines().map(|line| broken(line) + "\n");
    lines.collect()
}

fn joined(text: &str) -> String {
    let mut joined = String::new();
    let mut open = 0_usize;
    for line in text.lines() {
        let inner = line.trim();
        let is_code = !inner.starts_with("//");
        let closes = is_code && open > 0 && inner.starts_with(['>', ')']);
        if closes {
            joined.truncate(joined.trim_end_matches([',', ' ']).len());
            open -= 1;
        }
        if open > 0 || closes {
            joined.push_str(inner);
        } else {
            joined.push_str(line);
        }
        let opens = inner.ends_with('<') || open > 0 && inner.ends_with('(');
        open += usize::from(is_code && opens);
        if open == 0 {
            joined.push('\n');
        } else if !opens {
            joined.push(' ');
        }
    }
    joined
}

/// A line that is too long: the outermost arguments that break it, one on each line.
fn broken(line: &str) -> String {
    let whole = || line.to_owned();
    let indent = line.len() - line.trim_start().len();
    let breaks = ["values: ", ") -> "];
    if line.len() <= WIDTH
        || !breaks
            .iter()
            .any(|start| line.trim_start().starts_with(start))
    {
        return whole();
    }
    let (Some(start), Some(end)) = (line.find('<'), line.rfind('>')) else {
        return whole();
    };
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
    let mut text = format!("{}\n{inner}", &line[..=start]);
    let mut depth = 0_usize;
    for c in line[start + 1..end].chars() {
        depth = match c {
            '<' => depth + 1,
            '>' => depth - 1,
            _ => depth,
        };
        text.push(c);
        if c == ',' && depth == 0 {
            text.push('\n');
            text.push_str(&inner);
        }
    }
    let text = text.replace(&format!("\n{inner} "), &format!("\n{inner}"));
    format!("{text},\n{outer}{}", &line[end..])
}

#[cfg(test)]
mod tests {
    use super::generics;

    #[test]
    fn what_fits_is_joined() {
        assert_eq!(
            generics("a: B<\n    C<\n        D,\n    >,\n>,\n/// E<\n"),
            "a: B<C<D>>,\n/// E<\n"
        );
    }

    #[test]
    fn what_does_not_fit_is_broken_at_the_outermost_arguments() {
        let long = "x".repeat(60);
        assert_eq!(
            generics(&format!("  values: A<B<{long}, {long}>, C>,\n")),
            format!("  values: A<\n      B<{long}, {long}>,\n      C,\n  >,\n")
        );
    }
}
