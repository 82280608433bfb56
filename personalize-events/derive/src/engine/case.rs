//! The cases of `rename_all`, with serde's names.

use syn::LitStr;

/// How the names of fields are converted to keys.
///
/// AWS documents camel case only. Code exists that sends the names of columns unchanged, so the service
/// may ignore case and `_`, but neither this nor that the data is stored is documented.
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

/// How the names of variants are converted to categories.
#[derive(Clone, Copy)]
pub(crate) enum CategoryCase {
    /// Unchanged.
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
    /// Parses a `rename_all` of serde, in which two more cases mean the same for fields.
    pub(crate) fn parse_serde(text: &LitStr) -> syn::Result<Self> {
        match text.value().as_str() {
            "lowercase" => Ok(Self::Snake),
            "UPPERCASE" => Ok(Self::ScreamingSnake),
            case @ ("kebab-case" | "SCREAMING-KEBAB-CASE") => {
                let message = format!(
                    "{case:?} makes keys with `-`, which column names cannot have; use another case, or set that of the \
                     properties with #[personalize(rename_all = \"camelCase\")]"
                );
                Err(syn::Error::new(text.span(), message))
            }
            _ => Self::parse(text),
        }
    }

    pub(crate) fn parse(text: &LitStr) -> syn::Result<Self> {
        find("keys", &KEY_CASES, text)
    }
}

impl CategoryCase {
    pub(crate) fn parse(text: &LitStr) -> syn::Result<Self> {
        find("categories", &CATEGORY_CASES, text)
    }

    /// Returns the category of a variant. As in serde, a word starts at each capital letter, and
    /// letters outside of ASCII are unchanged.
    pub(crate) fn apply(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => {
                let mut letters = variant.chars();
                let first = letters.next().map(|first| first.to_ascii_lowercase());
                first.into_iter().chain(letters).collect()
            }
            Self::Snake => separated(variant).to_ascii_lowercase(),
            Self::ScreamingSnake => separated(variant).to_ascii_uppercase(),
            Self::Kebab => Self::Snake.apply(variant).replace('_', "-"),
            Self::ScreamingKebab => Self::ScreamingSnake.apply(variant).replace('_', "-"),
        }
    }
}

fn separated(variant: &str) -> String {
    let mut text = String::new();
    for (index, letter) in variant.char_indices() {
        if index > 0 && letter.is_uppercase() {
            text.push('_');
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
            "{name:?} is not a case for {what}; use one of {}",
            known.join(", ")
        );
        syn::Error::new(text.span(), message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_converted_like_the_names_of_variants_in_serde() {
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
        assert_eq!(CategoryCase::Snake.apply("RésuméÉté"), "résumé_Été");
        assert_eq!(CategoryCase::Kebab.apply("Version1_0"), "version1-0");
        assert_eq!(CategoryCase::Upper.apply("Café"), "CAFé");
        assert_eq!(CategoryCase::Camel.apply("Été"), "Été");
    }
}
