//! What is doubtful in an input, but no reason to reject a record. It is counted while records are read, and printed once,
//! at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use personalize_events_schema::Type;
use serde::de::IgnoredAny;

use crate::dataset::{Dataset, shortened};
use crate::input::RawRecord;
use crate::record::{Record, Value};
use crate::repeated_ids::{MAX_IDS, SeenIds};

/// How many names of ignored columns are remembered.
const MAX_IGNORED: usize = 100;

pub(crate) struct Warnings(Mutex<State>);

struct State {
    /// The name of the input.
    input: String,
    dataset: Arc<Dataset>,
    /// Whether a record has a value for each column.
    filled: Vec<bool>,
    /// Ignored names, with the number of records; `None` if they are in the header, and so in every record.
    ignored: BTreeMap<String, Option<u64>>,
    /// Whether more names are ignored than are remembered.
    ignored_more: bool,
    /// By the index of the column.
    doubts: BTreeMap<(usize, Doubt), Found>,
    /// The IDs so far, if the records are for an import job.
    ids: Option<SeenIds>,
}

/// What is doubtful about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    BlankId,
    PaddedId,
    QuotedId,
    RepeatedId,
    UnusualNumber,
    EmptyCategory,
    PaddedCategory,
    RepeatedCategory,
    LineBreak,
}

/// The first record with a doubt, and the number of all.
struct Found {
    line: u64,
    column: usize,
    records: u64,
}

impl Doubt {
    fn text(self) -> &'static str {
        match self {
            Self::BlankId => "is only white space, which is probably no ID",
            Self::PaddedId => {
                "has white space at its start or end, which makes it another ID; remove it"
            }
            Self::QuotedId => "has a quotation mark, which AWS's guide advises to avoid in IDs",
            Self::RepeatedId => {
                "is the ID of an earlier record, and which one an import job uses is not documented; remove one"
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
            Self::LineBreak => {
                "has a line break, which is replaced by a space, because each record must be one line"
            }
        }
    }
}

impl Warnings {
    pub(crate) fn new(input: String, dataset: Arc<Dataset>) -> Self {
        Self(Mutex::new(State {
            input,
            filled: vec![false; dataset.columns.len()],
            dataset,
            ignored: BTreeMap::new(),
            ignored_more: false,
            doubts: BTreeMap::new(),
            ids: None,
        }))
    }

    /// The records are for an import job, so each ID should be unique, and each record one line.
    pub(crate) fn for_import(&self) {
        self.state().ids.get_or_insert_default();
    }

    /// Adds a column of the header that is ignored.
    pub(crate) fn ignore_column(&self, name: &str) {
        self.state().ignore(name, None);
    }

    /// Adds a valid record. `offsets` are those of its columns in the text.
    pub(crate) fn add(
        &self,
        raw: &RawRecord,
        record: &Record<'_>,
        offsets: &[usize],
        ignored: &[String],
    ) {
        let mut state = self.state();
        for (filled, value) in state.filled.iter_mut().zip(&record.values) {
            *filled |= value.is_some();
        }
        let names: BTreeSet<&String> = ignored.iter().collect();
        for name in names {
            state.ignore(name, Some(1));
        }
        let mut found = doubts(record);
        if let Some(ids) = &mut state.ids {
            found.extend(import_doubts(record, ids));
        }
        for (column, doubt) in found {
            let found = state.doubts.entry((column, doubt)).or_insert_with(|| {
                let (line, column) = raw.line_and_column(offsets[column]);
                Found {
                    line,
                    column,
                    records: 0,
                }
            });
            found.records += 1;
        }
    }

    /// The warnings of a run in which this many records were valid and had no error.
    pub(crate) fn lines(&self, records: u64) -> Vec<String> {
        let state = self.state();
        let mut lines = state.doubt_lines();
        if records > 0 {
            lines.extend(state.ignored_line(records));
            lines.extend(state.unfilled_line(records));
        }
        lines
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn ignore(&mut self, name: &str, records: Option<u64>) {
        if let Some(before) = self.ignored.get_mut(name) {
            *before = before.zip(records).map(|(before, more)| before + more);
        } else if self.ignored.len() < MAX_IGNORED {
            self.ignored.insert(name.to_owned(), records);
        } else {
            self.ignored_more = true;
        }
    }

    fn doubt_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for ((index, doubt), found) in &self.doubts {
            let Found {
                line,
                column,
                records,
            } = found;
            let count = match records {
                1 => String::new(),
                _ => format!("; first of {records} records"),
            };
            let name = &self.dataset.columns[*index].name;
            let (input, text) = (&self.input, doubt.text());
            lines.push(format!(
                "{input}:{line}:{column}: {name} {text} (warning{count})"
            ));
        }
        if self.ids.as_ref().is_some_and(SeenIds::is_full) {
            let input = &self.input;
            lines.push(format!(
                "{input}: repeated IDs are found only among the first {MAX_IDS} different ones, but the input has \
                 more (warning)"
            ));
        }
        lines
    }

