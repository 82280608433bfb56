//! Imports: their order, and how many names stand on a line.

use std::cmp::Ordering;

use super::WIDTH;

/// The widest import that stands on one line.
const IMPORT: usize = 98;

/// An import: as many names on a line as fit.
pub(super) fn import(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((start, names)) = text.split_once('{') else {
        return text + "\n";
    };
    let mut names: Vec<&str> = names
        .trim_end_matches(['}', ';', ' ', ','])
        .split(',')
        .map(str::trim)
        .collect();
    names.sort_by(|a, b| order(a, b));
    let line = format!("{start}{{{}}};", names.join(", "));
    if line.len() <= IMPORT {
        return line + "\n";
    }
    let mut lines = vec![format!("{start}{{"), "   ".to_owned()];
    for (index, name) in names.iter().enumerate() {
        let last = lines.len() - 1;
        // A space, the name, a comma, and room for another space.
        let wanted = name.len() + 2 + usize::from(index + 1 < names.len());
        if lines[last].len() + wanted > WIDTH {
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

/// The order in which rustfmt puts names: numbers within them count as numbers.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (left, right) = (digits(a), digits(b));
        let (of_a, of_b) = (
            a.split_at(left.max(1).min(a.len())),
            b.split_at(right.max(1).min(b.len())),
        );
        let found = if left > 0 && right > 0 {
            let (left, right) = (
                of_a.0.trim_start_matches('0'),
                of_b.0.trim_start_matches('0'),
            );
            left.len().cmp(&right.len()).then(left.cmp(right))
        } else {
            of_a.0.cmp(of_b.0)
        };
        if found != Ordering::Equal || a.is_empty() || b.is_empty() {
            return found.then(a.len().cmp(&b.len()));
        }
        (a, b) = (of_a.1, of_b.1);
    }
}

#[cfg(test)]
mod tests {
    use super::{import, order};

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
    fn numbers_in_names_count_as_numbers() {
        let mut names = [
            "build",
            "Type10",
            "Type2",
            "Type",
            "CloneShape",
            "CloneInput",
            "Type2a",
        ];
        names.sort_by(|a, b| order(a, b));
        assert_eq!(
            names,
            [
                "CloneInput",
                "CloneShape",
                "Type",
                "Type2",
                "Type2a",
                "Type10",
                "build"
            ]
        );
    }
}
