//! What is found in valid records for the warnings at the end, in any thread. Repeated IDs are found later, in the order
//! of the input.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memchr2;
use personalize_events::ColumnType;

use crate::dataset::Dataset;
use crate::doubts::{Doubt, Found, Place, add_doubts};
use crate::event_columns;
use crate::input::RawRecord;
use crate::interactions::InteractionFindings;
use crate::record::{Record, Value};
use crate::repeated_ids::{Id, hash};

/// What was found in consecutive records.
pub(crate) struct Findings {
    /// Whether a record has a value for each column.
    pub(crate) filled: Vec<bool>,
    /// The number of records with each ignored name.
    pub(crate) ignored: BTreeMap<String, u64>,
    /// By the index of the column.
    pub(crate) doubts: BTreeMap<(usize, Doubt), Found>,
    /// Members of events in the input that are no columns.
    pub(crate) event_members: BTreeSet<&'static str>,
    /// The column of the ID of events that are sent.
    pub(crate) event_id: Option<usize>,
    pub(crate) event_ids: Vec<Id>,
    /// What import jobs need, if the records are for one.
    pub(crate) import: Option<ImportFindings>,
}

pub(crate) enum ImportFindings {
    /// Those of users, items or actions.
    Ids(Vec<Id>),
    Interactions(InteractionFindings),
}

impl Findings {
    pub(crate) fn new(dataset: &Dataset) -> Self {
        Self {
            filled: vec![false; dataset.columns.len()],
            ignored: BTreeMap::new(),
            doubts: BTreeMap::new(),
            event_members: BTreeSet::new(),
            event_id: dataset.member(event_columns::EVENT_ID),
            event_ids: Vec::new(),
            import: None,
        }
    }

    /// The records are for an import job, so each ID should be unique, and each record one line.
    pub(crate) fn for_import(dataset: &Dataset) -> Self {
        let import = if dataset.has_events() {
            ImportFindings::Interactions(InteractionFindings::new(dataset))
        } else {
            ImportFindings::Ids(Vec::new())
        };
        Self {
            import: Some(import),
            ..Self::new(dataset)
        }
    }

    /// Adds a member of events that is left out.
    pub(crate) fn leave_out_member(&mut self, member: &'static str) {
        self.event_members.insert(member);
    }

    /// Adds a valid record. `offsets` are those of its columns in the text.
    pub(crate) fn add(
        &mut self,
        raw: &RawRecord<'_>,
        record: &Record,
        offsets: &[Option<usize>],
        ignored: &[String],
    ) {
        let place = |column: usize| {
            let (line, column) = raw.line_and_column(offsets[column].unwrap_or_default());
            Place { line, column }
        };
        for (filled, value) in self.filled.iter_mut().zip(&record.values) {
            *filled |= value.is_some();
        }
        if !ignored.is_empty() {
            let names: BTreeSet<&String> = ignored.iter().collect();
            for name in names {
                *self.ignored.entry(name.clone()).or_default() += 1;
            }
        }
        let doubts = &mut self.doubts;
        let mut add = |column, doubt| {
            let found = doubts.entry((column, doubt)).or_insert_with(|| Found {
                first: place(column),
                records: 0,
            });
            found.records += 1;
        };
        add_doubts(record, &mut add);
        match &mut self.import {
            Some(ImportFindings::Ids(ids)) => {
                if let Some(column) = record.dataset.id {
                    ids.push(Id {
                        hash: hash(&[record.id()]),
                        at: place(column),
                    });
                }
                add_line_breaks(record, add);
            }
            Some(ImportFindings::Interactions(interactions)) => {
                if let Some((column, doubt)) = interactions.add(raw.line, record) {
                    add(column, doubt);
                }
                add_line_breaks(record, add);
            }
            None => {}
        }
        if let Some(column) = self.event_id
            && let Some(id) = record.text(column)
        {
            self.event_ids.push(Id {
                hash: hash(&[id]),
                at: place(column),
            });
        }
    }
}

/// In other columns than those of text a line break is a violation.
fn add_line_breaks(record: &Record, mut add: impl FnMut(usize, Doubt)) {
    let columns = record.dataset.columns.iter().zip(&record.values);
    for (index, (column, value)) in columns.enumerate() {
        if column.form == ColumnType::TEXTUAL
            && let Some(Value::Text(text)) = value
            && memchr2(b'\n', b'\r', record.text[text.clone()].as_bytes()).is_some()
        {
            add(index, Doubt::LineBreak);
        }
    }
}