    fn ignored_line(&self, records: u64) -> Option<String> {
        if self.ignored.is_empty() {
            return None;
        }
        let names = self.ignored.iter().map(|(name, found)| {
            let help = match self.dataset.schema.did_you_mean(name) {
                Some(column) => format!(", did you mean `{}`?", column.name()),
                None => String::new(),
            };
            let count = counted(found.unwrap_or(records));
            format!("\"{}\" ({count}{help})", shortened(name))
        });
        let names = names.collect::<Vec<_>>().join(", ");
        let more = if self.ignored_more { " and others" } else { "" };
        Some(format!(
            "{}: --ignore-unknown ignored {names}{more} (warning)",
            self.input
        ))
    }

    fn unfilled_line(&self, records: u64) -> Option<String> {
        let columns = self.dataset.columns.iter().enumerate();
        let unfilled =
            columns.filter(|(index, _)| *index != self.dataset.id && !self.filled[*index]);
        let names: Vec<&str> = unfilled.map(|(_, column)| &*column.name).collect();
        if names.is_empty() {
            return None;
        }
        let all = match records {
            1 => "the only record has".to_owned(),
            _ => format!("all {records} records have"),
        };
        Some(format!(
            "{}: {all} no value for {}; a record replaces the stored one as a whole, so that stored values of these \
             columns are lost (warning)",
            self.input,
            names.join(", ")
        ))
    }
}

fn counted(records: u64) -> String {
    match records {
        1 => "1 record".to_owned(),
        _ => format!("{records} records"),
    }
}

/// What is doubtful about a record, by the index of the column.
fn doubts(record: &Record<'_>) -> Vec<(usize, Doubt)> {
    let dataset = record.dataset;
    let mut doubts = Vec::new();
    let mut add = |column, doubt, applies: bool| {
        if applies {
            doubts.push((column, doubt));
        }
    };
    let id = record.id();
    let is_blank = id.trim().is_empty();
    add(dataset.id, Doubt::BlankId, is_blank);
    add(dataset.id, Doubt::PaddedId, !is_blank && id.trim() != id);
    add(dataset.id, Doubt::QuotedId, id.contains('"'));
    for (index, (column, value)) in dataset.columns.iter().zip(&record.values).enumerate() {
        match (value, column.ty) {
            (Some(Value::Categories(categories)), _) => {
                let categories = categories.iter().map(String::as_str);
                add_categories(&categories, |doubt, applies| add(index, doubt, applies));
            }
            (Some(Value::Text(text)), Type::String) if column.is_categorical() => {
                let categories = text.split('|');
                add_categories(&categories, |doubt, applies| add(index, doubt, applies));
            }
            (Some(Value::Text(text)), Type::Int | Type::Long | Type::Float | Type::Double) => {
                let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
                add(index, Doubt::UnusualNumber, !is_json);
            }
            (Some(Value::Text(_)) | None, _) => {}
        }
    }
    doubts
}

/// What is doubtful about a record for an import job.
fn import_doubts(record: &Record<'_>, ids: &mut SeenIds) -> Vec<(usize, Doubt)> {
    let dataset = record.dataset;
    let mut doubts = Vec::new();
    if ids.is_repeated(record.id()) {
        doubts.push((dataset.id, Doubt::RepeatedId));
    }
    for (index, value) in record.values.iter().enumerate() {
        // In other columns a line break is a violation.
        if let Some(Value::Text(text)) = value
            && text.contains(['\n', '\r'])
        {
            doubts.push((index, Doubt::LineBreak));
        }
    }
    doubts
}

fn add_categories<'c>(
    categories: &(impl Iterator<Item = &'c str> + Clone),
    mut add: impl FnMut(Doubt, bool),
) {
    let has = |is: fn(&str) -> bool| categories.clone().any(is);
    add(Doubt::EmptyCategory, has(str::is_empty));
    add(
        Doubt::PaddedCategory,
        has(|category| category.trim() != category),
    );
    let mut sorted: Vec<&str> = categories.clone().collect();
    sorted.sort_unstable();
    let is_repeated = sorted.windows(2).any(|pair| pair[0] == pair[1]);
    add(Doubt::RepeatedCategory, is_repeated);
}
