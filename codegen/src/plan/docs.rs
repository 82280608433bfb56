//! Documentation: the text of the model, followed by sentences about its traits.

use personalize_events_ast::ShapeId;

use crate::ir::{self, Constraint, Length, Range, Rule, Target, Type};
use crate::markdown;

/// The documentation of the model as Markdown.
pub(super) fn markdown(html: Option<&str>) -> Vec<String> {
    html.map(markdown::from_html).unwrap_or_default()
}

/// The documentation of the model as Markdown, or `ours` if it has none.
pub(super) fn or(html: Option<&str>, ours: impl Into<String>) -> Vec<String> {
    let lines = markdown(html);
    if lines.is_empty() {
        vec![ours.into()]
    } else {
        lines
    }
}

/// The documentation of an item, with the note on its name.
pub(super) fn noted(mut docs: Vec<String>, note: Option<&str>) -> Vec<String> {
    if let Some(note) = note {
        paragraph(&mut docs, note);
    }
    docs
}

/// Adds a paragraph, or several.
pub(super) fn paragraph(docs: &mut Vec<String>, text: &str) {
    if !docs.is_empty() {
        docs.push(String::new());
    }
    docs.extend(lines(text));
}

/// The section of a crate on unknown traits that were accepted.
pub(super) fn accepted_traits(ids: &[ShapeId]) -> Vec<String> {
    if ids.is_empty() {
        return Vec::new();
    }
    let text = "\n# Ignored traits\n\nThe model has traits that the generator does not know and that were ignored on \
                request, since they change neither requests nor responses:\n\n";
    let ids = ids.iter().map(|id| format!("- `{id}`\n"));
    lines(&(text.to_owned() + &ids.collect::<String>()))
}

pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// The constraints of a value in sentences; `None` if it has none.
pub(super) fn constraints(target: &Target) -> Option<String> {
    let mut sentences = Vec::new();
    add_constraints(target, "", &mut sentences);
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// `subject` is `each element `, and empty for the value of a member.
fn add_constraints(target: &Target, subject: &str, sentences: &mut Vec<String>) {
    let requirements = requirements(target);
    if let Some((last, others)) = requirements.split_last() {
        let and = if others.is_empty() { "" } else { " and " };
        let text = format!("{subject}must {}{and}{last}.", others.join(", "));
        sentences.push(capitalized(&text));
    }
    let of = if subject.is_empty() { "" } else { "of " };
    let mut add = |what, target| {
        add_constraints(target, &format!("each {what} {of}{subject}"), sentences);
    };
    if let Type::List { element, .. } = &target.ty {
        add("element", element);
    }
    if let Type::Map { key, value, .. } = &target.ty {
        add("key", key);
        add("value", value);
    }
}

/// What a value must do, such as `match the pattern …`.
fn requirements(target: &Target) -> Vec<String> {
    let units = if matches!(target.ty, Type::List { .. }) {
        ("element", "elements")
    } else if matches!(target.ty, Type::Map { .. }) {
        ("entry", "entries")
    } else if matches!(target.ty, Type::Blob | Type::Source) {
        ("byte", "bytes")
    } else {
        ("character", "characters")
    };
    let is_json = matches!(target.ty, Type::Json);
    let json = is_json.then(|| "be JSON text".to_owned());
    let others = target
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Length(length) => Some(format!("have {}", counted(*length, units))),
            Constraint::Range(range) => bounded(range),
            Constraint::Pattern { pattern, .. } => {
                let source = markdown::code_span(&pattern.source);
                Some(format!("match the pattern {source}"))
            }
            Constraint::DocumentedPattern(source) => {
                let source = markdown::code_span(source);
                Some(format!(
                    "match the pattern {source} (documented but not enforced)"
                ))
            }
            Constraint::UniqueItems => Some("have distinct elements".to_owned()),
            Constraint::Rule(Rule::NotNullText) => Some("not be the text `null`".to_owned()),
            Constraint::Rule(Rule::InSeconds) => Some("be in the years 1 to 9999".to_owned()),
        });
    json.into_iter().chain(others).collect()
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

