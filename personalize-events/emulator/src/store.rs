//! Stores records: one for each id in a dataset, all of them in a tracker. Their number and size are limited.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{Destination, RecordMapping};

/// The maximum number of records that an emulator stores.
pub const MAX_STORED_RECORDS: usize = 1_000_000;

/// The maximum size of all stored records together, in bytes: their JSON, their ids, and the names of their datasets and
/// trackers.
pub const MAX_STORED_BYTES: usize = 512 * 1024 * 1024;

/// The JSON of records by id or number.
type Records = IndexMap<String, Box<str>>;

/// The records of a dataset or tracker by collection, such as `users`.
type Collections = HashMap<String, Records>;

/// Datasets and trackers with their records.
pub(crate) struct Store {
    /// The only datasets or trackers that exist; without an entry, every one does.
    registered: HashMap<Destination, BTreeSet<String>>,
    collections: HashMap<(Destination, String), Collections>,
    used: Usage,
    limit: Usage,
}

/// A number of records and their size.
#[derive(Clone, Copy, Debug)]
struct Usage {
    records: usize,
    bytes: usize,
}

/// Why records are not stored.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PutError {
    /// The dataset or tracker does not exist.
    NotFound(String),
    /// The store would exceed its limit.
    Full(String),
}

impl Default for Store {
    fn default() -> Self {
        Self {
            registered: HashMap::new(),
            collections: HashMap::new(),
            used: Usage {
                records: 0,
                bytes: 0,
            },
            limit: Usage {
                records: MAX_STORED_RECORDS,
                bytes: MAX_STORED_BYTES,
            },
        }
    }
}

impl Store {
    pub(crate) fn register(&mut self, destination: Destination, name: String) {
        self.collections
            .entry((destination, name.clone()))
            .or_default();
        self.registered.entry(destination).or_default().insert(name);
    }

