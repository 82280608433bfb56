//! Lists in headers: elements are separated by commas, and quoted if they contain commas.

/// Joins the elements; `commas` is the number of commas in each of them.
pub(super) fn join(elements: Vec<String>, commas: usize) -> String {
    let quoted = |element: String| {
        let has_outer_space = element.trim().len() != element.len();
        if commas == 0 && (has_outer_space || element.contains([',', '"'])) {
            quote(&element)
        } else {
            element
        }
    };
    let elements: Vec<String> = elements.into_iter().map(quoted).collect();
    elements.join(", ")
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

/// Splits a value into elements, each of which contains `commas` commas. `None` if a quote is not closed, or if text
/// follows a closing quote.
pub(super) fn split(value: &str, commas: usize) -> Option<Vec<String>> {
    let mut elements = Vec::new();
    let mut rest = value.trim();
    if rest.is_empty() {
        return Some(elements);
    }
    loop {
        let (element, after) = match rest.strip_prefix('"') {
            Some(quoted) if commas == 0 => unquote(quoted)?,
            _ => {
                let end = rest.match_indices(',').nth(commas);
                let end = end.map_or(rest.len(), |(index, _)| index);
                (rest[..end].trim_end().to_owned(), &rest[end..])
            }
        };
        elements.push(element);
        let after = after.trim_start();
        if after.is_empty() {
            return Some(elements);
        }
        rest = after.strip_prefix(',')?.trim_start();
    }
}

/// Returns the unescaped text before the closing quote, and the text behind it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut unquoted = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((unquoted, &text[index + 1..])),
            '\\' => unquoted.push(characters.next()?.1),
            character => unquoted.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{join, split};

    fn own(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn elements_with_commas_or_quotes_are_quoted_and_parsed_again() {
        for (elements, value) in [
            (&["a", "b", "c"][..], "a, b, c"),
            (&["b,c", "\"def\"", "a"], r#""b,c", "\"def\"", a"#),
            (&["\\,", "\\"], r#""\\,", \"#),
            (&[" a ", "é"], r#"" a ", é"#),
            (&["a", "", "b"], "a, , b"),
            (&[], ""),
        ] {
            assert_eq!(join(own(elements), 0), value);
            assert_eq!(split(value, 0), Some(own(elements)), "{value}");
        }
    }

    #[test]
    fn the_comma_of_a_date_does_not_split_it() {
        let dates = own(&[
            "Mon, 16 Dec 2019 23:48:18 GMT",
            "Tue, 17 Dec 2019 23:48:18 GMT",
        ]);
        let value = "Mon, 16 Dec 2019 23:48:18 GMT, Tue, 17 Dec 2019 23:48:18 GMT";
        assert_eq!(join(dates.clone(), 1), value);
        assert_eq!(split(value, 1), Some(dates));
        assert_eq!(split("Mon, 1", 1), Some(own(&["Mon, 1"])));
    }

    #[test]
    fn white_space_around_elements_is_ignored() {
        assert_eq!(split("  a ,b,  c  ", 0), Some(own(&["a", "b", "c"])));
        assert_eq!(split("\"a\" , b", 0), Some(own(&["a", "b"])));
        assert_eq!(split("a,", 0), Some(own(&["a", ""])));
    }

    #[test]
    fn unclosed_quotes_are_rejected_and_inner_ones_are_text() {
        for value in ["\"a", "\"a\\", "\"a\" b", "\""] {
            assert_eq!(split(value, 0), None, "{value}");
        }
        assert_eq!(split("a\"b, c", 0), Some(own(&["a\"b", "c"])));
    }
}