fn bounded(range: &Range) -> Option<String> {
    match (&range.min, &range.max) {
        (Some(min), Some(max)) => Some(format!("be from {min} to {max}")),
        (Some(min), None) => Some(format!("be at least {min}")),
        (None, Some(max)) => Some(format!("be at most {max}")),
        (None, None) => None,
    }
}

/// What happens if a member is not set; `None` if it is left out or is an error.
pub(super) fn default(member: &ir::Member) -> Option<String> {
    if member.idempotency_token {
        return Some(
            "If it is not set, `build` generates a random UUID, so that a repeated request is the same call."
                .to_owned(),
        );
    }
    match &member.presence {
        ir::Presence::Default(_) if member.target.sensitive => {
            Some("Has a default value.".to_owned())
        }
        ir::Presence::Default(value) => {
            let value = markdown::code_span(&value.to_string());
            Some(format!("Defaults to {value}."))
        }
        ir::Presence::Optional | ir::Presence::ClientOptional | ir::Presence::Required => None,
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
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

    fn target(ty: Type, constraints: Vec<Constraint>) -> Target {
        Target {
            ty,
            sensitive: false,
            media_type: None,
            constraints,
        }
    }

    fn documented(ty: Type, constraints: Vec<Constraint>) -> Option<String> {
        super::constraints(&target(ty, constraints))
    }

    fn list(element: Target) -> Type {
        Type::List {
            element: Box::new(element),
            sparse: false,
        }
    }

    #[test]
    fn lengths_name_the_unit_that_they_count() {
        for (min, max, expected) in [
            (1, Some(256), "Must have 1 to 256 characters."),
            (0, Some(1), "Must have 0 to 1 characters."),
            (1, Some(1), "Must have 1 character."),
            (3, Some(3), "Must have 3 characters."),
            (1, None, "Must have at least 1 character."),
            (2, None, "Must have at least 2 characters."),
        ] {
            let text = documented(Type::String, vec![length(min, max)]);
            assert_eq!(text.as_deref(), Some(expected));
        }
        assert_eq!(documented(Type::String, Vec::new()), None);
    }

    #[test]
    fn ranges_name_the_bounds_that_they_have() {
        for (min, max, expected) in [
            (Some(-1), Some(10), "Must be from -1 to 10."),
            (Some(0), None, "Must be at least 0."),
            (None, Some(7), "Must be at most 7."),
        ] {
            let [min, max] = [min, max].map(|bound| bound.map(serde_json::Number::from));
            let range = Constraint::Range(Range { min, max });
            let text = documented(Type::Number(Number::Integer), vec![range]);
            assert_eq!(text.as_deref(), Some(expected));
        }
    }

    #[test]
    fn elements_follow_their_list() {
        let json = || target(Type::Json, vec![length(2, Some(4))]);
        let unique = vec![length(1, Some(10)), Constraint::UniqueItems];
        assert_eq!(
            documented(list(json()), unique).as_deref(),
            Some(
                "Must have 1 to 10 elements and have distinct elements. Each element must be JSON text \
                 and have 2 to 4 characters."
            )
        );
        let inner = target(list(json()), Vec::new());
        assert_eq!(
            documented(list(inner), Vec::new()).as_deref(),
            Some("Each element of each element must be JSON text and have 2 to 4 characters.")
        );
    }

    #[test]
    fn patterns_are_code_whatever_characters_they_contain() {
        let text = |source| {
            let constraints = vec![length(0, Some(9)), pattern(source)];
            documented(Type::String, constraints)
        };
        assert_eq!(
            text("^a$").as_deref(),
            Some("Must have 0 to 9 characters and match the pattern `^a$`.")
        );
        assert_eq!(
            text("[`\n]").as_deref(),
            Some("Must have 0 to 9 characters and match the pattern `` [` ] ``.")
        );
    }
}
