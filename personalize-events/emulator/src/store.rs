//! Stores records: one for each id in a dataset, all of them in a tracker.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{DATASET, Destination, RecordMapping};

/// The records of a dataset or tracker by collection, such as `users`, and by id or number.
type Collections = HashMap<String, IndexMap<String, Value>>;

/// Datasets and trackers with their records, as sent.
#[derive(Default)]
pub(crate) struct Store {
    /// The only datasets that exist; if empty, every dataset does.
    registered: BTreeSet<String>,
    collections: HashMap<(Destination, String), Collections>,
}

impl Store {
    pub(crate) fn register(&mut self, arn: String) {
        self.collections
            .entry((Destination::Dataset, arn.clone()))
            .or_default();
        self.registered.insert(arn);
    }

    /// Stores all records of a valid input, or returns that the dataset does not exist.
    pub(crate) fn put(&mut self, mapping: &RecordMapping, input: &Value) -> Result<(), String> {
        let text = |value: &Value, key: &str| {
            let text = value.get(key).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let name = text(input, mapping.destination.member());
        if mapping.destination == Destination::Dataset {
            self.check_dataset(&name)?;
        }
        let collections = self.collections.entry((mapping.destination, name));
        let collection = collections.or_default().entry(mapping.collection.clone());
        let collection = collection.or_default();
        let records = input.get(&mapping.list).and_then(Value::as_array);
        for record in records.into_iter().flatten() {
            let key = match &mapping.id {
                Some(id) => text(record, id),
                None => collection.len().to_string(),
            };
            collection.insert(key, record.clone());
        }
        Ok(())
    }

    fn check_dataset(&self, arn: &str) -> Result<(), String> {
        if self.registered.is_empty() || self.registered.contains(arn) {
            return Ok(());
        }
        let registered: Vec<&str> = self.registered.iter().map(String::as_str).collect();
        Err(format!(
            "{DATASET}: there is no such dataset; the emulator has {}",
            registered.join(", ")
        ))
    }

    /// Returns the records of a collection; `None` if the dataset or tracker was neither registered nor used.
    pub(crate) fn records(
        &self,
        destination: Destination,
        name: &str,
        collection: &str,
    ) -> Option<Vec<Value>> {
        let collections = self.collections.get(&(destination, name.to_owned()))?;
        let records = collections.get(collection).into_iter();
        Some(records.flat_map(IndexMap::values).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Store;
    use crate::Model;
    use crate::model::{Destination, RecordMapping};

    fn mapping(operation: &str) -> &'static RecordMapping {
        let operation = Model::embedded().operation(operation).unwrap();
        operation.records.as_ref().unwrap()
    }

    fn put_users(store: &mut Store, arn: &str, users: &Value) -> bool {
        let input = json!({ "datasetArn": arn, "users": users });
        store.put(mapping("PutUsers"), &input).is_ok()
    }

    #[test]
    fn a_record_replaces_the_one_with_its_id() {
        let mut store = Store::default();
        let first = json!([{ "userId": "a", "properties": "{}" }, { "userId": "b" }]);
        let second = json!([{ "userId": "a" }, { "userId": "c" }, { "userId": "c", "x": 1 }]);
        assert!(put_users(&mut store, "arn", &first));
        assert!(put_users(&mut store, "arn", &second));
        assert_eq!(
            store.records(Destination::Dataset, "arn", "users").unwrap(),
            [
                json!({ "userId": "a" }),
                json!({ "userId": "b" }),
                json!({ "userId": "c", "x": 1 })
            ]
        );
    }

    #[test]
    fn a_tracker_stores_every_event() {
        let mut store = Store::default();
        let input = json!({ "trackingId": "t", "eventList": [{ "eventId": "1" }] });
        assert!(store.put(mapping("PutEvents"), &input).is_ok());
        assert!(store.put(mapping("PutEvents"), &input).is_ok());
        let events = store.records(Destination::Tracker, "t", "events").unwrap();
        assert_eq!(events.len(), 2);
    }

    #[test]
    fn only_registered_datasets_exist_if_any_is_registered() {
        let mut store = Store::default();
        store.register("one".to_owned());
        assert!(!put_users(&mut store, "two", &json!([{ "userId": "a" }])));
        assert_eq!(store.records(Destination::Dataset, "two", "users"), None);
        assert_eq!(
            store.records(Destination::Dataset, "one", "users"),
            Some(Vec::new())
        );
    }
}
