//! How a shape id is spelled.

use std::borrow::Borrow;
use std::fmt;

/// An absolute shape id such as `com.example#User`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(String);

impl ShapeId {
    /// Reads `namespace#Name`; `None` for anything else, relative and member ids included.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, name) = text.split_once('#')?;
        let valid = namespace.split('.').all(is_identifier) && is_identifier(name);
        valid.then(|| Self(text.to_owned()))
    }

    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before `#`.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.split().0
    }

    /// What stands after `#`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.split().1
    }

    fn split(&self) -> (&str, &str) {
        self.0.split_once('#').unwrap_or((&self.0, ""))
    }
}

/// Smithy's `Identifier`: letters, digits and underscores, the first of them a letter, or an
/// underscore that a letter or digit follows sooner or later.
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
    fn underscores_may_lead_but_not_stand_alone() {
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
    fn what_is_no_absolute_shape_id_is_refused() {
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
