//! What documentation says: the model's own words, then what its traits say.

use crate::ir::{Constraint, Length, Target, Type};
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
    let unit = match &target.ty {
        Type::List(_) => "element",
        Type::Boolean
        | Type::Byte
        | Type::Short
        | Type::Integer
        | Type::Long
        | Type::Float
        | Type::Double
        | Type::String
        | Type::Json
        | Type::Timestamp
        | Type::Structure(_) => "character",
    };
    if matches!(target.ty, Type::Json) {
        parts.push("JSON text".to_owned());
    }
    for constraint in &target.constraints {
        parts.push(match constraint {
            Constraint::Length(length) => counted(*length, unit),
            Constraint::Pattern { pattern, .. } => {
                format!("matching the pattern {}", code(&pattern.source))
            }
        });
    }
    let mut text = parts.join(", ");
    if let Type::List(element) = &target.ty
        && let Some(each) = limits(element)
    {
        text = if text.is_empty() {
            format!("each {each}")
        } else {
            format!("{text}, each {each}")
        };
    }
    (!text.is_empty()).then_some(text)
}

fn counted(length: Length, unit: &str) -> String {
    let Length { min, max } = length;
    match max {
        Some(1) if min == 1 => format!("1 {unit}"),
        Some(max) if max == min => format!("{max} {unit}s"),
        Some(max) => format!("{min} to {max} {unit}s"),
        None => format!("at least {min} {unit}{}", if min == 1 { "" } else { "s" }),
    }
}

/// A code span, whatever the text holds.
fn code(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// A sentence from words that start in lower case.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), chars.as_str())
    })
}
