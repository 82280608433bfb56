//! What is doubtful in an input, but no reason to reject a record. It is counted while records are read, and printed once,
//! at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::dataset::{Dataset, shortened};
use crate::doubts::{Doubt, Found, Place};
use crate::event_columns;
use crate::findings::{Findings, ImportFindings};
use crate::interactions::{InteractionCounts, Interactions};
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
    /// What has been seen so far, if the records are for an import job.
    import: Option<Import>,
    /// Members of events in the input that are no columns.
    event_members: BTreeSet<&'static str>,
    /// The IDs of events that are sent so far.
    event_ids: SeenIds,
}

/// The records of an import job so far.
enum Import {
    /// Those of users, items or actions, by their IDs.
    Ids(SeenIds),
    Interactions(Box<Interactions>),
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
            import: None,
            event_members: BTreeSet::new(),
            event_ids: SeenIds::default(),
        }))
    }

    /// The records are for an import job, so each ID should be unique, and each record one line.
    pub(crate) fn for_import(&self) {
        let mut state = self.state();
        let import = if state.dataset.has_events() {
            Import::Interactions(Box::new(Interactions::new(&state.dataset)))
        } else {
            Import::Ids(SeenIds::default())
        };
        state.import = Some(import);
    }

    /// The counts of interactions, if the records are interactions of an import job.
    pub(crate) fn interaction_counts(&self) -> Option<InteractionCounts> {
        match &self.state().import {
            Some(Import::Interactions(interactions)) => Some(interactions.counts()),
            Some(Import::Ids(_)) | None => None,
        }
    }

    /// Adds a member of events that is left out.
    pub(crate) fn leave_out_member(&self, member: &'static str) {
        self.state().event_members.insert(member);
    }

    /// Adds a column of the header that is ignored.
    pub(crate) fn ignore_column(&self, name: &str) {
        self.state().ignore(name, None);
    }

    /// Moves what was found in the next records of the input.
    pub(crate) fn add(&self, findings: &mut Findings) {
        let mut state = self.state();
        let state = &mut *state;
        for (filled, found) in state.filled.iter_mut().zip(&mut findings.filled) {
            *filled |= std::mem::take(found);
        }
        state.event_members.append(&mut findings.event_members);
        for (name, records) in std::mem::take(&mut findings.ignored) {
            state.ignore(&name, Some(records));
        }
        for ((column, doubt), found) in std::mem::take(&mut findings.doubts) {
            state.add_doubt(column, doubt, &found);
        }
        match (&mut state.import, &mut findings.import) {
            (Some(Import::Ids(seen)), Some(ImportFindings::Ids(ids))) => {
                let repeated = seen.repeated(ids);
                if let Some((column, found)) = state.dataset.id.zip(repeated) {
                    state.add_doubt(column, Doubt::RepeatedId, &found);
                }
            }
            (
                Some(Import::Interactions(interactions)),
                Some(ImportFindings::Interactions(found)),
            ) => interactions.add(found),
            (None | Some(_), _) => {}
        }
        let repeated = state.event_ids.repeated(&mut findings.event_ids);
        if let Some((column, found)) = findings.event_id.zip(repeated) {
            state.add_doubt(column, Doubt::RepeatedEventId, &found);
        }
    }

    /// The warnings of a run in which this many records were valid and had no error. `is_complete` is whether it has read
    /// the whole input.
    pub(crate) fn lines(&self, records: u64, is_complete: bool) -> Vec<String> {
        let state = self.state();
        let mut lines = state.doubt_lines();
        if is_complete {
            lines.extend(state.import_lines());
        }
        if records > 0 {
            lines.extend(state.event_members_line());
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
    fn add_doubt(&mut self, column: usize, doubt: Doubt, found: &Found) {
        let all = self.doubts.entry((column, doubt)).or_insert(Found {
            first: found.first,
            records: 0,
        });
        all.records += found.records;
    }

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
                first: Place { line, column },
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
        lines
    }

    /// What is doubtful about all records of an import job.
    fn import_lines(&self) -> Vec<String> {
        let warnings = match &self.import {
            Some(Import::Ids(ids)) if ids.is_full() => vec![format!(
                "repeated IDs are found only among the first {MAX_IDS} different ones, but the input has more"
            )],
            Some(Import::Interactions(interactions)) => interactions.warnings(),
            Some(Import::Ids(_)) | None => Vec::new(),
        };
        let lines = warnings.iter();
        lines
            .map(|text| format!("{}: {text} (warning)", self.input))
            .collect()
    }

    fn event_members_line(&self) -> Option<String> {
        if self.event_members.is_empty() {
            return None;
        }
        let names: Vec<&str> = self.event_members.iter().copied().collect();
        let them = if names.len() == 1 { "it" } else { "them" };
        Some(format!(
            "{}: left out {}: only events of calls have {them}, not the file of an import (warning)",
            self.input,
            names.join(" and ")
        ))
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
        if self.dataset.events.is_some() {
            return self.anonymous_line();
        }
        let columns = self.dataset.columns.iter().enumerate();
        let unfilled =
            columns.filter(|(index, _)| Some(*index) != self.dataset.id && !self.filled[*index]);
        let names: Vec<&str> = unfilled.map(|(_, column)| &*column.name).collect();
        if names.is_empty() {
            return None;
        }
        let all = match records {
            1 => "the only record has".to_owned(),
            _ => format!("all {records} records have"),
        };
        if self.dataset.has_events() {
            let (input, names) = (&self.input, names.join(", "));
            return Some(format!("{input}: {all} no value for {names} (warning)"));
        }
        Some(format!(
            "{}: {all} no value for {}; a record replaces the stored one as a whole, so that stored values of these \
             columns are lost (warning)",
            self.input,
            names.join(", ")
        ))
    }
}

impl State {
    /// The warning of events that all lack the user.
    fn anonymous_line(&self) -> Option<String> {
        let user = self.dataset.member(event_columns::USER_ID)?;
        (!self.filled[user]).then(|| {
            format!(
                "{}: no event has a USER_ID, and the service uses the events of a session only once one of them has it; \
                 send an event with SESSION_ID and USER_ID when a visitor signs in (warning)",
                self.input
            )
        })
    }
}

fn counted(records: u64) -> String {
    match records {
        1 => "1 record".to_owned(),
        _ => format!("{records} records"),
    }
}
