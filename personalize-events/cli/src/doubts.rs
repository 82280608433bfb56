//! What is doubtful about a record.

use memchr::{memchr, memchr2};
use personalize_events::ColumnType;
use personalize_events_schema::Type;
use serde::de::IgnoredAny;

use crate::column::{Column, Role};
use crate::record::{Record, Value};

/// The most items of an impression in a call.
const MAX_ITEMS: usize = 25;

/// What is doubtful about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doubt {
    BlankId,
    PaddedId,
    QuotedId,
    RepeatedId,
    PlaceholderUser,
    RepeatedEventId,
    UnusualNumber,
    EmptyCategory,
    PaddedCategory,
    RepeatedCategory,
    PaddedItem,
    ManyItems,
    LineBreak,
}

/// A place in the input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) line: u64,
    pub(crate) column: usize,
}

/// The first record with a doubt, and the number of all.
pub(crate) struct Found {
    pub(crate) first: Place,
    pub(crate) records: u64,
}

impl Doubt {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::BlankId => "is only white space, which is probably no ID",
            Self::PaddedId => {
                "has white space at its start or end, which makes it another ID; remove it"
            }
            Self::QuotedId => "has a quotation mark, which AWS's guide advises to avoid in IDs",
            Self::RepeatedId => {
                "is the ID of an earlier record, and which one an import job uses is not documented; remove one"
            }
            Self::PlaceholderUser => {
                "is a placeholder, such as `guest`, and the interactions of all visitors who share it count for one user; \
                 remove them, or set an ID for each visitor"
            }
            Self::RepeatedEventId => {
                "is the ID of an earlier event, and the service uses only the first event with an ID; set another one, \
                 unless it is the same event"
            }
            Self::UnusualNumber => {
                "has `+`, leading zeros or no digit beside the decimal point, which AWS does not document; write \
                 numbers like 7, 0.5 and -1e3"
            }
            Self::EmptyCategory => "has an empty category; remove it, or make the value null",
            Self::PaddedCategory => {
                "has white space around a category, which makes it another category; remove it"
            }
            Self::RepeatedCategory => "has a category twice; remove one",
            Self::PaddedItem => {
                "has white space around the ID of an item, which makes it another ID; remove it"
            }
            Self::ManyItems => {
                "has more than 25 items, the most that a call accepts, and AWS does not document whether an import uses \
                 all of them"
            }
            Self::LineBreak => {
                "has a line break, which is replaced by a space, because each record must be one line"
            }
        }
    }
}

/// Adds what is doubtful about the value of a column. If not `has_quotes`, its record surely has no quotation marks. Each
/// record of an import job should be one line.
pub(crate) fn add_doubts(
    column: &Column,
    value: &Value,
    record: &Record,
    has_quotes: bool,
    is_for_import: bool,
    add: &mut dyn FnMut(Doubt),
) {
    let text = match value {
        Value::Categories(categories) => {
            let categories = record.categories[categories.clone()]
                .iter()
                .map(String::as_str);
            if column.role == Role::Impression {
                add_of_items(categories, add);
            } else {
                add_of_categories(categories, add);
            }
            return;
        }
        Value::Text(text) => &record.text[text.clone()],
    };
    match (column.role, column.ty) {
        (Role::Id, _) => add_of_id(text, has_quotes, add),
        (Role::Impression, _) => add_of_items(text.split('|'), add),
        (_, Type::String) if column.is_categorical() && !is_plain_category(text) => {
            add_of_categories(Categories(Some(text)), add);
        }
        (_, Type::Int | Type::Long | Type::Float | Type::Double) if !is_json_number(text) => {
            add(Doubt::UnusualNumber);
        }
        _ => {}
    }
    // In other columns than those of text it is a violation.
    if is_for_import
        && column.form == ColumnType::TEXTUAL
        && memchr2(b'\n', b'\r', text.as_bytes()).is_some()
    {
        add(Doubt::LineBreak);
    }
}

fn add_of_id(id: &str, has_quotes: bool, add: &mut dyn FnMut(Doubt)) {
    if is_padded_text(id) || id.is_empty() {
        let is_blank = id.trim().is_empty();
        add(if is_blank {
            Doubt::BlankId
        } else {
            Doubt::PaddedId
        });
    }
    if has_quotes && memchr(b'"', id.as_bytes()).is_some() {
        add(Doubt::QuotedId);
    }
}

fn add_of_items<'i>(items: impl Iterator<Item = &'i str>, add: &mut dyn FnMut(Doubt)) {
    let (mut count, mut is_padded) = (0, false);
    for item in items {
        count += 1;
        is_padded |= is_padded_text(item);
    }
    if count > MAX_ITEMS {
        add(Doubt::ManyItems);
    }
    if is_padded {
        add(Doubt::PaddedItem);
    }
}

fn add_of_categories<'c>(
    mut categories: impl Iterator<Item = &'c str>,
    add: &mut dyn FnMut(Doubt),
) {
    let Some(first) = categories.next() else {
        return;
    };
    let (mut is_empty, mut is_padded) = (first.is_empty(), is_padded_text(first));
    let mut is_repeated = false;
    if let Some(second) = categories.next() {
        let mut has_doubt = |category: &str| {
            is_empty |= category.is_empty();
            is_padded |= is_padded_text(category);
        };
        has_doubt(second);
        is_repeated = match categories.next() {
            None => first == second,
            Some(third) => {
                let mut all = vec![first, second];
                for category in [third].into_iter().chain(categories) {
                    has_doubt(category);
                    all.push(category);
                }
                all.sort_unstable();
                all.windows(2).any(|pair| pair[0] == pair[1])
            }
        };
    }
    let found = [
        (Doubt::RepeatedCategory, is_repeated),
        (Doubt::EmptyCategory, is_empty),
        (Doubt::PaddedCategory, is_padded),
    ];
    for (doubt, _) in found.into_iter().filter(|(_, applies)| *applies) {
        add(doubt);
    }
}

/// Whether a text is a single category that is not doubtful, as most are.
fn is_plain_category(text: &str) -> bool {
    is_graphic_at_ends(text) && memchr(b'|', text.as_bytes()).is_none()
}

/// The categories of a text. They are short, so that `str::split` would take more time to start than to find them.
struct Categories<'t>(Option<&'t str>);

impl<'t> Iterator for Categories<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let text = self.0?;
        let end = text.bytes().position(|byte| byte == b'|');
        self.0 = end.map(|end| &text[end + 1..]);
        Some(end.map_or(text, |end| &text[..end]))
    }
}

/// Whether the text of a number is one in JSON too.
fn is_json_number(text: &str) -> bool {
    let is_plain =
        (!text.starts_with('0') || text == "0") && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain || serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn is_padded_text(text: &str) -> bool {
    !is_graphic_at_ends(text)
        && (text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace))
}

/// Whether a text has no white space at its start and end, which is faster to find than for all characters.
fn is_graphic_at_ends(text: &str) -> bool {
    let is_graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    is_graphic(text.as_bytes().first()) && is_graphic(text.as_bytes().last())
}