    /// Stores all records of a valid input, or none.
    pub(crate) fn put(&mut self, mapping: &RecordMapping, input: &Value) -> Result<(), PutError> {
        let destination = mapping.destination;
        let name = text(input, destination.member());
        self.check_exists(destination, &name)?;
        let key = (destination, name);
        let collections = self.collections.get(&key);
        let collection = collections.and_then(|stored| stored.get(&mapping.collection));
        let first_number = collection.map_or(0, IndexMap::len);
        let list = input.get(&mapping.list).and_then(Value::as_array);
        let mut records = Records::new();
        for record in list.into_iter().flatten() {
            let id = match &mapping.id {
                Some(id) => text(record, id),
                None => (first_number + records.len()).to_string(),
            };
            records.insert(id, json(mapping, input, record));
        }
        let mut used = self.used;
        if collections.is_none() {
            used.bytes += key.1.len();
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
        let collections = self.collections.entry(key).or_default();
        let collection = collections.entry(mapping.collection.clone());
        collection.or_default().extend(records);
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
        let Usage { records, bytes } = self.limit;
        if used.records <= records && used.bytes <= bytes {
            return Ok(());
        }
        Err(PutError::Full(format!(
            "The emulator stores at most {records} records with {bytes} bytes together, and has {} with {}. Restart it to \
             remove them.",
            self.used.records, self.used.bytes
        )))
    }

    /// Returns the JSON of the record with this ID in a collection of a dataset.
    pub(crate) fn record(&self, arn: &str, collection: &str, id: &str) -> Option<&str> {
        let key = (Destination::Dataset, arn.to_owned());
        let records = self.collections.get(&key)?.get(collection)?;
        records.get(id).map(AsRef::as_ref)
    }

    /// Returns the JSON of the records of a collection; `None` if the dataset or tracker was neither registered nor used.
    pub(crate) fn records(
        &self,
        destination: Destination,
        name: &str,
        collection: &str,
    ) -> Option<impl Iterator<Item = &str>> {
        let collections = self.collections.get(&(destination, name.to_owned()))?;
        let records = collections.get(collection).into_iter();
        Some(records.flat_map(IndexMap::values).map(AsRef::as_ref))
    }
}

/// Returns a member that is a string.
fn text(value: &Value, member: &str) -> String {
    let text = value.get(member).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// Returns a record with the members of the input that apply to all its records.
fn json(mapping: &RecordMapping, input: &Value, record: &Value) -> Box<str> {
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
    record.to_string().into()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{PutError, Store, Usage};
    use crate::Model;
    use crate::model::{Destination, RecordMapping};

    fn mapping(operation: &str) -> &'static RecordMapping {
        let operation = Model::embedded().operation(operation).unwrap();
        operation.records.as_ref().unwrap()
    }

    fn put_users(store: &mut Store, arn: &str, users: &Value) -> Result<(), PutError> {
        let input = json!({ "datasetArn": arn, "users": users });
        store.put(mapping("PutUsers"), &input)
    }

    fn stored(store: &Store, destination: Destination, name: &str, collection: &str) -> Vec<Value> {
        let records = store.records(destination, name, collection).unwrap();
        records
            .map(|record| serde_json::from_str(record).unwrap())
            .collect()
    }

    fn users(store: &Store, arn: &str) -> Vec<Value> {
        stored(store, Destination::Dataset, arn, "users")
    }

    #[test]
    fn a_record_replaces_the_one_with_its_id() {
        let mut store = Store::default();
        let first = json!([{ "userId": "a", "properties": "{}" }, { "userId": "b" }]);
        let second = json!([{ "userId": "a" }, { "userId": "c" }, { "userId": "c", "x": 1 }]);
        assert_eq!(put_users(&mut store, "arn", &first), Ok(()));
        assert_eq!(put_users(&mut store, "arn", &second), Ok(()));
        assert_eq!(
            users(&store, "arn"),
            [
                json!({ "userId": "a" }),
                json!({ "userId": "b" }),
                json!({ "userId": "c", "x": 1 })
            ]
        );
    }

    #[test]
    fn a_tracker_stores_every_event_with_its_session_and_user() {
        let mut store = Store::default();
        let anonymous = json!({ "trackingId": "t", "sessionId": "s-1", "eventList": [
            { "eventId": "1", "userId": "not a member of events" }
        ]});
        let known = json!({ "trackingId": "t", "sessionId": "s-2", "userId": "u", "eventList": [
            { "eventId": "2", "sessionId": "not a member of events" }, { "eventId": "2" }
        ]});
        for input in [&anonymous, &known] {
            assert_eq!(store.put(mapping("PutEvents"), input), Ok(()));
        }
        assert_eq!(
            stored(&store, Destination::Tracker, "t", "events"),
            [
                json!({ "eventId": "1", "sessionId": "s-1" }),
                json!({ "eventId": "2", "sessionId": "s-2", "userId": "u" }),
                json!({ "eventId": "2", "sessionId": "s-2", "userId": "u" })
            ]
        );
    }

    #[test]
    fn only_registered_datasets_and_trackers_exist_if_any_is_registered() {
        let mut store = Store::default();
        store.register(Destination::Dataset, "one".to_owned());
        let user = json!([{ "userId": "a" }]);
        let message = "datasetArn: there is no such dataset; the emulator has one".to_owned();
        let not_found = Err(PutError::NotFound(message));
        assert_eq!(put_users(&mut store, "two", &user), not_found);
        assert!(
            store
                .records(Destination::Dataset, "two", "users")
                .is_none()
        );
        assert_eq!(users(&store, "one"), Vec::<Value>::new());
        let event = json!({ "trackingId": "t", "sessionId": "s", "eventList": [{}] });
        assert_eq!(store.put(mapping("PutEvents"), &event), Ok(()));
        store.register(Destination::Tracker, "other".to_owned());
        let message = "trackingId: there is no such tracker; the emulator has other".to_owned();
        let not_found = Err(PutError::NotFound(message));
        assert_eq!(store.put(mapping("PutEvents"), &event), not_found);
    }

    #[test]
    fn records_beyond_the_limit_are_not_stored_and_others_may_be_replaced() {
        let mut store = Store {
            limit: Usage {
                records: 2,
                bytes: 1000,
            },
            ..Store::default()
        };
        let full = |records, bytes| {
            Err(PutError::Full(format!(
                "The emulator stores at most 2 records with 1000 bytes together, and has {records} with {bytes}. Restart \
                 it to remove them."
            )))
        };
        let three = json!([{ "userId": "a" }, { "userId": "b" }, { "userId": "c" }]);
        assert_eq!(put_users(&mut store, "arn", &three), full(0, 0));
        assert!(
            store
                .records(Destination::Dataset, "arn", "users")
                .is_none()
        );
        let two = json!([{ "userId": "a" }, { "userId": "b" }, { "userId": "a" }]);
        assert_eq!(put_users(&mut store, "arn", &two), Ok(()));
        // The name, and twice an id and {"userId":"a"}.
        let used = 3 + 2 * (1 + 14);
        let more = json!([{ "userId": "a", "x": 1 }, { "userId": "c" }]);
        assert_eq!(put_users(&mut store, "arn", &more), full(2, used));
        assert_eq!(users(&store, "arn")[0], json!({ "userId": "a" }));
        let large = json!([{ "userId": "a", "x": "x".repeat(900) }]);
        assert_eq!(put_users(&mut store, "arn", &large), Ok(()));
        let larger = json!([{ "userId": "b", "x": "x".repeat(100) }]);
        assert_eq!(put_users(&mut store, "arn", &larger), full(2, used + 907));
        assert_eq!(
            put_users(&mut store, "arn", &json!([{ "userId": "a" }])),
            Ok(())
        );
        assert_eq!(put_users(&mut store, "arn", &larger), Ok(()));
    }
}
