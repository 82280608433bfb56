//! Invocations of the runtime's macros. `prettyplease` would fill lines with their tokens.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::Macro;

/// The longest line with all arguments.
const WIDTH: usize = 100;

/// An invocation on one line, or with one argument on each line.
pub(super) fn print(invocation: &Macro) -> String {
    let path = &invocation.path;
    let path: Vec<String> = path
        .segments
        .iter()
        .map(|it| it.ident.to_string())
        .collect();
    let arguments = arguments(invocation.tokens.clone());
    let line = format!("{}!({});\n", path.join("::"), arguments.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    format!(
        "{}!(\n    {}\n);\n",
        path.join("::"),
        arguments.join(",\n    ")
    )
}

/// The texts between the commas that are in no group.
fn arguments(tokens: TokenStream) -> Vec<String> {
    let mut arguments = vec![Text::default()];
    for token in tokens {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            arguments.push(Text::default());
        } else if let Some(argument) = arguments.last_mut() {
            argument.push(token);
        }
    }
    arguments
        .into_iter()
        .map(|argument| argument.text)
        .collect()
}

/// Tokens as text, with spaces between words, around `=`, and after commas and colons.
#[derive(Default)]
struct Text {
    text: String,
    /// What a space precedes, after the last token.
    spaced: Spaced,
    /// Whether the last token is the first part of an operator such as `::`.
    is_joint: bool,
}

#[derive(Default, PartialEq)]
enum Spaced {
    #[default]
    Nothing,
    Words,
    All,
}

impl Text {
    fn push(&mut self, token: TokenTree) {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        if self.spaced == Spaced::All || self.spaced == Spaced::Words && is_word {
            self.text.push(' ');
        }
        let was_joint = std::mem::take(&mut self.is_joint);
        self.spaced = Spaced::Nothing;
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                self.text.push_str(open);
                for token in group.stream() {
                    self.push(token);
                }
                self.text.push_str(close);
                self.spaced = Spaced::Words;
                self.is_joint = false;
            }
            TokenTree::Punct(punct) if punct.as_char() == '=' => {
                self.text.push_str(" =");
                self.spaced = Spaced::All;
            }
            TokenTree::Punct(punct) => {
                self.text.push(punct.as_char());
                self.is_joint = punct.spacing() == Spacing::Joint;
                // A colon after a name, and the end of `||`.
                self.spaced = match (punct.as_char(), was_joint) {
                    (',', _) | (':', false) | ('|', true) if !self.is_joint => Spaced::All,
                    _ => Spaced::Nothing,
                };
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                self.text.push_str(&token.to_string());
                self.spaced = Spaced::Words;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::print;

    #[test]
    fn a_short_invocation_is_one_line() {
        let short = parse_quote!(crate::runtime::implement_error!(
            Gone,
            "GoneException",
            secret
        ));
        assert_eq!(
            print(&short),
            "crate::runtime::implement_error!(Gone, \"GoneException\", secret);\n"
        );
    }

    #[test]
    fn each_argument_of_a_long_invocation_is_one_line_as_a_person_would_write_it() {
        let long = parse_quote!(crate::runtime::implement_builder!(
            Film, FilmBuilder, [nested, deserialize] with allow_null_text,
            title: required("title" as "Title", TITLE), r#type: optional("type", &[], idempotency_token),
            limit: optional("limit", LIMIT).unwrap_or(-1),
            shown: optional_as("shown", format::As::<format::ListOf<format::HttpDate>, _>::new),
            notes: optional("notes", &[]).unwrap_or_else(|| Document::from(Vec::new())),
            maybe_names(names: impl IntoIterator<Item = (String, Vec<impl Into<Name>>)>)
        ));
        let expected = r#"crate::runtime::implement_builder!(
    Film,
    FilmBuilder,
    [nested, deserialize] with allow_null_text,
    title: required("title" as "Title", TITLE),
    r#type: optional("type", &[], idempotency_token),
    limit: optional("limit", LIMIT).unwrap_or(-1),
    shown: optional_as("shown", format::As::<format::ListOf<format::HttpDate>, _>::new),
    notes: optional("notes", &[]).unwrap_or_else(|| Document::from(Vec::new())),
    maybe_names(names: impl IntoIterator<Item = (String, Vec<impl Into<Name>>)>)
);
"#;
        assert_eq!(print(&long), expected);
    }
}
