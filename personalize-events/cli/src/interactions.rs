//! What the interactions of a file have in common: duplicates, event types, users and times. The memory is bounded.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use personalize_events::events::Session;
use personalize_events::{Violation, ViolationKind};
use personalize_events_schema::DatasetType;
use serde::Serialize;

use crate::dataset::{Dataset, shortened};
use crate::doubts::Doubt;
use crate::record::Record;
use crate::repeated_ids::{MAX_IDS, SeenIds, hash};

const EVENT_TYPE: &str = "EVENT_TYPE";

/// How many event types are counted, far more than a dataset can have. Records of others are counted together.
const MAX_TYPES: usize = 100;

/// How many event types are printed.
const MAX_PRINTED: usize = 10;

/// How many users are remembered, in about 36 MB.
const MAX_USERS: usize = 1_750_000;

/// The interactions that an import job needs, in all of its files.
const MIN_INTERACTIONS: u64 = 1_000;

/// The users with two interactions that training needs.
const MIN_USERS: u64 = 25;

/// Source of the limits: the quotas in the Amazon Personalize developer guide. They are documented for Item interactions.
pub(crate) struct Interactions {
    dataset_type: DatasetType,
    /// The most event types of the dataset, if a limit is documented.
    max_types: Option<usize>,
    /// Whether the schema has a column of the event type.
    has_types: bool,
    records: u64,
    seen: SeenIds,
    duplicates: Option<Duplicates>,
    types: BTreeMap<String, u64>,
    /// The records of types that are not counted.
    other_types: u64,
    users: Users,
    /// The first and the last timestamp.
    times: Option<(i64, i64)>,
}

/// What was found in consecutive interactions.
pub(crate) struct InteractionFindings {
    columns: Columns,
    interactions: Vec<Interaction>,
    types: BTreeMap<String, u64>,
    /// The first and the last timestamp.
    times: Option<(i64, i64)>,
}

struct Interaction {
    line: u64,
    /// The hash of what distinguishes it from others.
    hash: u64,
    user: u64,
}

/// The indexes of columns.
struct Columns {
    user: Option<usize>,
    /// The item or action.
    target: Option<usize>,
    event_type: Option<usize>,
    timestamp: Option<usize>,
}

/// Records of the same user, item or action, type and second as an earlier one.
#[derive(Clone, Copy)]
struct Duplicates {
    records: u64,
    /// The line of the first one.
    line: u64,
}

/// Whether each user has several interactions, by the hash of the ID.
struct Users {
    has_several: HashMap<u64, bool>,
    with_several: u64,
    max: usize,
    /// Whether there were more different users than are remembered.
    is_full: bool,
}

impl InteractionFindings {
    pub(crate) fn new(dataset: &Dataset) -> Self {
        let index = |name: &str| {
            let mut columns = dataset.columns.iter();
            columns.position(|column| column.name == name)
        };
        Self {
            columns: Columns {
                user: index("USER_ID"),
                target: index(target(dataset.schema.dataset_type())),
                event_type: index(EVENT_TYPE),
                timestamp: index("TIMESTAMP"),
            },
            interactions: Vec::new(),
            types: BTreeMap::new(),
            times: None,
        }
    }

    /// Adds a valid record that starts in this line, and returns what is doubtful about its user.
    pub(crate) fn add(&mut self, line: u64, record: &Record) -> Option<(usize, Doubt)> {
        let text = |column: Option<usize>| record.text(column?);
        let user = text(self.columns.user).unwrap_or_default();
        let target = text(self.columns.target).unwrap_or_default();
        let event_type = text(self.columns.event_type);
        let timestamp: Option<i64> = text(self.columns.timestamp).and_then(|it| it.parse().ok());
        let key = [
            user,
            target,
            event_type.unwrap_or_default(),
            &timestamp.unwrap_or_default().to_string(),
        ];
        self.interactions.push(Interaction {
            line,
            hash: hash(&key),
            user: hash(&[user]),
        });
        if let Some(event_type) = event_type {
            if let Some(records) = self.types.get_mut(event_type) {
                *records += 1;
            } else {
                self.types.insert(event_type.to_owned(), 1);
            }
        }
        if let Some(timestamp) = timestamp {
            self.times = union(self.times, Some((timestamp, timestamp)));
        }
        let column = self.columns.user.filter(|_| is_placeholder(user))?;
        Some((column, Doubt::PlaceholderUser))
    }
}

