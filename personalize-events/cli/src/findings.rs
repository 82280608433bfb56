//! What is found in valid records for the warnings at the end, in any thread. Repeated IDs are found later, in the order
//! of the input.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::Dataset;
use crate::doubts::{Doubt, Found, Place, add_doubts};
use crate::event_columns;
use crate::input::RawRecord;
use crate::interactions::InteractionFindings;
use crate::record::Record;
use crate::repeated_ids::Ids;

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
    pub(crate) event_ids: Ids,
    /// What import jobs need, if the records are for one.
    pub(crate) import: Option<ImportFindings>,
}

pub(crate) enum ImportFindings {
    /// Those of users, items or actions.
    Ids(Ids),
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
            event_ids: Ids::default(),
            import: None,
        }
    }

    /// The records are for an import job, so each ID should be unique, and each record one line.
    pub(crate) fn for_import(dataset: &Dataset) -> Self {
        let import = if dataset.has_events() {
            ImportFindings::Interactions(InteractionFindings::new(dataset))
        } else {
            ImportFindings::Ids(Ids::default())
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

    /// Adds a valid record.
    pub(crate) fn add(&mut self, raw: &RawRecord<'_>, record: &Record, ignored: &[String]) {
        let place = |column: usize| {
            let (line, column) =
                raw.line_and_column(record.fields[column].offset.unwrap_or_default());
            Place { line, column }
        };
        if !ignored.is_empty() {
            let names: BTreeSet<&String> = ignored.iter().collect();
            for name in names {
                *self.ignored.entry(name.clone()).or_default() += 1;
            }
        }
        let is_for_import = self.import.is_some();
        let doubts = &mut self.doubts;
        let mut add = |column, doubt| {
            let found = doubts.entry((column, doubt)).or_insert_with(|| Found {
                first: place(column),
                records: 0,
            });
            found.records += 1;
        };
        let columns = record.dataset.columns.iter().zip(&record.fields);
        for ((index, (column, field)), filled) in columns.enumerate().zip(&mut self.filled) {
            if let Some(value) = &field.value {
                *filled = true;
                let mut add = |doubt| add(index, doubt);
                add_doubts(
                    column,
                    value,
                    record,
                    raw.has_quotes,
                    is_for_import,
                    &mut add,
                );
            }
        }
        match &mut self.import {
            Some(ImportFindings::Ids(ids)) => {
                if let Some(column) = record.dataset.id {
                    ids.add(record.id(), place(column));
                }
            }
            Some(ImportFindings::Interactions(interactions)) => {
                if let Some((column, doubt)) = interactions.add(raw.line, record) {
                    add(column, doubt);
                }
            }
            None => {}
        }
        if let Some(column) = self.event_id
            && let Some(id) = record.text(column)
        {
            self.event_ids.add(id, place(column));
        }
    }
}
