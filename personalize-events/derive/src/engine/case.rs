//! The cases that `rename_all` names, in serde's words.

use syn::LitStr;

/// How the keys of a struct are made of the names of its fields.
///
/// AWS documents camel case only. There is code in use that sends names of columns as they are, so
/// the service may compare loosely; nothing promises it, and it is said nowhere that data arrives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyCase {
    Camel,
    Pascal,
    Snake,
    ScreamingSnake,
}

const KEY_CASES: [(&str, KeyCase); 4] = [
    ("camelCase", KeyCase::Camel),
    ("PascalCase", KeyCase::Pascal),
    ("snake_case", KeyCase::Snake),
    ("SCREAMING_SNAKE_CASE", KeyCase::ScreamingSnake),
];

/// How the categories of an enum are made of the names of its variants.
#[derive(Clone, Copy)]
pub(crate) enum CategoryCase {
    /// As they are written.
    Pascal,
    Lower,
    Upper,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

const CATEGORY_CASES: [(&str, CategoryCase); 8] = [
    ("lowercase", CategoryCase::Lower),
    ("UPPERCASE", CategoryCase::Upper),
    ("PascalCase", CategoryCase::Pascal),
    ("camelCase", CategoryCase::Camel),
    ("snake_case", CategoryCase::Snake),
    ("SCREAMING_SNAKE_CASE", CategoryCase::ScreamingSnake),
    ("kebab-case", CategoryCase::Kebab),
    ("SCREAMING-KEBAB-CASE", CategoryCase::ScreamingKebab),
];

impl KeyCase {
    pub(crate) fn parse(text: &LitStr) -> syn::Result<Self> {
        find("keys", &KEY_CASES, text)
    }
}

impl CategoryCase {
    pub(crate) fn parse(text: &LitStr) -> syn::Result<Self> {
        find("categories", &CATEGORY_CASES, text)
    }

    /// The category of a variant. A word begins at each capital letter, as serde has it.
    pub(crate) fn apply(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_lowercase(),
            Self::Upper => variant.to_uppercase(),
            Self::Camel => {
                let mut letters = variant.chars();
                let first = letters.next().map(char::to_lowercase);
                first.into_iter().flatten().chain(letters).collect()
            }
            Self::Snake => separated(variant, '_').to_lowercase(),
            Self::ScreamingSnake => separated(variant, '_').to_uppercase(),
            Self::Kebab => separated(variant, '-').to_lowercase(),
            Self::ScreamingKebab => separated(variant, '-').to_uppercase(),
        }
    }
}

fn separated(variant: &str, separator: char) -> String {
    let mut text = String::new();
    for (index, letter) in variant.char_indices() {
        if index > 0 && letter.is_uppercase() {
            text.push(separator);
        }
        text.push(letter);
    }
    text
}

fn find<T: Copy>(what: &str, cases: &[(&str, T)], text: &LitStr) -> syn::Result<T> {
    let name = text.value();
    let found = cases.iter().find(|(known, _)| *known == name);
    found.map(|(_, case)| *case).ok_or_else(|| {
        let known: Vec<String> = cases.iter().map(|(name, _)| format!("{name:?}")).collect();
        let message = format!(
            "{name:?} is no case for {what}; known: {}",
            known.join(", ")
        );
        syn::Error::new(text.span(), message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_made_as_serde_makes_the_names_of_variants() {
        for (case, expected) in [
            (CategoryCase::Pascal, "ScienceFiction"),
            (CategoryCase::Lower, "sciencefiction"),
            (CategoryCase::Upper, "SCIENCEFICTION"),
            (CategoryCase::Camel, "scienceFiction"),
            (CategoryCase::Snake, "science_fiction"),
            (CategoryCase::ScreamingSnake, "SCIENCE_FICTION"),
            (CategoryCase::Kebab, "science-fiction"),
            (CategoryCase::ScreamingKebab, "SCIENCE-FICTION"),
        ] {
            assert_eq!(case.apply("ScienceFiction"), expected);
        }
        assert_eq!(CategoryCase::Snake.apply("TVShow4K"), "t_v_show4_k");
    }
}
