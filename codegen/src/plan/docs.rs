//! What documentation says: the model's own words, then what its traits say.

use crate::ir::{self, Constraint, Length, Range, Target, Type};
use crate::markdown;

/// The model's words as Markdown.
pub(super) fn markdown(html: Option<&str>) -> Vec<String> {
    html.map(markdown::from_html).unwrap_or_default()
}

/// The model's words, or ours where it has none.
pub(super) fn or(html: Option<&str>, ours: impl Into<String>) -> Vec<String> {
    let lines = markdown(html);
    if lines.is_empty() {
        vec![ours.into()]
    } else {
        lines
    }
}

/// Adds a paragraph.
pub(super) fn paragraph(docs: &mut Vec<String>, lines: impl IntoIterator<Item = String>) {
    if !docs.is_empty() {
        docs.push(String::new());
    }
    docs.extend(lines);
}

/// What a value's constraints come to in words; `None` where there are none.
pub(super) fn limits(target: &Target) -> Option<String> {
    let mut parts = Vec::new();
    let units = if matches!(target.ty, Type::List { .. }) {
        ("element", "elements")
    } else if matches!(target.ty, Type::Map { .. }) {
        ("entry", "entries")
    } else if matches!(target.ty, Type::Blob) {
        ("byte", "bytes")
    } else {
        ("character", "characters")
    };
    if matches!(target.ty, Type::Json) {
        parts.push("JSON text".to_owned());
    }
    for constraint in &target.constraints {
        parts.push(match constraint {
            Constraint::Length(length) => counted(*length, units),
            Constraint::Range(range) => bounded(range),
            Constraint::Pattern { pattern, .. } => {
                format!(
                    "matching the pattern {}",
                    markdown::code_span(&pattern.source)
                )
            }
            Constraint::DocumentedPattern(source) => format!(
                "matching the pattern {} (documented but not enforced)",
                markdown::code_span(source)
            ),
            Constraint::UniqueItems => "none twice".to_owned(),
        });
    }
    let mut held = |each: &str, target| {
        parts.extend(limits(target).map(|limits| format!("{each} {limits}")));
    };
    if let Type::List { element, .. } = &target.ty {
        held("each", element);
    }
    if let Type::Map { key, value, .. } = &target.ty {
        held("each key", key);
        held("each value", value);
    }
    let text = parts.join(", ");
    (!text.is_empty()).then_some(text)
}

fn counted(length: Length, (one, many): (&str, &str)) -> String {
    let Length { min, max } = length;
    match max {
        Some(1) if min == 1 => format!("1 {one}"),
        Some(max) if max == min => format!("{max} {many}"),
        Some(max) => format!("{min} to {max} {many}"),
        None => format!("at least {min} {}", if min == 1 { one } else { many }),
    }
}

/// What a member is that nobody sets, where that is something.
pub(super) fn unset(member: &ir::Member) -> Option<String> {
    if member.idempotency_token {
        return Some(
            "a random UUID where it is not set, so that the same request sent again is the same call"
                .to_owned(),
        );
    }
    match &member.presence {
        ir::Presence::Default(_) if member.target.sensitive => {
            Some("it has a default where it is not set".to_owned())
        }
        ir::Presence::Default(value) => Some(format!(
            "{} where it is not set",
            markdown::code_span(&value.to_string())
        )),
        ir::Presence::Optional | ir::Presence::ClientOptional | ir::Presence::Required => None,
    }
}

fn bounded(range: &Range) -> String {
    match range {
        Range {
            min: Some(min),
            max: Some(max),
        } => format!("from {min} to {max}"),
        Range { min: Some(min), .. } => format!("at least {min}"),
        Range { max: Some(max), .. } => format!("at most {max}"),
        Range { .. } => String::new(),
    }
}

/// A sentence from words that start in lower case.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), chars.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::{limits, sentence};
    use crate::ir::{Constraint, Length, Number, Range, Target, Type};
    use crate::pattern::Pattern;

    fn length(min: u64, max: Option<u64>) -> Constraint {
        Constraint::Length(Length { min, max })
    }

    fn pattern(source: &str) -> Constraint {
        let pattern = Pattern::read(source).unwrap();
        let owner = "Owner".to_owned();
        Constraint::Pattern { owner, pattern }
    }

    fn told(ty: Type, constraints: Vec<Constraint>) -> Option<String> {
        let target = Target {
            ty,
            sensitive: false,
            media_type: None,
            constraints,
        };
        limits(&target).map(|text| sentence(&text))
    }

    #[test]
    fn lengths_are_told_in_the_unit_of_what_they_count() {
        for (min, max, expected) in [
            (1, Some(256), "1 to 256 characters."),
            (0, Some(1), "0 to 1 characters."),
            (1, Some(1), "1 character."),
            (3, Some(3), "3 characters."),
            (1, None, "At least 1 character."),
            (2, None, "At least 2 characters."),
        ] {
            let told = told(Type::String, vec![length(min, max)]);
            assert_eq!(told.as_deref(), Some(expected));
        }
        assert_eq!(told(Type::String, Vec::new()), None);
    }

    #[test]
    fn ranges_are_told_with_the_bounds_that_they_have() {
        for (min, max, expected) in [
            (Some(-1), Some(10), "From -1 to 10."),
            (Some(0), None, "At least 0."),
            (None, Some(7), "At most 7."),
        ] {
            let [min, max] = [min, max].map(|bound| bound.map(serde_json::Number::from));
            let told = told(
                Type::Number(Number::Integer),
                vec![Constraint::Range(Range { min, max })],
            );
            assert_eq!(told.as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_elements_have_to_be_is_told_after_the_list() {
        let list = || Type::List {
            element: Box::new(Target {
                ty: Type::Json,
                sensitive: false,
                media_type: None,
                constraints: vec![length(2, Some(4))],
            }),
            sparse: false,
        };
        assert_eq!(
            told(list(), vec![length(1, Some(10))]).as_deref(),
            Some("1 to 10 elements, each JSON text, 2 to 4 characters.")
        );
        assert_eq!(
            told(list(), Vec::new()).as_deref(),
            Some("Each JSON text, 2 to 4 characters.")
        );
    }

    #[test]
    fn patterns_are_told_as_code_whatever_they_hold() {
        let told = |source| told(Type::String, vec![length(0, Some(9)), pattern(source)]);
        assert_eq!(
            told("^a$").as_deref(),
            Some("0 to 9 characters, matching the pattern `^a$`.")
        );
        assert_eq!(
            told("[`\n]").as_deref(),
            Some("0 to 9 characters, matching the pattern `` [` ] ``.")
        );
    }
}
