//! Stores records: one for each ID in a dataset, and in a tracker the events of each session. Their number and size are
//! limited.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use serde_json::Value;

use self::tracker::Event;
pub(crate) use self::tracker::TrackerRecords;
use crate::model::{Destination, RecordMapping};

mod tracker;

/// The maximum number of records that an emulator stores, unless [`EmulatorBuilder::max_stored_records`] sets another.
///
/// [`EmulatorBuilder::max_stored_records`]: crate::EmulatorBuilder::max_stored_records
pub const MAX_STORED_RECORDS: usize = 2_000_000;

/// The maximum size of all stored records together, in bytes, unless [`EmulatorBuilder::max_stored_bytes`] sets another:
/// their JSON, their ids and sessions, and the names of their datasets and trackers.
///
/// [`EmulatorBuilder::max_stored_bytes`]: crate::EmulatorBuilder::max_stored_bytes
pub const MAX_STORED_BYTES: usize = 512 * 1024 * 1024;

/// The JSON of the records of a dataset by ID.
type Records = IndexMap<String, Box<str>>;

/// Datasets and trackers with their records.
#[derive(Default)]
pub(crate) struct Store {
    /// The only datasets or trackers that exist; without an entry, every one does.
    registered: HashMap<Destination, BTreeSet<String>>,
    /// The records of each dataset by collection, such as `users`.
    datasets: HashMap<String, HashMap<String, Records>>,
    trackers: HashMap<String, TrackerRecords>,
    used: Usage,
    limit: Limit,
}

/// A number of records and their size.
#[derive(Clone, Copy, Debug, Default)]
struct Usage {
    records: usize,
    bytes: usize,
}

/// The maximum number of records and their maximum size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) records: usize,
    pub(crate) bytes: usize,
}

impl Default for Limit {
    fn default() -> Self {
        Self {
            records: MAX_STORED_RECORDS,
            bytes: MAX_STORED_BYTES,
        }
    }
}

/// Why records are not stored.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PutError {
    /// The dataset or tracker does not exist.
    NotFound(String),
    /// The store would exceed its limit.
    Full(String),
}

impl Store {
    /// Returns an empty store with a limit.
    pub(crate) fn new(limit: Limit) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    pub(crate) fn register(&mut self, destination: Destination, name: String) {
        match destination {
            Destination::Dataset => {
                self.datasets.entry(name.clone()).or_default();
            }
            Destination::Tracker => {
                self.trackers.entry(name.clone()).or_default();
            }
        }
        self.registered.entry(destination).or_default().insert(name);
    }

    /// Stores all records of a valid input, or none.
    pub(crate) fn put(&mut self, mapping: &RecordMapping, input: &Value) -> Result<(), PutError> {
        let name = text(input, mapping.destination.member());
        self.check_exists(mapping.destination, name)?;
        match &mapping.id {
            Some(id) => self.put_in_dataset(name, mapping, id, input),
            None => self.put_in_tracker(name, mapping, input),
        }
    }

    fn put_in_dataset(
        &mut self,
        arn: &str,
        mapping: &RecordMapping,
        id: &str,
        input: &Value,
    ) -> Result<(), PutError> {
        let collections = self.datasets.get(arn);
        let collection = collections.and_then(|stored| stored.get(&mapping.collection));
        let records: Records = records(mapping, input)
            .map(|record| (text(&record, id).to_owned(), record.to_string().into()))
            .collect();
        let mut used = self.used;
        if collections.is_none() {
            used.bytes += arn.len();
        }
        for (id, record) in &records {
            used.bytes += id.len() + record.len();
            match collection.and_then(|collection| collection.get(id)) {
                Some(replaced) => used.bytes -= id.len() + replaced.len(),
                None => used.records += 1,
            }
        }
        self.check_limit(used)?;
        self.used = used;
        let collections = self.datasets.entry(arn.to_owned()).or_default();
        let collection = collections.entry(mapping.collection.clone());
        collection.or_default().extend(records);
        Ok(())
    }

    fn put_in_tracker(
        &mut self,
        id: &str,
        mapping: &RecordMapping,
        input: &Value,
    ) -> Result<(), PutError> {
        let tracker = self.trackers.get(id);
        let events: Vec<Event> = records(mapping, input).map(Event::from).collect();
        let mut used = self.used;
        used.records += events.len();
        used.bytes += events.iter().map(Event::size).sum::<usize>();
        if tracker.is_none() {
            used.bytes += id.len();
        }
        self.check_limit(used)?;
        self.used = used;
        let tracker = self.trackers.entry(id.to_owned()).or_default();
        tracker.extend(&mapping.collection, events);
        Ok(())
    }

    fn check_exists(&self, destination: Destination, name: &str) -> Result<(), PutError> {
        let Some(registered) = self.registered.get(&destination) else {
            return Ok(());
        };
        if registered.contains(name) {
            return Ok(());
        }
        let registered: Vec<&str> = registered.iter().map(String::as_str).collect();
        Err(PutError::NotFound(format!(
            "{}: there is no such {destination}; the emulator has {}",
            destination.member(),
            registered.join(", ")
        )))
    }

    fn check_limit(&self, used: Usage) -> Result<(), PutError> {
        let Limit { records, bytes } = self.limit;
        if used.records <= records && used.bytes <= bytes {
            return Ok(());
        }
        Err(PutError::Full(format!(
            "The emulator stores at most {records} records with {bytes} bytes together, and has {} with {}. Restart it to \
             remove them, or start it with larger limits (`max_stored_records`, `max_stored_bytes`).",
            self.used.records, self.used.bytes
        )))
    }

    /// Returns the JSON of the record with this ID in a collection of a dataset.
    pub(crate) fn record(&self, arn: &str, collection: &str, id: &str) -> Option<&str> {
        let records = self.datasets.get(arn)?.get(collection)?;
        records.get(id).map(AsRef::as_ref)
    }

    /// Returns the JSON of the records of a collection of a dataset; `None` if it was neither registered nor used.
    pub(crate) fn records(
        &self,
        arn: &str,
        collection: &str,
    ) -> Option<impl Iterator<Item = &str>> {
        let records = self.datasets.get(arn)?.get(collection).into_iter();
        Some(records.flat_map(IndexMap::values).map(AsRef::as_ref))
    }

    /// Returns the records of a tracker; `None` if it was neither registered nor used.
    pub(crate) fn tracker(&self, id: &str) -> Option<&TrackerRecords> {
        self.trackers.get(id)
    }
}

/// Returns a member that is a string; valid inputs have it if it is required.
fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    let text = value.get(member).and_then(Value::as_str);
    text.unwrap_or_default()
}

/// Returns the records of an input, each with the members of the input that apply to all of them.
fn records(mapping: &RecordMapping, input: &Value) -> impl Iterator<Item = Value> {
    let list = input.get(&mapping.list).and_then(Value::as_array);
    list.into_iter().flatten().map(|record| {
        let mut record = record.clone();
        if let Some(members) = record.as_object_mut() {
            for name in &mapping.common {
                match input.get(name).filter(|value| !value.is_null()) {
                    Some(value) => members.insert(name.clone(), value.clone()),
                    // An unknown member of the record is not that of the input.
                    None => members.remove(name),
                };
            }
        }
        record
    })
}

#[cfg(test)]
mod tests;
