//! What is doubtful about a record.

use personalize_events_schema::Type;
use serde::de::IgnoredAny;

use crate::column::Role;
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

/// Adds what is doubtful about a record, by the index of the column.
pub(crate) fn add_doubts(record: &Record, mut add_doubt: impl FnMut(usize, Doubt)) {
    let dataset = &record.dataset;
    let mut add = |column, doubt, applies: bool| {
        if applies {
            add_doubt(column, doubt);
        }
    };
    let ids = dataset.columns.iter().enumerate();
    for (index, _) in ids.filter(|(_, column)| column.role == Role::Id) {
        let id = match dataset.id {
            Some(_) => record.id(),
            None => match record.text(index) {
                Some(id) => id,
                // The user of an event may not be known.
                None => continue,
            },
        };
        let is_padded = is_padded_text(id);
        let is_blank = id.is_empty() || is_padded && id.trim().is_empty();
        add(index, Doubt::BlankId, is_blank);
        add(index, Doubt::PaddedId, !is_blank && is_padded);
        add(index, Doubt::QuotedId, id.bytes().any(|byte| byte == b'"'));
    }
    for (index, (column, value)) in dataset.columns.iter().zip(&record.values).enumerate() {
        match (value, column.ty) {
            (Some(value), _) if column.role == Role::Impression => {
                let items: Vec<&str> = match value {
                    Value::Categories(items) => items.iter().map(String::as_str).collect(),
                    Value::Text(text) => record.text[text.clone()].split('|').collect(),
                };
                add(index, Doubt::ManyItems, items.len() > MAX_ITEMS);
                let is_padded = items.iter().any(|item| is_padded_text(item));
                add(index, Doubt::PaddedItem, is_padded);
            }
            (Some(Value::Categories(categories)), _) => {
                let categories = categories.iter().map(String::as_str);
                add_categories(categories, |doubt, applies| add(index, doubt, applies));
            }
            (Some(Value::Text(text)), Type::String) if column.is_categorical() => {
                let text = &record.text[text.clone()];
                add_categories(Categories(Some(text)), |doubt, applies| {
                    add(index, doubt, applies);
                });
            }
            (Some(Value::Text(text)), Type::Int | Type::Long | Type::Float | Type::Double) => {
                let text = &record.text[text.clone()];
                add(index, Doubt::UnusualNumber, !is_json_number(text));
            }
            (Some(Value::Text(_)) | None, _) => {}
        }
    }
}

fn add_categories<'c>(
    mut categories: impl Iterator<Item = &'c str>,
    mut add: impl FnMut(Doubt, bool),
) {
    let Some(first) = categories.next() else {
        return;
    };
    let (mut is_empty, mut is_padded) = (first.is_empty(), is_padded_text(first));
    if let Some(second) = categories.next() {
        let mut has_doubt = |category: &str| {
            is_empty |= category.is_empty();
            is_padded |= is_padded_text(category);
        };
        has_doubt(second);
        let is_repeated = match categories.next() {
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
        add(Doubt::RepeatedCategory, is_repeated);
    }
    add(Doubt::EmptyCategory, is_empty);
    add(Doubt::PaddedCategory, is_padded);
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
    let is_plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain || serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn is_padded_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_graphic(bytes.first()) && is_graphic(bytes.last()) {
        return false;
    }
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}