/// The first and the last time of both.
fn union(one: Option<(i64, i64)>, other: Option<(i64, i64)>) -> Option<(i64, i64)> {
    let times = one.into_iter().chain(other);
    times.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
}

impl Interactions {
    pub(crate) fn new(dataset: &Dataset) -> Self {
        let dataset_type = dataset.schema.dataset_type();
        let mut columns = dataset.columns.iter();
        Self {
            dataset_type,
            max_types: dataset.schema.max_event_types(),
            has_types: columns.any(|column| column.name == EVENT_TYPE),
            records: 0,
            seen: SeenIds::default(),
            duplicates: None,
            types: BTreeMap::new(),
            other_types: 0,
            users: Users::with_max(MAX_USERS),
            times: None,
        }
    }

    /// Moves what was found in the next interactions.
    pub(crate) fn add(&mut self, found: &mut InteractionFindings) {
        for Interaction { line, hash, user } in found.interactions.drain(..) {
            self.records += 1;
            if self.seen.is_repeated(hash) {
                let first = Duplicates { records: 0, line };
                self.duplicates.get_or_insert(first).records += 1;
            }
            self.users.add(user);
        }
        for (event_type, records) in std::mem::take(&mut found.types) {
            self.add_type(event_type, records);
        }
        self.times = union(self.times, found.times.take());
    }

    fn add_type(&mut self, event_type: String, records: u64) {
        if let Some(before) = self.types.get_mut(&event_type) {
            *before += records;
        } else if self.types.len() < MAX_TYPES {
            self.types.insert(event_type, records);
        } else {
            self.other_types += records;
        }
    }

    /// What is doubtful about all records, without the name of the input.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.seen.is_full() {
            warnings.push(format!(
                "duplicates are found only among the first {MAX_IDS} different interactions, but the input has more"
            ));
        }
        if let Some((first, last)) = self.times
            && first == last
            && self.records > 1
        {
            warnings.push(format!(
                "all {} records have the same TIMESTAMP, so that their order is unknown; set the time of each interaction",
                self.records
            ));
        }
        if self.dataset_type != DatasetType::Interactions || self.records == 0 {
            return warnings;
        }
        warnings.extend(self.too_many_types());
        warnings.extend(self.too_few());
        warnings
    }

    fn too_many_types(&self) -> Option<String> {
        let max = self.max_types.filter(|max| self.types.len() > *max)?;
        let at_least = if self.other_types > 0 {
            "more than "
        } else {
            ""
        };
        Some(format!(
            "the records have {at_least}{} event types, but a dataset with these columns can have at most {max}, because \
             event types and optional columns are at most 10 together; unite types, or remove those that training does \
             not need",
            self.types.len()
        ))
    }

    /// Fewer unique interactions than a job or training needs. A dataset may have more than this file.
    fn too_few(&self) -> Option<String> {
        let duplicates = self.duplicates.map_or(0, |it| it.records);
        let unique = self.records - duplicates;
        let users = self.users.with_several;
        let mut problems = Vec::new();
        let plural = |count: u64| if count == 1 { "" } else { "s" };
        if unique < MIN_INTERACTIONS {
            problems.push(format!(
                "{unique} different interaction{}, but an import job needs at least {MIN_INTERACTIONS} in all of its files",
                plural(unique)
            ));
        }
        if users < MIN_USERS && !self.users.is_full {
            problems.push(format!(
                "{users} user{} with two or more interactions, but training needs at least {MIN_USERS} in the whole dataset",
                plural(users)
            ));
        }
        (!problems.is_empty()).then(|| format!("the input has {}", problems.join("; it has ")))
    }

    pub(crate) fn counts(&self) -> InteractionCounts {
        InteractionCounts {
            duplicates: self.duplicates.map_or(0, |it| it.records),
            first_duplicate_line: self.duplicates.map(|it| it.line),
            event_types: self.has_types.then(|| self.types.clone()),
            other_event_types: self.other_types,
            target: target(self.dataset_type),
        }
    }
}

