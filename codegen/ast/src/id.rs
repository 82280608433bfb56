//! Shape ids.

use std::borrow::Borrow;
use std::fmt;

/// An absolute shape id such as `com.example#User`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(String);

impl ShapeId {
    /// Parses `namespace#Name`; `None` for anything else, including relative ids and ids of members.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, name) = text.split_once('#')?;
        let valid = namespace.split('.').all(is_identifier) && is_identifier(name);
        valid.then(|| Self(text.to_owned()))
    }

    /// Returns the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the namespace, which is before `#`.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.split().0
    }

    /// Returns the name, which is after `#`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.split().1
    }

    fn split(&self) -> (&str, &str) {
        self.0.split_once('#').unwrap_or((&self.0, ""))
    }
}

/// Whether a text is an `Identifier` of Smithy: letters, digits and underscores that do not start with a digit and are
/// not only underscores.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for ShapeId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::ShapeId;

    #[test]
    fn an_absolute_id_has_a_namespace_and_a_name() {
        let id = ShapeId::parse("com.example#User").unwrap();
        assert_eq!((id.namespace(), id.name()), ("com.example", "User"));
    }

    #[test]
    fn a_name_may_start_with_underscores_but_not_consist_of_them() {
        for (name, valid) in [
            ("_a", true),
            ("__1", true),
            ("a_", true),
            ("_", false),
            ("1a", false),
        ] {
            assert_eq!(
                ShapeId::parse(&format!("a#{name}")).is_some(),
                valid,
                "{name}"
            );
        }
    }

    #[test]
    fn other_texts_are_not_absolute_ids() {
        for text in [
            "User",
            "#User",
            "com.example#",
            "com..x#User",
            "a#b#c",
            "a#B$c",
            "a#1",
            "",
        ] {
            assert_eq!(ShapeId::parse(text), None, "{text:?}");
        }
    }
}