/// The column of what the user interacts with.
fn target(dataset_type: DatasetType) -> &'static str {
    if dataset_type == DatasetType::ActionInteractions {
        "ACTION_ID"
    } else {
        "ITEM_ID"
    }
}

/// Whether a user ID is one that sessions refuse. White space alone is reported as a blank ID.
fn is_placeholder(user: &str) -> bool {
    let session = Session::builder()
        .session_id("-")
        .user_id(user)
        .allow_null_text();
    let is_placeholder = |it: &Violation| matches!(it.kind(), ViolationKind::PlaceholderId);
    let error = session.build().err();
    error.is_some_and(|error| error.violations().iter().any(is_placeholder))
        && !user.trim().is_empty()
}

impl Users {
    fn with_max(max: usize) -> Self {
        Self {
            has_several: HashMap::new(),
            with_several: 0,
            max,
            is_full: false,
        }
    }

    fn add(&mut self, user: u64) {
        if let Some(has_several) = self.has_several.get_mut(&user) {
            self.with_several += u64::from(!std::mem::replace(has_several, true));
        } else if self.has_several.len() < self.max {
            self.has_several.insert(user, false);
        } else {
            self.is_full = true;
        }
    }
}

/// The counts of interactions in a summary.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InteractionCounts {
    /// Valid records of the same user, item or action, type and second as an earlier one.
    duplicates: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_duplicate_line: Option<u64>,
    /// The valid records of each event type; `None` if the schema has no column of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_types: Option<BTreeMap<String, u64>>,
    /// The valid records of further event types, if there are too many to count each.
    #[serde(skip_serializing_if = "crate::report::is_zero")]
    other_event_types: u64,
    #[serde(skip)]
    target: &'static str,
}

/// Lines, each preceded by a line break.
impl fmt::Display for InteractionCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.first_duplicate_line {
            let (and_type, target) = match self.event_types {
                Some(_) => (", EVENT_TYPE", self.target),
                None => ("", self.target),
            };
            write!(
                f,
                "\n  {} duplicate{} (USER_ID, {target}{and_type} and TIMESTAMP of an earlier record), first in line {line}",
                self.duplicates,
                if self.duplicates == 1 { "" } else { "s" }
            )?;
        }
        let Some(types) = self.event_types.as_ref().filter(|types| !types.is_empty()) else {
            return Ok(());
        };
        let mut types: Vec<_> = types.iter().collect();
        types.sort_by_key(|(_, records)| std::cmp::Reverse(**records));
        let printed = types.iter().take(MAX_PRINTED);
        let printed = printed.map(|(name, records)| format!("{} {records}", shortened(name)));
        let list = printed.collect::<Vec<_>>().join(", ");
        write!(f, "\n  by EVENT_TYPE: {list}")?;
        match types.len().saturating_sub(MAX_PRINTED) {
            _ if self.other_event_types > 0 => f.write_str(" and many other types"),
            0 => Ok(()),
            more => write!(f, " and {more} other types"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Users;

    #[test]
    fn a_limited_number_of_users_is_remembered() {
        let mut users = Users::with_max(2);
        for user in [1, 2, 1, 1] {
            users.add(user);
        }
        assert_eq!((users.with_several, users.is_full), (1, false));
        for user in [3, 3, 2] {
            users.add(user);
        }
        assert_eq!((users.with_several, users.is_full), (2, true));
    }
}
